"""The only place that reads results across a permission boundary. Readers see none: small numbers in them are exact."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from sluitend.apps.analyses import discovery
from sluitend.apps.analyses.models import AnalysisResult
from sluitend.apps.datasets.models import Dataset, DatasetVersion, VersionState
from sluitend.apps.datasets.queries import datasets_for
from sluitend.apps.design.access import check
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import NotFound
from sluitend.web.registry import Reference
from sluitend.work.models import Run, State


@dataclass(frozen=True, slots=True)
class Line:
    """A result with what was found out on reading: how its run stands, and what changed since."""

    result: AnalysisResult
    title: str
    run: Run | None
    data_changed: bool
    code_changed: bool

    @property
    def is_busy(self) -> bool:
        """Whether the worker still has it."""
        return self.run is not None and not self.run.is_finished and not self.result.is_done

    @property
    def is_stopped(self) -> bool:
        """Whether somebody stopped it."""
        return self.run is not None and self.run.state == State.CANCELLED and self.result.destroyed_at is None

    @property
    def is_stale(self) -> bool:
        """Whether computing it again may give something else."""
        return self.data_changed or self.code_changed


def results_for(user: User, evaluation: Evaluation) -> QuerySet[AnalysisResult]:
    """All results, the newest first. Raises NotFound, NotAllowed."""
    check(user, evaluation, Action.VIEW_RESULTS)
    found = AnalysisResult.objects.filter(evaluation=evaluation).defer("sealed_content")
    return found.select_related("version__dataset", "asked_by", "predecessor")


def result_for(user: User, evaluation: Evaluation, number: int) -> AnalysisResult:
    """The result U<number>, with its content. Raises NotFound, NotAllowed."""
    found = results_for(user, evaluation).defer(None).filter(number=number).first()
    if found is None:
        raise NotFound("result")
    return found


def lines_of(results: Iterable[AnalysisResult]) -> list[Line]:
    """The same with what is known of each, in two queries."""
    rows = list(results)
    newest = _newest({row.version.dataset_id for row in rows})
    runs = Run.objects.in_bulk([int(row.run_id) for row in rows if row.run_id])
    return [_line(row, runs.get(int(row.run_id or 0)), newest) for row in rows]


def _newest(datasets: set[int]) -> dict[int, str]:
    """Of every dataset the hash of its newest accepted version."""
    accepted = DatasetVersion.objects.filter(dataset__in=datasets, state=VersionState.ACCEPTED)
    return dict(accepted.order_by("number").values_list("dataset_id", "data_hash"))


def _line(row: AnalysisResult, run: Run | None, newest: dict[int, str]) -> Line:
    known = discovery.analyses().get(row.analysis)
    return Line(
        result=row,
        title=known.title if known else row.analysis,
        run=run,
        data_changed=row.is_done and newest.get(row.version.dataset_id) != row.data_hash,
        code_changed=row.is_done and (known is None or known.code_version != row.code_version),
    )


def ready_datasets(user: User, evaluation: Evaluation) -> list[Dataset]:
    """Those that have an accepted version. Raises NotFound, NotAllowed."""
    accepted = DatasetVersion.objects.filter(state=VersionState.ACCEPTED, dataset__evaluation=evaluation)
    return list(datasets_for(user, evaluation).filter(pk__in=accepted.values("dataset_id")))


def comparable(user: User, evaluation: Evaluation, result: AnalysisResult) -> list[AnalysisResult]:
    """Other results of the same analysis that can be read. Raises NotFound, NotAllowed."""
    others = results_for(user, evaluation).filter(analysis=result.analysis, state="done")
    return list(others.exclude(pk=result.pk))


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
    """For web.registry: the dataset that U<number> rests on."""
    return [Reference("D", str(_referred(user, evaluation, number).version.dataset.number))]


def rests_on(user: User, evaluation: Evaluation, number: str) -> list[Reference]:
    """For datasets.hooks: the results that rest on D<number>."""
    found = results_for(user, evaluation).filter(version__dataset__number=int(number), state="done")
    return [Reference("U", str(row.number)) for row in found.order_by("number")]


def _referred(user: User, evaluation: Evaluation, number: str) -> AnalysisResult:
    found = results_for(user, evaluation).filter(number=int(number)).first() if number.isdecimal() else None
    if found is None:
        raise NotFound("result")
    return found
