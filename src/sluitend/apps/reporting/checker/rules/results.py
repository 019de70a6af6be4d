"""Rules about figures: whether they still hold, over how many they are, and whether they may leave the team."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from sluitend.apps.reporting.checker.rule import Found, Rule, Severity, Standard
from sluitend.apps.reporting.checker.rules.sections import section_url
from sluitend.apps.reporting.checker.rules.standards import AVG, OURS
from sluitend.apps.reporting.checker.world import World
from sluitend.web.registry import Text


def _stale(world: World) -> Iterator[Found]:
    for one, places in world.cited:
        if one.is_stale:
            message = _("The report cites this result, but what it was computed from has changed since.")
            yield Found(one.label, one.url, message, on=places)


def _without_n(world: World) -> Iterator[Found]:
    for one, places in world.cited:
        if not one.has_n:
            message = _("The report cites this result, and it has figures that do not tell over how many they are.")
            yield Found(one.label, one.url, message, on=places)
    for place, (section, look) in enumerate(world.looks, start=1):
        if count := look.shares_without_n:
            message = ngettext_lazy(
                "In “%(section)s” one paragraph has a percentage without saying of how many.",
                "In “%(section)s” %(count)s paragraphs have a percentage without saying of how many.",
                count,
            )
            data: dict[str, str | int | Text] = {"section": section.title, "count": count}
            yield Found(str(place), section_url(world, section), message, data, key=section.key)


def _small_cell(world: World) -> Iterator[Found]:
    for one, places in world.cited:
        if one.smallest_cell is not None and 0 < one.smallest_cell < one.least:
            message = _("The report cites this result, and it shows a count under %(least)s.")
            yield Found(one.label, one.url, message, {"least": one.least}, on=places)


STALE = Rule(
    code="D01",
    severity=Severity.ERROR,
    title=_("Stale result cited"),
    why=_("Who reads a figure may trust that it follows from the data as they are."),
    standard=(OURS,),
    how_to_mend=_("Run the analysis again, look whether the text still holds, and cite the new result."),
    check=_stale,
)
WITHOUT_N = Rule(
    code="D02",
    severity=Severity.WARNING,
    title=_("Figure without its number"),
    why=_("Half of four is something else than half of four hundred."),
    standard=(OURS,),
    how_to_mend=_("Write beside the figure over how many it is, for example “(n = 40)”."),
    check=_without_n,
)
SMALL_CELL = Rule(
    code="D03",
    severity=Severity.ERROR,
    title=_("Count too small to leave the team"),
    why=_("A small count in a table can point at a person."),
    standard=(Standard(AVG, "art. 5.1(c)"), OURS),
    how_to_mend=_("Take rows or columns together until no count is too small, or leave the table out."),
    check=_small_cell,
)

RULES = (STALE, WITHOUT_N, SMALL_CELL)
