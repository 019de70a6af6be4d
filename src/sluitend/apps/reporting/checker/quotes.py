"""Rules about quotes: whether they may be quoted, and whether they are what was said."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from django.utils.translation import gettext_lazy as _

from sluitend.apps.coding import queries as coding
from sluitend.apps.coding.models import Fragment
from sluitend.apps.reporting.checker.rule import Found, Rule, Severity, Standard
from sluitend.apps.reporting.checker.world import World
from sluitend.apps.sources.models import Quoting

COREQ = "COREQ (Tong, Sainsbury, Craig 2007)"


def _forbidden(world: World) -> Iterator[Found]:
    for fragment in _quoted(world):
        if coding.quoting_rule(fragment) is Quoting.NEVER:
            message = _("Quoted in the report, but nothing may be quoted from %(source)s (%(kind)s).")
            source = fragment.version.source
            data = {"source": str(source), "kind": str(source.get_kind_display())}
            yield Found(str(fragment), _url(world, fragment), message, data)


def _changed(world: World) -> Iterator[Found]:
    for fragment in sorted(world.fragments.values(), key=lambda one: one.number):
        words = world.texts[fragment.version_id][fragment.start : fragment.end]
        if sha256(words.encode()).hexdigest() != fragment.quote_sha256:
            message = _("The text of this passage is no longer the text that was chosen.")
            yield Found(str(fragment), _url(world, fragment), message)


def _unreleased(world: World) -> Iterator[Found]:
    for fragment in _quoted(world):
        is_open = fragment.version.source.is_public or fragment.pk in world.released
        if not is_open and coding.quoting_rule(fragment) is not Quoting.NEVER:
            message = _("Quoted in the report, but not released: files for outside the team show a note instead.")
            yield Found(str(fragment), _url(world, fragment), message)


def _waiting(world: World) -> Iterator[Found]:
    """Whatever a finding rests on, or the report quotes: the world holds no other fragments."""
    for fragment in sorted(world.fragments.values(), key=lambda one: one.number):
        if fragment.pk in world.waiting:
            message = _("The text of %(source)s was corrected, and the words of this passage changed.")
            url = world.url("coding:to_place") + f"#{fragment}"
            yield Found(str(fragment), url, message, {"source": str(fragment.version.source)})


def _quoted(world: World) -> Iterator[Fragment]:
    return (world.fragments[number] for number in sorted(world.quoted) if number in world.fragments)


def _url(world: World, fragment: Fragment) -> str:
    return world.url("coding:workbench", fragment.version.source.number) + f"?fragment={fragment}"


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
