"""Which municipalities differ by more than chance: a funnel with overdispersion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from pydantic import model_validator

from sluitend.apps.analyses.kit import charts, words
from sluitend.apps.analyses.kit.analysis import Analysis, Inputs, Progress
from sluitend.apps.analyses.kit.cohorts import Compared
from sluitend.apps.analyses.kit.compared import Comparison, compared, figure
from sluitend.apps.analyses.kit.guards import Counts, Guard, Made
from sluitend.apps.analyses.kit.parameters import activities
from sluitend.apps.analyses.kit.result import Chart, Column, Kind, Result, Table
from sluitend.apps.analyses.kit.tables import records, table
from sluitend.apps.analyses.kit.telling import Given, Row, Telling, result, telling
from sluitend.engines.chain.shares import wilson
from sluitend.engines.learning.spc import Funnel, Signal, funnel
from sluitend.errors import InputError

if TYPE_CHECKING:
    import altair

_SIGNALS = {
    Signal.LOW998: "onder de grens van 99,8%",
    Signal.LOW95: "onder de grens van 95%",
    Signal.HIGH95: "boven de grens van 95%",
    Signal.HIGH998: "boven de grens van 99,8%",
    None: "binnen de grenzen",
}
# One in twenty lies beyond 95% by chance alone: with a dozen groups that happens more often than not.
_BEYOND = {_SIGNALS[signal] for signal in (Signal.LOW998, Signal.HIGH998)}
_BETWEEN = {_SIGNALS[signal] for signal in (Signal.LOW95, Signal.HIGH95)}
_SMALL = "te klein om iets te zeggen"
_NOT_YET = "Wat nog niet is gebeurd in een casus die loopt, telt als niet gebeurd."
_POINTS = 60  # of a line
_CHANCE = 0.05  # lies beyond 95%
Rows = Sequence[Mapping[str, Any]]
_LINES = (("low95", "95%"), ("high95", "95%"), ("low998", "99,8%"), ("high998", "99,8%"))
_SIDES = {
    "low95": "ondergrens 95%",
    "high95": "bovengrens 95%",
    "low998": "ondergrens 99,8%",
    "high998": "bovengrens 99,8%",
}


class FunnelParameters(Compared):
    """What is counted, and of what groups."""

    having: tuple[str, ...] = activities("Tel de casussen met", "Minstens één van deze activiteiten.", required=True)

    @model_validator(mode="after")
    def _of_groups(self) -> Self:
        if not self.compares:
            raise InputError("analyses.parameter", where="by", field="Vergelijk per", name="by")
        return self


def run(inputs: Inputs, params: FunnelParameters, progress: Progress) -> Result:
    """The share of cases with something, per group, with the limits that its size gives."""
    counted = inputs.log.occurring(params.having, params.by or None).to_pylist()
    if not params.by:
        return result([_share(counted[0])], counted[0]["cases"], tell, params)
    known = _places_of(counted)
    if not known:
        raise InputError("analyses.no_cases")
    found = funnel([row["having"] for row in known], [row["cases"] for row in known])
    progress(80)
    tables = (_places(found, known), _limits(found, known), _whole(found, counted))
    return result(tables, sum(row["cases"] for row in counted), tell, params)


def _places_of(counted: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """A value “onbekend” is no place that differs from others: its cases are as those without any value."""
    return [row for row in counted if not words.is_nameless(row["group"])]


def tell(given: Given, params: FunnelParameters) -> Telling:
    """What the tables say."""
    whole = given.one("whole")
    if not params.by:
        return telling([], [_of_all(whole, params)], _of_two())
    return telling([_chart(given, whole)], _sentences(given, whole, params), _caveats(whole, params))


def _share(row: Mapping[str, Any]) -> Table:
    """Of cases that are not laid apart: two groups make no funnel."""
    columns = [Column("cases", "casussen", Kind.COUNT), Column("having", "hiervan", Kind.COUNT)]
    columns += [Column("share", "aandeel", Kind.SHARE), Column("low", "ondergrens", Kind.SHARE)]
    columns += [Column("high", "bovengrens", Kind.SHARE)]
    share = wilson(row["having"], row["cases"])
    rows = [(row["cases"], row["having"], share.value, share.low, share.high)]
    return table("whole", "Aandeel, met het interval", columns, rows)


def _places(found: Funnel, known: Sequence[dict[str, Any]]) -> Table:
    columns = [
        Column("group", "groep"),
        Column("cases", "casussen", Kind.COUNT),
        Column("having", "hiervan", Kind.COUNT),
    ]
    columns += [Column("share", "aandeel", Kind.SHARE)]
    columns += [Column(key, title, Kind.SHARE) for key, title in (
        ("low95", "95%, ondergrens"), ("high95", "95%, bovengrens"),
        ("low998", "99,8%, ondergrens"), ("high998", "99,8%, bovengrens"),
    )]  # fmt: skip
    columns += [Column("signal", "wat het zegt")]
    rows = tuple(
        (
            row["group"], row["cases"], row["having"], row["having"] / row["cases"],
            *(_plain(getattr(found.adjusted, line)[place]) for line, _title in _LINES),
            _SMALL if found.small[place] else _SIGNALS[found.signals[place]],
        )
        for place, row in enumerate(known)
    )  # fmt: skip
    title = "Aandeel per groep, met de grenzen die bij de omvang horen"
    return Table("places", title, tuple(columns), rows, ("group",))


def _plain(value: Any) -> float:
    """Rounded so that the same data give the same result on every machine."""
    return round(float(value), 9)


def _limits(found: Funnel, known: Sequence[dict[str, Any]]) -> Table:
    drawn = [row["cases"] for row in known]
    sizes = np.unique(np.geomspace(min(drawn), max(drawn), _POINTS).round())  # the limits bend where groups are small
    _by_chance, adjusted = found.curve(sizes.tolist())
    columns = [Column("line", "grens"), Column("level", "hoort bij"), Column("cases", "casussen", Kind.NUMBER)]
    columns += [Column("share", "aandeel", Kind.SHARE)]
    rows = [
        (_SIDES[line], level, float(size), _plain(value))
        for line, level in _LINES
        for size, value in zip(sizes, getattr(adjusted, line), strict=True)
    ]
    return Table("limits", "De trechter", tuple(columns), tuple(rows), ("line", "cases"))


def _whole(found: Funnel, counted: Sequence[dict[str, Any]]) -> Table:
    """All groups together, and what groups always differ (τ²)."""
    known = _places_of(counted)
    columns = [Column("cases", "casussen", Kind.COUNT), Column("having", "hiervan", Kind.COUNT)]
    columns += [Column("share", "aandeel", Kind.SHARE), Column("unknown", "groep niet bekend", Kind.COUNT)]
    columns += [Column("tau2", "τ²", Kind.NUMBER)]
    cases, having = (sum(row[key] for row in known) for key in ("cases", "having"))
    unknown = sum(row["cases"] for row in counted) - cases
    return table(
        "whole", "Alle groepen samen", columns, [(cases, having, _plain(found.target), unknown, _plain(found.tau2))]
    )


def _chart(given: Given, whole: Row) -> Chart | None:
    if whole["share"] is None or not given.rows("places"):
        return None
    places = [row for row in given.rows("places") if row["share"] is not None]
    beyond = [row for row in places if row["signal"] in _BEYOND | _BETWEEN]
    told = ", ".join(f"{row['group']} ({row['signal']}, {words.share(row['share'])})" for row in beyond)
    said = f"Opvallend: {told}." if told else "Al deze groepen liggen binnen de grenzen."
    spec = _layers(places, beyond, given.rows("limits"), whole["share"]).to_dict()
    return Chart("places-chart", "Trechter", spec, f"Aandeel tegen het aantal casussen. {said}", "places")


_EDGE = {"stroke": "#ffffff", "strokeWidth": 4}  # around letters, that lines else go through


def _layers(places: Rows, beyond: Rows, limits: Rows, target: float) -> Any:
    """Lines of the limits, a dotted one for all together, a dot a group, and the names of those outside."""
    import altair as alt

    fitting = alt.Scale(zero=False)  # from zero, the funnel of a rare outcome is a line
    share = alt.Y("share", type="quantitative", title="aandeel", axis=alt.Axis(format=".0%"), scale=fitting)
    size = alt.X("cases", type="quantitative", title="casussen")
    said: dict[str, Any] = {"type": "nominal", "title": "wat het zegt", "sort": None}
    look = {
        "shape": alt.Shape("signal", **said),
        "color": alt.Color("signal", scale=alt.Scale(range=list(charts.COLOURS)), **said),
    }
    dash = alt.StrokeDash("level", type="nominal", title="grens")
    lines = _drawn(limits).mark_line(color=charts.COLOURS[0]).encode(x=size, y=share, strokeDash=dash, detail="line:N")
    middle = _drawn([{"share": target}]).mark_rule(strokeDash=[2, 2]).encode(y=share)
    dots = _drawn(places).mark_point(filled=True, size=60).encode(x=size, y=share, **look)
    names = [
        _drawn(rows).mark_text(**{**at, **edge}).encode(x=size, y=share, text="group:N")
        for rows, at in _beside(places, beyond)
        for edge in (_EDGE, {})
    ]
    return alt.layer(lines, middle, dots, *names).properties(width=charts.WIDTH, height=300)


def _beside(places: Rows, beyond: Rows) -> Iterator[tuple[Rows, dict[str, Any]]]:
    """Names to the side of their dots where there is most room."""
    middle = max((row["cases"] for row in places), default=0) / 2
    yield [row for row in beyond if row["cases"] > middle], {"align": "right", "dx": -8}
    yield [row for row in beyond if row["cases"] <= middle], {"align": "left", "dx": 8}


def _drawn(rows: Rows) -> altair.Chart:
    import altair as alt

    return alt.Chart(alt.Data(values=[dict(row) for row in rows]))  # type: ignore[no-untyped-call]


def _having(whole: Row, params: FunnelParameters) -> str:
    having = whole["having"]
    return (
        f"Van {words.cases(whole['cases'])} {words.verb(having, 'had', 'hadden')} er "
        f"{words.count(having)} ten minste één keer {' of '.join(params.having)}: {words.share(whole['share'])}"
    )


def _of_all(whole: Row, params: FunnelParameters) -> str:
    return f"{_having(whole, params)} {words.between(whole['low'], whole['high'], words.share)}."


def _of_two() -> Iterator[str]:
    yield "Een trechter vraagt veel groepen. Van twee staan hier de aandelen, elk met het interval."
    yield _NOT_YET


def _sentences(given: Given, whole: Row, params: FunnelParameters) -> Iterator[str]:
    yield f"{_having(whole, params)}."
    rows = given.rows("places")
    yield from _beyond(rows)
    yield from _between(rows)
    small = sum(row["signal"] == _SMALL for row in rows)
    if small:
        noun = words.verb(small, "groep is", "groepen zijn")
        yield f"{words.count(small)} {noun} te klein om er iets over te zeggen."


def _beyond(rows: Rows) -> Iterator[str]:
    """Those that differ by more than chance does; when there are none, that."""
    found = [row for row in rows if row["signal"] in _BEYOND]
    for row in found:
        yield (
            f"{row['group']} ligt {row['signal']}: zo'n verschil geeft toeval bijna nooit, ook als gewone verschillen "
            "tussen groepen zijn meegerekend."
        )
    told = sum(row["signal"] is not None for row in rows)
    if not found and told:
        whom = f"Geen van de {words.count(told)} groepen" if told == len(rows) else "Geen van deze groepen"
        yield f"{whom} ligt buiten de grens van 99,8%: wat er aan verschil is, kan toeval zijn."


def _between(rows: Rows) -> Iterator[str]:
    """Those that lie between the limits, and how many do by chance."""
    found = [f"{row['group']} ligt {row['signal']}." for row in rows if row["signal"] in _BETWEEN]
    yield from found
    told = sum(row["signal"] is not None for row in rows)
    if found:
        chance = words.number(_CHANCE * told)
        yield f"Bij {words.count(told)} groepen liggen er door toeval alleen al gemiddeld {chance} buiten die van 95%."


def _caveats(whole: Row, params: FunnelParameters) -> Iterator[str]:
    yield "Buiten de grenzen is een reden om te gaan kijken, geen oordeel: registratie en bevolking verschillen ook."
    tau = "" if whole["tau2"] is None else f" (τ² = {words.number(whole['tau2'], 5)})"
    yield f"Wat groepen altijd al verschillen, is meegerekend{tau}: met weinig groepen is dat onzeker."
    if whole["unknown"]:
        about = f"waarvan “{params.by}” niet bekend is,"
        yield f"{words.cases_do(whole['unknown'], 'telt', 'tellen', about)} niet mee in de trechter."
    yield _NOT_YET


def _limits_outside(exact: Table, made: Made) -> Table | None:
    """Lines that only what all groups have together decides, at round sizes from the smallest to the largest that is
    told: the sizes at which they were drawn start at the smallest group of all, and would tell how small it is."""
    whole = records(made["whole"]) if "whole" in made else []
    told = [int(row["cases"]) for row in records(made.get("places", exact)) if isinstance(row["cases"], int)]
    if not whole or whole[0]["share"] is None or not told:
        return None
    sizes = sorted({min(told), max(told), *(one for one in _ROUND if min(told) <= one <= max(told))})
    rows = [
        (_SIDES[line], level, size, round(share, _DECIMALS))
        for line, level in _LINES
        for size, share in zip(sizes, _along(exact, _SIDES[line], sizes), strict=True)
    ]
    return replace(exact, rows=tuple(rows))


def _along(exact: Table, line: str, sizes: Sequence[int]) -> list[float]:
    """Of one of the lines what it is at these sizes."""
    own: list[Mapping[str, Any]] = [row for row in records(exact) if row["line"] == line]
    at, shares = ([float(row[key]) for row in own] for key in ("cases", "share"))
    return [float(one) for one in np.interp(sizes, at, shares)]


_DECIMALS = 2
_ROUND = [int(one * 10**power) for power in range(1, 7) for one in (1, 1.5, 2, 3, 4, 5, 6, 8)]
_LINE_KEYS = tuple(line for line, _title in _LINES)
_GUARDS: dict[str, Guard] = {
    "places": Counts(
        by=("group",),
        within={"having": "cases"},
        shares={"share": ("having", "cases")},
        values=dict.fromkeys((*_LINE_KEYS, "signal"), ("having", "cases")),
    ),
    "whole": Counts(
        within={"having": "cases"},
        shares={"share": ("having", "cases")},
        intervals={key: ("having", "cases", key) for key in ("low", "high")},
    ),
    "limits": _limits_outside,
}

_ALONE = Analysis(
    key="trechter",
    title="Vergelijken met kleine aantallen",
    question="Welke gemeenten verschillen meer van het geheel dan bij hun omvang past?",
    parameters=FunnelParameters,
    told_by=("having",),
    run=run,
    tell=tell,
    guards=_GUARDS,
    within_n=("whole", "cases"),
    engines=("sluitend.engines.chain", "sluitend.engines.learning.spc"),
    order=70,
)
_COMPARISON = Comparison(
    figures=(figure("share", "aandeel", Kind.SHARE, "whole"),),
    n=("whole", "cases"),
    sentences=1,
    in_groups=("places", "limits"),
)
ANALYSIS = compared(_ALONE, _COMPARISON)
