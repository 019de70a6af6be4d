"""A person decides: what may pass in spite of the report, and whether the events are used."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from sluitend.apps.datasets import report
from sluitend.apps.datasets.actions.ending import drop_raw, end, line_of, remove_all
from sluitend.apps.datasets.models import DatasetVersion, DestroyReason, VersionState, Waiver
from sluitend.apps.design.access import require
from sluitend.apps.fieldwork.actions import state_removal
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError

REFUSABLE = (DestroyReason.REFUSED, DestroyReason.IDENTIFYING, DestroyReason.WRONG_FILE, DestroyReason.NOT_NEEDED)


def waive(*, actor: User, version: DatasetVersion, code: str, column: str, reason: str) -> Waiver:
    """Let an error of the report pass, with a reason.

    Raises NotFound, NotAllowed, InputError("datasets.not_waiting", "datasets.no_such_error", "datasets.no_reason").
    """
    require(actor, version.dataset.evaluation_id, Action.EDIT_DATASETS)
    words = " ".join(reason.split())
    if not words:
        raise InputError("datasets.no_reason")
    with transaction.atomic():
        row = _reported(version)
        if not any(_is(line, code, column) and line.is_error for line in report.lines_of(row)):
            raise InputError("datasets.no_such_error")
        about = {"reason": words, "made_by": actor}
        waiver, made = row.waivers.get_or_create(code=code, column=column, defaults=about)
        if made:
            _record(actor, row, "datasets.waived", code=code)
    return waiver


def take_back_waiver(*, actor: User, version: DatasetVersion, code: str, column: str) -> None:
    """The error waits for a decision again. Raises NotFound, NotAllowed, InputError("datasets.not_waiting")."""
    require(actor, version.dataset.evaluation_id, Action.EDIT_DATASETS)
    with transaction.atomic():
        row = _reported(version)
        gone, _by_model = row.waivers.filter(code=code, column=column).delete()
        if gone:
            _record(actor, row, "datasets.waiver_taken_back", code=code)


def accept(*, actor: User, version: DatasetVersion) -> DatasetVersion:
    """Use these events in analyses; the file as it came in is destroyed, hash, size and reason stay.

    Raises NotFound, NotAllowed, InputError("datasets.not_waiting", "datasets.errors_left",
    "fieldwork.ledger_unwritable").
    """
    require(actor, version.dataset.evaluation_id, Action.EDIT_DATASETS)
    with transaction.atomic():
        row = _reported(version)
        if left := sum(line.blocks for line in report.lines_of(row)):
            raise InputError("datasets.errors_left", count=left)
        path, line = row.raw_path, line_of(row)
        drop_raw(row, DestroyReason.ACCEPTED)
        row.state, row.accepted_at, row.accepted_by = VersionState.ACCEPTED, timezone.now(), actor
        row.save()
        _record(actor, row, "datasets.accepted", events=row.events, cases=row.cases, waived=row.waivers.count())
        state_removal(actor, row.dataset.evaluation_id, [line])
        transaction.on_commit(lambda: remove_all([path]))
    return row


def refuse(*, actor: User, version: DatasetVersion, reason: str) -> DatasetVersion:
    """Do not use what came in: file and steps are destroyed, hash, size and reason stay.

    Raises NotFound, NotAllowed, InputError("datasets.not_waiting", "datasets.unknown_reason",
    "fieldwork.ledger_unwritable").
    """
    require(actor, version.dataset.evaluation_id, Action.EDIT_DATASETS)
    if reason not in REFUSABLE:
        raise InputError("datasets.unknown_reason")
    with transaction.atomic():
        row = _locked(version)
        if not row.is_open:
            raise InputError("datasets.not_waiting")
        line = end(actor, row, VersionState.REFUSED, reason)
        _record(actor, row, "datasets.refused", code=reason)
        state_removal(actor, row.dataset.evaluation_id, [line])
    return row


def _locked(version: DatasetVersion) -> DatasetVersion:
    return DatasetVersion.objects.select_for_update(of=("self",)).select_related("dataset").get(pk=version.pk)


def _reported(version: DatasetVersion) -> DatasetVersion:
    row = _locked(version)
    if row.state != VersionState.REPORTED:
        raise InputError("datasets.not_waiting")
    return row


def _is(line: report.Line, code: str, column: str) -> bool:
    return (line.remark.code, line.remark.column) == (code, column)


def _record(actor: User, version: DatasetVersion, verb: str, **about: str | int) -> None:
    dataset = version.dataset
    record(actor, verb, dataset, evaluation=dataset.evaluation_id, version=version.number, **about)
