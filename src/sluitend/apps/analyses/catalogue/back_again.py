"""Who comes back after leaving, when not all have been followed that long."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from math import ceil
from typing import Literal, Self

from pydantic import model_validator

from sluitend.apps.analyses.kit import charts, words
from sluitend.apps.analyses.kit.analysis import Analysis, Inputs, Progress
from sluitend.apps.analyses.kit.parameters import Parameters, activities, attribute, choice, day, number
from sluitend.apps.analyses.kit.result import Chart, Column, Kind, Result, Table
from sluitend.apps.analyses.kit.tables import table
from sluitend.engines.chain import CLOSING, Leaving, Returns
from sluitend.engines.chain.returning import RETURN_DAYS, Returned
from sluitend.errors import InputError

_MONTHS = dict(zip(RETURN_DAYS, ("3 maanden", "6 maanden", "12 maanden"), strict=True))
_COHORTS = {"none": "niet", "attribute": "per kenmerk (kies het hieronder)", "closing": "per manier van sluiten"}
_POINTS = 60  # of a line, at most
_TOLD = 6  # cohorts that get a sentence each


class ReturnParameters(Parameters):
    """When somebody has left, whose cases are whose, and how leavings are compared."""

    closes: tuple[str, ...] = activities("Een casus sluit met", required=True)
    opens: tuple[str, ...] = activities("Een casus opent met", "Zonder keuze: alleen met zijn eerste gebeurtenis.")
    final: tuple[str, ...] = activities("Na deze sluiting is terugkeer niet mogelijk", "Bijvoorbeeld: overlijden.")
    per: str = attribute("Van wie een casus is", "Een kind of gezin. Zonder keuze staat elke casus op zichzelf.")
    continued: int = number(
        "Zoveel dagen later is nog niet weg", "Wie dan al terug is, is niet weg geweest.", default=1
    )
    compare: Literal["none", "attribute", "closing"] = choice("Vergelijk", _COHORTS, default="none")
    by: str = attribute("Kenmerk om te vergelijken", "Van de casus die het laatst sloot.")
    split: date | None = day("Vergelijk vóór en vanaf", "De dag van vertrek.")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.split and self.compare != "none":
            raise InputError("analyses.by_or_split", where="split")
        return self


def run(inputs: Inputs, params: ReturnParameters, progress: Progress) -> Result:
    """Kaplan and Meier for each cohort of leavings."""
    leaving = Leaving(params.closes, params.opens, params.final, params.per or None, int(params.continued))
    by = {"closing": CLOSING, "attribute": params.by or None}.get(params.compare)
    found = inputs.log.returns(leaving, until=inputs.until, by=by, split=params.split)
    progress(60)
    named = [
        (words.cohort(one.name, by or "", params.split, "vertrokken", "alle vertrekken"), one) for one in found.cohorts
    ]
    curve = _curve(named)
    return Result(
        tables=(_cohorts(named), curve),
        charts=(_chart(curve, named),) if curve.rows else (),
        sentences=tuple(_sentences(named, found)),
        caveats=tuple(_caveats(found, params)),
        n=inputs.log.summary().cases,
    )


Named = list[tuple[str, Returned]]


def _cohorts(named: Named) -> Table:
    columns = [Column("cohort", "groep"), Column("leavings", "vertrekken", Kind.COUNT)]
    columns += [Column("returned", "teruggekomen", Kind.COUNT), Column("final", "terugkeer niet mogelijk", Kind.COUNT)]
    for days, months in _MONTHS.items():
        columns += [Column(f"share_{days}", f"terug binnen {months}", Kind.SHARE)]
        columns += [Column(f"low_{days}", "ondergrens", Kind.SHARE), Column(f"high_{days}", "bovengrens", Kind.SHARE)]
        columns += [Column(f"known_{days}", "hiervan bekend", Kind.COUNT)]
    rows = []
    for name, one in named:
        cells: list[object] = [name, one.leavings, one.returned, one.final]
        for part in one.within:
            cells += [part.share.value, part.share.low, part.share.high, part.known]
        rows.append(cells)
    return table("cohorts", "Terugkeer per groep", columns, rows, by=("cohort",))


def _curve(named: Named) -> Table:
    """The largest groups, at regular moments up to a year."""
    largest = sorted(named, key=lambda pair: -pair[1].leavings)[: charts.MOST_LINES]
    shown = [pair for pair in named if pair in largest]
    step = ceil(max(_MONTHS) / _POINTS)
    columns = [Column("cohort", "groep"), Column("time", "dagen na vertrek", Kind.NUMBER)]
    columns += [Column("returned", "deel dat terug is", Kind.SHARE), Column("low", "ondergrens", Kind.SHARE)]
    columns += [Column("high", "bovengrens", Kind.SHARE)]
    rows = [row for name, one in shown for row in _points(name, one, step)]
    return Table("curve", "Terugkeer in het eerste jaar", tuple(columns), tuple(rows), ("cohort", "time"))


def _points(name: str, one: Returned, step: int) -> Iterator[tuple[str, int, float, float | None, float | None]]:
    for time in range(0, max(_MONTHS) + step, step):
        found = one.curve.reached_by(time)
        if found.value is None:
            return
        yield name, time, found.value, found.low, found.high


def _chart(curve: Table, named: Named) -> Chart:
    told = "; ".join(f"{name}: {words.share(one.within[-1].share.value)}" for name, one in named[:_TOLD])
    text = f"Lijnen van het deel dat terug is, met hun interval. Binnen 12 maanden: {told}."
    return charts.lines(
        curve, title="Deel dat terug is", text=text, x="time", y="returned", group="cohort", low="low", high="high"
    )


def _sentences(named: Named, found: Returns) -> Iterator[str]:
    for name, one in named[:_TOLD]:
        yield (
            f"{name[:1].upper()}{name[1:]}: van {words.count(one.leavings)} vertrekken volgde er bij "
            f"{words.count(one.returned)} een terugkeer."
        )
        for part, months in zip(one.within, _MONTHS.values(), strict=True):
            if part.share.value is not None:
                share = words.share(part.share.value)
                yield f"Terug binnen {months}: {share} {words.interval(part.share, words.share)}."
    if len(named) > _TOLD:
        yield f"De tabel heeft alle {len(named)} groepen."
    test = found.log_rank
    if test is not None and test.p is not None:
        chance = "p kleiner dan 0,001" if test.p < 0.001 else f"p = {words.number(test.p, 3)}"
        differs = "De groepen komen niet even snel terug" if test.p < 0.05 else "Het verschil kan toeval zijn"
        yield f"{differs} (log-ranktoets: {chance})."


def _caveats(found: Returns, params: ReturnParameters) -> Iterator[str]:
    yield "Wie uit beeld raakt, bijvoorbeeld door een verhuizing, lijkt niet terug te komen."
    yield "Wie nog niet zo lang geleden vertrok, telt mee tot de laatste dag die is bekeken."
    if params.per:
        yield "Eén kind of gezin kan vaker vertrekken; het interval is dan iets te smal."
    else:
        yield "Elke casus staat op zichzelf: een nieuwe casus van hetzelfde kind telt niet als terugkeer."
    if found.not_placed:
        yield f"Van {words.cases(found.not_placed)} is niet bekend van wie zij zijn; die tellen niet mee."


ANALYSIS = Analysis(
    key="terug",
    title="Terug na vertrek",
    question="Hoeveel komen er binnen 3, 6 en 12 maanden na het sluiten terug?",
    parameters=ReturnParameters,
    run=run,
    order=45,
)
