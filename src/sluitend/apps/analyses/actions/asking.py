"""Asking: somebody chooses an analysis, a dataset and parameters; the worker does it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from sluitend.apps.analyses import coded, discovery, norm_table, vocabularies
from sluitend.apps.analyses.kit.analysis import Analysis, checked
from sluitend.apps.analyses.kit.norms import filled_in
from sluitend.apps.analyses.kit.parameters import beside, names_norm
from sluitend.apps.analyses.models import AnalysisResult
from sluitend.apps.analyses.reading import hash_of
from sluitend.apps.datasets.grounds import refuse_key_holder
from sluitend.apps.datasets.models import Dataset, DatasetVersion, VersionState
from sluitend.apps.datasets.queries import current_version, ready
from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation
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
    "analyses.no_version" | "analyses.other_kind" | "datasets.key_holder" | "analyses.no_beside") and
    what `kit.norms.filled_in` and `kit.analysis.checked` raise.
    """
    require(actor, dataset.evaluation_id, Action.RUN_ANALYSES)
    refuse_key_holder(actor, dataset.evaluation_id)
    version = current_version(dataset)
    if version is None:
        raise InputError("analyses.no_version", number=dataset.number)
    analysis = discovery.analysis(key)
    if analysis.data != dataset.kind:
        raise InputError("analyses.other_kind", number=dataset.number)
    given = _with_norm(analysis, dataset, parameters)
    chosen = checked(analysis, given, vocabularies.of(version)).model_dump(mode="json")
    other = _beside(analysis, dataset, chosen)
    with transaction.atomic():
        _hold(version, other)
        row = _row(actor, (version, other), key, chosen, predecessor)
        _start(row)
        record(actor, "analyses.asked", row, evaluation=dataset.evaluation_id, analysis=key, dataset=dataset.number)
    return row


def ask_codings(
    *,
    actor: User,
    evaluation: Evaluation,
    key: str,
    parameters: Mapping[str, Any],
    predecessor: AnalysisResult | None = None,
) -> AnalysisResult:
    """The same of what was coded in the texts of an evaluation.

    Raises NotFound, NotAllowed, InputError("analyses.unknown" | "analyses.needs_dataset" | "analyses.no_codings") and
    what `kit.analysis.checked` raises.
    """
    require(actor, evaluation.pk, Action.RUN_ANALYSES)
    require(actor, evaluation.pk, Action.VIEW_CODING)
    analysis = discovery.analysis(key)
    if not analysis.asks_codings:
        raise InputError("analyses.needs_dataset")
    known, numbers = coded.outline(evaluation)
    chosen = checked(analysis, parameters, known)
    data_hash = coded.hash_now(evaluation)
    with transaction.atomic():
        row = AnalysisResult.objects.create(
            evaluation=evaluation,
            number=next_number(evaluation.pk, Numbered.RESULT),
            predecessor=predecessor,
            analysis=key,
            parameters=chosen.model_dump(mode="json"),
            data_hash=data_hash,
            asked_by=actor,
        )
        row.sources.set(coded.sources_of(evaluation, numbers))
        _start(row)
        record(actor, "analyses.asked", row, evaluation=evaluation.pk, analysis=key)
    return row


def _start(row: AnalysisResult) -> None:
    """Let the worker do it."""
    run = runs.start(
        "analyses.run", {"result_id": row.pk}, evaluation_id=row.evaluation_id, requested_by_id=row.asked_by_id
    )
    row.run_id = str(run.pk)
    row.save(update_fields=["run_id"])


def _with_norm(analysis: Analysis, dataset: Dataset, parameters: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the table of norms says now goes along, so that a result tells by which norm it judged."""
    if not names_norm(analysis.parameters):
        return parameters
    return filled_in(norm_table.texts(dataset.evaluation_id), parameters)


def _beside(analysis: Analysis, dataset: Dataset, chosen: dict[str, Any]) -> DatasetVersion | None:
    """The newest accepted version of the other dataset that is asked; its number is written as "D4" from now on."""
    name, kind = beside(analysis.parameters)
    if not name:
        return None
    number = int(str(chosen[name]).removeprefix("D"))
    other = ready(kind).filter(evaluation=dataset.evaluation_id, number=number).first()
    version = None if other is None else current_version(other)
    if version is None:
        raise InputError("analyses.no_beside", where=name, number=number)
    chosen[name] = str(version.dataset)
    return version


def _hold(version: DatasetVersion, other: DatasetVersion | None) -> None:
    """Until the question is written down their data are not destroyed: results go with the data that they are of.

    Raises InputError("analyses.no_version").
    """
    asked = {one.pk: one.dataset.number for one in (version, other) if one is not None}
    rows = DatasetVersion.objects.select_for_update().filter(pk__in=asked).order_by("pk")
    for pk, state in rows.values_list("pk", "state"):
        if state != VersionState.ACCEPTED:
            raise InputError("analyses.no_version", number=asked[pk])


def _row(
    actor: User,
    of: tuple[DatasetVersion, DatasetVersion | None],
    key: str,
    parameters: dict[str, Any],
    predecessor: AnalysisResult | None,
) -> AnalysisResult:
    version, other = of
    evaluation_id = version.dataset.evaluation_id
    return AnalysisResult.objects.create(
        evaluation_id=evaluation_id,
        number=next_number(evaluation_id, Numbered.RESULT),
        version=version,
        beside=other,
        predecessor=predecessor,
        analysis=key,
        parameters=parameters,
        data_hash=hash_of(version.data_hash, None if other is None else other.data_hash) or "",
        asked_by=actor,
    )


def ask_again(*, actor: User, result: AnalysisResult) -> AnalysisResult:
    """The same question of the newest version, with today's code: a new result, that names the earlier one.

    Raises what `ask` and `ask_codings` raise; InputError("analyses.destroyed") when the parameters went with the data.
    """
    again: dict[str, Any] = {"key": result.analysis, "parameters": result.parameters, "predecessor": result}
    if result.version is None:
        return ask_codings(actor=actor, evaluation=result.evaluation, **again)
    if result.destroyed_at is not None:
        raise InputError("analyses.destroyed", number=result.number)
    return ask(actor=actor, dataset=result.version.dataset, **again)


def ask_now(*, actor: User, dataset: Dataset, key: str, parameters: Mapping[str, Any]) -> AnalysisResult:
    """Ask, and do it in this process: for the command line.

    Raises what `ask` raises, and InputError("analyses.failed") when it did not come to an end.
    """
    return _done(ask(actor=actor, dataset=dataset, key=key, parameters=parameters))


def ask_codings_now(*, actor: User, evaluation: Evaluation, key: str, parameters: Mapping[str, Any]) -> AnalysisResult:
    """The same of coded texts."""
    return _done(ask_codings(actor=actor, evaluation=evaluation, key=key, parameters=parameters))


def _done(row: AnalysisResult) -> AnalysisResult:
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
