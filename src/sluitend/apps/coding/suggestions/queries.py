"""What the computer suggests, with the human work that it resembles; and how well it does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from sluitend.apps.coding.actions.suggestions.learning import LEARN
from sluitend.apps.coding.models import Code, Fragment, Learning, Suggestion
from sluitend.apps.coding.queries.blindness import blind_sources, settled_fragments
from sluitend.apps.coding.queries.codebook import CodeNode, codebook_for, flat
from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources.models import Source, SourceVersion
from sluitend.apps.sources.queries import SpeakerView, speakers_in
from sluitend.errors import NotFound
from sluitend.work.models import Run, State

PER_PAGE = 20
FEW = 20  # passages: with fewer, one of them more or less found can change F1 by 0.05


@dataclass(frozen=True, slots=True)
class CodeLine:
    """How well the computer does with one code; figures are None when too few people's codings were there."""

    code: Code
    path: str
    examples: int
    texts: int
    f1: float | None
    always: float
    never: float
    alpha: float | None
    reason: str
    suggested: int

    @property
    def is_few(self) -> bool:
        """Whether F1 rests on so little that one passage changes it."""
        return self.f1 is not None and self.examples < FEW


@dataclass(frozen=True, slots=True)
class CodeHeld:
    """One code in a source that was held out: in how many passages people gave it, the computer did, and both."""

    path: str
    given: int
    said: int
    both: int
    f1: float | None


@dataclass(frozen=True, slots=True)
class SourceHeld:
    """A source that was held out; F1 over its codes together, and of what stands beside it."""

    number: int
    title: str
    given: int
    said: int
    computer: float | None
    usual: float | None
    always: float | None
    codes: list[CodeHeld]


@dataclass(frozen=True, slots=True)
class Learned:
    """The last learning, if there was one, and whether one is under way."""

    learning: Learning | None
    lines: list[CodeLine]
    is_busy: bool
    is_waiting: bool  # the worker has other work first
    suggested: int
    sources: list[SourceHeld]

    @property
    def measured(self) -> int:
        """How many codes had enough examples."""
        return sum(1 for line in self.lines if line.f1 is not None)

    @property
    def few(self) -> int:
        """Of how many of those F1 rests on little."""
        return sum(1 for line in self.lines if line.is_few)


@dataclass(frozen=True, slots=True)
class Reason:
    """A fragment that people gave the same code, with its words."""

    fragment: Fragment
    words: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A suggestion with its words and its reasons."""

    suggestion: Suggestion
    words: str
    said_by: Sequence[SpeakerView]
    reasons: list[Reason]


def learned_for(user: User, evaluation: Evaluation) -> Learned:
    """Raises NotFound, NotAllowed."""
    nodes = {node.code.pk: node for node in flat(codebook_for(user, evaluation))}
    learning = Learning.objects.filter(evaluation=evaluation).first()
    counted = dict(_open(evaluation).order_by().values_list("code").annotate(Count("pk")))
    busy = Run.objects.filter(kind=LEARN, evaluation_id=evaluation.pk, state__in=[State.QUEUED, State.RUNNING])
    lines = [
        _line(nodes[row["code"]], row, counted.get(row["code"], 0))
        for row in (learning.judged if learning else ())
        if row["code"] in nodes
    ]
    ordered = sorted(lines, key=lambda line: (line.f1 is None, -(line.f1 or 0), line.path))
    states = set(busy.values_list("state", flat=True))
    held = _held(evaluation, learning.held_out.get("sources", ()), nodes) if learning else []
    return Learned(learning, ordered, bool(states), states == {State.QUEUED}, sum(counted.values()), held)


def _held(evaluation: Evaluation, rows: Iterable[Mapping[str, Any]], nodes: Mapping[int, CodeNode]) -> list[SourceHeld]:
    """Without what is being coded blind by now: how often people gave codes there is nobody's to know."""
    there = Source.objects.filter(evaluation=evaluation).exclude(pk__in=blind_sources()).only("number", "title")
    sources = there.in_bulk([row["source"] for row in rows])
    found = [_source_held(sources[row["source"]], row, nodes) for row in rows if row["source"] in sources]
    return sorted(found, key=lambda one: one.number)


def _source_held(source: Source, row: Mapping[str, Any], nodes: Mapping[int, CodeNode]) -> SourceHeld:
    codes = [CodeHeld(nodes[code].path, *rest) for code, *rest in row["codes"] if code in nodes]
    return SourceHeld(
        source.number,
        source.title,
        row["given"],
        row["said"],
        row["computer"],
        row["usual"],
        row["always"],
        sorted(codes, key=lambda one: one.path),
    )


def _line(node: CodeNode, row: Mapping[str, Any], suggested: int) -> CodeLine:
    return CodeLine(
        node.code,
        node.path,
        row["examples"],
        row["texts"],
        row["f1"],
        row["always"],
        row["never"],
        row["alpha"],
        row["reason"],
        suggested,
    )


def suggestions_for(
    user: User, evaluation: Evaluation, *, code: int | None = None, source: int | None = None, page: int = 1
) -> tuple[list[Shown], bool]:
    """One page of what waits for an answer, the surest first, and whether there is more.

    Raises NotFound, NotAllowed.
    """
    require(user, evaluation, Action.VIEW_CODING)
    rows = _open(evaluation).select_related("code").order_by("-score", "pk")
    rows = rows.filter(code=code) if code else rows
    rows = rows.filter(version__source__number=source) if source else rows
    first = (page - 1) * PER_PAGE
    chosen = list(rows[first : first + PER_PAGE + 1])
    return _shown(evaluation, chosen[:PER_PAGE]), len(chosen) > PER_PAGE


def suggestion_for(user: User, evaluation: Evaluation, suggestion_id: int) -> Suggestion:
    """One that waits for an answer. Raises NotFound, NotAllowed."""
    require(user, evaluation, Action.VIEW_CODING)
    found = _open(evaluation).select_related("code", "version__source").filter(pk=suggestion_id).first()
    if found is None:
        raise NotFound("suggestion")
    return found


def _open(evaluation: Evaluation) -> QuerySet[Suggestion]:
    """Not in a text that is being coded blind, nor with a code that was taken out of use."""
    rows = Suggestion.objects.filter(evaluation=evaluation, version__released_at__isnull=False, code__archived_at=None)
    return rows.exclude(version__source__in=blind_sources())


def _shown(evaluation: Evaluation, rows: Sequence[Suggestion]) -> list[Shown]:
    """With the words: a text may be long, and is read once."""
    wanted = {fragment for row in rows for fragment in row.reasons}
    fragments = settled_fragments(evaluation).filter(pk__in=wanted, withdrawn_at=None).in_bulk()
    ids = {row.version_id for row in rows} | {one.version_id for one in fragments.values()}
    versions = SourceVersion.objects.select_related("source__perspective").defer("sealed_text", "blocks").in_bulk(ids)
    spoken = speakers_in([(versions[row.version_id], row.start, row.end) for row in rows])
    shown = []
    for row, said_by in zip(rows, spoken, strict=True):
        row.version = versions[row.version_id]
        reasons = [_reason(fragments[one], versions) for one in row.reasons if one in fragments]
        shown.append(Shown(row, (row.version.text or "")[row.start : row.end], said_by, reasons))
    return shown


def _reason(fragment: Fragment, versions: Mapping[int, SourceVersion]) -> Reason:
    fragment.version = versions[fragment.version_id]
    return Reason(fragment, (fragment.version.text or "")[fragment.start : fragment.end])
