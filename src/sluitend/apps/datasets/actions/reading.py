"""A file is read in a limited process: what its columns are called and show, or why it is refused and destroyed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from sluitend.apps.datasets import store
from sluitend.apps.datasets.actions.ending import end
from sluitend.apps.datasets.mapping import columns_hash
from sluitend.apps.datasets.models import DatasetVersion, DestroyReason, VersionState
from sluitend.apps.fieldwork.actions import state_removal
from sluitend.apps.people.audit import record
from sluitend.errors import InputError
from sluitend.work import events

READING_FAILED = "datasets.reading_failed"
IDENTIFYING = "datasets.identifying"


def read_version(version_id: int) -> DatasetVersion:
    """Read a waiting version: afterwards its columns are there, or it was refused. Doing it again changes nothing."""
    version = DatasetVersion.objects.select_related("dataset").get(pk=version_id)
    if version.state != VersionState.READING:
        return version
    try:
        with store.plain_raw(version) as path:
            found = events.columns(path)
        _check_columns(found["columns"])
    except InputError as error:
        return refuse_version(version_id, error.code, error.data)
    return _keep(version_id, found["columns"])


def _check_columns(columns: list[dict[str, Any]]) -> None:
    """Raises InputError("datasets.identifying") with the places and kinds of the columns that tell who somebody is."""
    found = [f"{place}:{column['sign']}" for place, column in enumerate(columns, start=1) if column["sign"]]
    if found:
        raise InputError(IDENTIFYING, found=",".join(found))


def _keep(version_id: int, columns: list[dict[str, Any]]) -> DatasetVersion:
    with transaction.atomic():
        version = DatasetVersion.objects.select_for_update(of=("self",)).select_related("dataset").get(pk=version_id)
        if version.state != VersionState.READING:
            return version
        version.state = VersionState.MAPPING
        version.columns_sha256 = columns_hash(columns)
        version.sealed_columns = store.seal_columns(version, columns)
        version.save()
        evaluation_id = version.dataset.evaluation_id
        about = {"version": version.number, "columns": len(columns)}
        record(version.made_by, "datasets.read", version.dataset, evaluation=evaluation_id, **about)
    return version


def refuse_version(version_id: int, code: str, data: Mapping[str, object]) -> DatasetVersion:
    """Destroy what came in, because it cannot be read or tells who somebody is; hash, size and reason stay."""
    reason = DestroyReason.IDENTIFYING if code == IDENTIFYING else DestroyReason.REFUSED
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


_HARMLESS = re.compile(r"\.?[a-z0-9.]{1,8}|\d{1,3}:[a-z_]{2,20}(?:,\d{1,3}:[a-z_]{2,20})*")


def without_content(data: Mapping[str, object]) -> dict[str, int | str]:
    """Numbers, and words of ours; anything else may stand in the file."""
    kept: dict[str, int | str] = {}
    for name, value in data.items():
        if isinstance(value, int):
            kept[name] = value
        else:
            kept[name] = str(value) if _HARMLESS.fullmatch(str(value)) else "…"
    return kept
