"""Charts of codes and voices, made with Altair from a table of the same result: shades, and lines over periods."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sluitend.apps.analyses.kit.charts import COLOURS, DASHES, MOST_LETTERS, MOST_LINES, WIDTH, axis_of, beside, named
from sluitend.apps.analyses.kit.result import Chart, Kind, Table
from sluitend.apps.analyses.kit.tables import records

MOST_ROWS = 40  # codes in a grid of shades: more cannot be read
_WORDS = 90  # the width of a cell with words in it
_LIGHT, _DARK = "#f2f5f5", COLOURS[0]


def shades(source: Table, *, title: str, text: str, x: str, y: str, value: str, instead: str = "") -> Chart | None:
    """A square for every x and y, darker as the value is higher, with the value in it. None without any value.

    `instead` is a column with words that stand in the place of the value; without a value the cell has a dashed edge.
    """
    import altair as alt

    if not _has(source, value):
        return None
    names = list(dict.fromkeys(row[y] for row in records(source)))
    if len(names) > MOST_ROWS:
        title = f"{title} (de eerste {MOST_ROWS} van {len(names)} rijen)"
        source = _only(source, y, names[:MOST_ROWS])
    form = ".0%" if _kind(source, value) is Kind.SHARE else ",d"
    height = len(set(names[:MOST_ROWS]))
    base = _base(source, x, y)
    squares = base.mark_rect(stroke="#ffffff").encode(
        color=alt.Color(
            value,
            type="quantitative",
            title=_title(source, value),
            scale=alt.Scale(range=[_LIGHT, _DARK], domainMin=0),
            legend=alt.Legend(format=form),
        )
    )
    most = max(row[value] or 0 for row in records(source)) or 1
    dark = alt.datum[value] > float(most) / 2
    figures = base.mark_text(fontSize=11).encode(
        text=alt.Text(value, type="quantitative", format=form),
        color=alt.condition(dark, alt.value("#ffffff"), alt.value("#1d2b2e")),
    )
    width = WIDTH
    if instead:
        width = max(WIDTH, _WORDS * len({row[x] for row in records(source)}))
        figures = figures.transform_filter(alt.datum[instead] == None)  # noqa: E711 - in the chart
        figures = alt.layer(figures, *_words(base, value, instead))
    drawn = alt.layer(squares, figures).properties(width=width, height=max(60, 26 * height))
    return _chart(source, drawn, title, text)


def _words(base: Any, value: str, instead: str) -> Iterator[Any]:
    """Of the cells with words: the edge of those without a value, and the words."""
    import altair as alt

    told = base.transform_filter(alt.datum[instead] != None)  # noqa: E711 - in the chart
    empty = told.transform_filter(alt.datum[value] == None)  # noqa: E711 - in the chart
    yield empty.mark_rect(fill="#ffffff", stroke="#7d8b90", strokeDash=[4, 3])
    yield told.mark_text(fontSize=11, color="#1d2b2e").encode(text=alt.Text(instead, type="nominal"))


def over_time(source: Table, *, title: str, text: str, x: str, y: str, group: str) -> Chart | None:
    """Points of y at every x (in the order of the table) with a line between, for the first groups."""
    import altair as alt

    if not _has(source, y):
        return None
    names = list(dict.fromkeys(row[group] for row in records(source)))
    if len(names) > MOST_LINES:
        title = f"{title} (de eerste {MOST_LINES} van {len(names)})"
        source = _only(source, group, names[:MOST_LINES])
    look = named(source, group, lines=True)
    drawn = (
        alt.Chart(alt.Data(values=[dict(row) for row in records(source)]))  # type: ignore[no-untyped-call]
        .mark_line(point=True, strokeWidth=2)
        .encode(
            x=alt.X(x, type="ordinal", sort=None, title=_title(source, x)),
            y=alt.Y(y, type="quantitative", title=_title(source, y), axis=axis_of(_kind(source, y))),
            color=alt.Color(group, scale=alt.Scale(range=list(COLOURS)), **look),
            strokeDash=alt.StrokeDash(group, scale=alt.Scale(range=list(DASHES)), **look),
        )
        .properties(width=WIDTH, height=280)
    )
    return _chart(source, drawn, title, text)


def _base(source: Table, x: str, y: str) -> Any:
    import altair as alt

    data = alt.Data(values=[dict(row) for row in records(source)])  # type: ignore[no-untyped-call]
    return alt.Chart(data).encode(
        x=alt.X(
            x,
            type="nominal",
            sort=None,
            title=_title(source, x),
            axis=alt.Axis(labelAngle=-30, labelLimit=MOST_LETTERS),
        ),
        y=alt.Y(y, type="nominal", sort=None, title=_title(source, y), axis=beside()),
    )


def _has(source: Table, key: str) -> bool:
    """Whether there is a number to draw: what leaves the team is told in words."""
    there = any(one.key == key and one.kind is not Kind.TEXT for one in source.columns)
    return there and any(row[key] is not None for row in records(source))


def _only(source: Table, key: str, names: list[Any]) -> Table:
    at = [one.key for one in source.columns].index(key)
    return replace(source, rows=tuple(row for row in source.rows if row[at] in names))


def _kind(source: Table, key: str) -> Kind:
    return next(one.kind for one in source.columns if one.key == key)


def _title(source: Table, key: str) -> str:
    return next(one.title for one in source.columns if one.key == key)


def _chart(source: Table, drawn: Any, title: str, text: str) -> Chart:
    return Chart(f"{source.key}-chart", title, drawn.to_dict(), text, source.key)
