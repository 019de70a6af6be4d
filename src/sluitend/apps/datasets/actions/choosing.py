"""A person says of which objects the cases are made; the file is read anew by it."""

from __future__ import annotations

from django.db import transaction

from sluitend.apps.datasets import store
from sluitend.apps.datasets.actions.mapping import WAITING, forget_report
from sluitend.apps.datasets.actions.taking_in import READ, queue
from sluitend.apps.datasets.models import DatasetVersion, VersionState
from sluitend.apps.design.access import require
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources import store as files
from sluitend.errors import InputError


def choose_objects(
    *, actor: User, version: DatasetVersion, case: str, family: str = "", resource: str = ""
) -> DatasetVersion:
    """The types of objects that are the case, its family and who did it (of an object-centric log).

    What was said of the columns, and a report, go with the rows that they were of. Raises NotFound, NotAllowed,
    InputError("datasets.not_waiting", "datasets.no_objects", "datasets.unknown_object", "datasets.object_twice").
    """
    dataset = version.dataset
    require(actor, dataset.evaluation_id, Action.EDIT_DATASETS)
    with transaction.atomic():
        row = DatasetVersion.objects.select_for_update(of=("self",)).select_related("dataset").get(pk=version.pk)
        if row.state not in WAITING:
            raise InputError("datasets.not_waiting")
        chosen = _checked(store.open_objects(row), {"case": case, "family": family, "resource": resource})
        old = forget_report(row)
        row.sealed_columns, row.mapping = store.seal_columns(row, [], chosen), {}
        row.state = VersionState.READING
        row.save()
        queue(row, READ, actor)
        record(actor, "datasets.objects_chosen", dataset, evaluation=dataset.evaluation_id, version=row.number)
        transaction.on_commit(lambda: files.remove(old))
    return row


def _checked(objects: dict[str, object], chosen: dict[str, str]) -> dict[str, object]:
    types = objects.get("types")
    if not isinstance(types, list):
        raise InputError("datasets.no_objects")
    named = [name for name in chosen.values() if name]
    if not chosen["case"] or not set(named) <= set(types):
        raise InputError("datasets.unknown_object", found=", ".join(map(str, types[:12])))
    if len(set(named)) < len(named):
        raise InputError("datasets.object_twice")
    return {"types": types, **chosen}
