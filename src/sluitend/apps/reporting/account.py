"""How the evaluation was done, as plain data for the annexes and the evaluation plan.

A part is gathered only when the text names it: who does not place an annex pays nothing for it.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date


@dataclass(frozen=True, slots=True)
class StatementEntry:
    key: str
    text: str


@dataclass(frozen=True, slots=True)
class RespondentEntry:
    """R12, by what may be told of this person to this audience; what would single somebody out is empty."""

    number: int
    perspective: str
    level: str
    place: str
    function: str

    @property
    def label(self) -> str:
        return f"R{self.number}"


@dataclass(frozen=True, slots=True)
class TopicEntry:
    text: str
    prompts: tuple[str, ...]
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InstrumentEntry:
    """The topic list of one perspective."""

    perspective: str
    topics: tuple[TopicEntry, ...]


@dataclass(frozen=True, slots=True)
class CodeEntry:
    depth: int
    name: str
    definition: str
    include: str
    exclude: str


@dataclass(frozen=True, slots=True)
class MethodEntry:
    name: str
    kind: str
    note: str


@dataclass(frozen=True, slots=True)
class PlannedEntry:
    """So many conversations or documents are planned; None while it is not known for how many places."""

    question: str
    perspective: str
    method: str
    level: str
    place: str
    planned: int | None


@dataclass(frozen=True, slots=True)
class PeriodEntry:
    """From when until when the evaluation itself runs, as far as that is known."""

    starts: date | None
    ends: date | None


@dataclass(frozen=True, slots=True)
class PhaseEntry:
    name: str
    kind: str
    weeks: int
    starts: date | None
    ends: date | None


@dataclass(frozen=True, slots=True)
class ObjectEntry:
    """A dated version of what is evaluated."""

    name: str
    description: str
    scope: str
    starts: date
    reason: str


@dataclass(frozen=True, slots=True)
class CriterionEntry:
    question: str
    name: str
    source: str
    good: str
    insufficient: str


@dataclass(frozen=True, slots=True)
class EventEntry:
    """A line of the logbook."""

    label: str
    date: date
    kind: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class AgreementEntry:
    label: str
    text: str
    parties: str
    article: str
    agreed_on: date | None
    due_on: date | None
    place: str
    state: str  # as a key; empty while nobody judged it
    judgement: str  # the same in words
    reason: str


@dataclass(frozen=True, slots=True)
class BodyEntry:
    name: str
    kind: str
    mandate: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RemarkEntry:
    """A row of the table of comments; outside the team `by` is who sent it, never a person's name from a file."""

    number: int
    section: str
    passage: str
    by: str
    text: str
    kind: str
    outcome: str
    reason: str
    changed_text: str
    conclusions: tuple[int, ...]

    @property
    def label(self) -> str:
        return f"O{self.number}"


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """A conclusion or recommendation that reads otherwise than in the first draft, and whose comments led to it."""

    label: str
    before: str
    after: str
    asked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WaivedEntry:
    """A rule of the checker that the team put aside for one object."""

    rule: str
    title: str
    object: str
    reason: str
    on: date


@dataclass(frozen=True, slots=True)
class TeamEntry:
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class ArrangedEntry:
    """What has been arranged for people's privacy, and how it stands."""

    what: str
    state: str
    on: date | None


@dataclass(frozen=True, slots=True)
class SupportCell:
    """Who of one perspective speaks for and against; the figures are None outside the team, where words stand."""

    perspective: str
    people: int | None
    organisations: int | None
    documents: int | None
    against: int | None
    share: str  # findings.queries.Share
    share_against: str


@dataclass(frozen=True, slots=True)
class SupportEntry:
    """The support of one finding (B4), of all findings of a question together (V1.2), or of all there are ("")."""

    about: str
    people: int | None
    organisations: int | None
    cells: tuple[SupportCell, ...]


@dataclass(frozen=True, slots=True)
class CoverageCell:
    """How far one perspective came on one question; `heard` are sources, None where too few people are behind them."""

    perspective: str
    state: str  # coverage.table.State
    heard: int | None


@dataclass(frozen=True, slots=True)
class CoverageEntry:
    question: str
    cells: tuple[CoverageCell, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """Every part is empty that was not gathered; `gathered` tells which were."""

    gathered: frozenset[str] = frozenset()
    statements: tuple[StatementEntry, ...] = ()
    respondents: tuple[RespondentEntry, ...] = ()
    instruments: tuple[InstrumentEntry, ...] = ()
    codes: tuple[CodeEntry, ...] = ()
    methods: tuple[MethodEntry, ...] = ()
    planned: tuple[PlannedEntry, ...] = ()
    period: tuple[PeriodEntry, ...] = ()
    phases: tuple[PhaseEntry, ...] = ()
    objects: tuple[ObjectEntry, ...] = ()
    criteria: tuple[CriterionEntry, ...] = ()
    events: tuple[EventEntry, ...] = ()
    agreements: tuple[AgreementEntry, ...] = ()
    bodies: tuple[BodyEntry, ...] = ()
    remarks: tuple[RemarkEntry, ...] = ()
    changes: tuple[ChangeEntry, ...] = ()
    waived: tuple[WaivedEntry, ...] = ()
    team: tuple[TeamEntry, ...] = ()
    arranged: tuple[ArrangedEntry, ...] = ()
    support: tuple[SupportEntry, ...] = ()
    coverage: tuple[CoverageEntry, ...] = ()

    def __repr__(self) -> str:
        """The parts in order, without the set: the hash of a report is made of it, and a set has no order."""
        parts = (f"{one.name}={getattr(self, one.name)!r}" for one in fields(self)[1:])
        return f"Account({sorted(self.gathered)}, {', '.join(parts)})"


# The parts that each annex is made of; an annex that is not here is made of the chain itself.
PARTS: dict[str, tuple[str, ...]] = {
    "respondenten": ("respondents",),
    "instrumenten": ("instruments",),
    "codeboek": ("codes",),
    "object": ("objects",),
    "methode": ("methods", "planned", "period", "phases", "criteria"),
    "verantwoording": ("statements",),
    "afspraken": ("agreements",),
    "logboek": ("events",),
    "commentaar": ("remarks", "changes"),
    "regels": ("waived",),
}
# The parts that a table or chart is made of: {{tabel steun}}, {{grafiek steun}}.
FIGURES: dict[str, tuple[str, ...]] = {
    "steun": ("support",),
    "dekking": ("coverage",),
    "zekerheid": (),
    "afspraken": ("agreements",),
    "bronnen": (),
    "respondenten": ("respondents",),
}
# The parts in which a label is found that is no part of the chain itself: [[AF3]], [[L4]].
LABELLED: dict[str, str] = {"AF": "agreements", "L": "events"}
PLAN = ("methods", "planned", "period", "phases", "criteria", "instruments", "objects", "bodies", "team", "arranged")
