"""What searching by meaning and suggestions offer to the shell: a tab, a thing to do with a fragment, a place in the
navigation, sentences.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sluitend.apps.coding import hooks
from sluitend.apps.coding.actions.meaning import tasks
from sluitend.apps.coding.search.ways import Way, ways
from sluitend.apps.coding.views.common import user_of
from sluitend.apps.coding.views.meaning import KEY, by_meaning
from sluitend.apps.design.access import may
from sluitend.apps.fieldwork import hooks as fieldwork_hooks
from sluitend.apps.people import audit_words
from sluitend.apps.people.permissions import Action
from sluitend.web import registry, wording
from sluitend.web.wording import Sentence

SENTENCES: dict[str, Sentence] = {
    "coding.question_too_long": _("A question has at most %(most)s characters. Make it shorter."),
    "coding.meaning_not_started": _(
        "The texts have not been read for their meaning yet. Begin with that on the page “Search”, tab “By meaning”."
    ),
    "coding.meaning_not_finished": _(
        "Not all texts have been read for their meaning yet. The computer can learn when that is done."
    ),
    "coding.nothing_to_learn_from": _(
        "Nothing has been coded yet that the computer may learn from. Code a few texts first."
    ),
}
AUDIT = {
    "coding.meaning_started": _("texts read for their meaning"),
    "coding.meaning_stopped": _("what was made for searching by meaning destroyed"),
    "coding.suggestions_asked": _("suggestions by the computer asked"),
    "coding.suggestion_accepted": _("suggestion by the computer taken over"),
    "coding.suggestion_rejected": _("suggestion by the computer rejected"),
}
DESTROYED = {"coding.vectors": _("texts of which everything that was made for searching by meaning was destroyed")}


def register() -> None:
    """Called once, from AppConfig.ready()."""
    tasks.register()
    ways.append(Way(KEY, _("By meaning"), by_meaning, _may))
    hooks.fragment_actions.append(hooks.FragmentAction("similar", _("More like this"), "=", "coding:similar"))
    registry.evaluation_navigation.add(
        registry.EvaluationEntry(_("Suggestions"), "coding:suggestions", "sparkles", 33, may_see)
    )
    fieldwork_hooks.line_words.update(DESTROYED)
    wording.register(SENTENCES)
    audit_words.register(AUDIT)


def may_see(user: Any, evaluation: Any) -> bool:
    """Coding is the team's, and so are suggestions."""
    return may(user, evaluation, Action.VIEW_CODING)


def _may(request: HttpRequest, evaluation: Any) -> bool:
    return may(user_of(request), evaluation, Action.VIEW_SOURCES)
