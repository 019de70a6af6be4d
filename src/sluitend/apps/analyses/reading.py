"""What an analysis works with: the data of a result, unsealed for as long as it takes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from typing import Any

from sluitend.apps.analyses import coded
from sluitend.apps.analyses.kit.analysis import (
    Analysis,
    CodedInputs,
    Inputs,
    TableInputs,
    checked,
    inputs_of,
    table_inputs_of,
)
from sluitend.apps.analyses.kit.vocabulary import vocabulary_of, vocabulary_of_series
from sluitend.apps.datasets.models import DatasetKind, DatasetVersion
from sluitend.apps.datasets.queries import opened, opened_table
from sluitend.apps.design.models import Evaluation

Given = Mapping[str, Any]


def hash_of(data: str | None, beside: str | None) -> str | None:
    """One hash of the data of a result: of both versions where it rests on two; None when one of them is gone."""
    if beside is None or data is None:
        return data
    return hashlib.sha256(f"{data}\0{beside}".encode()).hexdigest()


@contextmanager
def inputs_for(
    analysis: Analysis,
    version: DatasetVersion,
    beside: DatasetVersion | None,
    given: Given,
    opened_now: Callable[[], None] = lambda: None,
) -> Iterator[tuple[Inputs | TableInputs, Any]]:
    """The inputs, and the parameters held against them; `opened_now` is called once they are unsealed.

    Raises ValueError when data were destroyed, InputError of `kit.analysis`.
    """
    if analysis.data != DatasetKind.EVENT_LOG:
        with opened_table(version) as table:
            opened_now()
            known = vocabulary_of_series(table)
            parameters = checked(analysis, given, known)
            yield table_inputs_of(table, known, parameters), parameters
        return
    with opened(version) as log, opened_table(beside) if beside else nullcontext() as other:
        opened_now()
        known = vocabulary_of(log)
        parameters = checked(analysis, given, known)
        yield inputs_of(log, known, parameters, other), parameters


def coded_inputs_for(analysis: Analysis, evaluation: Evaluation, given: Given) -> tuple[CodedInputs, Any]:
    """The same of coded texts. Raises InputError("analyses.no_codings") and of `kit.analysis`."""
    inputs = coded.inputs_of(evaluation)
    return inputs, checked(analysis, given, inputs.vocabulary)
