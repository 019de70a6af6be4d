"""Which municipalities differ by more than chance: a funnel with overdispersion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import Field

from sluitend.apps.analyses.kit import charts, words
from sluitend.apps.analyses.kit.analysis import Analysis, Inputs, Progress
from sluitend.apps.analyses.kit.parameters import Ask, Parameters, activities
from sluitend.apps.analyses.kit.result import Chart, Column, Kind, Result, Table
from sluitend.apps.analyses.kit.tables import records
from sluitend.engines.learning.spc import Funnel, Signal, funnel
from sluitend.errors import InputError

if TYPE_CHECKING:
    import altair

_SIGNALS = {
    Signal.LOW998: "ver eronder",
    Signal.LOW95: "eronder",
    Signal.HIGH95: "erboven",
    Signal.HIGH998: "ver erboven",
    None: "binnen de trechter",
}
_BEYOND = {said for signal, said in _SIGNALS.items() if signal is not None}
_SMALL = "te klein om iets te zeggen"
_POINTS = 60  # of a line
Rows = Sequence[Mapping[str, Any]]
_LINES = (("low95", "95%"), ("high95", "95%"), ("low998", "99,8%"), ("high998", "99,8%"))


class FunnelParameters(Parameters):
    """What is counted, and of what groups."""

    having: tuple[str, ...] = activities("Tel de casussen met", "Minstens één van deze activiteiten.", required=True)
    by: str = Field(
        min_length=1,
        json_schema_extra={"ask": Ask.ATTRIBUTE, "label": "Vergelijk per", "help": "Bijvoorbeeld de gemeente."},
    )


def run(inputs: Inputs, params: FunnelParameters, progress: Progress) -> Result:
    """The share of cases with something, per group, with the limits that its size gives."""
    counted = inputs.log.occurring(params.having, params.by).to_pylist()
    known = [row for row in counted if row["group"] is not None]
    if not known:
        raise InputError("analyses.no_cases")
    found = funnel([row["having"] for row in known], [row["cases"] for row in known])
    progress(80)
    places, limits = _places(found, known), _limits(found, known)
    return Result(
        tables=(places, limits),
        charts=(_chart(places, limits, found),),
        sentences=tuple(_sentences(found, known, params)),
        caveats=tuple(_caveats(found, counted, params)),
        n=sum(row["cases"] for row in counted),
    )


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
    largest = max(row["cases"] for row in known)
    sizes = np.unique(np.linspace(1, largest, _POINTS).round())
    _by_chance, adjusted = found.curve(sizes.tolist())
    columns = [Column("line", "grens"), Column("level", "hoort bij"), Column("cases", "casussen", Kind.NUMBER)]
    columns += [Column("share", "aandeel", Kind.SHARE)]
    rows = [
        (line, level, float(size), _plain(value))
        for line, level in _LINES
        for size, value in zip(sizes, getattr(adjusted, line), strict=True)
    ]
    return Table("limits", "De trechter", tuple(columns), tuple(rows), ("line", "cases"))


def _chart(places: Table, limits: Table, found: Funnel) -> Chart:
    beyond = [row for row in records(places) if row["signal"] in _BEYOND]
    told = ", ".join(f"{row['group']} ({row['signal']}, {words.share(float(row['share'] or 0))})" for row in beyond)
    said = f"Buiten de trechter: {told}." if told else "Geen groep ligt buiten de trechter."
    spec = _layers(records(places), beyond, records(limits), found.target).to_dict()
    return Chart("places-chart", "Trechter", spec, f"Aandeel tegen het aantal casussen. {said}", places.key)


def _layers(places: Rows, beyond: Rows, limits: Rows, target: float) -> Any:
    """Lines of the limits, a dotted one for all together, a dot a group, and the names of those outside."""
    import altair as alt

    share = alt.Y("share", type="quantitative", title="aandeel", axis=alt.Axis(format=".0%"))
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
    names = _drawn(beyond).mark_text(align="right", dx=-8).encode(x=size, y=share, text="group:N")
    return alt.layer(lines, middle, dots, names).properties(width=charts.WIDTH, height=300)


def _drawn(rows: Rows) -> altair.Chart:
    import altair as alt

    return alt.Chart(alt.Data(values=[dict(row) for row in rows]))  # type: ignore[no-untyped-call]


def _sentences(found: Funnel, known: Sequence[dict[str, Any]], params: FunnelParameters) -> Iterator[str]:
    yield (
        f"Van {words.cases(sum(row['cases'] for row in known))} hadden er "
        f"{words.count(sum(row['having'] for row in known))} ten minste één keer {' of '.join(params.having)}: "
        f"{words.share(found.target)}."
    )
    beyond = [(row["group"], signal) for row, signal in zip(known, found.signals, strict=True) if signal is not None]
    for group, signal in beyond:
        yield f"{group} ligt {_SIGNALS[signal]}, ook als gewone verschillen tussen groepen zijn meegerekend."
    if not beyond:
        yield f"Geen van de {words.count(len(known))} groepen ligt buiten de trechter: het verschil kan toeval zijn."
    if any(found.small):
        yield f"{words.count(sum(found.small))} groepen zijn te klein om er iets over te zeggen."


def _caveats(found: Funnel, counted: Sequence[dict[str, Any]], params: FunnelParameters) -> Iterator[str]:
    yield "Buiten de trechter is een reden om te gaan kijken, geen oordeel: registratie en bevolking verschillen ook."
    yield (
        f"Wat groepen altijd al verschillen, is meegerekend (τ² = {words.number(found.tau2, 5)}): "
        "met weinig groepen is dat onzeker."
    )
    unknown = sum(row["cases"] for row in counted if row["group"] is None)
    if unknown:
        about = f"waarvan “{params.by}” niet bekend is,"
        yield f"{words.cases_do(unknown, 'telt', 'tellen', about)} niet mee in de trechter."
    yield "Wat nog niet is gebeurd in een casus die loopt, telt als niet gebeurd."


ANALYSIS = Analysis(
    key="trechter",
    title="Vergelijken met kleine aantallen",
    question="Welke gemeenten verschillen meer van het geheel dan bij hun omvang past?",
    parameters=FunnelParameters,
    run=run,
    engines=("sluitend.engines.chain", "sluitend.engines.learning.spc"),
    order=70,
)
