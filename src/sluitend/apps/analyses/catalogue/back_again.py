"""Who comes back after leaving, when not all have been followed that long."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from math import ceil
from typing import Literal, Self

from pydantic import model_validator

from sluitend.apps.analyses.kit import charts, curves, words
from sluitend.apps.analyses.kit.analysis import Analysis, Inputs, Progress
from sluitend.apps.analyses.kit.guards import Beside, Counts, Guard, Steps
from sluitend.apps.analyses.kit.parameters import Parameters, activities, attribute, choice, day, number
from sluitend.apps.analyses.kit.parts import LEAST
from sluitend.apps.analyses.kit.result import Chart, Column, Kind, Result, Table
from sluitend.apps.analyses.kit.tables import apart, table
from sluitend.apps.analyses.kit.telling import Given, Row, Telling, result, telling
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
    per: str = attribute("Van wie een casus is", "Een kind of gezin.", none="Elke casus staat op zichzelf")
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
    names = [one.name for one in found.cohorts]
    named = [
        (words.cohort(one.name, by or "", params.split, "vertrokken", "alle vertrekken", names), one)
        for one in found.cohorts
    ]
    tables = (_cohorts(named), _curve(named), _test(found), apart(found.not_placed))
    return result(tables, inputs.log.summary().cases, tell, params)


def tell(given: Given, params: ReturnParameters) -> Telling:
    """What the tables say."""
    return telling([_chart(given)], _sentences(given), _caveats(given, params))


Named = list[tuple[str, Returned]]


def _cohorts(named: Named) -> Table:
    columns = [Column("cohort", "groep"), Column("leavings", "vertrekken", Kind.COUNT)]
    columns += [Column("returned", "teruggekomen", Kind.COUNT), Column("final", "terugkeer niet mogelijk", Kind.COUNT)]
    columns += [Column("away", "niet teruggezien", Kind.COUNT)]
    for days, months in _MONTHS.items():
        columns += [Column(f"share_{days}", f"terug binnen {months}", Kind.SHARE)]
        columns += [Column(f"low_{days}", "ondergrens", Kind.SHARE), Column(f"high_{days}", "bovengrens", Kind.SHARE)]
        columns += [Column(f"known_{days}", "hiervan bekend", Kind.COUNT)]
        columns += [Column(f"kept_{days}", "en terug", Kind.COUNT)]
    rows = []
    for name, one in named:
        cells: list[object] = [name, one.leavings, one.returned, one.final]
        cells.append(one.leavings - one.returned - one.final)
        for part in one.within:
            cells += [part.share.value, part.share.low, part.share.high, part.known, part.kept]
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
    columns += [Column("so_far", "dan terug", Kind.COUNT), Column("at_risk", "wordt dan nog gevolgd", Kind.COUNT)]
    moments = sorted({*range(0, max(_MONTHS) + step, step), *_MONTHS})
    rows = (row for name, one in shown for row in _points(name, one, moments))
    return table("curve", "Terugkeer in het eerste jaar", columns, rows, ("cohort", "time"))


def _points(name: str, one: Returned, moments: list[int]) -> Iterator[list[object]]:
    for time in moments:
        found = one.curve.reached_by(time)
        if found.value is None:
            return
        yield [name, time, found.value, found.low, found.high, *curves.counts_at(one.curve, time)]


def _test(found: Returns) -> Table:
    """Whether the groups return equally soon; no row of a single group."""
    columns = [Column("test", "toets"), Column("p", "p", Kind.CHANCE)]
    test = found.log_rank
    rows = [] if test is None or test.p is None else [("log-ranktoets", test.p)]
    return table("test", "Verschil tussen de groepen", columns, rows, by=("test",))


def _chart(given: Given) -> Chart | None:
    if not given.rows("curve"):
        return None
    year = f"share_{max(_MONTHS)}"
    told = "; ".join(
        f"{row['cohort']}: {words.share(row[year])}"
        for row in given.rows("cohorts")[:_TOLD]
        if row[year] is not None or not given.outside
    )
    within = f" Binnen 12 maanden: {told}." if told else ""
    text = f"Lijnen van het deel dat terug is, met hun interval.{within}"
    return charts.lines(
        given.tables["curve"], title="Deel dat terug is", text=text,
        x="time", y="returned", group="cohort", low="low", high="high",
    )  # fmt: skip


def _sentences(given: Given) -> Iterator[str]:
    groups = given.rows("cohorts")
    for row in groups[:_TOLD]:
        number = row["leavings"]
        yield (
            f"{words.first_upper(row['cohort'])}: van {words.count(number)} "
            f"{words.verb(number, 'vertrek', 'vertrekken')} volgde er bij {words.count(row['returned'])} een terugkeer."
        )
        for days, months in _MONTHS.items():
            if row[f"share_{days}"] is not None:
                between = words.between(row[f"low_{days}"], row[f"high_{days}"], words.share)
                yield f"Terug binnen {months}: {words.share(row[f'share_{days}'])} {between}."
    if len(groups) > _TOLD:
        yield f"De tabel heeft alle {len(groups)} groepen."
    for row in given.rows("test"):
        differs = "De groepen komen niet even snel terug" if row["p"] < 0.05 else "Het verschil kan toeval zijn"
        yield f"{differs} (log-ranktoets: {words.chance(row['p'])})."


def _caveats(given: Given, params: ReturnParameters) -> Iterator[str]:
    yield "Wie uit beeld raakt, bijvoorbeeld door een verhuizing, lijkt niet terug te komen."
    yield "Wie nog niet zo lang geleden vertrok, telt mee tot de laatste dag die is bekeken."
    if params.per:
        yield "Eén kind of gezin kan vaker vertrekken; het interval is dan iets te smal."
        if params.chooses:
            yield (
                "Uw keuze van casussen kiest vertrekken: die waarbij de casus die het laatst sloot, in de keuze valt. "
                "Wie terugkomt met een casus buiten de keuze, telt ook als teruggekomen."
            )
    else:
        yield "Elke casus staat op zichzelf: een nieuwe casus van hetzelfde kind telt niet als terugkeer."
    yield from words.not_placed(given.one("apart")["not_placed"])


def _sure(days: int) -> Callable[[Row], bool]:
    """Whether ten at least were back by then, ten later (or nobody), ten in between, and ten stayed away."""

    def told(row: Row) -> bool:
        back = [row[f"kept_{one}"] for one in (*_MONTHS,) if one <= days]
        steps = [one - two for one, two in zip(back, [0, *back], strict=False)]
        later = row["returned"] - back[-1]
        least = min(*steps, back[-1], row[f"known_{days}"] - back[-1])
        return bool(least >= LEAST and (not later or later >= LEAST))

    return told


def _at_horizon(moment: Row, about: Row) -> bool:
    return moment["time"] in _MONTHS and about[f"share_{moment['time']}"] is not None


_SHARES = {f"{part}_{days}": days for days in _MONTHS for part in ("share", "low", "high")}
_GUARDS: dict[str, Guard] = {
    "cohorts": Counts(
        by=("cohort",),
        wholes={"leavings": ("returned", "final", "away")},
        values=dict.fromkeys(_SHARES, ("leavings", "returned")),
        enough={key: _sure(days) for key, days in _SHARES.items()},
    ),
    "curve": Steps(
        "cohort", "time", "so_far", "at_risk", ("returned", "low", "high"), ("cohorts", ("returned",)), _at_horizon
    ),
    "test": Beside("cohorts", ("returned",), ("p",), by=("test",)),
}


ANALYSIS = Analysis(
    key="terug",
    title="Terug na vertrek",
    question="Hoeveel komen er binnen 3, 6 en 12 maanden na het sluiten terug?",
    parameters=ReturnParameters,
    run=run,
    tell=tell,
    guards=_GUARDS,
    order=45,
)
