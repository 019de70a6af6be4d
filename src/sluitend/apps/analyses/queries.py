"""The only place that reads results across a permission boundary.

The team sees them as they are; readers, reports, files and other programs see `outside`: small numbers are kept back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Case, Q, QuerySet, Value, When
from django.urls import reverse

from sluitend.apps.analyses import coded, discovery, norm_table, seals
from sluitend.apps.analyses.kit import voices, words
from sluitend.apps.analyses.kit.analysis import CODINGS
from sluitend.apps.analyses.kit.norms import NormText
from sluitend.apps.analyses.kit.outside import rounded
from sluitend.apps.analyses.kit.parameters import names_norm
from sluitend.apps.analyses.kit.result import Result
from sluitend.apps.analyses.kit.titles import titled
from sluitend.apps.analyses.models import AnalysisResult, ResultState
from sluitend.apps.analyses.reading import hash_of
from sluitend.apps.datasets.models import Dataset, DatasetKind, DatasetVersion, VersionState
from sluitend.apps.datasets.queries import datasets_for, ready
from sluitend.apps.design.access import check, may
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.people.permissions import Action
from sluitend.digits import whole
from sluitend.errors import InputError, NotFound
from sluitend.web.registry import Reference
from sluitend.work.models import Run, State

LOOKED = (  # at cases, in the trail
    *("analyses.cases_listed", "analyses.case_opened"),
    *("analyses.cases_drawn", "analyses.cases_taken"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A result with what was found out on reading: how its run stands, and what changed since."""

    result: AnalysisResult
    title: str
    run: Run | None
    data_changed: bool
    code_changed: bool
    norms_changed: bool = False
    blind_texts: int = 0  # that it counted and that are being coded blind now: until then it is not compared

    @property
    def size(self) -> str:
        """Over how many cases or people it is, as anybody may know it."""
        return size_of(self.result)

    @property
    def is_busy(self) -> bool:
        """Whether the worker still has it."""
        return self.run is not None and not self.run.is_finished and not self.result.is_done

    @property
    def is_waiting(self) -> bool:
        """Whether the worker has not begun yet."""
        return self.is_busy and self.run is not None and self.run.state == State.QUEUED

    @property
    def is_stopped(self) -> bool:
        """Whether somebody stopped it."""
        return self.run is not None and self.run.state == State.CANCELLED and self.result.destroyed_at is None

    @property
    def is_stale(self) -> bool:
        """Whether computing it again may give something else."""
        return self.data_changed or self.code_changed or self.norms_changed


def size_of(row: AnalysisResult) -> str:
    """Over how many cases or people it is, as anybody may know it."""
    return f"n = {voices.told_n(row.n) if row.is_of_codings else words.told(rounded(row.n))}"


def results_for(user: User, evaluation: Evaluation) -> QuerySet[AnalysisResult]:
    """All results, the newest first; each tells whether this user may read it only once a blind round closes.

    Raises NotFound, NotAllowed.
    """
    check(user, evaluation, Action.VIEW_RESULTS)
    return _results(evaluation).annotate(counts_blind=coded.waits_for_round(user))


def _results(evaluation: Evaluation) -> QuerySet[AnalysisResult]:
    found = AnalysisResult.objects.filter(evaluation=evaluation).defer("sealed_content")
    return found.select_related("version__dataset", "beside__dataset", "asked_by", "predecessor")


def result_for(user: User, evaluation: Evaluation, number: int) -> AnalysisResult:
    """The result U<number>, with its content. Raises NotFound, NotAllowed."""
    found = results_for(user, evaluation).defer(None).filter(number=number).first()
    if found is None:
        raise NotFound("result")
    return found


def refuse_who_waits(row: AnalysisResult) -> None:
    """Before anything is shown of what came out. `row` is as `results_for` or `result_for` gave it to the team.

    Raises InputError("analyses.waits_for_round").
    """
    if row.waits_for_round:
        raise InputError("analyses.waits_for_round", number=row.number)


def outside_results_for(user: User, evaluation: Evaluation) -> QuerySet[AnalysisResult]:
    """The results that are done, for whoever may see them as they leave the team, the newest first; open them with
    `outside` only. Raises NotFound, NotAllowed.
    """
    check(user, evaluation, Action.VIEW_OUTSIDE_RESULTS)
    return _results(evaluation).filter(state=ResultState.DONE)


def outside_for(user: User, evaluation: Evaluation, number: int) -> AnalysisResult:
    """The result U<number>, of which this user may see `outside`. Raises NotFound, NotAllowed."""
    found = outside_results_for(user, evaluation).defer(None).filter(number=number).first()
    if found is None:
        raise NotFound("result")
    return found


def outside(result: AnalysisResult) -> Result:
    """What may leave the team of a result that is done: this, and nothing else, stands in reports.

    Raises InputError("analyses.not_outside") where it cannot be made: computing again gives a result that can.
    """
    return seals.outside(result).result


def lines_of(results: Iterable[AnalysisResult], *, with_codings: bool = True) -> list[Line]:
    """The same with what is known of each, in two queries; some more when one is of coded texts or names a norm.

    Without codings it reads nothing of what is coded now: of results of coded texts no change of that is told.
    """
    rows = list(results)
    now = _now(rows, with_codings=with_codings)
    runs = Run.objects.in_bulk([int(row.run_id) for row in rows if row.run_id])
    norms = _norms(rows)
    return [_line(row, runs.get(int(row.run_id or 0)), now, norms) for row in rows]


def _names_norm(row: AnalysisResult) -> bool:
    known = discovery.analyses().get(row.analysis)
    return row.is_done and known is not None and names_norm(known.parameters)


def _norms(rows: list[AnalysisResult]) -> dict[int, dict[str, NormText]]:
    """Of every evaluation with a result that names a norm: its table."""
    wanted = {row.evaluation_id for row in rows if _names_norm(row)}
    return {evaluation_id: norm_table.texts(evaluation_id) for evaluation_id in wanted}


@dataclass(frozen=True, slots=True)
class _Now:
    """Hashes of what the data are now: by dataset, and of what was coded by evaluation."""

    datasets: Mapping[int, str]
    codings: Mapping[int, str]
    blind: Mapping[int, int]  # by a result the texts that it counted and that are being coded blind

    def differs(self, row: AnalysisResult) -> bool:
        """Whether a result was computed of something else; of one that is not compared now this is not said."""
        return row.is_done and row.pk not in self.blind and self.of(row) != row.data_hash

    def of(self, row: AnalysisResult) -> str | None:
        """What the hash of its data would be today; None when there are none."""
        if row.version is None:
            return self.codings.get(row.evaluation_id, row.data_hash)
        found = self.datasets.get(row.version.dataset_id)
        return found if row.beside is None else hash_of(found, self.datasets.get(row.beside.dataset_id, ""))


def _now(rows: list[AnalysisResult], *, with_codings: bool) -> _Now:
    datasets = {one.dataset_id for row in rows for one in row.versions}
    of_codings = (row for row in rows if row.is_of_codings and row.is_done) if with_codings else ()
    asked_codings = {row.pk: row.evaluation_id for row in of_codings}
    blind = coded.blind_texts(asked_codings)
    compared = {evaluation_id for pk, evaluation_id in asked_codings.items() if pk not in blind}
    return _Now(newest(datasets), coded.hashes_now(compared), blind)


def newest(datasets: set[int]) -> dict[int, str]:
    """Of every dataset the hash of its newest accepted version; else of what an archive brought along without it."""
    there = Case(When(state=VersionState.ACCEPTED, then=Value(1)), default=Value(0))
    known = DatasetVersion.objects.filter(dataset__in=datasets, accepted_at__isnull=False)
    return dict(known.order_by(there, "number").values_list("dataset_id", "data_hash"))


def title_of(row: AnalysisResult) -> str:
    """Its analysis with what was asked, else the key of an analysis that is no longer there."""
    known = discovery.analyses().get(row.analysis)
    return titled(known, row.parameters) if known else row.analysis


def _line(row: AnalysisResult, run: Run | None, now: _Now, norms: dict[int, dict[str, NormText]]) -> Line:
    known = discovery.analyses().get(row.analysis)
    return Line(
        result=row,
        title=title_of(row),
        run=run,
        data_changed=now.differs(row),
        code_changed=row.is_done and (known is None or known.code_version != row.code_version),
        norms_changed=_names_norm(row) and norm_table.is_changed(norms[row.evaluation_id], row.parameters),
        blind_texts=now.blind.get(row.pk, 0),
    )


def norms_for(user: User, evaluation: Evaluation) -> list[norm_table.NormLine]:
    """The table of norms, by number. Raises NotFound, NotAllowed."""
    check(user, evaluation, Action.VIEW_RESULTS)
    return norm_table.lines_of(evaluation.pk)


def norm_for(user: User, evaluation: Evaluation, number: int) -> norm_table.NormLine:
    """Norm N<number>. Raises NotFound, NotAllowed."""
    found = next((one for one in norms_for(user, evaluation) if one.number == number), None)
    if found is None:
        raise NotFound("norm")
    return found


def ready_datasets(user: User, evaluation: Evaluation, kind: str = DatasetKind.EVENT_LOG) -> list[Dataset]:
    """Those of a kind that have an accepted version. Raises NotFound, NotAllowed."""
    return list(datasets_for(user, evaluation).filter(pk__in=ready(kind)))


def analysts_of(evaluation_id: int) -> set[int]:
    """For datasets.hooks: the ids of who asked something of the data of an evaluation, or looked at its cases."""
    asked = AnalysisResult.objects.filter(evaluation=evaluation_id).values_list("asked_by_id", flat=True)
    seen = AuditEvent.objects.filter(evaluation_id=evaluation_id, action__in=LOOKED).values_list("actor_id", flat=True)
    return {*asked, *(one for one in seen if one is not None)}


def ready_kinds(user: User, evaluation: Evaluation) -> set[str]:
    """The kinds of which there is a dataset with an accepted version, and `CODINGS` where something was coded.

    Raises NotFound, NotAllowed.
    """
    accepted = DatasetVersion.objects.filter(state=VersionState.ACCEPTED, dataset__evaluation=evaluation)
    kinds = datasets_for(user, evaluation).filter(pk__in=accepted.values("dataset_id")).values_list("kind", flat=True)
    return {*kinds, *([CODINGS] if coded.is_coded(evaluation) else [])}


def case_versions(user: User, evaluation: Evaluation) -> list[DatasetVersion]:
    """Deliveries of events of which cases can be looked at one by one: by dataset, the newest first.

    Raises NotFound, NotAllowed.
    """
    check(user, evaluation, Action.OPEN_CASES)
    kept = DatasetVersion.objects.filter(state=VersionState.ACCEPTED, wrapped_key__isnull=False)
    events = kept.filter(dataset__evaluation=evaluation, dataset__kind=DatasetKind.EVENT_LOG)
    return list(events.select_related("dataset").order_by("dataset__number", "-number"))


def comparable(user: User, evaluation: Evaluation, result: AnalysisResult) -> list[AnalysisResult]:
    """Other results of the same analysis that this user can read now. Raises NotFound, NotAllowed."""
    others = results_for(user, evaluation).filter(analysis=result.analysis, state="done").exclude(pk=result.pk)
    return [one for one in others if not one.waits_for_round]


@dataclass(frozen=True, slots=True)
class ResultReference:
    """A result as the evidence chain shows it."""

    title: str
    url: str


def resolve(user: User, evaluation: Evaluation, number: str) -> ResultReference:
    """For web.registry: title and address of U<number>. Raises NotFound."""
    row = _referred(user, evaluation, number)
    title = lines_of([row])[0].title
    return ResultReference(title, reverse("analyses:result", args=[evaluation.pk, row.number]))


def up_links(user: User, evaluation: Evaluation, number: str) -> list[Reference]:
    """For web.registry: the datasets that U<number> rests on, or the sources of which it counted what was coded; none
    for who may not see those."""
    row = _referred(user, evaluation, number)
    if row.is_of_codings:
        sees = may(user, evaluation, Action.VIEW_CODING)
        numbers = row.sources.order_by("number").values_list("number", flat=True) if sees else ()
        return [Reference("S", str(one)) for one in numbers]
    if not may(user, evaluation, Action.VIEW_DATASETS):
        return []
    return [Reference("D", str(one.dataset.number)) for one in row.versions]


def rests_on(user: User, evaluation: Evaluation, number: str) -> list[Reference]:
    """For datasets.hooks: the results that rest on D<number>."""
    of = Q(version__dataset__number=int(number)) | Q(beside__dataset__number=int(number))
    found = results_for(user, evaluation).filter(of, state="done")
    return [Reference("U", str(row.number)) for row in found.order_by("number")]


def rests_on_source(user: User, evaluation: Evaluation, number: str) -> list[Reference]:
    """For sources.hooks: the results that counted what was coded in S<number>; for the team."""
    if not may(user, evaluation, Action.VIEW_RESULTS) or (named := whole(number)) is None:
        return []
    found = results_for(user, evaluation).filter(sources__number=named, state=ResultState.DONE)
    return [Reference("U", str(row.number)) for row in found.order_by("number")]


def _referred(user: User, evaluation: Evaluation, number: str) -> AnalysisResult:
    """The team also sees what is not done, or was destroyed."""
    rows = results_for if may(user, evaluation, Action.VIEW_RESULTS) else outside_results_for
    found = rows(user, evaluation).filter(number=whole(number) or 0).first()
    if found is None:
        raise NotFound("result")
    return found
