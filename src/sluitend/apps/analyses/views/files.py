"""A result as files: as it may leave the team, and of what people said also exact, for the team alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from sluitend.apps.analyses.kit.marks import notes, size
from sluitend.apps.analyses.kit.result import Cell, Column, Kind, Result, Table
from sluitend.apps.analyses.seals import Content
from sluitend.apps.coding.queries.codebook import BETWEEN
from sluitend.errors import NotFound
from sluitend.formats.drawn_chart import Drawing, marked
from sluitend.formats.spreadsheet import XLSX, Sheet, csv_of, xlsx_of

SVG = "image/svg+xml"
ALL_TABLES = "tabellen"  # the name of the workbook
File = tuple[str, bytes]  # kind of content, and the content
_CODES = ("code", "other")  # columns with the path of a code


@dataclass(frozen=True, slots=True)
class Form:
    """What files are made of, whether it is as it may leave the team, and what was asked where that is told too."""

    content: Content
    for_all: bool = True
    asked: Sequence[tuple[str, str]] = ()

    @property
    def result(self) -> Result:
        """Within the team with the layers of every code beside its path."""
        found = self.content.result
        return found if self.for_all else replace(found, tables=tuple(map(with_layers, found.tables)))

    @property
    def said(self) -> tuple[str, ...]:
        """For whom it is, and its caveats."""
        return notes(self.content.result, for_all=self.for_all)


def file_of(form: Form, name: str) -> File:
    """All tables (xlsx), one table (csv) or one chart (svg, png). Raises NotFound for a name that is none of these."""
    key, _dot, kind = name.rpartition(".")
    make = _MAKERS.get(kind)
    if make is None:
        raise NotFound("file")
    return make(form, key)


def drawing(content: Content, key: str) -> Drawing:
    """A chart as it was drawn. Raises NotFound."""
    found = content.drawings.get(key)
    if found is None:
        raise NotFound("chart")
    return found


def with_layers(found: Table) -> Table:
    """After the path of a code a column for every layer of it, so that a spreadsheet can filter on each."""
    for key in _CODES:
        at = next((place for place, column in enumerate(found.columns) if column.key == key), None)
        found = found if at is None else _layered(found, at)
    return found


def _layered(found: Table, at: int) -> Table:
    paths = [str(row[at] or "").split(BETWEEN) for row in found.rows]
    deepest = max(map(len, paths), default=0)
    title = found.columns[at].title
    layers = tuple(Column(f"{found.columns[at].key}_{n}", f"{title}, laag {n}") for n in range(1, deepest + 1))
    columns = (*found.columns[: at + 1], *layers, *found.columns[at + 1 :])
    rows = (
        (*row[: at + 1], *_filled(path, deepest), *row[at + 1 :]) for row, path in zip(found.rows, paths, strict=True)
    )
    return replace(found, columns=columns, rows=tuple(rows))


def _filled(path: Sequence[str], deepest: int) -> Iterator[Cell]:
    yield from path
    yield from (None for _layer in range(deepest - len(path)))


def _svg(form: Form, key: str) -> File:
    return SVG, marked(drawing(form.content, key).svg, form.said).encode()


def _png(form: Form, key: str) -> File:
    """With its notes since it was drawn."""
    return "image/png", drawing(form.content, key).png


def _csv(form: Form, key: str) -> File:
    found = next((one for one in form.result.tables if one.key == key), None)
    if found is None:
        raise NotFound("table")
    asked = (f"{label}: {value}" for label, value in form.asked)
    said = [f"# {one.replace(';', ',')}" for one in (*form.said, *asked)]  # in one cell, without quotes
    rows = [*([one] for one in said[1:]), [_heading(column) for column in found.columns], *found.rows]
    return "text/csv; charset=utf-8", csv_of(said[:1], rows)


def _xlsx(form: Form, key: str) -> File:
    if key != ALL_TABLES:
        raise NotFound("file")
    whom = form.said[0]
    return XLSX, xlsx_of([_first(form, whom), *(_sheet(one, whom) for one in form.result.tables)])


def _first(form: Form, whom: str) -> Sheet:
    """What it says, before the tables: a number without its caveats says too much."""
    result = form.content.result
    said = [*(("", one) for one in result.sentences), *(("let op", one) for one in result.caveats)]
    return Sheet("Uitkomst", ["", size(result)], [*said, *form.asked], whom)


def _sheet(table: Table, whom: str) -> Sheet:
    return Sheet(table.title, [_heading(column) for column in table.columns], table.rows, whom)


def _heading(column: Column) -> str:
    """A share stays a number between 0 and 1: said, so that nobody multiplies twice."""
    return f"{column.title} (0 tot 1)" if column.kind is Kind.SHARE else column.title


_MAKERS: dict[str, Callable[[Form, str], File]] = {"svg": _svg, "png": _png, "csv": _csv, "xlsx": _xlsx}
