"""How long cases wait between two milestones, who still waits included."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from math import ceil
from typing import Literal, Self

from pydantic import model_validator

from sluitend.apps.analyses.kit import charts, words
from sluitend.apps.analyses.kit.analysis import Analysis, Inputs, Progress
from sluitend.apps.analyses.kit.parameters import Parameters, activities, attribute, choice, day, flag, number
from sluitend.apps.analyses.kit.result import Chart, Column, Kind, Result, Table
from sluitend.apps.analyses.kit.tables import table
from sluitend.engines.chain import Cohort, Unit, Wait, Waiting, Workdays
from sluitend.engines.chain.survival import Curve
from sluitend.errors import InputError

_UNITS = {"days": "kalenderdagen", "working_days": "werkdagen", "exact": "etmalen met delen"}
_WHICH = {"first": "de eerste keer", "last": "de laatste keer"}
_POINTS = 60  # of a line, at most
_TOLD = 6  # cohorts that get a sentence each


class WaitingParameters(Parameters):
    """From what to what, and how it is counted and compared."""

    start: tuple[str, ...] = activities("Het wachten begint met", required=True)
    end: tuple[str, ...] = activities("Het wachten eindigt met", "Wat vóór het begin kwam, telt niet.", required=True)
    stop: tuple[str, ...] = activities("Het wachten breekt af met", "Bijvoorbeeld: aanvraag ingetrokken.")
    start_at: Literal["first", "last"] = choice("Van het begin telt", _WHICH, default="first")
    end_at: Literal["first", "last"] = choice("Van het einde telt", _WHICH, default="first")
    unit: Literal["days", "working_days", "exact"] = choice("Gerekend in", _UNITS, default="days")
    good_friday: bool = flag("Goede Vrijdag is vrij", "Alleen bij werkdagen.", default=True)
    liberation_day: Literal["1", "5"] = choice(
        "5 mei is vrij", {"1": "elk jaar", "5": "in lustrumjaren"}, "Alleen bij werkdagen.", default="1"
    )
    norm: float | None = number("Norm", "Hoeveel er binnen deze tijd het einde bereikt, in dezelfde eenheid.")
    by: str = attribute("Vergelijk per", "Een kenmerk van de casus, zoals de gemeente.")
    split: date | None = day("Vergelijk vóór en vanaf", "De dag waarop iets veranderde, zoals het begin van een pilot.")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.by and self.split:
            raise InputError("analyses.by_or_split", where="split")
        return self


def run(inputs: Inputs, params: WaitingParameters, progress: Progress) -> Result:
    """Kaplan and Meier for each cohort, and the log-rank test between them."""
    workdays = Workdays(good_friday=params.good_friday, liberation_day_every=int(params.liberation_day))
    wait = Wait(params.start, params.end, params.stop, params.start_at, params.end_at, Unit(params.unit), workdays)
    found = inputs.log.waiting(wait, until=inputs.until, by=params.by or None, split=params.split, norm=params.norm)
    progress(60)
    named = [(words.cohort(one.name, params.by, params.split), one) for one in found.cohorts]
    curve = _curve(named, _UNITS[params.unit])
    return Result(
        tables=(_summary(named, params), curve),
        charts=(_chart(curve, named),) if curve.rows else (),
        sentences=tuple(_sentences(named, found, params)),
        caveats=tuple(_caveats(found, params)),
        n=sum(one.cases for one in found.cohorts),
    )


Named = list[tuple[str, Cohort]]


def _summary(named: Named, params: WaitingParameters) -> Table:
    unit = _UNITS[params.unit]
    columns = [
        Column("cohort", "groep"),
        *(
            Column(key, title, Kind.COUNT)
            for key, title in (
                ("cases", "casussen"), ("reached", "einde bereikt"), ("open", "wacht nog"), ("stopped", "afgebroken"),
                ("no_start", "geen begin"), ("end_before", "einde alleen ervoor"),
            )
        ),
        *(
            Column(key, title, Kind.NUMBER)
            for key, title in (
                ("median", f"mediaan ({unit})"), ("median_low", "mediaan, ondergrens"),
                ("median_high", "mediaan, bovengrens"), ("p90", f"90e percentiel ({unit})"),
                ("p90_low", "90e percentiel, ondergrens"), ("p90_high", "90e percentiel, bovengrens"),
            )
        ),
    ]  # fmt: skip
    if params.norm is not None:
        columns += [Column("within", "binnen de norm", Kind.SHARE), Column("within_low", "ondergrens", Kind.SHARE)]
        columns += [Column("within_high", "bovengrens", Kind.SHARE), Column("kept", "haalde de norm", Kind.COUNT)]
        columns += [Column("known", "hiervan bekend", Kind.COUNT)]
    return table("cohorts", "Wachttijd per groep", columns, (_row(name, one) for name, one in named), by=("cohort",))


def _row(name: str, one: Cohort) -> list[object]:
    counts = [one.cases, one.reached, one.open, one.stopped, one.no_start, one.end_before]
    times = [bound for found in (one.median, one.p90) for bound in (found.value, found.low, found.high)]
    if one.within is None:
        return [name, *counts, *times]
    share = one.within.share
    return [name, *counts, *times, share.value, share.low, share.high, one.within.kept, one.within.known]


def _curve(named: Named, unit: str) -> Table:
    """The largest groups, where their lines step down; at regular moments when there are too many steps for that."""
    largest = sorted(range(len(named)), key=lambda place: -named[place][1].cases)[: charts.MOST_LINES]
    kept = [named[place] for place in sorted(largest) if len(named[place][1].curve.time)]
    columns = [
        Column("cohort", "groep"),
        Column("time", unit, Kind.NUMBER),
        Column("waiting", "deel dat nog wacht", Kind.SHARE),
        Column("low", "ondergrens", Kind.SHARE),
        Column("high", "bovengrens", Kind.SHARE),
    ]
    moments = _moments([one.curve for _name, one in kept])
    rows = [row for name, one in kept for row in _points(name, one, moments)]
    return Table("curve", "Hoe lang casussen wachten", tuple(columns), tuple(rows), ("cohort", "time"))


def _moments(curves: list[Curve]) -> list[float]:
    ends = {0.0, *(float(curve.time[-1]) for curve in curves)}
    steps = ends.union(*(curve.time[curve.reached > 0].tolist() for curve in curves))
    if len(steps) <= _POINTS:
        return sorted(steps)
    step = max(1, ceil(max(ends) / _POINTS))
    return [float(time) for time in range(0, ceil(max(ends)) + step, step)]


def _points(
    name: str, one: Cohort, moments: list[float]
) -> Iterator[tuple[str, float, float, float | None, float | None]]:
    for time in moments:
        reached = one.curve.reached_by(time)
        if reached.value is None:
            return
        low, high = (None if bound is None else 1 - bound for bound in (reached.high, reached.low))
        yield name, time, 1 - reached.value, low, high


def _chart(curve: Table, named: Named) -> Chart:
    told = "; ".join(f"{name}: {words.number(one.median.value)}" for name, one in named[:_TOLD])
    text = f"Lijnen van het deel dat nog wacht, met hun interval. Mediaan per groep: {told}."
    return charts.lines(
        curve, title="Deel dat nog wacht", text=text, x="time", y="waiting", group="cohort", low="low", high="high"
    )


def _sentences(named: Named, found: Waiting, params: WaitingParameters) -> Iterator[str]:
    unit = _UNITS[params.unit]
    for name, one in named[:_TOLD]:
        followed = one.reached + one.open + one.stopped
        yield (
            f"{name[:1].upper()}{name[1:]}: van {words.cases(followed)} met een begin bereikten er "
            f"{words.count(one.reached)} het einde, {words.count(one.open)} wachten nog en "
            f"{words.count(one.stopped)} braken af."
        )
        yield _middle(one, unit)
        if one.within is not None:
            yield (
                f"Binnen de norm van {words.number(one.within.norm)} {unit}: {words.share(one.within.share.value)} "
                f"{words.interval(one.within.share, words.share)}. Van {words.cases(one.within.known)} is het bekend; "
                f"{words.count(one.within.kept)} haalden de norm."
            )
    if len(named) > _TOLD:
        yield f"De tabel heeft alle {len(named)} groepen."
    yield from _difference(found)


def _middle(one: Cohort, unit: str) -> str:
    if one.median.value is None:
        return "Minder dan de helft heeft het einde bereikt: er is geen mediaan."
    half = f"De helft bereikte het einde binnen {words.number(one.median.value)} {unit} {words.interval(one.median)}"
    if one.p90.value is None:
        return f"{half}; 90% bereikte het nog niet."
    return f"{half}, 90% binnen {words.number(one.p90.value)} {unit} {words.interval(one.p90)}."


def _difference(found: Waiting) -> Iterator[str]:
    test = found.log_rank
    if test is None or test.p is None:
        return
    p = "kleiner dan 0,001" if test.p < 0.001 else words.number(test.p, 3)
    freedom = f"{test.freedom} {'vrijheidsgraad' if test.freedom == 1 else 'vrijheidsgraden'}"
    told = f"(log-ranktoets: χ² = {words.number(test.statistic, 2)} bij {freedom}, p = {p})"
    if test.p < 0.05:
        yield f"De groepen wachten niet even lang {told.replace('p = kleiner', 'p kleiner')}."
    else:
        yield f"Het verschil tussen de groepen kan toeval zijn {told}."


def _caveats(found: Waiting, params: WaitingParameters) -> Iterator[str]:
    apart = [sum(getattr(one, kind) for one in found.cohorts) for kind in ("no_start", "end_before")]
    if apart[0]:
        yield f"{words.cases_do(apart[0], 'telt', 'tellen', 'zonder begin')} niet mee: er is niets om vanaf te tellen."
    if apart[1]:
        about = "met alleen een einde vóór het begin"
        yield f"{words.cases_do(apart[1], 'telt', 'tellen', about)} niet mee."
    yield "Wie nog wacht, telt mee zolang hij is gevolgd. Dat klopt als wie uit beeld raakt niet anders wacht."
    if any(one.stopped for one in found.cohorts):
        yield "Wie afbreekt omdat het wachten lang duurt, maakt de wachttijd korter dan zij is."
    if params.split:
        yield "De groep erna is korter gevolgd. Een verschil met ervoor kan ook een andere oorzaak hebben."
    if len(found.cohorts) > 2:
        yield "Bij veel groepen ligt er altijd wel één ver van de andere; de toets geldt voor alle groepen samen."


ANALYSIS = Analysis(
    key="wachten",
    title="Wachten",
    question="Hoe lang wachten casussen tussen twee mijlpalen, en hoeveel halen de norm?",
    parameters=WaitingParameters,
    run=run,
    order=10,
)
