"""Everything that a report is made from, as plain data: what it may say has been decided by the time it is here."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from sluitend.apps.design.models import Evaluation, Level, QuestionVersion
from sluitend.apps.findings.models import Stance
from sluitend.apps.reporting.account import Account, AgreementEntry, EventEntry
from sluitend.apps.reporting.outcomes import DatasetEntry, ResultEntry, ResultUse
from sluitend.digits import whole


class Audience(StrEnum):
    """Who will read it, and so which words may stand in it."""

    TEAM = "team"
    READER = "reader"  # the commissioner, in the product
    PUBLIC = "public"  # anybody: what leaves the product


class Words(StrEnum):
    """How the words of a passage may be given."""

    QUOTE = "quote"
    PARAPHRASE = "paraphrase"  # an approved report's words, not anybody's own
    WITHHELD = "withheld"  # not for this audience
    NEVER = "never"  # its source may not be quoted at all


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """A source; what would make a speaker recognisable to this audience is empty."""

    number: int
    title: str  # of what is not public: its kind, for who is not in the team
    kind: str
    is_public: bool
    date: date | None
    organisation: str
    place: str
    level: str
    perspective: str
    object_version: str
    origin: str
    is_withdrawn: bool = False  # only its number is left

    @property
    def label(self) -> str:
        return f"S{self.number}"

    @property
    def voice(self) -> str:
        """Perspective and level, as far as they may be told."""
        level = str(Level(self.level).label) if self.level else ""
        return " / ".join(filter(None, (self.perspective, level)))


@dataclass(frozen=True, slots=True)
class Passage:
    """A fragment; `text` is the exact words, None where this audience may not read them."""

    number: int
    source: int
    version: int
    start: int
    end: int
    sha256: str
    words: Words
    text: str | None
    is_withdrawn: bool = False

    @property
    def label(self) -> str:
        return f"F{self.number}"


@dataclass(frozen=True, slots=True)
class Evidence:
    passage: int
    stance: str
    note: str


@dataclass(frozen=True, slots=True)
class FindingEntry:
    number: int
    title: str
    text: str
    questions: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    conclusions: tuple[int, ...]
    single_source_reason: str
    confidence: str = ""  # empty while nobody judged it
    results: tuple[ResultUse, ...] = ()

    @property
    def label(self) -> str:
        return f"B{self.number}"

    def rests_on(self, stance: str) -> list[str]:
        """The labels of the passages and the results that take this stance."""
        passages = [f"F{one.passage}" for one in self.evidence if one.stance == stance]
        return passages + [one.label for one in self.results if one.stance == stance]


@dataclass(frozen=True, slots=True)
class ConclusionEntry:
    number: int
    question: str
    text: str
    not_answered_reason: str
    judgement: str
    criterion: str
    findings: tuple[int, ...]

    @property
    def label(self) -> str:
        return f"C{self.number}"


@dataclass(frozen=True, slots=True)
class RecommendationEntry:
    number: int
    kind: str
    title: str
    text: str
    addressee: str
    conclusions: tuple[int, ...]
    action: str = ""
    term: str = ""
    priority: int | None = None
    feasibility: str = ""
    measure_of_success: str = ""

    @property
    def label(self) -> str:
        return f"A{self.number}"


@dataclass(frozen=True, slots=True)
class Wording:
    number: int
    text: str
    reason: str
    date: date

    @classmethod
    def of(cls, version: QuestionVersion, evaluation: Evaluation) -> Wording:
        return cls(version.number, version.text, version.reason, version.since(evaluation))


@dataclass(frozen=True, slots=True)
class QuestionEntry:
    label: str
    text: str
    depth: int
    has_parts: bool
    dropped_at: date | None
    dropped_reason: str
    wordings: tuple[Wording, ...]


@dataclass(frozen=True, slots=True)
class SectionEntry:
    id: int
    title: str
    markdown: str
    is_summary: bool = False


@dataclass(frozen=True)
class Material:
    """All of one evaluation, for one audience."""

    evaluation_id: int
    audience: Audience
    title: str
    subtitle: str
    fictitious: bool
    as_of: datetime  # when something in it last changed
    sections: tuple[SectionEntry, ...]
    questions: tuple[QuestionEntry, ...]
    sources: tuple[SourceEntry, ...]
    passages: tuple[Passage, ...]
    findings: tuple[FindingEntry, ...]
    conclusions: tuple[ConclusionEntry, ...]
    recommendations: tuple[RecommendationEntry, ...]
    account: Account  # how it was done, as far as the text asks for it
    merged: tuple[tuple[int, int], ...] = ()  # findings that were merged, each with the one in which it stands now
    house_style: str = ""  # hash of the document whose styles the Word file takes over
    results: tuple[ResultEntry, ...] = ()  # those that findings rest on or that the text names, and no others
    datasets: tuple[DatasetEntry, ...] = ()  # that these were computed from

    @cached_property
    def state(self) -> str:
        """SHA-256 of everything in it: the same state gives the same report."""
        return hashlib.sha256(repr(self).encode()).hexdigest()

    @cached_property
    def question_by_label(self) -> dict[str, QuestionEntry]:
        return {one.label: one for one in self.questions}

    @cached_property
    def standing_sources(self) -> list[SourceEntry]:
        """Those that were not withdrawn: what is counted."""
        return [one for one in self.sources if not one.is_withdrawn]

    @cached_property
    def source_by_number(self) -> dict[int, SourceEntry]:
        return {one.number: one for one in self.sources}

    @cached_property
    def passage_by_number(self) -> dict[int, Passage]:
        return {one.number: one for one in self.passages}

    @cached_property
    def finding_by_number(self) -> dict[int, FindingEntry]:
        """The number of one that was merged leads to the finding in which it stands now."""
        standing = {one.number: one for one in self.findings}
        return standing | {number: standing[into] for number, into in self.merged if into in standing}

    def standing(self, label: str) -> str:
        """The label by which something is known now: of a finding that was merged, that of the other one."""
        number = whole(label[1:]) if label[:1] == "B" else None
        into = None if number is None else dict(self.merged).get(number)
        return f"B{into}" if into else label

    @cached_property
    def result_by_number(self) -> dict[int, ResultEntry]:
        """Those of which there is something to read; one that was destroyed is named under its findings only."""
        return {one.number: one for one in self.results if not one.is_destroyed}

    @cached_property
    def pages(self) -> dict[str, str]:
        """The own pages of results and datasets, for whom this audience has one; by label."""
        return {one.label: one.url for one in self.results} | {one.label: one.url for one in self.datasets}

    @cached_property
    def conclusion_by_number(self) -> dict[int, ConclusionEntry]:
        return {one.number: one for one in self.conclusions}

    @cached_property
    def conclusion_of(self) -> dict[str, ConclusionEntry]:
        """By the label of its question."""
        return {one.question: one for one in self.conclusions}

    @cached_property
    def recommendation_by_number(self) -> dict[int, RecommendationEntry]:
        return {one.number: one for one in self.recommendations}

    @cached_property
    def agreement_by_label(self) -> dict[str, AgreementEntry]:
        """Only when the text names one, or places their annex."""
        return {one.label: one for one in self.account.agreements}

    @cached_property
    def event_by_label(self) -> dict[str, EventEntry]:
        """As `agreement_by_label`, of the logbook."""
        return {one.label: one for one in self.account.events}

    def findings_of(self, label: str) -> list[FindingEntry]:
        """The findings tied to a question."""
        return [one for one in self.findings if label in one.questions]

    @cached_property
    def to_answer(self) -> list[QuestionEntry]:
        """The questions that are answered themselves: without parts, or with an answer all the same."""
        return [
            one
            for one in self.questions
            if one.dropped_at is None and (not one.has_parts or one.label in self.conclusion_of)
        ]


STANCES = (Stance.SUPPORTS, Stance.NUANCES, Stance.CONTRADICTS)
