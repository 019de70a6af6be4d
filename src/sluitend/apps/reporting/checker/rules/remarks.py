"""The rule about what those concerned said of a draft."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from sluitend.apps.reporting.checker.rule import Found, Rule, Severity, Standard
from sluitend.apps.reporting.checker.rules.pages import REMARKS
from sluitend.apps.reporting.checker.rules.standards import DAC
from sluitend.apps.reporting.checker.world import World
from sluitend.apps.reporting.models import Outcome


def _unanswered(world: World) -> Iterator[Found]:
    url = world.url(REMARKS)
    for remark in world.remarks:
        label = f"O{remark.number}"
        if remark.outcome == Outcome.OPEN:
            yield Found(label, url, _("Nothing has been decided on this comment."))
        elif remark.outcome != Outcome.TAKEN_OVER and not remark.reason.strip():
            yield Found(label, url, _("This comment was not, or not wholly, taken over, and no reason is given."))


UNANSWERED = Rule(
    code="R07",
    severity=Severity.WARNING,
    title=_("Comment without an answer"),
    why=_("Who takes the trouble to comment on a draft may read what was done with it, and why."),
    standard=(Standard(DAC, "3.15"),),
    how_to_mend=_("Decide in the table of comments: taken over, in part or not, and why."),
    check=_unanswered,
)

RULES = (UNANSWERED,)
