"""The only place that reads datasets across a permission boundary."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Prefetch, QuerySet

from sluitend.apps.datasets import hooks, store
from sluitend.apps.datasets.kinds import EVENT_LOG, kind_of
from sluitend.apps.datasets.mapping import Mapped, from_json
from sluitend.apps.datasets.models import OPEN, Dataset, DatasetVersion, VersionState
from sluitend.apps.design.access import check
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.digits import whole
from sluitend.errors import NotFound
from sluitend.formats import stored_table
from sluitend.web.registry import Reference

if TYPE_CHECKING:
    import pyarrow as pa

    from sluitend.engines.chain import EventLog

_NAMES = frozenset({"organisation", "about", "group"})  # columns of tables whose values are names


def datasets_for(user: User, evaluation: Evaluation) -> QuerySet[Dataset]:
    """The datasets of an evaluation, for the team. Raises NotFound, NotAllowed."""
    check(user, evaluation, Action.VIEW_DATASETS)
    return Dataset.objects.filter(evaluation=evaluation)


def dataset_for(user: User, evaluation: Evaluation, number: int) -> Dataset:
    """The dataset D<number>. Raises NotFound, NotAllowed."""
    found = datasets_for(user, evaluation).select_related("evaluation").filter(number=number).first()
    if found is None:
        raise NotFound("dataset")
    return found


def version_for(user: User, evaluation: Evaluation, number: int, version: int) -> DatasetVersion:
    """One delivery of D<number>. Raises NotFound, NotAllowed."""
    check(user, evaluation, Action.VIEW_DATASETS)
    rows = DatasetVersion.objects.select_related("dataset__evaluation", "made_by", "accepted_by")
    found = rows.prefetch_related("waivers__made_by").filter(
        dataset__evaluation=evaluation, dataset__number=number, number=version
    )
    if (one := found.first()) is None:
        raise NotFound("version")
    return one


def versions_of(dataset: Dataset) -> list[DatasetVersion]:
    """All deliveries, newest first, for a caller that was allowed the dataset."""
    return list(dataset.versions.select_related("dataset", "made_by", "accepted_by").prefetch_related("waivers"))


@dataclass(frozen=True, slots=True)
class DatasetRow:
    """One line of the list: the version in use, and a newer one that waits."""

    dataset: Dataset
    current: DatasetVersion | None
    waiting: DatasetVersion | None


def dataset_rows_for(user: User, evaluation: Evaluation) -> list[DatasetRow]:
    """The datasets of an evaluation with their newest versions; two queries. Raises NotFound, NotAllowed."""
    shown = DatasetVersion.objects.filter(state__in=(*OPEN, VersionState.ACCEPTED)).order_by("-number")
    rows = datasets_for(user, evaluation).prefetch_related(Prefetch("versions", shown, to_attr="shown"))
    return [_row(dataset) for dataset in rows]


def _row(dataset: Dataset) -> DatasetRow:
    shown: list[DatasetVersion] = dataset.shown  # type: ignore[attr-defined]  # by the prefetch
    current = next((one for one in shown if one.state == VersionState.ACCEPTED), None)
    return DatasetRow(dataset, current, next((one for one in shown if one.is_open), None))


def has_open_version(dataset: Dataset) -> bool:
    """Whether a delivery waits for the worker or for a person, for a caller that was allowed the dataset."""
    return dataset.versions.filter(state__in=OPEN).exists()


def roles_of(version: DatasetVersion) -> Mapped | None:
    """What was said of the columns of this version itself."""
    return from_json(kind_of(version.dataset.kind), version.mapping) if version.mapping else None


def current_version_for(user: User, dataset: Dataset) -> DatasetVersion | None:
    """The newest accepted version of a dataset, that analyses read. Raises NotFound, NotAllowed."""
    check(user, dataset.evaluation, Action.VIEW_DATASETS)
    return current_version(dataset)


def current_version(dataset: Dataset) -> DatasetVersion | None:
    """The same for a caller that was allowed the dataset already."""
    accepted = dataset.versions.filter(state=VersionState.ACCEPTED).select_related("dataset")
    return accepted.order_by("-number").first()


def ready(kind: str) -> QuerySet[Dataset]:
    """The datasets of a kind with a version in use, of all evaluations: for a caller that was allowed theirs."""
    accepted = DatasetVersion.objects.filter(state=VersionState.ACCEPTED)
    return Dataset.objects.filter(kind=kind, pk__in=accepted.values("dataset_id"))


@contextmanager
def opened(version: DatasetVersion, engine: str | None = None) -> Iterator[EventLog]:
    """The log of an accepted version, for a caller that was allowed its dataset; readable only as long as it lasts.

    `engine` is where questions run, whatever the setting says: a page waits for no engine that takes long to start.
    Its steps are unsealed into a private folder that is gone afterwards. Raises sealed.SealBroken, ValueError for a
    version whose data were destroyed, InputError of ``formats.steps.read``.
    """
    from sluitend.engines.chain import EventLog  # loads DuckDB, that a page does not need
    from sluitend.formats import steps

    with store.open_steps(version) as folder:
        yield EventLog.stored(steps.read(folder), engine)


@contextmanager
def opened_table(version: DatasetVersion) -> Iterator[pa.Table]:
    """The table of an accepted version of another kind than a log, for a caller that was allowed its dataset.

    Raises sealed.SealBroken, ValueError for a version whose data were destroyed, InputError("stored_table.damaged").
    """
    with store.open_steps(version) as folder:
        yield stored_table.read(folder, version.dataset.kind)


def names_in(version: DatasetVersion | None) -> dict[str, list[str]]:
    """The names that a version knows (activities, organisations, groups); nothing without one. For a caller that was
    allowed it."""
    if version is None:
        return {}
    if kind_of(version.dataset.kind) is not EVENT_LOG:
        with opened_table(version) as table:
            return {name: sorted({*table[name].drop_null().to_pylist()}) for name in _NAMES & {*table.column_names}}
    from sluitend.formats import steps

    with store.open_steps(version) as folder:
        values = steps.read(folder).values
    names = {name: values[name].to_pylist() for name in ("activity", "resource")}
    return {name: known for name, known in names.items() if known}


@dataclass(frozen=True, slots=True)
class DatasetReference:
    """A dataset as the evidence chain shows it."""

    title: str
    url: str


def resolve(user: User, evaluation: Evaluation, number: str) -> DatasetReference:
    """For web.registry: title and address of D<number>. Raises NotFound, NotAllowed."""
    from django.urls import reverse

    if (found := whole(number)) is None:
        raise NotFound("dataset")
    dataset = dataset_for(user, evaluation, found)
    return DatasetReference(dataset.title, reverse("datasets:dataset", args=[evaluation.pk, dataset.number]))


def down_links(user: User, evaluation: Evaluation, number: str) -> list[Reference]:
    """For web.registry: what rests on D<number>, as lower rooms tell."""
    return [reference for rests in hooks.rests_on for reference in rests(user, evaluation, number)]
