"""Results of analyses for the tests of this room; nothing has to be computed for most of them (all fictitious)."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from sluitend.apps.analyses import actions as analyses
from sluitend.apps.analyses import discovery
from sluitend.apps.analyses.models import AnalysisResult, ResultState
from sluitend.apps.datasets.models import Dataset, DatasetVersion, VersionState
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.numbers import Numbered, next_number
from sluitend.apps.people.models import User
from tests.analyses.near import accepted, new_dataset
from tests.analyses.planted import NOBODY, WAITING

WAITS, NOBODYS = "wachten", "zonder-regiehouder"


def version_of(evaluation: Evaluation, user: User) -> DatasetVersion:
    """An accepted version of a new dataset, of which nobody reads the steps."""
    now, dataset = timezone.now(), new_dataset(evaluation, user)
    return DatasetVersion.objects.create(
        dataset=dataset,
        number=1,
        state=VersionState.ACCEPTED,
        wrapped_key=b"key",
        raw_sha256="0" * 64,
        raw_bytes=1,
        raw_destroyed_at=now,
        raw_destroyed_reason="accepted",
        steps_path=f"nowhere/{dataset.pk}",
        data_hash="1" * 64,
        made_by=user,
        accepted_at=now,
        accepted_by=user,
    )


def result_of(version: DatasetVersion, user: User, key: str = WAITS, **fields: Any) -> AnalysisResult:
    """A finished result that says nothing: for what does not read it."""
    evaluation = version.dataset.evaluation
    done = {
        "state": ResultState.DONE,
        "done_at": timezone.now(),
        "wrapped_key": b"key",
        "sealed_content": b"sealed",
        "content_sha256": "2" * 64,
        "data_hash": version.data_hash,
        "code_version": discovery.analysis(key).code_version,
        "n": 40,
    }
    return AnalysisResult.objects.create(
        evaluation=evaluation,
        number=next_number(evaluation.pk, Numbered.RESULT),
        version=version,
        analysis=key,
        asked_by=user,
        **{**done, **fields},
    )


def planted_dataset(evaluation: Evaluation, user: User) -> Dataset:
    """With an accepted version of the planted log."""
    return accepted(new_dataset(evaluation, user), user).dataset


def computed(dataset: Dataset, user: User, key: str = WAITS) -> AnalysisResult:
    """What an analysis really says of the planted log."""
    asked: dict[str, dict[str, Any]] = {WAITS: dict(WAITING), NOBODYS: dict(NOBODY)}
    return analyses.ask_now(actor=user, dataset=dataset, key=key, parameters=asked[key])
