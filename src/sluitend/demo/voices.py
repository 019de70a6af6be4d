"""What the final measurement of the demo asks of its coded texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sluitend.apps.analyses import actions, discovery, queries
from sluitend.apps.analyses.models import AnalysisResult
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.errors import InputError

Entry = dict[str, Any]
_CHANGED = {"analyses.no_codings", "analyses.not_in_data"}  # somebody has another codebook or other topics by now


def answered(actor: User, evaluation: Evaluation, asked: Mapping[str, Entry]) -> Iterator[tuple[str, AnalysisResult]]:
    """Every question with its result; without those that cannot be asked any more, since the example was changed.

    What a former attempt asked stays; raises InputError("analyses.failed").
    """
    for key, entry in asked.items():
        try:
            yield key, _answer(actor, evaluation, entry)
        except InputError as error:
            if error.code not in _CHANGED:
                raise


def _answer(actor: User, evaluation: Evaluation, entry: Entry) -> AnalysisResult:
    row = asked_before(actor, evaluation, entry, version=None)
    if row is None:
        return actions.ask_codings_now(
            actor=actor, evaluation=evaluation, key=entry["analysis"], parameters=entry["parameters"]
        )
    return finished(actor, row)


def asked_before(actor: User, evaluation: Evaluation, entry: Entry, **of: Any) -> AnalysisResult | None:
    """The result of a former attempt. What is open here may have been filled in when it was asked."""
    model = discovery.analysis(entry["analysis"]).parameters
    given = model.model_validate(entry["parameters"]).model_dump(mode="json", exclude_none=True)
    mine = queries.results_for(actor, evaluation).filter(analysis=entry["analysis"], asked_by=actor, **of)
    return next((row for row in mine if given == {name: row.parameters.get(name) for name in given}), None)


def finished(actor: User, row: AnalysisResult) -> AnalysisResult:
    """Computed, if the attempt that asked it did not come so far."""
    actions.carry_out(row.pk)
    return queries.result_for(actor, row.evaluation, row.number)
