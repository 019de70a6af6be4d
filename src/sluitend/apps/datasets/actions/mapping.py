"""A person says what the columns hold; the worker checks the rows by it."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from sluitend.apps.datasets import store
from sluitend.apps.datasets.actions.taking_in import queue
from sluitend.apps.datasets.kinds import kind_of
from sluitend.apps.datasets.mapping import Mapped, Roles, checked
from sluitend.apps.datasets.models import DatasetVersion, VersionState
from sluitend.apps.design.access import require
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources import store as files
from sluitend.errors import InputError

PREPARE = "datasets.prepare"
WAITING = (VersionState.MAPPING, VersionState.REPORTED)


def forget_report(row: DatasetVersion) -> str:
    """What was found on checking goes; the path of the steps is the caller's to remove."""
    old, row.steps_path = row.steps_path, ""
    row.waivers.all().delete()
    row.report, row.events, row.cases, row.data_hash = [], 0, 0, ""
    row.refusal_code, row.refusal_data = "", {}
    return old


def map_columns(*, actor: User, version: DatasetVersion, roles: Mapped) -> DatasetVersion:
    """Say what the columns hold, or say it anew after a report; that report and its waivers go.

    Raises NotFound, NotAllowed, InputError("datasets.not_waiting") and of `mapping.checked`.
    """
    dataset = version.dataset
    require(actor, dataset.evaluation_id, Action.EDIT_DATASETS)
    with transaction.atomic():
        row = DatasetVersion.objects.select_for_update(of=("self",)).select_related("dataset").get(pk=version.pk)
        if row.state not in WAITING:
            raise InputError("datasets.not_waiting")
        plain = checked(roles, store.open_columns(row), kind_of(dataset.kind))
        if isinstance(plain, Roles) and (objects := store.open_objects(row)):
            plain = replace(plain, objects=objects)
        old = forget_report(row)
        row.state, row.mapping = VersionState.PREPARING, plain.to_json()
        row.save()
        queue(row, PREPARE, actor)
        about = {"version": row.number, "attributes": len(plain.attributes)}
        record(actor, "datasets.mapped", dataset, evaluation=dataset.evaluation_id, **about)
        transaction.on_commit(lambda: files.remove(old))
    return row
