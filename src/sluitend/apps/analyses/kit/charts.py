"""The few kinds of charts that entries draw, made with Altair (Vega-Lite) from a table of the same result.

Colours are told apart by people who see no red or green, and in print (Okabe and Ito, 2008); lines have dashes too.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sluitend.apps.analyses.kit.result import Chart, Kind, Table
from sluitend.apps.analyses.kit.tables import records

if TYPE_CHECKING:
    import altair

WIDTH = 560
MOST_LINES = 8
MOST_LETTERS = 520  # the room for a name beside a chart, as estimated before it is drawn: about sixty letters
MOST_BARS = 200  # longer than this a drawing cannot be read, nor made
COLOURS = ("#0f5f67", "#d55e00", "#0072b2", "#cc79a7", "#8a6d00", "#009e73", "#56b4e9", "#4d4d4d")
DASHES = ([1, 0], [6, 3], [2, 2], [8, 2, 2, 2], [4, 1], [10, 4], [1, 3], [12, 2, 4, 2])
_FORMATS = {Kind.SHARE: ".0%", Kind.COUNT: ",d"}


def lines(source: Table, *, title: str, text: str, x: str, y: str, group: str, low: str = "", high: str = "") -> Chart:
    """Stairs of y over x, a line a group, with the interval between `low` and `high` as a band."""
    import altair as alt

    base = _base(source).encode(x=alt.X(x, type="quantitative", title=_title(source, x)))
    look: dict[str, Any] = {"type": "nominal", "title": _title(source, group), "sort": None}
    colours = alt.Scale(range=list(COLOURS))
    line = base.mark_line(interpolate="step-after", strokeWidth=2).encode(
        y=_axis(source, y),
        color=alt.Color(group, scale=colours, **look),
        strokeDash=alt.StrokeDash(group, scale=alt.Scale(range=list(DASHES)), **look),
    )
    parts = [line]
    if low and high:
        band = base.mark_area(opacity=0.18, interpolate="step-after")
        shade = alt.Fill(group, scale=colours, legend=None, **look)
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
    names = alt.Y(y, type="nominal", title=_title(source, y), sort=None, axis=alt.Axis(labelLimit=MOST_LETTERS))
    bar = _base(source).mark_bar(color=COLOURS[0]).encode(x=_axis(source, x, of="X"), y=names)
    if stack:
        bar = bar.encode(
            color=alt.Color(
                stack, type="nominal", sort=None, title=_title(source, stack), scale=alt.Scale(range=list(COLOURS))
            )
        )
    return _chart(source, bar.properties(width=WIDTH, height=alt.Step(24)), title, text)


def _base(source: Table) -> altair.Chart:
    import altair as alt

    return alt.Chart(alt.Data(values=[dict(row) for row in records(source)]))  # type: ignore[no-untyped-call]


def _axis(source: Table, key: str, *, of: str = "Y", title: str = "") -> Any:
    import altair as alt

    kind = next(column.kind for column in source.columns if column.key == key)
    axis = alt.Axis(format=_FORMATS[kind]) if kind in _FORMATS else alt.Axis()
    return getattr(alt, of)(key, type="quantitative", title=title or _title(source, key), axis=axis)


def _title(source: Table, key: str) -> str:
    return next(column.title for column in source.columns if column.key == key)


def _chart(source: Table, drawn: Any, title: str, text: str) -> Chart:
    return Chart(f"{source.key}-chart", title, drawn.to_dict(), text, source.key)
