"""How long cases wait between two milestones, who still waits included."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from typing import Literal, Self

from pydantic import model_validator

from sluitend.apps.analyses.kit import charts, closing, curves, words
from sluitend.apps.analyses.kit.analysis import Analysis, Inputs, Progress
from sluitend.apps.analyses.kit.cohorts import Compared
from sluitend.apps.analyses.kit.guards import Beside, Counts, Guard, Steps
from sluitend.apps.analyses.kit.parameters import activities, choice, flag, lines, number
from sluitend.apps.analyses.kit.parts import LEAST
from sluitend.apps.analyses.kit.result import Chart, Column, Kind, Result, Table
from sluitend.apps.analyses.kit.tables import table
from sluitend.apps.analyses.kit.telling import Given, Row, Telling, result, telling
from sluitend.engines.chain import Cohort, Unit, Wait, Waiting, Workdays
from sluitend.engines.chain.survival import Curve

_UNITS = {"days": "kalenderdagen", "working_days": "werkdagen", "exact": "etmalen met delen"}
_WHICH = {"first": "de eerste keer", "last": "de laatste keer"}
_POINTS = 60  # of a line, at most
_TOLD = 6  # cohorts that get a sentence each


class WaitingParameters(Compared):
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
    closed: tuple[str, ...] = lines(
        "Gesloten dagen", "Alleen bij werkdagen. Per regel, met de reden: 24-12-2026 t/m 31-12-2026: kerstsluiting."
    )
    norm: float | None = number("Norm", "Hoeveel er binnen deze tijd het einde bereikt, in dezelfde eenheid.")

    @model_validator(mode="after")
    def _closings(self) -> Self:
        closing.closings(self.closed)
        return self


def run(inputs: Inputs, params: WaitingParameters, progress: Progress) -> Result:
    """Kaplan and Meier for each cohort, and the log-rank test between them."""
    workdays = Workdays(params.good_friday, int(params.liberation_day), closing.days(params.closed))
    wait = Wait(params.start, params.end, params.stop, params.start_at, params.end_at, Unit(params.unit), workdays)
    found = inputs.log.waiting(wait, until=inputs.until, by=params.by or None, split=params.split, norm=params.norm)
    progress(60)
    names = [one.name for one in found.cohorts]
    named = [(words.cohort(one.name, params.by, params.split, taken=names), one) for one in found.cohorts]
    tables = (_summary(named, params), _curve(named, _UNITS[params.unit], params.norm), _test(found))
    return result(tables, sum(one.cases for one in found.cohorts), tell, params)


def tell(given: Given, params: WaitingParameters) -> Telling:
    """What the tables say."""
    groups = given.rows("cohorts")
    return telling([_chart(given)], _sentences(given, groups, params), _caveats(given, groups, params))


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


def _curve(named: Named, unit: str, norm: float | None) -> Table:
    """The largest groups, where their lines step down; at regular moments when there are too many steps for that."""
    largest = sorted(range(len(named)), key=lambda place: -named[place][1].cases)[: charts.MOST_LINES]
    kept = [named[place] for place in sorted(largest) if len(named[place][1].curve.time)]
    columns = [
        Column("cohort", "groep"),
        Column("time", unit, Kind.NUMBER),
        Column("waiting", "deel dat nog wacht", Kind.SHARE),
        Column("low", "ondergrens", Kind.SHARE),
        Column("high", "bovengrens", Kind.SHARE),
        Column("so_far", "bereikte dan het einde", Kind.COUNT),
        Column("at_risk", "wordt dan nog gevolgd", Kind.COUNT),
        Column("norm", "de norm", Kind.FLAG),
    ]
    moments = _moments([one.curve for _name, one in kept])
    moments = moments if norm is None else sorted({*moments, norm})
    rows = (row for name, one in kept for row in _points(name, one, moments, norm))
    return table("curve", "Hoe lang casussen wachten", columns, rows, ("cohort", "time"))


def _moments(curves: list[Curve]) -> list[float]:
    ends = {0.0, *(float(curve.time[-1]) for curve in curves)}
    steps = ends.union(*(curve.time[curve.reached > 0].tolist() for curve in curves))
    if len(steps) <= _POINTS:
        return sorted(steps)
    step = max(1, ceil(max(ends) / _POINTS))
    return [float(time) for time in range(0, ceil(max(ends)) + step, step)]


def _points(name: str, one: Cohort, moments: list[float], norm: float | None) -> Iterator[list[object]]:
    for time in moments:
        reached = one.curve.reached_by(time)
        if reached.value is None:
            return
        low, high = (None if bound is None else 1 - bound for bound in (reached.high, reached.low))
        yield [name, time, 1 - reached.value, low, high, *curves.counts_at(one.curve, time), time == norm]


def _test(found: Waiting) -> Table:
    """Whether the groups wait equally long; no row of a single group."""
    columns = [Column("test", "toets"), Column("statistic", "χ²", Kind.NUMBER)]
    columns += [Column("freedom", "vrijheidsgraden", Kind.NUMBER), Column("p", "p", Kind.CHANCE)]
    test = found.log_rank
    rows = [] if test is None or test.p is None else [("log-ranktoets", test.statistic, test.freedom, test.p)]
    return table("test", "Verschil tussen de groepen", columns, rows, by=("test",))


def _chart(given: Given) -> Chart | None:
    told = "; ".join(
        f"{row['cohort']}: {words.number(row['median'])}"
        for row in given.rows("cohorts")[:_TOLD]
        if row["median"] is not None or not given.outside
    )
    text = f"Lijnen van het deel dat nog wacht, met hun interval. Mediaan per groep: {told}."
    if not given.rows("curve"):
        return None
    return charts.lines(
        given.tables["curve"], title="Deel dat nog wacht", text=text,
        x="time", y="waiting", group="cohort", low="low", high="high",
    )  # fmt: skip


def _sentences(given: Given, groups: list[Row], params: WaitingParameters) -> Iterator[str]:
    unit = _UNITS[params.unit]
    for row in groups[:_TOLD]:
        yield words.sentences(*_of_group(row, unit, given, params))
    if len(groups) > _TOLD:
        yield f"De tabel heeft alle {len(groups)} groepen."
    for row in given.rows("test"):
        yield _difference(row)


def _of_group(row: Row, unit: str, given: Given, params: WaitingParameters) -> Iterator[str]:
    yield _followed(row, given)
    if row["reached"] is not None:
        yield _middle(row, unit, given)
    if row["within"] is not None:
        yield _within(row, params.norm, unit)


def _followed(row: Row, given: Given) -> str:
    counts = row["reached"], row["open"], row["stopped"]
    reached, waits, stopped = (words.count(one) for one in counts)
    did = words.clauses(
        f"{words.verb(row['reached'], 'bereikte', 'bereikten')} er {reached} het einde",
        f"{words.verb(row['open'], 'wacht', 'wachten')} er nog {waits}",
        f"{words.verb(row['stopped'], 'brak', 'braken')} er {stopped} af",
    )
    if given.outside:  # rounded parts are not added up
        return f"{words.first_upper(row['cohort'])}: van {words.cases(row['cases'])} {did}."
    return f"{words.first_upper(row['cohort'])}: van {words.cases(sum(counts))} met een begin {did}."


def _within(row: Row, norm: float | None, unit: str) -> str:
    told = (
        f"Binnen de norm van {words.number(norm)} {unit}: {words.share(row['within'])} "
        f"{words.between(row['within_low'], row['within_high'], words.share)}."
    )
    if row["known"] is None:
        return told
    kept = f"{words.count(row['kept'])} {words.verb(row['kept'], 'haalde', 'haalden')} de norm"
    return f"{told} Van {words.cases(row['known'])} is het bekend; {kept}."


def _middle(row: Row, unit: str, given: Given) -> str:
    if row["median"] is None:
        # Outside the team a median of few is kept back: then there may be one.
        return words.UNTOLD if given.outside else "Minder dan de helft heeft het einde bereikt: er is geen mediaan."
    between = words.between(row["median_low"], row["median_high"])
    half = f"De helft bereikte het einde binnen {words.number(row['median'])} {unit} {between}"
    if row["p90"] is None:
        return f"{half}." if given.outside else f"{half}; 90% bereikte het nog niet."
    return f"{half}, 90% binnen {words.number(row['p90'])} {unit} {words.between(row['p90_low'], row['p90_high'])}."


def _difference(row: Row) -> str:
    p = words.chance(row["p"])
    freedom = f"{words.number(row['freedom'])} {words.verb(row['freedom'], 'vrijheidsgraad', 'vrijheidsgraden')}"
    told = p if row["statistic"] is None else f"χ² = {words.number(row['statistic'], 2)} bij {freedom}, {p}"
    if row["p"] < 0.05:
        return f"De groepen wachten niet even lang (log-ranktoets: {told})."
    return f"Het verschil tussen de groepen kan toeval zijn (log-ranktoets: {told})."


def _caveats(given: Given, groups: list[Row], params: WaitingParameters) -> Iterator[str]:
    for key, about, why in (
        ("no_start", "zonder begin", ": er is niets om vanaf te tellen"),
        ("end_before", "met alleen een einde vóór het begin", ""),
    ):
        apart = None if any(row[key] is None for row in groups) else sum(row[key] for row in groups)
        if apart:
            yield f"{words.cases_do(apart, 'telt', 'tellen', about)} niet mee{why}."
    yield "Wie nog wacht, telt mee zolang hij is gevolgd. Dat klopt als wie uit beeld raakt niet anders wacht."
    if params.stop if given.outside else any(row["stopped"] for row in groups):
        yield "Wie afbreekt omdat het wachten lang duurt, maakt de wachttijd korter dan zij is."
    if params.closed and params.unit == "working_days":
        yield f"Ook niet als werkdag geteld: {closing.in_words(params.closed)}."
    if params.split:
        yield "De groep erna is korter gevolgd. Een verschil met ervoor kan ook een andere oorzaak hebben."
    if len(groups) > 2:
        yield "Bij veel groepen ligt er altijd wel één ver van de andere; de toets geldt voor alle groepen samen."


def _sure(row: Row) -> bool:
    """Whether ten at least kept the norm and ten did not, and so of those who reached the end later, if any did."""
    later = row["reached"] - row["kept"]
    return min(row["kept"], row["known"] - row["kept"]) >= LEAST and (not later or later >= LEAST)


def _at_norm(moment: Row, about: Row) -> bool:
    return bool(moment["norm"]) and about["within"] is not None


_WITHIN = ("within", "within_low", "within_high")
_TIMES = ("median", "median_low", "median_high", "p90", "p90_low", "p90_high")
_GUARDS: dict[str, Guard] = {
    # Who kept the norm and of whom that is known, are parts of those who wait: told beside them they would tell these.
    "cohorts": Counts(
        by=("cohort",),
        wholes={"cases": ("reached", "open", "stopped", "no_start", "end_before")},
        values={**dict.fromkeys(_TIMES, ("reached",)), **dict.fromkeys(_WITHIN, ("cases", "reached"))},
        enough=dict.fromkeys(_WITHIN, _sure),
        tails={key: 0.1 if key.startswith("p90") else 0.5 for key in _TIMES},
    ),
    "curve": Steps(
        "cohort", "time", "so_far", "at_risk", ("waiting", "low", "high"), ("cohorts", ("reached",)), _at_norm
    ),
    "test": Beside("cohorts", ("reached",), ("p",), by=("test",)),
}

ANALYSIS = Analysis(
    key="wachten",
    title="Wachten",
    question="Hoe lang wachten casussen tussen twee mijlpalen, en hoeveel halen de norm?",
    parameters=WaitingParameters,
    told_by=("start", "end"),
    run=run,
    tell=tell,
    guards=_GUARDS,
    order=10,
)
