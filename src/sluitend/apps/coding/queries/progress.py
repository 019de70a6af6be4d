"""How far the coding of each source is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q

from sluitend.apps.coding.models import Coding
from sluitend.apps.coding.queries.blindness import seen_codings, settled, visible_codings
from sluitend.apps.design.access import check, may, require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources import seals
from sluitend.apps.sources.answer_sets import turns_within
from sluitend.apps.sources.models import Source, SourceKind, SourceVersion
from sluitend.apps.sources.queries import sources_for
from sluitend.formats.documents import Turn


@dataclass(frozen=True, slots=True)
class Progress:
    """A source with what was coded in it; ``length`` is None until its text is released.

    ``reached`` is the end of the furthest code in the newest released version, in code points. Of a set of open
    answers ``answers`` says how many of them have a code, of how many.
    """

    source: Source
    title: str
    length: int | None
    codings: int
    mine: int
    reached: int
    last_coded: datetime | None
    answers: tuple[int, int] | None = None

    @property
    def percentage(self) -> int:
        if self.answers is not None:
            return round(100 * self.answers[0] / max(1, self.answers[1]))
        return round(100 * self.reached / self.length) if self.length else 0


def progress_for(user: User, evaluation: Evaluation) -> list[Progress]:
    """Every source of the evaluation, in their order. A fixed number of queries. Raises NotFound, NotAllowed."""
    require(user, evaluation, Action.VIEW_CODING)
    sources = list(sources_for(user, evaluation))
    newest, coded = _newest(evaluation), _coded(user, evaluation)
    reached = _reached(user, [version_id for version_id, _ in newest.values()])
    answers = _answers(user, {pk: version_id for pk, (version_id, _length) in newest.items()}, sources)
    lines = []
    for source in sources:
        version_id, length = newest.get(source.pk, (0, None))
        codings, mine, last = coded.get(source.pk, (0, 0, None))
        title = seals.title_of(source)
        known = (codings, mine, reached.get(version_id, 0), last, answers.get(source.pk))
        lines.append(Progress(source, title, length, *known))
    return lines


def codings_by_source(source_ids: list[int]) -> dict[int, int]:
    """Codings per source that stand for everybody, for a caller that has checked who asks; nought is not in it."""
    found = settled(Coding.objects.filter(fragment__version__source__in=source_ids)).order_by()
    return dict(found.values_list("fragment__version__source_id").annotate(Count("pk")))


def codings_by_evaluation_for(user: User, evaluations: Iterable[Evaluation]) -> dict[int, int]:
    """Codings per evaluation, nought where there are none; only of those whose coding the user may see. One query."""
    ids = [one.pk for one in evaluations if may(user, one, Action.VIEW_CODING)]
    found = seen_codings(user, Coding.objects.filter(fragment__evaluation__in=ids)).order_by()
    return {**dict.fromkeys(ids, 0), **dict(found.values_list("fragment__evaluation_id").annotate(Count("pk")))}


@dataclass(frozen=True, slots=True)
class Totals:
    """The coding of an evaluation in three numbers."""

    codings: int
    coded_sources: int
    sources: int


def totals_for(user: User, evaluation: Evaluation) -> Totals:
    """How much was coded, in how many of the sources. Raises NotFound, NotAllowed."""
    check(user, evaluation, Action.VIEW_CODING)
    sources = Source.objects.filter(evaluation=evaluation).count()
    counted = visible_codings(user, evaluation)
    found = counted.aggregate(codings=Count("pk"), of=Count("fragment__version__source_id", distinct=True))
    return Totals(found["codings"], found["of"], sources)


def _newest(evaluation: Evaluation) -> dict[int, tuple[int, int]]:
    """{source id: (version id, length)} of the newest released version."""
    released = SourceVersion.objects.filter(source__evaluation=evaluation, released_at__isnull=False)
    rows = released.order_by("number").values_list("source_id", "pk", "length")
    return {source_id: (pk, length) for source_id, pk, length in rows}


def _answers(user: User, newest: Mapping[int, int], sources: Iterable[Source]) -> dict[int, tuple[int, int]]:
    """{source id: (answers with a code, answers)} of the sets of open answers. Two queries; none without such sets."""
    sets = [newest[one.pk] for one in sources if one.kind == SourceKind.SURVEY_ANSWERS and one.pk in newest]
    if not sets:
        return {}
    spans: dict[int, set[tuple[int, int]]] = {}
    coded = seen_codings(user, Coding.objects.filter(fragment__version__in=sets)).order_by()
    for version_id, start, end in coded.values_list("fragment__version", "fragment__start", "fragment__end"):
        spans.setdefault(version_id, set()).add((start, end))
    rows = SourceVersion.objects.filter(pk__in=sets).values_list("pk", "source", "turns")
    return {source: _counted(turns, spans.get(pk, set())) for pk, source, turns in rows}


def _counted(rows: Iterable[list[Any]], spans: Iterable[tuple[int, int]]) -> tuple[int, int]:
    turns = [Turn.from_json(row) for row in rows]
    starts = [turn.start for turn in turns]
    coded = {place for start, end in spans for place in turns_within(turns, starts, start, end)}
    return len(coded), len(turns)


def _reached(user: User, version_ids: Sequence[int]) -> dict[int, int]:
    codings = seen_codings(user, Coding.objects.filter(fragment__version__in=version_ids)).order_by()
    return dict(codings.values_list("fragment__version_id").annotate(Max("fragment__end")))


def _coded(user: User, evaluation: Evaluation) -> dict[int, tuple[int, int, datetime]]:
    """{source id: (codings, the user's own, the last moment)}."""
    counted = visible_codings(user, evaluation).order_by()
    own = Count("pk", filter=Q(coder=user))
    rows = counted.values_list("fragment__version__source_id").annotate(n=Count("pk"), own=own, last=Max("created_at"))
    return {source_id: (codings, mine, last) for source_id, codings, mine, last in rows}
