"""What searching offers to the shell: its place in the navigation, its sentences, its tab."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from sluitend.apps.coding.search.ways import Way, ways
from sluitend.apps.coding.views.search import by_words
from sluitend.apps.design.access import may
from sluitend.apps.people.permissions import Action
from sluitend.web import registry, wording
from sluitend.web.wording import Sentence

SENTENCES: dict[str, Sentence] = {
    "coding.search_too_long": _("A search has at most %(most)s characters. Use fewer words."),
    "coding.search_too_many": _("A search has at most %(most)s words. Leave some out."),
    "coding.search_no_words": _("There is no word in this. Type at least one word."),
    "coding.search_only_minus": _(
        "You only say what must not be there. Add at least one word that must be there, without a minus."
    ),
    "coding.search_short_beginning": _("Type at least %(least)s letters before the asterisk."),
}


def register() -> None:
    """Called once, from AppConfig.ready()."""
    registry.evaluation_navigation.add(registry.EvaluationEntry(_("Search"), "coding:search", "search", 32, may_see))
    wording.register(SENTENCES)
    ways.insert(0, Way("", _("By words"), by_words))


def may_see(user: Any, evaluation: Any) -> bool:
    """Who may read sources may search in them; a reader in the public ones, which are listed already."""
    return may(user, evaluation, Action.VIEW_SOURCES)
