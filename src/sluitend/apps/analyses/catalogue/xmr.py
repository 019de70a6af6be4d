"""Which months differ more than the log does by itself: a process behaviour chart of a monthly figure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Literal, Self

from pydantic import model_validator

from sluitend.apps.analyses.kit import behaviour
from sluitend.apps.analyses.kit.analysis import Analysis, Inputs, Progress
from sluitend.apps.analyses.kit.behaviour import Line
from sluitend.apps.analyses.kit.parameters import Parameters, activities, attribute, choice, day
from sluitend.apps.analyses.kit.result import Column, Kind, Result
from sluitend.apps.analyses.kit.stock import OPENS, check_apart, group_name, since_day
from sluitend.apps.analyses.kit.telling import result
from sluitend.engines.chain import Open, Per
from sluitend.errors import InputError

_FIGURES = {
    "inflow": "instroom",
    "outflow": "uitstroom",
    "stock": "open aan het eind",
    "median_age": "mediaan van de dagen open",
}
_PER = {"week": "week", "month": "maand", "quarter": "kwartaal"}


class XmrParameters(Parameters):
    """Which figure, and over which days."""

    figure: Literal["inflow", "outflow", "stock", "median_age"] = choice("Het cijfer", _FIGURES, default="inflow")
    opens: tuple[str, ...] = activities(OPENS, "Zonder keuze: met de eerste gebeurtenis.")
    closes: tuple[str, ...] = activities("Een casus sluit met", required=True)
    per: Literal["week", "month", "quarter"] = choice("Per", _PER, "Alleen hele perioden.", default="month")
    first_day: date | None = day("Geteld vanaf", "Zonder keuze: de eerste dag van het logboek.")
    by: str = attribute("Een grafiek per", "De eerste vier groepen krijgen er een.")
    better: behaviour.Better = behaviour.better()
    target: float | None = behaviour.target()
    new_limits: date | None = behaviour.new_limits()

    @model_validator(mode="after")
    def _apart(self) -> Self:
        check_apart(self.opens, self.closes)
        return self


def run(inputs: Inputs, params: XmrParameters, progress: Progress) -> Result:
    """A series of whole periods for every group, with what stands out in it."""
    per = Per(params.per)
    found = inputs.log.flow(
        Open(closes=params.closes, opens=params.opens), since=since_day(params.first_day, inputs, per),
        until=inputs.until, per=per, by=params.by or None,
    )  # fmt: skip
    progress(70)
    lines = list(_lines(found.periods.to_pylist(), params))
    if not lines:
        raise InputError("analyses.too_few_periods")
    kind = Kind.NUMBER if params.figure == "median_age" else Kind.COUNT
    value = Column("value", _FIGURES[params.figure], kind)
    return result(behaviour.tables(lines, params, value), inputs.log.summary().cases, behaviour.tell, params)


def _lines(rows: list[dict[str, Any]], params: XmrParameters) -> Iterator[Line]:
    """Without the periods that were cut off at the edges; of a figure with gaps the stretch after the last one."""
    groups = list(dict.fromkeys(row["group"] for row in rows))
    for group in groups:
        own = [row for row in rows if row["group"] == group and _is_whole(row, params.per)]
        after = next((len(own) - at for at, row in enumerate(reversed(own)) if row[params.figure] is None), 0)
        kept = own[after:]
        if len(kept) > 1:
            basis = [row["stock"] if params.figure == "median_age" else None for row in kept]
            firsts = tuple(row["first"] for row in kept)
            values = tuple(float(row[params.figure]) for row in kept)
            yield Line(group_name(group, groups), firsts, values, tuple(basis), left_out=after)


def _is_whole(row: dict[str, Any], per: str) -> bool:
    first, after = row["first"], row["last"] + timedelta(days=1)
    if per == "week":
        return bool(first.weekday() == 0 and after.weekday() == 0)
    months = 1 if per == "month" else 3
    return bool(
        first.day == 1 and after.day == 1 and (after.year - first.year) * 12 + after.month - first.month == months
    )


ANALYSIS = Analysis(
    key="procesgrafiek",
    title="Wat is er veranderd, per maand",
    question="In welke maanden wijken instroom, uitstroom of voorraad meer af dan het proces uit zichzelf doet?",
    parameters=XmrParameters,
    run=run,
    engines=("sluitend.engines.chain", "sluitend.engines.learning.spc"),
    order=52,
    tell=behaviour.tell,
    guards=behaviour.GUARDS,
)
