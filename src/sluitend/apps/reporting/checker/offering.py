"""What the checker offers to the other rooms: its sentences, and its problems on the page of each object."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design.access import may
from sluitend.apps.people import audit_words
from sluitend.apps.people.permissions import Action
from sluitend.web import registry, wording
from sluitend.web.wording import Sentence

SENTENCES: dict[str, Sentence] = {
    "reporting.waiver_reason_missing": _(
        "Write why this rule does not count here. The reason stands in an annex of the report."
    ),
    "reporting.waiver_reason_too_long": _("A reason has at most %(most)s characters. Make it shorter."),
    "reporting.problem_gone": _(
        "The checker does not find this any more, or somebody has set it aside already. Look at the list again."
    ),
}
AUDIT: dict[str, Sentence] = {
    "reporting.waived": _("rule of the checker set aside"),
    "reporting.waiver_withdrawn": _("rule of the checker counts again"),
}

# Pages of one object: which argument names it, and what comes before that in the object's name.
MARKED = {
    "analyses:result": ("number", "U"),
    "design:question": ("label", ""),
    "findings:conclusion": ("label", ""),
    "findings:finding": ("number", "B"),
    "findings:recommendation": ("number", "A"),
    "reporting:section": ("section_id", "H"),
    "sources:source": ("number", "S"),
}


def register() -> None:
    """Called once, from AppConfig.ready()."""
    wording.register(SENTENCES)
    audit_words.register(AUDIT)
    registry.page_notices.add(registry.PageNotice("checks", address))


def address(user: Any, evaluation: Any, page: str, arguments: Mapping[str, Any]) -> str | None:
    """Where the problems with the object of a page are told; None for who may not see them."""
    if page not in MARKED or not may(user, evaluation, Action.VIEW_CHECKS):
        return None
    argument, letter = MARKED[page]
    return reverse("reporting:marks", args=[evaluation.pk, f"{letter}{arguments[argument]}"])
