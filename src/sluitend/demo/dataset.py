"""The demo's events come in as everybody's do: a sealed file, columns named, rows checked, errors waived, accepted.

Each step leaves what is there already as it is, so that a set-up that was interrupted goes on where it was.
"""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

from django.utils import timezone

from sluitend.apps.datasets import actions, queries, report
from sluitend.apps.datasets.actions.changing import About
from sluitend.apps.datasets.mapping import Mapped, Named, Roles
from sluitend.apps.datasets.models import Dataset, DatasetKind, DatasetVersion, VersionState
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.demo.events.deliveries import COLUMNS
from sluitend.work import runs
from sluitend.work.models import Run, State

Entry = dict[str, Any]
ROLES = Roles(
    case=COLUMNS["case"],
    activity=COLUMNS["activity"],
    time=COLUMNS["time"],
    resource=COLUMNS["resource"],
    registered=COLUMNS["registered"],
    attributes=tuple(COLUMNS[name] for name in ("municipality", "subregion", "family", "kind")),
)
_YEARS = 5  # from the year in which the example is made: it is there to be looked at


def deliver(actor: User, evaluation: Evaluation, about: Entry, number: int, file: bytes) -> DatasetVersion:
    """Bring delivery `number` of a dataset as far as that it is used; `about` says what is known of it: `columns` what
    those hold when it is no event log.

    Raises RuntimeError when it was refused.
    """
    dataset = _found(actor, evaluation, about["title"])
    version = next((one for one in _versions(dataset) if one.number == number), None)
    version = version or _take_in(actor, evaluation, dataset, about, file)
    if version.state == VersionState.READING:
        version = _carried_out(version, actions.read_version)
    if version.state == VersionState.MAPPING:
        version = actions.map_columns(actor=actor, version=version, roles=_roles(about))
    if version.state == VersionState.PREPARING:
        version = _carried_out(version, actions.prepare_version)
    if version.state == VersionState.REPORTED:
        version = _accepted(actor, version, about["waivers"])
    if version.state != VersionState.ACCEPTED:
        raise RuntimeError(f"delivery {number} of the demo's events is {version.state}")
    return version


def _roles(about: Entry) -> Mapped:
    return Named(about["columns"]) if "columns" in about else ROLES


def _found(actor: User, evaluation: Evaluation, title: str) -> Dataset | None:
    return queries.datasets_for(actor, evaluation).filter(title=title).first()


def _versions(dataset: Dataset | None) -> list[DatasetVersion]:
    return queries.versions_of(dataset) if dataset else []


def _take_in(actor: User, evaluation: Evaluation, dataset: Dataset | None, about: Entry, file: bytes) -> DatasetVersion:
    if dataset is not None:
        return actions.take_in_version(actor=actor, dataset=dataset, file=BytesIO(file), filename=about["filename"])
    until = date(timezone.localdate().year + _YEARS, 12, 31)
    known = About(about["title"], about["origin"], about["licence"], until)
    kind = DatasetKind.RELATIONS if "columns" in about else DatasetKind.EVENT_LOG
    return actions.take_in(
        actor=actor, evaluation=evaluation, file=BytesIO(file), filename=about["filename"], about=known, kind=kind
    )


def _carried_out(version: DatasetVersion, work: Any) -> DatasetVersion:
    """What the worker does, done here: this may be the worker, which does one thing at a time.

    A run that died with a former attempt is not queued; then it is done without one, and its run will find it done.
    """
    run = Run.objects.get(pk=int(version.run_id))
    if run.state == State.QUEUED:
        runs.run_now(run)
    work(version.pk)
    version.refresh_from_db()
    return version


def _accepted(actor: User, version: DatasetVersion, reasons: dict[str, str]) -> DatasetVersion:
    """Used, with a reason for every error that may pass. An error without one raises InputError."""
    for line in report.lines_of(version):
        if line.blocks and line.remark.code in reasons:
            actions.waive(
                actor=actor,
                version=version,
                code=line.remark.code,
                column=line.remark.column,
                reason=reasons[line.remark.code],
            )
    return actions.accept(actor=actor, version=version)
