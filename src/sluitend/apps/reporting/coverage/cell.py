"""What stands behind one cell of the map: the plan, the sources and the passages. For the team."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sluitend.apps.coding.models import Coding, Fragment
from sluitend.apps.coding.queries.blindness import settled
from sluitend.apps.design import queries as design
from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation, Level, Perspective
from sluitend.apps.design.queries import PlannedCell, QuestionLine
from sluitend.apps.findings.models import EvidenceLink
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting.coverage.facts import Facts, facts_of
from sluitend.apps.reporting.coverage.voices import Heard
from sluitend.apps.sources import seals
from sluitend.apps.sources.models import Source
from sluitend.errors import NotFound


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source in which this perspective is heard, with how many of its passages count here."""

    source: Source
    title: str
    levels: tuple[str, ...]
    voices: int
    coded: int
    found: int


@dataclass(frozen=True, slots=True)
class CellDetail:
    """One question × perspective, at one level or at all."""

    question: QuestionLine
    perspective: Perspective
    level: str
    plans: tuple[PlannedCell, ...]
    sources: tuple[SourceLine, ...]
    passages: tuple[tuple[int, tuple[int, ...]], ...]  # number of a fragment, numbers of the findings that it is under


def cell_for(user: User, evaluation: Evaluation, label: str, perspective_id: int, level: str = "") -> CellDetail:
    """Raises NotFound, NotAllowed."""
    require(user, evaluation, Action.VIEW_CODING)
    question = next((one for one in design.questions_for(user, evaluation) if one.label == label), None)
    if question is None:
        raise NotFound("question")
    perspective = design.perspective_for(user, evaluation, perspective_id)
    facts = facts_of(evaluation)
    here = {pk for pk, said_by in facts.passages.items() if _counts(said_by, perspective_id, level)}
    links = _links(question, here)
    plans = [one for one in design.matrix_for(user, evaluation) if one.question_id == question.id]
    return CellDetail(
        question=question,
        perspective=perspective,
        level=level,
        plans=tuple(one for one in plans if one.perspective_id == perspective_id and level in ("", one.level)),
        sources=tuple(_sources(facts, perspective_id, level, here, links)),
        passages=tuple(_passages(links)),
    )


def _counts(heard: Iterable[Heard], perspective: int, level: str) -> bool:
    return any(one.perspective == perspective and level in ("", one.level) for one in heard)


def _links(question: QuestionLine, here: set[int]) -> list[tuple[int, int, int]]:
    """(fragment id, number of the fragment, number of the finding), for findings tied to this question."""
    links = EvidenceLink.objects.filter(finding__questions=question.id, finding__merged_into__isnull=True)
    rows = links.order_by("fragment__number", "finding__number").values_list(
        "fragment_id", "fragment__number", "finding__number"
    )
    return [row for row in rows if row[0] in here]


def _passages(links: list[tuple[int, int, int]]) -> Iterable[tuple[int, tuple[int, ...]]]:
    found: dict[int, list[int]] = {}
    for _pk, number, finding in links:
        found.setdefault(number, []).append(finding)
    return ((number, tuple(findings)) for number, findings in found.items())


def _sources(
    facts: Facts, perspective: int, level: str, here: set[int], links: list[tuple[int, int, int]]
) -> Iterable[SourceLine]:
    speaking: dict[int, set[Heard]] = {}
    for one in facts.heard:
        if _counts([one], perspective, level):
            speaking.setdefault(one.source, set()).add(one)
    codings = settled(Coding.objects.filter(fragment__version__source__in=speaking))
    coded = set(codings.values_list("fragment_id", flat=True))
    lies_in = dict(Fragment.objects.filter(pk__in=here).values_list("pk", "version__source_id"))
    in_codes = Counter(lies_in[pk] for pk in coded & here)
    in_findings = Counter(lies_in[pk] for pk in {pk for pk, _number, _finding in links})
    for source in Source.objects.filter(pk__in=speaking).order_by("number"):
        heard = speaking[source.pk]
        levels = tuple(str(Level(name).label) for name in Level.values if name in {one.level for one in heard})
        voices = len({one.voice for one in heard})
        yield SourceLine(source, seals.title_of(source), levels, voices, in_codes[source.pk], in_findings[source.pk])
