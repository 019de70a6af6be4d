"""The evaluation matrix: planned cells, and the grid in which people read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sluitend.apps.design.access import check
from sluitend.apps.design.models import Evaluation, Level, MatrixCell, Perspective, Question
from sluitend.apps.design.queries.questions import QuestionLine, answered, questions_for
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action

ENOUGH = 2  # triangulation: a question rests on at least two perspectives and two methods


@dataclass(frozen=True, slots=True)
class PlannedCell:
    """How many sources are planned for a question, from whom, how and where. Empty level or place means: any."""

    question_id: int
    question_label: str
    perspective_id: int
    perspective: str
    method_id: int
    method: str
    method_kind: str
    level: str
    level_label: str
    place_id: int | None
    place: str
    per_place: bool
    planned: int
    total: int | None  # planned, times the places when per place; None while there are no places yet


def matrix_for(user: User, evaluation: Evaluation) -> list[PlannedCell]:
    """The planned cells of questions that still stand, by question, perspective and method; two queries."""
    check(user, evaluation, Action.VIEW_EVALUATION)
    cells = MatrixCell.objects.filter(question__evaluation=evaluation, question__dropped_at__isnull=True)
    rows = cells.order_by("question__label", "perspective__order", "method__order", "level", "place__name")
    places = evaluation.places.filter(kind=evaluation.place_kind).count()
    levels = {"": "", **{value: str(label) for value, label in Level.choices}}
    return [_planned(row, levels, places) for row in rows.values_list(*PLANNED)]


PLANNED = (
    *("question_id", "question__label", "perspective_id", "perspective__name"),
    *("method_id", "method__name", "method__kind", "level", "place_id", "place__name", "per_place", "planned"),
)


def _planned(row: tuple[Any, ...], levels: Mapping[str, str], places: int) -> PlannedCell:
    """Without the objects: a large matrix has thousands of cells, and five objects behind each."""
    *upto_kind, level, place_id, place, per_place, planned = row
    total = (planned * places or None) if per_place else planned
    return PlannedCell(*(*upto_kind, level, levels[level], place_id, place or "", per_place, planned, total))


@dataclass(frozen=True, slots=True)
class GridCell:
    """A question × perspective, with what is planned there."""

    perspective: Perspective
    plans: list[PlannedCell]


@dataclass(frozen=True, slots=True)
class GridRow:
    """A question with its cells, and how many perspectives and methods it rests on."""

    question: QuestionLine
    cells: list[GridCell]
    perspectives: int
    methods: int

    @property
    def too_few(self) -> bool:
        """Whether the question rests on fewer than two perspectives or two methods."""
        return self.perspectives < ENOUGH or self.methods < ENOUGH


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The least fieldwork that a method needs with one perspective: its largest cell, since one talk serves many."""

    method: str
    level_label: str
    number: int


@dataclass(frozen=True, slots=True)
class Grid:
    """The whole matrix; `at_least` has one list for each perspective."""

    perspectives: list[Perspective]
    rows: list[GridRow]
    at_least: list[list[AtLeast]]

    @property
    def gaps(self) -> list[GridRow]:
        return [row for row in self.rows if row.too_few]


def grid_for(user: User, evaluation: Evaluation) -> Grid:
    """The matrix as a grid of the questions that are answered themselves × perspectives; four queries."""
    planned: dict[tuple[int, int], list[PlannedCell]] = {}
    for cell in matrix_for(user, evaluation):
        planned.setdefault((cell.question_id, cell.perspective_id), []).append(cell)
    perspectives = list(evaluation.perspectives.all())
    rows = [_row(line, perspectives, planned) for line in answered(questions_for(user, evaluation))]
    return Grid(perspectives, rows, [_at_least(one, rows) for one in range(len(perspectives))])


def _row(
    line: QuestionLine, perspectives: list[Perspective], planned: dict[tuple[int, int], list[PlannedCell]]
) -> GridRow:
    cells = [GridCell(one, planned.get((line.id, one.pk), [])) for one in perspectives]
    methods = {plan.method_id for cell in cells for plan in cell.plans}
    return GridRow(line, cells, sum(bool(cell.plans) for cell in cells), len(methods))


def _at_least(column: int, rows: list[GridRow]) -> list[AtLeast]:
    """A line for each method and level; several places within one cell are visited all, so they add up."""
    largest: dict[tuple[str, str], int] = {}
    for row in rows:
        sums: dict[tuple[str, str], int] = {}
        for plan in row.cells[column].plans:
            key = (plan.method, plan.level_label)
            sums[key] = sums.get(key, 0) + (plan.total or plan.planned)
        largest |= {key: max(number, largest.get(key, 0)) for key, number in sums.items()}
    return [AtLeast(method, level, number) for (method, level), number in largest.items()]


def cells_of(user: User, question: Question, perspective: Perspective) -> list[MatrixCell]:
    """What is planned for one question and perspective, to edit."""
    check(user, question.evaluation, Action.VIEW_EVALUATION)
    rows = MatrixCell.objects.filter(question=question, perspective=perspective)
    return list(rows.select_related("method", "place").order_by("method__order", "level", "place__name"))
