"""Rules about the agreements that parties made with each other, and the judgement whether they were kept."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from sluitend.apps.findings.models import Kept
from sluitend.apps.reporting.checker.rule import Found, Rule, Severity, Standard
from sluitend.apps.reporting.checker.rules.standards import OURS, UNICEF
from sluitend.apps.reporting.checker.world import World


def _unjudged(world: World) -> Iterator[Found]:
    for one in world.agreements:
        if not one.judged:
            yield Found(
                one.label, world.url("design:agreements"), _("Nobody has judged whether this agreement was kept.")
            )


def _unshown(world: World) -> Iterator[Found]:
    for one in world.agreements:
        if one.judged and one.judged != Kept.NOT_KNOWN and one.id not in world.agreements_shown:
            message = _("Whether this agreement was kept has been judged, but no passage shows it.")
            yield Found(one.label, world.url("design:agreements"), message)


UNJUDGED = Rule(
    code="G01",
    severity=Severity.NOTE,
    title=_("Agreement that nobody judged"),
    why=_("Who made agreements wants to know of each whether it was kept, or that this cannot be told."),
    standard=(OURS,),
    how_to_mend=_("Judge whether the agreement was kept, or write why that cannot be told."),
    check=_unjudged,
)
UNSHOWN = Rule(
    code="G02",
    severity=Severity.WARNING,
    title=_("Judgement on an agreement without evidence"),
    why=_("That an agreement was kept or broken is a finding as well: somebody else can trace it."),
    standard=(Standard(UNICEF, "findings"),),
    how_to_mend=_("Link a passage that shows it, or judge it as not known."),
    check=_unshown,
)

RULES = (UNJUDGED, UNSHOWN)
