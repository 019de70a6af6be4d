"""Reads the results that a report rests on, as they may leave the team: never the exact ones, for whom it may be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from sluitend.apps.analyses import discovery, seals
from sluitend.apps.analyses import queries as analyses
from sluitend.apps.analyses.kit import outside, voices, words
from sluitend.apps.analyses.kit.result import PEOPLE, Kind, Result, Table
from sluitend.apps.analyses.models import AnalysisResult, ResultState
from sluitend.apps.analyses.queries import Line
from sluitend.apps.analyses.seals import Content
from sluitend.apps.analyses.views.showing import shown_parameters
from sluitend.apps.datasets.models import Dataset, DatasetKind, DatasetVersion, VersionState
from sluitend.apps.design.access import check
from sluitend.apps.design.models import Evaluation
from sluitend.apps.findings.models import ResultLink
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting.material import Audience
from sluitend.apps.reporting.outcomes import (
    CHANGES,
    ChartEntry,
    ColumnEntry,
    DatasetEntry,
    OutsideEntry,
    ResultEntry,
    ResultUse,
    TableEntry,
    VersionEntry,
)
from sluitend.digits import whole
from sluitend.engines.disclosure.rule import CAVEAT
from sluitend.errors import InputError
from sluitend.formats.report import references_of

MOST_ROWS = 40  # of a table in a report: nobody reads on paper what does not fit on a page
_TEXTS = {Kind.TEXT, Kind.FLAG}

Uses = Mapping[int, tuple[ResultUse, ...]]


def numbers_in(letter: str, texts: Iterable[str]) -> set[int]:
    """The numbers of the passages (F) or results (U) that these texts name."""
    named = {one.text for text in texts for one in references_of(text) if not one.is_directive and one.letter == letter}
    return {number for label in named if (number := whole(label[1:])) is not None}


def uses_in(evaluation: Evaluation | int, audience: Audience) -> Uses:
    """By the number of a finding that stands the results that it rests on; one query."""
    standing = ResultLink.objects.filter(finding__evaluation=evaluation, finding__merged_into__isnull=True)
    rows = standing.order_by("pk").values_list("finding__number", "result__number", "stance", "note", "sample_outcome")
    found: dict[int, list[ResultUse]] = defaultdict(list)
    for finding, number, stance, note, sample in rows:
        in_team = audience is Audience.TEAM  # what the team writes to itself beside evidence
        found[finding].append(ResultUse(number, stance, note if in_team else "", sample))
    return {finding: tuple(some) for finding, some in found.items()}


def results_among(user: User, evaluation: Evaluation, numbers: Iterable[int], audience: Audience) -> list[ResultEntry]:
    """Of these numbers the results that were computed once, by number; four queries, none without numbers.

    Raises NotFound, NotAllowed.
    """
    if not (wanted := frozenset(numbers)):
        return []
    lines = analyses.lines_of(rows_of(user, evaluation).filter(number__in=wanted))
    contents = contents_of(line.result for line in lines)
    return [_entry(line, contents.get(line.result.pk), audience) for line in lines]


def rows_of(user: User, evaluation: Evaluation) -> QuerySet[AnalysisResult]:
    """By number, without what came out: those that are done, and those that were destroyed, which findings still name.

    Raises NotFound, NotAllowed.
    """
    check(user, evaluation, Action.VIEW_OUTSIDE_RESULTS)
    rows = AnalysisResult.objects.filter(evaluation=evaluation).exclude(state=ResultState.ASKED)
    linked = ("version__dataset", "beside__dataset", "predecessor")
    return rows.defer("sealed_content").select_related(*linked).order_by("number")


def contents_of(rows: Iterable[AnalysisResult]) -> dict[int, OutsideEntry | None]:
    """By id what may be told of results that are done; what was opened before is not opened again."""
    return {row.pk: content_of(row.pk, row.content_sha256) for row in rows if row.is_done}


@lru_cache(maxsize=128)
def content_of(pk: int, _sha256: str) -> OutsideEntry | None:
    """What may be told of a result that is done; None where it was computed before results could leave the team.

    A result never changes: its hash says which one it is. The caller has checked who asks.
    """
    try:
        return _told(seals.outside(AnalysisResult.objects.get(pk=pk)))
    except InputError:
        return None


def _told(content: Content) -> OutsideEntry:
    result = content.result
    of_people = result.about == PEOPLE
    protection = voices.CAVEAT if of_people else CAVEAT
    return OutsideEntry(
        n=voices.told_n(result.n) if of_people else words.told(result.n),
        has_n=result.n is not None,
        smallest=smallest_count(result),
        sentences=result.sentences,
        charts=tuple(_charts(content)),
        tables=tuple(_table(one) for one in result.tables),
        caveats=tuple(one for one in result.caveats if one != protection),
        protection=protection,
        of_people=of_people,
    )


def _charts(content: Content) -> Iterator[ChartEntry]:
    """Those that were drawn; without a drawing the table says the same."""
    for one in content.result.charts:
        if (drawing := content.drawings.get(one.key)) is not None:
            yield ChartEntry(one.title, drawing.svg, one.text, one.table, one.wide)


def _table(table: Table) -> TableEntry:
    columns = tuple(ColumnEntry(one.title, one.kind not in _TEXTS) for one in table.columns)
    rows = (
        tuple(words.cell(column, value) for column, value in zip(table.columns, row, strict=True))
        for row in table.rows[:MOST_ROWS]
    )
    return TableEntry(table.key, table.title, columns, tuple(rows), len(table.rows))


def _entry(line: Line, content: OutsideEntry | None, audience: Audience) -> ResultEntry:
    row, known = line.result, discovery.analyses().get(line.result.analysis)
    return ResultEntry(
        number=row.number,
        analysis=row.analysis,
        title=line.title,
        question=known.question if known else "",
        parameters=tuple(shown_parameters(row)),
        dataset=row.version.dataset.number if row.version else None,
        version=row.version.number if row.version else None,
        data_hash=row.hash_outside,
        code_version=row.code_version,
        computed_at=row.done_at,
        beside=(row.beside.dataset.number, row.beside.number) if row.beside else None,
        changed=tuple(one for one in CHANGES if getattr(line, f"{one}_changed")),
        is_destroyed=row.destroyed_at is not None,
        predecessor=row.predecessor.number if row.predecessor else None,
        content=content,
        url=_url("analyses:result", row.evaluation_id, row.number) if audience is not Audience.PUBLIC else "",
    )


def _url(name: str, *arguments: int) -> str:
    return reverse(name, args=arguments)


def datasets_among(evaluation: Evaluation, results: Iterable[ResultEntry], audience: Audience) -> list[DatasetEntry]:
    """The datasets under these results, by number; two queries, none without results. Only the team has their pages."""
    if not (numbers := {number for one in results for number in one.datasets}):
        return []
    rows = Dataset.objects.filter(evaluation=evaluation, number__in=numbers)
    deliveries = DatasetVersion.objects.filter(dataset__in=rows, accepted_at__isnull=False)
    versions: dict[int, list[DatasetVersion]] = defaultdict(list)
    for version in _light(deliveries).order_by("number"):
        versions[version.dataset_id].append(version)
    return [_dataset(row, versions[row.pk], audience) for row in rows]


def _light(rows: QuerySet[DatasetVersion]) -> QuerySet[DatasetVersion]:
    return rows.only("dataset_id", "number", "state", "accepted_at", "cases", "data_hash")


def _dataset(row: Dataset, versions: list[DatasetVersion], audience: Audience) -> DatasetEntry:
    return DatasetEntry(
        number=row.number,
        title=row.title,
        kind=str(row.get_kind_display()),
        origin=row.origin,
        licence=row.licence,
        retain_until=row.retain_until,
        versions=tuple(_version(one, is_log=row.kind == DatasetKind.EVENT_LOG) for one in versions),
        url=_url("datasets:dataset", row.evaluation_id, row.number) if audience is Audience.TEAM else "",
    )


def _version(row: DatasetVersion, *, is_log: bool) -> VersionEntry:
    accepted = timezone.localdate(row.accepted_at) if row.accepted_at else None
    cases = words.told(outside.rounded(row.cases)) if is_log else ""
    data_hash = row.data_hash if is_log else ""  # see AnalysisResult.hash_outside
    return VersionEntry(row.number, accepted, cases, data_hash, row.state == VersionState.DESTROYED)


def smallest_count(result: Result) -> int | None:
    """The smallest count in it that is told; None when it tells of none. Where it is about people, a number that stands
    alone counts texts that were left out."""
    alone = 1 if result.about == PEOPLE else 0
    told = [
        value
        for table in result.tables
        if len(table.columns) > alone
        for place, column in enumerate(table.columns)
        if column.kind is Kind.COUNT and column.key not in table.by  # "3 organisations" names a row, it counts nobody
        for value in (row[place] for row in table.rows)
        if isinstance(value, int) and value > 0
    ]
    return min(told, default=None)
