"""The map itself: for every question and perspective what was planned, heard, coded and used in a finding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from sluitend.apps.design import queries as design
from sluitend.apps.design.access import may, require
from sluitend.apps.design.models import Evaluation, Perspective, Topic
from sluitend.apps.design.queries import PlannedCell, QuestionLine
from sluitend.apps.findings.queries import FEWEST
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting.coverage.facts import Facts, facts_of
from sluitend.apps.reporting.coverage.voices import Heard


class State(StrEnum):
    """How far a cell is; each includes the ones before it."""

    NOT_ASKED = "not_asked"  # not planned, no topic about it, and no finding: silence says nothing
    SILENT = "silent"
    HEARD = "heard"
    CODED = "coded"
    FOUND = "found"
    SMALL = "small"  # too few people to tell this reader


@dataclass(frozen=True, slots=True)
class Count:
    """Distinct sources, distinct voices in them, and how many of these are people, as documents are not.

    No number of sources: not for this reader, because there are too few people.
    """

    sources: int | None
    voices: int
    people: int

    @classmethod
    def of(cls, heard: Iterable[Heard]) -> Count:
        known = list(heard)
        people = {one.voice for one in known if one.is_person}
        return cls(len({one.source for one in known}), len({one.voice for one in known}), len(people))

    @property
    def is_small(self) -> bool:
        """Whether there is somebody, but fewer people than may be told outside the team."""
        return 0 < self.people < FEWEST

    def guarded(self) -> Count:
        """For who is not in the team."""
        return Count(None, 0, 0) if self.is_small else self


NOBODY = Count(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Cell:
    """One question × perspective, at one level or at all."""

    question: QuestionLine
    perspective: Perspective
    state: State
    planned: int
    heard: Count
    coded: Count
    found: Count
    missing: tuple[str, ...]  # levels that were planned and not heard, when all are shown


@dataclass(frozen=True, slots=True)
class Row:
    question: QuestionLine
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class CoverageMap:
    """All cells at one level (empty: all levels together)."""

    level: str
    perspectives: tuple[Perspective, ...]
    rows: tuple[Row, ...]
    is_guarded: bool  # made for somebody outside the team

    @property
    def cells(self) -> list[Cell]:
        return [cell for row in self.rows for cell in row.cells]

    @property
    def expected(self) -> list[Cell]:
        """The cells of which somebody was planned to be heard."""
        return [cell for cell in self.cells if cell.planned]

    @property
    def covered(self) -> list[Cell]:
        """Those of them from which something came into a finding."""
        return [cell for cell in self.expected if cell.state is State.FOUND]


def map_for(user: User, evaluation: Evaluation, level: str = "", *, outside: bool = False) -> CoverageMap:
    """The whole map; `outside` makes it for others than this user's team. Raises NotFound, NotAllowed."""
    require(user, evaluation, Action.VIEW_FINDINGS)
    questions = design.questions_for(user, evaluation)
    planned = design.matrix_for(user, evaluation)
    guarded = outside or not may(user, evaluation, Action.VIEW_SOURCES)
    making = _Making(facts_of(evaluation), planned, _topics(evaluation), level, guarded)
    perspectives = tuple(design.perspectives_for(user, evaluation))
    rows = (Row(one, tuple(making.cell(one, each) for each in perspectives)) for one in questions)
    kept = tuple(row for row in rows if not row.question.has_parts or making.is_used(row.question))
    return CoverageMap(level, perspectives, kept, guarded)


def _topics(evaluation: Evaluation) -> set[tuple[int, int]]:
    """(question, perspective) about which a topic list asks."""
    through = Topic.questions.through.objects.filter(question__evaluation=evaluation)
    return set(through.values_list("question_id", "topic__perspective_id"))


Grouped = dict[tuple[int, str], Count]  # by perspective and level; an empty level stands for all of them


def _grouped(heard: Iterable[Heard]) -> Grouped:
    """Counted once for all cells."""
    found: dict[tuple[int, str], list[Heard]] = defaultdict(list)
    for one in heard:
        for level in {"", one.level}:
            found[one.perspective, level].append(one)
    return {key: Count.of(these) for key, these in found.items()}


class _Making:
    def __init__(
        self, facts: Facts, planned: list[PlannedCell], topics: set[tuple[int, int]], level: str, guarded: bool
    ) -> None:
        self._heard, self._coded = _grouped(facts.heard), _grouped(facts.coded)
        self._found = {question: _grouped(heard) for question, heard in facts.found.items()}
        self._plans: dict[tuple[int, int], list[PlannedCell]] = defaultdict(list)
        for one in planned:
            self._plans[one.question_id, one.perspective_id].append(one)
        self._topics, self._level, self._guarded = topics, level, guarded
        self._small = _with_small_levels(facts) if guarded else set()

    def is_used(self, question: QuestionLine) -> bool:
        """Whether a question that is answered through its parts has something of its own to show."""
        return bool(self._found.get(question.id)) or any(one == question.id for one, _perspective in self._plans)

    def cell(self, question: QuestionLine, perspective: Perspective) -> Cell:
        plans = self._plans.get((question.id, perspective.pk), [])
        key, found = (perspective.pk, self._level), self._found.get(question.id, {})
        counts = [group.get(key, NOBODY) for group in (self._heard, self._coded, found)]
        heard, coded, used = [one.guarded() for one in counts] if self._guarded else counts
        return Cell(
            question=question,
            perspective=perspective,
            state=self._state(perspective.pk, counts, self._is_asked(question, perspective, plans)),
            planned=sum(one.total or one.planned for one in plans if self._level in ("", one.level)),
            heard=heard,
            coded=coded,
            found=used,
            missing=tuple(self._missing(plans, perspective.pk)),
        )

    def _is_asked(self, question: QuestionLine, perspective: Perspective, plans: list[PlannedCell]) -> bool:
        """By the plan, or by a topic list; a plan for any level asks every level."""
        asked_by_plan = any(not self._level or one.level in ("", self._level) for one in plans)
        return asked_by_plan or (question.id, perspective.pk) in self._topics

    def _state(self, perspective: int, counts: list[Count], asked: bool) -> State:
        heard, coded, found = counts
        if self._guarded and (heard.is_small or (self._level and perspective in self._small)):
            return State.SMALL
        if not asked and not found.voices:
            return State.NOT_ASKED
        reached = ((found, State.FOUND), (coded, State.CODED), (heard, State.HEARD))
        return next((state for count, state in reached if count.voices), State.SILENT)

    def _missing(self, plans: list[PlannedCell], perspective: int) -> Iterator[str]:
        if self._level or perspective in self._small:
            return
        unheard = (one for one in plans if one.level and (perspective, one.level) not in self._heard)
        yield from dict.fromkeys(one.level_label for one in unheard)


def _with_small_levels(facts: Facts) -> set[int]:
    """Perspectives of which one level has too few people: it would follow from the others and their sum."""
    levels: dict[tuple[int, str], list[Heard]] = defaultdict(list)
    for one in facts.heard:
        levels[one.perspective, one.level].append(one)
    return {perspective for (perspective, _level), heard in levels.items() if Count.of(heard).is_small}
