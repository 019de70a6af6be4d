"""A dataset goes as a whole: the team removes it, its date has passed, or a backup that was put back forgets it."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from sluitend.apps.datasets.actions.ending import DATA, FILE, end, take_along
from sluitend.apps.datasets.models import OPEN, Dataset, DatasetVersion, DestroyReason, VersionState
from sluitend.apps.design.access import require
from sluitend.apps.fieldwork.actions import state_removal, tell_removed
from sluitend.apps.fieldwork.destruction import Destruction, Line
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError

REMOVABLE = (DestroyReason.WRONG_FILE, DestroyReason.NOT_NEEDED, DestroyReason.IDENTIFYING)
_WITH_DATA = (*OPEN, VersionState.ACCEPTED)


def remove_dataset(*, actor: User, dataset: Dataset, reason: str) -> Dataset:
    """Destroy all data of a dataset; its number, hashes, reports and reasons stay.

    Raises NotFound, NotAllowed, InputError("datasets.removed", "datasets.unknown_reason",
    "fieldwork.ledger_unwritable").
    """
    require(actor, dataset.evaluation_id, Action.DESTROY_DATASET)
    if reason not in REMOVABLE:
        raise InputError("datasets.unknown_reason")
    with transaction.atomic():
        row = Dataset.objects.select_for_update().get(pk=dataset.pk)
        if row.removed_at is not None:
            raise InputError("datasets.removed", number=row.number)
        lines = _empty(actor, row, reason)
        state_removal(actor, row.evaluation_id, lines)
    return row


def destroy_expired(today: date | None = None) -> int:
    """Destroy the datasets whose retention date has passed; how many. No actor: the date was set by the team."""
    day = today or timezone.localdate()
    due = Dataset.objects.filter(removed_at__isnull=True, retain_until__lt=day).values_list("pk", flat=True)
    return sum(_expire(pk, day) for pk in list(due))


def _expire(dataset_id: int, day: date) -> bool:
    with transaction.atomic():
        row = Dataset.objects.select_for_update().get(pk=dataset_id)
        if row.removed_at is not None or row.retain_until >= day:
            return False
        _empty(None, row, DestroyReason.RETENTION)
        tell_removed(None, Destruction(row.evaluation_id, str(DestroyReason.RETENTION)))
    return True


def _empty(actor: User | None, dataset: Dataset, reason: str) -> list[Line]:
    gone = list(dataset.versions.filter(state=VersionState.DESTROYED, accepted_at__isnull=False))
    versions = dataset.versions.select_for_update().filter(state__in=_WITH_DATA).order_by("number")
    lines = [end(actor, _of(dataset, one), VersionState.DESTROYED, reason) for one in versions]
    for one in gone:
        take_along(actor, one)  # results that came in an archive without their data
    dataset.removed_at = timezone.now()
    dataset.save(update_fields=["removed_at"])
    pk, count = dataset.evaluation_id, len(lines)
    record(actor, "datasets.removed", dataset, evaluation=pk, reason=str(reason), versions=count)
    return lines


def _of(dataset: Dataset, version: DatasetVersion) -> DatasetVersion:
    version.dataset = dataset
    return version


def forget_again(actor: User | None, respondent: Respondent | None, destruction: Destruction) -> None:
    """For ``fieldwork.hooks.withdrawn``: on a database that was put back, what the ledger says was destroyed goes.

    Who withdraws takes nothing of a dataset along: nobody knows which case is whose.
    """
    for line in destruction.replay or ():
        if line.kind in (FILE, DATA):
            rows = DatasetVersion.objects.filter(dataset__evaluation=destruction.evaluation_id, raw_sha256=line.sha256)
            found = [
                one for one in rows.select_related("dataset").select_for_update(of=("self",)) if str(one) == line.object
            ]
            for version in found:
                _forget(actor, version, line.kind)


def _forget(actor: User | None, version: DatasetVersion, kind: str) -> None:
    """A file that was accepted, or refused, since: either way it may not lie here again."""
    if version.state == VersionState.DESTROYED:
        take_along(actor, version)
    if version.state not in _WITH_DATA or (kind == FILE and version.state == VersionState.ACCEPTED):
        return
    end(actor, version, VersionState.DESTROYED, DestroyReason.REMOVED)
    dataset = version.dataset
    record(actor, "datasets.forgotten", dataset, evaluation=dataset.evaluation_id, version=version.number)
