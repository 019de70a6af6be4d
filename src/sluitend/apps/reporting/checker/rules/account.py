"""Rules about the account of the method: what a reader must be told of how the evaluation was done."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.utils.translation import gettext_lazy as _

from sluitend.apps.design.models import MethodKind
from sluitend.apps.reporting.checker.rule import Found, Rule, Severity, Standard
from sluitend.apps.reporting.checker.rules.pages import ACCOUNT
from sluitend.apps.reporting.checker.rules.standards import COREQ, DAC, SRQR
from sluitend.apps.reporting.checker.world import World
from sluitend.apps.reporting.models import StatementKey
from sluitend.web.registry import Text

TALKS = (MethodKind.INTERVIEW, MethodKind.GROUP_INTERVIEW, MethodKind.SENSE_MAKING)
Check = Callable[[World], Iterator[Found]]


def _without(key: StatementKey, *, applies: Callable[[World], bool]) -> Check:
    def check(world: World) -> Iterator[Found]:
        if world.report is not None and applies(world) and key not in world.statements:
            yield Found(key.label, world.url(ACCOUNT), _("Nothing has been written on this."), key=key.value)

    return check


def _always(world: World) -> bool:
    return True


def _people_were_heard(world: World) -> bool:
    return any(source.is_from_persons for source in world.sources.values())


def _is_a_team(world: World) -> bool:
    return world.facts.team > 1


def _without_guide(world: World) -> Iterator[Found]:
    planned = {cell.perspective_id for cell in world.plan if cell.method_kind in TALKS}
    for one in world.perspectives:
        if one.id in planned and not one.has_topics:
            message = _("Conversations with “%(perspective)s” are planned, but there is no topic list.")
            url = world.url("design:perspective", one.id)
            yield Found(one.name, url, message, {"perspective": one.name}, key=f"P{one.id}")


GUIDE = Rule(
    code="W01",
    severity=Severity.WARNING,
    title=_("Conversations without a topic list"),
    why=_("A reader can see what was asked only when the topics and questions of the conversations are there."),
    standard=(Standard(COREQ, "17"),),
    how_to_mend=_("Write the topics of the conversations with this perspective."),
    check=_without_guide,
)


def _statement(
    code: str,
    key: StatementKey,
    title: Text,
    why: Text,
    *standard: Standard,
    applies: Callable[[World], bool] = _people_were_heard,
    severity: Severity = Severity.NOTE,
) -> Rule:
    mend = _("Write it in the account of the method, also when there is nothing to report: then say so.")
    return Rule(code, severity, title, why, standard, mend, _without(key, applies=applies))


LIMITATIONS = _statement(
    "W02",
    StatementKey.LIMITATIONS,
    _("Limitations not told"),
    _("Every evaluation has its limits. Who does not tell them lets the reader trust more than can be trusted."),
    Standard(DAC, "3.13"),
    applies=_always,
    severity=Severity.WARNING,
)
RECORDING = _statement(
    "W03",
    StatementKey.RECORDING,
    _("Recording of conversations not told"),
    _("A text from a recording is other evidence than notes."),
    Standard(COREQ, "19"),
)
DURATION = _statement(
    "W04",
    StatementKey.DURATION,
    _("Duration of conversations not told"),
    _("An hour with somebody tells more than ten minutes with six people."),
    Standard(COREQ, "21"),
)
SATURATION = _statement(
    "W05",
    StatementKey.SATURATION,
    _("Saturation not told"),
    _("A reader wants to know whether enough people were heard, and how that was judged."),
    Standard(COREQ, "22"),
)
RETURN = _statement(
    "W06",
    StatementKey.RETURN_OF_TRANSCRIPTS,
    _("Return of reports to participants not told"),
    _("Who reads back what was noted can put it right."),
    Standard(COREQ, "23"),
)
PARTICIPANT_CHECK = _statement(
    "W07",
    StatementKey.PARTICIPANT_CHECK,
    _("Reaction of participants to the findings not told"),
    _("Findings in which participants do not recognise themselves ask for an explanation."),
    Standard(COREQ, "28"),
)
REFLEXIVITY = _statement(
    "W08",
    StatementKey.REFLEXIVITY,
    _("Position of the evaluators not told"),
    _("Who asks and interprets brings experience and interests along. A reader can weigh those when they are told."),
    Standard(COREQ, "1–8"),
    Standard(SRQR, "S6"),
)
DISAGREEMENT = _statement(
    "W09",
    StatementKey.TEAM_DISAGREEMENT,
    _("Disagreement within the team not told"),
    _("Team members who see it otherwise may have that recorded; a reader may know whether it was so."),
    Standard(DAC, "3.14"),
    applies=_is_a_team,
)
REFUSALS = _statement(
    "W10",
    StatementKey.REFUSALS,
    _("Who did not take part not told"),
    _("Who does not want to talk, or stops, often has another story."),
    Standard(COREQ, "13"),
    severity=Severity.WARNING,
)

RULES = (
    *(GUIDE, LIMITATIONS, RECORDING, DURATION, SATURATION, RETURN, PARTICIPANT_CHECK, REFLEXIVITY, DISAGREEMENT),
    REFUSALS,
)
