"""The worker checks the rows, and stores what can be asked questions: coded steps, sealed."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from sluitend.apps.datasets import report, store
from sluitend.apps.datasets.actions.reading import without_content
from sluitend.apps.datasets.mapping import OF_REGISTER
from sluitend.apps.datasets.models import DatasetKind, DatasetVersion, VersionState
from sluitend.apps.datasets.queries import current_version, names_in
from sluitend.apps.people.audit import record
from sluitend.apps.people.queries import subregions_now
from sluitend.apps.sources import store as files
from sluitend.errors import InputError
from sluitend.work import events


def prepare_version(version_id: int) -> DatasetVersion:
    """Check a mapped version: afterwards its report and steps are there, or its columns have to be named otherwise.

    Doing it again changes nothing.
    """
    version = DatasetVersion.objects.select_related("dataset__evaluation").get(pk=version_id)
    if version.state != VersionState.PREPARING:
        return version
    try:
        with store.plain_raw(version) as path, files.plain_folder() as folder:
            found = events.prepare(path, _wanted(version), folder)
            sealed_at, data_hash = store.seal_steps(version, folder / events.STEPS)
    except InputError as error:
        return _ask_again(version_id, error)
    kept = False
    try:
        version, kept = _keep(version_id, found, sealed_at, data_hash)
    finally:
        if not kept:
            files.remove(sealed_at)
    return version


def _wanted(version: DatasetVersion) -> dict[str, Any]:
    """As ``work.events.prepare`` wants it."""
    told = {"today": timezone.localdate().isoformat(), "known": names_in(current_version(version.dataset))}
    if version.dataset.kind == DatasetKind.EVENT_LOG:
        return {**version.mapping, "subregions": _subregions(version.mapping), **told}
    columns = {role: name for role, name in version.mapping.items() if isinstance(name, str)}
    return {"kind": version.dataset.kind, "columns": columns, "missing": version.mapping["missing"], **told}


def _subregions(mapping: dict[str, Any]) -> dict[str, Any]:
    """Of the municipalities in one of the attributes, as the register has them today; empty where nobody asked."""
    if not mapping.get("place"):
        return {}
    pairs = subregions_now().get(mapping["product"], [])
    return {"of": mapping["place"], "name": OF_REGISTER, "pairs": pairs}


def _keep(version_id: int, found: dict[str, Any], sealed_at: str, data_hash: str) -> tuple[DatasetVersion, bool]:
    """The version, and whether its row speaks of these steps."""
    with transaction.atomic():
        version = DatasetVersion.objects.select_for_update(of=("self",)).select_related("dataset").get(pk=version_id)
        if version.state != VersionState.PREPARING:
            return version, False
        version.state, version.report = VersionState.REPORTED, report.from_answer(found["remarks"])
        version.events, version.cases = found["events"], found["cases"]
        version.steps_path, version.data_hash = sealed_at, data_hash
        version.save()
        about = {"version": version.number, "events": version.events, "cases": version.cases}
        record(version.made_by, "datasets.checked", version.dataset, evaluation=version.dataset.evaluation_id, **about)
    return version, True


def _ask_again(version_id: int, error: InputError) -> DatasetVersion:
    """Another column may do: the file stays, and says why this one does not."""
    return ask_again(version_id, error.code, without_content(error.data))


def ask_again(version_id: int, code: str, data: dict[str, int | str]) -> DatasetVersion:
    """Back to naming the columns, with the reason."""
    with transaction.atomic():
        version = DatasetVersion.objects.select_for_update(of=("self",)).select_related("dataset").get(pk=version_id)
        if version.state == VersionState.PREPARING:
            version.state = VersionState.MAPPING
            version.refusal_code, version.refusal_data = code, data
            version.save()
            pk, number, by = version.dataset.evaluation_id, version.number, version.made_by
            record(by, "datasets.not_prepared", version.dataset, evaluation=pk, version=number, code=code)
    return version
