"""A version ends: its file, its steps and its key go, and hash, size and reason stay."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from sluitend.apps.datasets import hooks
from sluitend.apps.datasets.models import DatasetVersion, VersionState
from sluitend.apps.fieldwork.destruction import Line
from sluitend.apps.people.models import User
from sluitend.apps.sources import store as files

FILE, DATA = "datasets.removed_file", "datasets.removed_data"  # lines of a statement


def end(
    actor: User | None,
    version: DatasetVersion,
    state: VersionState,
    reason: str,
    refusal: tuple[str, Mapping[str, object]] = ("", {}),
) -> Line:
    """Leave nothing of its content, within the caller's transaction, which also records and states it.

    The files go once that is committed. A version that was accepted takes along what lower rooms made of it.
    """
    take_along(actor, version)
    line = line_of(version)
    paths = [version.raw_path, version.steps_path]
    drop_raw(version, reason)
    version.wrapped_key, version.steps_path = None, ""
    version.state, version.destroyed_at, version.destroyed_reason = state, timezone.now(), reason
    version.refusal_code, version.refusal_data = refusal[0], dict(refusal[1])
    version.save()
    transaction.on_commit(lambda: remove_all(paths))
    return line


def take_along(actor: User | None, version: DatasetVersion) -> None:
    """What lower rooms made of a version that was accepted; nothing for the second time."""
    if version.accepted_at is not None:
        for handler in hooks.removed:
            handler(actor, version)


def drop_raw(version: DatasetVersion, reason: str) -> None:
    """Its file, and what was shown of it; the caller removes the file itself once this is saved."""
    if version.raw_destroyed_at is None:
        version.raw_destroyed_at, version.raw_destroyed_reason = timezone.now(), reason
    version.raw_path, version.sealed_filename, version.sealed_columns = "", None, None


def line_of(version: DatasetVersion) -> Line:
    """What the ledger keeps: which delivery, and its hash."""
    return Line(DATA if version.raw_destroyed_at else FILE, str(version), sha256=version.raw_sha256)


def remove_all(paths: list[str]) -> None:
    for path in paths:
        files.remove(path)
