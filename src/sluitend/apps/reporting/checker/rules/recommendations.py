"""Rules about recommendations."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from sluitend.apps.findings.models import RecommendationKind
from sluitend.apps.reporting.checker.reading.findings import RecommendationRow
from sluitend.apps.reporting.checker.rule import Found, Rule, Severity, Standard
from sluitend.apps.reporting.checker.rules.standards import UNEG, UNEP, UNICEF, UNIDO
from sluitend.apps.reporting.checker.world import World
from sluitend.web.registry import Text

WHOLE: dict[str, Text] = {
    "addressee": _("for whom"),
    "action": _("first action"),
    "term": _("term"),
    "measure_of_success": _("measure of success"),
}
SOFTER = ("addressee",)


def _without_conclusion(world: World) -> Iterator[Found]:
    for one in world.recommendations:
        if one.id not in world.concluded:
            yield _found(world, one, _("This recommendation rests on no conclusion."))


def _incomplete(world: World) -> Iterator[Found]:
    """A starting point is softer: it needs somebody to take it up, and no more."""
    for one in world.recommendations:
        needed = SOFTER if one.kind == RecommendationKind.STARTING_POINT else WHOLE
        if missing := [name for name in needed if not getattr(one, name).strip()]:
            words = ", ".join(str(WHOLE[name]) for name in missing)
            message = _("Not filled in: %(what)s.")
            yield _found(world, one, message, what=words)


def _found(world: World, one: RecommendationRow, message: Text, **data: str | int) -> Found:
    return Found(one.label, world.url("findings:recommendation", one.number), message, data)


WITHOUT_CONCLUSION = Rule(
    code="A01",
    severity=Severity.ERROR,
    title=_("Recommendation without a conclusion"),
    why=_("A recommendation follows from what was concluded; otherwise nobody can see why it is made."),
    standard=(Standard(UNICEF, "recommendations"), Standard(UNEG, "4.10"), Standard(UNEP, "")),
    how_to_mend=_("Tie the recommendation to the conclusions that it follows from."),
    check=_without_conclusion,
)
INCOMPLETE = Rule(
    code="A02",
    severity=Severity.WARNING,
    title=_("Recommendation that cannot be carried out as it stands"),
    why=_("Somebody has to do something before a date, and be able to see whether it worked."),
    standard=(Standard(UNIDO, ""), Standard(UNEP, "")),
    how_to_mend=_(
        "Write with the recommendation for whom it is, the first action, the term and what shows that it worked."
    ),
    check=_incomplete,
)

RULES = (WITHOUT_CONCLUSION, INCOMPLETE)
