"""Rules about quotes: whether they may be quoted, and whether they are what was said."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from sluitend.apps.reporting.checker.reading.passages import FragmentRow
from sluitend.apps.reporting.checker.rule import Found, Rule, Severity, Standard
from sluitend.apps.reporting.checker.rules.standards import COREQ
from sluitend.apps.reporting.checker.world import World
from sluitend.apps.sources.models import Quoting
from sluitend.web.registry import Text


def _forbidden(world: World) -> Iterator[Found]:
    for fragment in world.quotes:
        source = world.source_of(fragment)
        if source.quoting is Quoting.NEVER:
            message = _("Quoted in the report, but nothing may be quoted from %(source)s (%(kind)s).")
            yield found(world, fragment, message, source=source.label, kind=source.kind_label)


def _changed(world: World) -> Iterator[Found]:
    for fragment in world.fragments.values():
        if not fragment.is_verbatim:
            yield found(world, fragment, _("The text of this passage is no longer the text that was chosen."))


def _unreleased(world: World) -> Iterator[Found]:
    for fragment in world.quotes:
        source = world.source_of(fragment)
        is_open = source.is_public or fragment.id in world.released
        if not is_open and source.quoting is not Quoting.NEVER:
            message = _("Quoted in the report, but not released: files for outside the team show a note instead.")
            yield found(world, fragment, message)


def _waiting(world: World) -> Iterator[Found]:
    """Whatever a finding rests on, or the report quotes: the world holds no other fragments."""
    for fragment in world.fragments.values():
        if fragment.id in world.waiting:
            message = _("The text of %(source)s was corrected, and the words of this passage changed.")
            url = world.url("coding:to_place") + f"#{fragment.label}"
            source = world.source_of(fragment).label
            yield Found(fragment.label, url, message, {"source": source}, on=_shown_on(world, fragment))


def found(world: World, fragment: FragmentRow, message: Text, **data: str | int | Text) -> Found:
    """A problem with a passage; shown with its source, and in the chapters that quote it."""
    url = world.url("coding:workbench", world.source_of(fragment).number) + f"?fragment={fragment.label}"
    return Found(fragment.label, url, message, data, on=_shown_on(world, fragment))


def _shown_on(world: World, fragment: FragmentRow) -> tuple[str, ...]:
    return (world.source_of(fragment).label, *dict.fromkeys(world.quoted.get(fragment.number, ())))


FORBIDDEN = Rule(
    code="F01",
    severity=Severity.ERROR,
    title=_("Quote that may not be quoted"),
    why=_("A case file, a case reconstruction or a report that its respondent has not approved is nobody's statement."),
    standard=(Standard(COREQ, "29"), Standard(COREQ, "23")),
    how_to_mend=_("Say it in your own words, or wait for the respondent's approval."),
    check=_forbidden,
)
CHANGED = Rule(
    code="F02",
    severity=Severity.ERROR,
    title=_("Quote that is not verbatim"),
    why=_("A quote equals its source to the character, or it is no evidence."),
    standard=(Standard(COREQ, "29"),),
    how_to_mend=_("Ask whoever manages the installation to restore a backup; then choose the passage again."),
    check=_changed,
)
UNRELEASED = Rule(
    code="F03",
    severity=Severity.WARNING,
    title=_("Quote that has not been released"),
    why=_("What somebody said in a conversation leaves the team only after a person has released that quote."),
    standard=(Standard(COREQ, "29"),),
    how_to_mend=_("Release the quote in its text with the key q, or say it in your own words."),
    check=_unreleased,
)
WAITING = Rule(
    code="F04",
    severity=Severity.ERROR,
    title=_("Passage that has to be placed again"),
    why=_("What was said turned out to be otherwise, or a name was left in it. What rests on it may not hold."),
    standard=(Standard(COREQ, "29"),),
    how_to_mend=_("Place the passage in the corrected text, or take it off the finding and let it lapse."),
    check=_waiting,
)

RULES = (FORBIDDEN, CHANGED, UNRELEASED, WAITING)
