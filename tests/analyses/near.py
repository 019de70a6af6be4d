"""A dataset with an accepted version, as the room of datasets leaves it; its worker is not needed for that."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pyarrow as pa
from django.utils import timezone

from sluitend.apps.analyses import actions
from sluitend.apps.analyses.models import AnalysisResult
from sluitend.apps.datasets import store
from sluitend.apps.datasets.models import Dataset, DatasetKind, DatasetVersion, VersionState
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.numbers import Numbered, next_number
from sluitend.apps.people.models import User
from sluitend.formats import steps, stored_table
from sluitend.work import vault
from tests.analyses import planted


def new_dataset(evaluation: Evaluation, user: User, kind: DatasetKind = DatasetKind.EVENT_LOG) -> Dataset:
    """The next dataset, without a version."""
    return Dataset.objects.create(
        evaluation=evaluation,
        number=next_number(evaluation.pk, Numbered.DATASET),
        kind=kind,
        title="Ketengegevens (fictief)",
        origin="Regiebureau Waterrijk (fictief)",
        licence="Convenant 2024",
        retain_until=timezone.localdate() + timedelta(days=400),
        created_by=user,
    )


def accepted(dataset: Dataset, user: User, extra: tuple[planted.Event, ...] = ()) -> DatasetVersion:
    """The next version, of the planted log with these events added."""
    return _accepted(dataset, user, lambda folder: steps.write(folder, planted.log(extra).coded))


def accepted_table(dataset: Dataset, user: User, table: pa.Table) -> DatasetVersion:
    """The next version of a dataset of another kind."""
    return _accepted(dataset, user, lambda folder: stored_table.write(folder, table, dataset.kind))


def _accepted(dataset: Dataset, user: User, write: Callable[[Path], object]) -> DatasetVersion:
    version = DatasetVersion(dataset=dataset, number=dataset.versions.count() + 1, made_by=user)
    version.wrapped_key = vault.new_wrapped_key()
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder) / "data")
        version.steps_path, version.data_hash = store.seal_steps(version, Path(folder) / "data")
    version.raw_sha256, version.raw_bytes = secrets.token_hex(32), 1  # what one test destroys is not another's
    version.raw_destroyed_at, version.raw_destroyed_reason = timezone.now(), "accepted"
    version.state, version.accepted_at, version.accepted_by = VersionState.ACCEPTED, timezone.now(), user
    version.save()
    return version


def two_results(user: User, evaluation: Evaluation) -> AnalysisResult:
    """Two results of one question to a new dataset; the second names the first."""
    dataset = accepted(new_dataset(evaluation, user), user).dataset
    first = actions.ask_now(actor=user, dataset=dataset, key="doorlooptijd", parameters={})
    second = actions.ask_again(actor=user, result=first)
    actions.carry_out(second.pk)
    return second
