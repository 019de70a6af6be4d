"""Rules about the text of the report itself."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from sluitend.apps.reporting.building.directives import is_directive
from sluitend.apps.reporting.checker.reading.report import SectionRow
from sluitend.apps.reporting.checker.rule import Found, Rule, Severity
from sluitend.apps.reporting.checker.rules.standards import OURS
from sluitend.apps.reporting.checker.world import World
from sluitend.formats.report import Reference
from sluitend.web.registry import Text


def _lost(world: World) -> Iterator[Found]:
    known = _known(world)
    for section, reference in world.references:
        if not _is_there(known, reference):
            message = _("In “%(section)s” stands %(reference)s, but there is nothing by that name.")
            data = {"section": section.title, "reference": str(reference)}
            key = f"{section.key} {reference.text}"[:120]
            yield Found(reference.text, section_url(world, section), message, data, key=key)


def _known(world: World) -> set[str]:
    known = {source.label for source in world.sources.values() if source.is_released}
    known |= (
        {one.label for one in world.findings}
        | {f"B{number}" for number in world.merged}
        | {one.label for one in world.conclusions}
    )
    known |= {one.label for one in world.recommendations} | {one.label for one in world.fragments.values()}
    known |= {one.label for one in world.all_questions} | {one.label for one in world.results if not one.destroyed}
    return known | {one.label for one in world.agreements} | world.entries


def _is_there(known: set[str], reference: Reference) -> bool:
    if reference.is_directive:
        return is_directive(reference.text.split(), {one for one in known if one.startswith("V")})
    return reference.text in known


def _writing_help(world: World) -> Iterator[Found]:
    for place, (section, look) in enumerate(world.looks, start=1):
        if count := look.writing_help:
            message = ngettext_lazy(
                "“%(section)s” still holds %(count)s piece of writing help.",
                "“%(section)s” still holds %(count)s pieces of writing help.",
                count,
            )
            data: dict[str, str | int | Text] = {"section": section.title, "count": count}
            yield Found(str(place), section_url(world, section), message, data, key=section.key)


def _empty(world: World) -> Iterator[Found]:
    for place, (section, look) in enumerate(world.looks, start=1):
        if look.is_empty:
            message = _("Nothing has been written in “%(section)s” yet.")
            yield Found(str(place), section_url(world, section), message, {"section": section.title}, key=section.key)


def section_url(world: World, section: SectionRow) -> str:
    return world.url("reporting:section", section.id)


LOST = Rule(
    code="R01",
    severity=Severity.ERROR,
    title=_("Reference that leads nowhere"),
    why=_("Every statement in the report can be opened down to its evidence."),
    standard=(OURS,),
    how_to_mend=_("Correct the label, or take the reference out of the section."),
    check=_lost,
)
WRITING_HELP = Rule(
    code="R02",
    severity=Severity.WARNING,
    title=_("Writing help left in the text"),
    why=_("It is meant for the author. Files leave it out, but what it asks for has perhaps not been written."),
    standard=(OURS,),
    how_to_mend=_("Write what it asks for, and then take it out."),
    check=_writing_help,
)
EMPTY = Rule(
    code="R03",
    severity=Severity.NOTE,
    title=_("Empty chapter"),
    why=_("A heading without a text makes the reader look for what is missing."),
    standard=(OURS,),
    how_to_mend=_("Write the chapter, or delete it."),
    check=_empty,
)

RULES = (LOST, WRITING_HELP, EMPTY)
