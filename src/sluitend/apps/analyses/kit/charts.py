"""The few kinds of charts that entries draw, made with Altair (Vega-Lite) from a table of the same result.

Colours are told apart by people who see no red or green, and in print (Okabe and Ito, 2008); lines have dashes too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sluitend.apps.analyses.kit.result import Chart, Kind, Table
from sluitend.apps.analyses.kit.tables import records

if TYPE_CHECKING:
    import altair

WIDTH = 560
MOST_LINES = 8
MOST_LETTERS = 520  # the room for a name beside a chart, as estimated before it is drawn: about sixty letters
_SIDE_BY_SIDE = 30  # letters of a name of which two fit beside each other under a chart
MOST_BARS = 200  # longer than this a drawing cannot be read, nor made
COLOURS = ("#0f5f67", "#d55e00", "#0072b2", "#cc79a7", "#8a6d00", "#009e73", "#56b4e9", "#4d4d4d")
DASHES = ([1, 0], [6, 3], [2, 2], [8, 2, 2, 2], [4, 1], [10, 4], [1, 3], [12, 2, 4, 2])
_WHOLE = "datum.value % 1 ? '' : datum.label"  # a tick between whole numbers would be written as one of them
_AXES: dict[Kind, dict[str, Any]] = {
    Kind.SHARE: {"format": ".0%", "tickMinStep": 0.01},
    Kind.COUNT: {"format": ",d", "tickMinStep": 1, "labelExpr": _WHOLE},
}
# Long enough to show dashes.
_STROKES: dict[str, Any] = {"symbolType": "stroke", "symbolSize": 700, "symbolStrokeWidth": 2}


def lines(source: Table, *, title: str, text: str, x: str, y: str, group: str, low: str = "", high: str = "") -> Chart:
    """Stairs of y over x, a line a group, with the interval between `low` and `high` as a band."""
    import altair as alt

    base = _base(source).encode(x=alt.X(x, type="quantitative", title=_title(source, x)))
    look = named(source, group, lines=True)
    colours = alt.Scale(range=list(COLOURS))
    line = base.mark_line(interpolate="step-after", strokeWidth=2).encode(
        y=_axis(source, y),
        color=alt.Color(group, scale=colours, **look),
        strokeDash=alt.StrokeDash(group, scale=alt.Scale(range=list(DASHES)), **look),
    )
    parts = [line]
    if low and high:
        band = base.mark_area(opacity=0.18, interpolate="step-after")
        shade = alt.Fill(group, scale=colours, **{**look, "legend": None})
        parts.insert(0, band.encode(y=_axis(source, low, title=_title(source, y)), y2=high, fill=shade))
    drawn = alt.layer(*parts).properties(width=WIDTH, height=280)
    # Else the band, which has no legend, takes that of the lines with it.
    drawn = drawn.resolve_legend(fill="independent", color="independent", strokeDash="independent")
    return _chart(source, drawn, title, text)


def bars(source: Table, *, title: str, text: str, x: str, y: str, stack: str = "") -> Chart:
    """Bars of length x, one for every y in the order of the table; `stack` divides each by colour.

    Of a longer table the first `MOST_BARS` rows: the title says so.
    """
    import altair as alt

    if len(source.rows) > MOST_BARS:
        title = f"{title} (de eerste {MOST_BARS} van {len(source.rows)} rijen)"
        source = replace(source, rows=source.rows[:MOST_BARS])
    names = alt.Y(y, type="nominal", title=_title(source, y), sort=None, axis=beside())
    bar = _base(source).mark_bar(color=COLOURS[0]).encode(x=_axis(source, x, of="X"), y=names)
    if stack:
        bar = _stacked(bar, source, stack, said=(y, stack, x))
    return _chart(source, bar.properties(width=WIDTH, height=alt.Step(24)), title, text)


def _stacked(bar: altair.Chart, source: Table, stack: str, *, said: Sequence[str]) -> altair.Chart:
    """Parts of each bar beside each other as the table and the legend have them; of itself it would be by name.

    `said` are the columns that a screen reader tells of a part: else it would tell its place too.
    """
    import altair as alt

    names = list(dict.fromkeys(row[stack] for row in records(source)))
    place = f"indexof({json.dumps(names)}, {_datum(stack)})"
    told = " + '; ' + ".join(f"{json.dumps(_title(source, key) + ': ')} + {_datum(key)}" for key in said)
    return bar.transform_calculate(place=place, told=told).encode(
        color=alt.Color(stack, scale=alt.Scale(range=list(COLOURS)), **named(source, stack)),
        order=alt.Order("place", type="quantitative"),
        description=alt.Description("told", type="nominal"),
    )


def _datum(key: str) -> str:
    return f"datum[{json.dumps(key)}]"


def legend(names: Iterable[Any], *, lines: bool = False) -> altair.Legend:
    """With every name whole: long ones below each other, as the ends of paths of codes are what tells them apart.

    Of `lines` it shows the dashes too.
    """
    import altair as alt

    long = max((len(str(name)) for name in names), default=0) > _SIDE_BY_SIDE
    room: dict[str, Any] = {"labelLimit": MOST_LETTERS, "columns": 1} if long else {}
    return alt.Legend(**room, **(_STROKES if lines else {}))


def beside() -> altair.Axis:
    """Whole names to the left of a chart, with the title beside and not over them: of itself it goes 200 away."""
    import altair as alt

    return alt.Axis(labelLimit=MOST_LETTERS, maxExtent=MOST_LETTERS + 40)


def letters_wide(name: str, size: float = 12) -> float:
    """The room of a name in letters of this size, on the wide side: what is drawn without a frame is cut off at it."""
    return size * sum(0.78 if letter.isupper() else 0.6 for letter in name)


def named(source: Table, key: str, *, lines: bool = False) -> dict[str, Any]:
    """How a chart tells groups apart by colour or dashes: in the order of the table, with a legend."""
    names = [row[key] for row in records(source)]
    return {"type": "nominal", "title": _title(source, key), "sort": None, "legend": legend(names, lines=lines)}


def axis_of(kind: Kind) -> altair.Axis:
    """How numbers of a kind are written beside a chart."""
    import altair as alt

    return alt.Axis(**_AXES.get(kind, {}))


def _base(source: Table) -> altair.Chart:
    import altair as alt

    return alt.Chart(alt.Data(values=[dict(row) for row in records(source)]))  # type: ignore[no-untyped-call]


def _axis(source: Table, key: str, *, of: str = "Y", title: str = "") -> Any:
    import altair as alt

    kind = next(column.kind for column in source.columns if column.key == key)
    return getattr(alt, of)(key, type="quantitative", title=title or _title(source, key), axis=axis_of(kind))


def _title(source: Table, key: str) -> str:
    return next(column.title for column in source.columns if column.key == key)


def _chart(source: Table, drawn: Any, title: str, text: str) -> Chart:
    return Chart(f"{source.key}-chart", title, drawn.to_dict(), text, source.key)
