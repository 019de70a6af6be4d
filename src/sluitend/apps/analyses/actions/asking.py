"""Asking: somebody chooses an analysis, a dataset and parameters; the worker does it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from sluitend.apps.analyses import discovery, vocabularies
from sluitend.apps.analyses.kit.analysis import checked
from sluitend.apps.analyses.models import AnalysisResult
from sluitend.apps.datasets.models import Dataset, DatasetVersion
from sluitend.apps.datasets.queries import current_version
from sluitend.apps.design.access import require
from sluitend.apps.design.numbers import Numbered, next_number
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError
from sluitend.work import runs
from sluitend.work.models import Run


def ask(
    *,
    actor: User,
    dataset: Dataset,
    key: str,
    parameters: Mapping[str, Any],
    predecessor: AnalysisResult | None = None,
) -> AnalysisResult:
    """Ask the worker for an analysis of the newest accepted version. The result has its number from now on.

    `parameters` are as JSON has them. Raises NotFound, NotAllowed, InputError("analyses.unknown" |
    "analyses.no_version") and what `kit.analysis.checked` raises.
    """
    require(actor, dataset.evaluation_id, Action.RUN_ANALYSES)
    version = current_version(dataset)
    if version is None:
        raise InputError("analyses.no_version", number=dataset.number)
    chosen = checked(discovery.analysis(key), parameters, vocabularies.of(version)).model_dump(mode="json")
    with transaction.atomic():
        row = _row(actor, version, key, chosen, predecessor)
        run = runs.start(
            "analyses.run", {"result_id": row.pk}, evaluation_id=dataset.evaluation_id, requested_by_id=actor.pk
        )
        row.run_id = str(run.pk)
        row.save(update_fields=["run_id"])
        record(actor, "analyses.asked", row, evaluation=dataset.evaluation_id, analysis=key, dataset=dataset.number)
    return row


def _row(
    actor: User,
    version: DatasetVersion,
    key: str,
    parameters: dict[str, Any],
    predecessor: AnalysisResult | None,
) -> AnalysisResult:
    evaluation_id = version.dataset.evaluation_id
    return AnalysisResult.objects.create(
        evaluation_id=evaluation_id,
        number=next_number(evaluation_id, Numbered.RESULT),
        version=version,
        predecessor=predecessor,
        analysis=key,
        parameters=parameters,
        data_hash=version.data_hash,
        asked_by=actor,
    )


def ask_again(*, actor: User, result: AnalysisResult) -> AnalysisResult:
    """The same question of the newest version, with today's code: a new result, that names the earlier one.

    Raises what `ask` raises; InputError("analyses.destroyed") when the parameters went with the data.
    """
    if result.destroyed_at is not None:
        raise InputError("analyses.destroyed", number=result.number)
    dataset = result.version.dataset
    return ask(actor=actor, dataset=dataset, key=result.analysis, parameters=result.parameters, predecessor=result)


def ask_now(*, actor: User, dataset: Dataset, key: str, parameters: Mapping[str, Any]) -> AnalysisResult:
    """Ask, and do it in this process: for the command line.

    Raises what `ask` raises, and InputError("analyses.failed") when it did not come to an end.
    """
    row = ask(actor=actor, dataset=dataset, key=key, parameters=parameters)
    run = runs.run_now(Run.objects.get(pk=int(row.run_id)))
    row.refresh_from_db()
    if not row.is_done:
        code = run.message if run.message.startswith("analyses.") else "analyses.failed"
        raise InputError(code, **{**run.message_data, "run": run.pk})
    return row


def stop(*, actor: User, result: AnalysisResult) -> None:
    """Stop computing, at once or at the next step. Raises NotFound, NotAllowed."""
    require(actor, result.evaluation_id, Action.RUN_ANALYSES)
    with transaction.atomic():
        run = Run.objects.filter(pk=int(result.run_id)).first()
        if run is not None and not run.is_finished:
            runs.cancel(run)
            record(actor, "analyses.stopped", result, evaluation=result.evaluation_id)
