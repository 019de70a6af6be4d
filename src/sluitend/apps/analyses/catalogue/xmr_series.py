"""The same of a series that comes in as a dataset: one value per period, with or without a denominator."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from pydantic import Field

from sluitend.apps.analyses.kit import behaviour
from sluitend.apps.analyses.kit.analysis import Analysis, Progress, TableInputs
from sluitend.apps.analyses.kit.behaviour import Line
from sluitend.apps.analyses.kit.parameters import Ask, Parameters
from sluitend.apps.analyses.kit.result import Column, Kind, Result
from sluitend.apps.analyses.kit.telling import result
from sluitend.errors import InputError

_ALL = "de reeks"


class SeriesParameters(Parameters):
    """Which groups and periods, and what is aimed at."""

    better: behaviour.Better = behaviour.better()
    target: float | None = behaviour.target()
    new_limits: date | None = behaviour.new_limits()
    only: tuple[str, ...] = Field(
        default=(), json_schema_extra={"ask": Ask.VALUES, "label": "Alleen de groepen", "help": "Zonder keuze: alle."}
    )
    since: date | None = Field(
        default=None, json_schema_extra={"ask": Ask.DAY, "label": "Perioden vanaf", "help": "Hun eerste dag."}
    )
    until: date | None = Field(
        default=None, json_schema_extra={"ask": Ask.DAY, "label": "Perioden tot en met", "help": "Hun eerste dag."}
    )
    last_day: None = None  # a series has no cases that are followed


def run(inputs: TableInputs, params: SeriesParameters, progress: Progress) -> Result:
    """Every group as a series of its own; divided where there are denominators."""
    rows = inputs.table.to_pylist()
    kind = _kind(rows)
    lines = list(_lines(rows, kind))
    if not lines:
        raise InputError("analyses.too_few_periods")
    progress(50)
    value = Column("value", "waarde", kind)
    return result(behaviour.tables(lines, params, value), _size(rows, kind), behaviour.tell, params)


def _kind(rows: list[dict[str, Any]]) -> Kind:
    """Shares where every value is part of its denominator, counts where all are whole, else numbers."""
    if all(row["denominator"] is not None for row in rows):
        return Kind.SHARE if all(0 <= row["value"] <= row["denominator"] for row in rows) else Kind.NUMBER
    whole = all(row["denominator"] is None and _whole(row["value"]) is not None for row in rows)
    return Kind.COUNT if whole else Kind.NUMBER


def _size(rows: list[dict[str, Any]], kind: Kind) -> int:
    """Of how many it is; of numbers that count nothing: how many numbers."""
    counted = [row["value"] if kind is Kind.COUNT else row["denominator"] for row in rows]
    return len(rows) if None in counted else int(sum(counted))


def _lines(rows: list[dict[str, Any]], kind: Kind) -> Iterator[Line]:
    """Of each group the stretch after its last missing period."""
    for group in dict.fromkeys(row["group"] for row in rows):
        own = [row for row in rows if row["group"] == group]
        gaps = [at for at in range(1, len(own)) if own[at]["ordinal"] != own[at - 1]["ordinal"] + 1]
        after = gaps[-1] if gaps else 0
        kept = own[after:]
        if len(kept) > 1:
            values = tuple(row["value"] / (row["denominator"] or 1) for row in kept)
            basis = tuple(_whole(row["denominator"]) for row in kept)
            parts = tuple(_whole(row["value"]) for row in kept) if kind is Kind.SHARE else None
            yield Line(group or _ALL, tuple(row["first"] for row in kept), values, basis, parts, after)


def _whole(value: float | None) -> int | None:
    """A count from 0 on; None for what is none."""
    return int(value) if value is not None and value >= 0 and value == int(value) else None


ANALYSIS = Analysis(
    key="procesgrafiek-reeks",
    title="Wat is er veranderd, in een reeks",
    question="Welke perioden van een aangeleverde reeks wijken meer af dan de reeks uit zichzelf doet?",
    parameters=SeriesParameters,
    run=run,
    engines=("sluitend.engines.learning.spc",),
    data="series",
    order=53,
    tell=behaviour.tell,
    guards=behaviour.GUARDS,
)
