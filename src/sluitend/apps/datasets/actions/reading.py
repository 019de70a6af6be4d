"""A file is read in a limited process: what its columns are called and show, or why it is refused and destroyed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from sluitend.apps.datasets import store
from sluitend.apps.datasets.actions.ending import end
from sluitend.apps.datasets.mapping import columns_hash, objects_before
from sluitend.apps.datasets.models import DatasetVersion, DestroyReason, VersionState
from sluitend.apps.fieldwork.actions import state_removal
from sluitend.apps.people.audit import record
from sluitend.errors import InputError
from sluitend.work import events

READING_FAILED = "datasets.reading_failed"
IDENTIFYING, IDENTIFYING_OBJECTS = "datasets.identifying", "datasets.identifying_objects"


def read_version(version_id: int) -> DatasetVersion:
    """Read a waiting version: afterwards its columns are there, or it was refused. Doing it again changes nothing."""
    version = DatasetVersion.objects.select_related("dataset__evaluation").get(pk=version_id)
    if version.state != VersionState.READING:
        return version
    try:
        with store.plain_raw(version) as path:
            found = events.columns(path, _wanted(version))
        _check(found)
    except InputError as error:
        return refuse_version(version_id, error.code, error.data)
    return _keep(version_id, found["columns"], found.get("objects"))


def _wanted(version: DatasetVersion) -> dict[str, Any]:
    """Of which objects cases are made: as it was said of this file, or before of one with the same types."""
    return {"objects": store.open_objects(version), "before": objects_before(version.dataset.evaluation)}


def _check(found: Mapping[str, Any]) -> None:
    """Raises InputError("datasets.identifying", "datasets.identifying_objects") with the places and kinds of what tells
    who somebody is."""
    if signs := found.get("signs"):
        raise InputError(IDENTIFYING_OBJECTS, found=",".join(signs))
    signs = [f"{place}:{column['sign']}" for place, column in enumerate(found["columns"], start=1) if column["sign"]]
    if signs:
        raise InputError(IDENTIFYING, found=",".join(signs))


def _keep(version_id: int, columns: list[dict[str, Any]], objects: Mapping[str, Any] | None) -> DatasetVersion:
    with transaction.atomic():
        version = DatasetVersion.objects.select_for_update(of=("self",)).select_related("dataset").get(pk=version_id)
        if version.state != VersionState.READING:
            return version
        version.state = VersionState.MAPPING
        version.columns_sha256 = columns_hash(columns)
        version.sealed_columns = store.seal_columns(version, columns, objects)
        version.save()
        evaluation_id = version.dataset.evaluation_id
        about = {"version": version.number, "columns": len(columns)}
        record(version.made_by, "datasets.read", version.dataset, evaluation=evaluation_id, **about)
    return version


def refuse_version(version_id: int, code: str, data: Mapping[str, object]) -> DatasetVersion:
    """Destroy what came in, because it cannot be read or tells who somebody is; hash, size and reason stay."""
    reason = DestroyReason.IDENTIFYING if code in (IDENTIFYING, IDENTIFYING_OBJECTS) else DestroyReason.REFUSED
    with transaction.atomic():
        version = DatasetVersion.objects.select_for_update(of=("self",)).select_related("dataset").get(pk=version_id)
        if not version.is_open:
            return version
        line = end(None, version, VersionState.REFUSED, reason, (code, without_content(data)))
        evaluation_id = version.dataset.evaluation_id
        dataset, number = version.dataset, version.number
        record(version.made_by, "datasets.refused", dataset, evaluation=evaluation_id, version=number, code=code)
        state_removal(version.made_by, evaluation_id, [line])
    return version


_PLACE = r"(?:\d{1,3}|[oe]\d{1,6}\.\d{1,6}):[a-z_]{2,20}"  # a column, or an attribute of a type
_HARMLESS = re.compile(rf"\.?[a-z0-9.]{{1,8}}|{_PLACE}(?:,{_PLACE})*")


def without_content(data: Mapping[str, object]) -> dict[str, int | str]:
    """Numbers, and words of ours; anything else may stand in the file."""
    kept: dict[str, int | str] = {}
    for name, value in data.items():
        if isinstance(value, int):
            kept[name] = value
        else:
            kept[name] = str(value) if _HARMLESS.fullmatch(str(value)) else "…"
    return kept
