"""Charts as images, and tables and charts as files to take along."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from sluitend.apps.analyses import actions, seals
from sluitend.apps.analyses.kit.marks import IN_NAMES, notes, protected, size
from sluitend.apps.analyses.kit.result import Column, Kind, Result, Table
from sluitend.apps.analyses.models import AnalysisResult
from sluitend.apps.analyses.seals import Content
from sluitend.apps.analyses.views.shared import looking
from sluitend.apps.design.views.shared import user_of
from sluitend.errors import NotFound
from sluitend.formats.drawn_chart import Drawing, marked
from sluitend.formats.spreadsheet import XLSX, Sheet, csv_of, xlsx_of

SVG = "image/svg+xml"
File = tuple[str, bytes]  # kind of content, and the content


@require_safe
def image(request: HttpRequest, evaluation_id: int, number: int, chart: str) -> HttpResponse:
    """A chart as the page of its result shows it."""
    look = looking(request, evaluation_id, number)
    content = look.content if look.row.is_done else None
    if content is None:
        raise NotFound("result")
    return HttpResponse(_drawing(content, chart).svg, content_type=SVG)


@require_safe
def take(request: HttpRequest, evaluation_id: int, number: int, name: str) -> HttpResponse:
    """All tables (xlsx), one table (csv) or one chart (svg, png): as they may leave the team, for everybody; recorded.

    Raises InputError("analyses.not_outside") of a result from before there was such a form.
    """
    look = looking(request, evaluation_id, number)
    row = look.row
    key, _dot, kind = name.rpartition(".")
    make = _MAKERS.get(kind)
    if make is None:
        raise NotFound("file")
    content_type, content = make(_content(row), key, kind)
    actions.note_taken(actor=user_of(request), result=row, kind=kind)
    response = HttpResponse(content, content_type=content_type)
    called = f"{row}-{key}-{IN_NAMES}.{kind}"
    response["Content-Disposition"] = content_disposition_header(True, called) or "attachment"
    return response


def _content(row: AnalysisResult) -> Content:
    if not row.is_done:
        raise NotFound("result")
    return seals.outside(row)


def _drawing(content: Content, key: str) -> Drawing:
    found = content.drawings.get(key)
    if found is None:
        raise NotFound("chart")
    return found


def _svg(content: Content, key: str, _kind: str) -> File:
    return SVG, marked(_drawing(content, key).svg, _said(content.result)).encode()


def _png(content: Content, key: str, _kind: str) -> File:
    """With its notes since it was drawn."""
    return "image/png", _drawing(content, key).png


def _csv(content: Content, key: str, _kind: str) -> File:
    found = next((one for one in content.result.tables if one.key == key), None)
    if found is None:
        raise NotFound("table")
    said = [f"# {one.replace(';', ',')}" for one in _said(content.result)]  # in one cell, without quotes
    rows = [*([one] for one in said[1:]), [_heading(column) for column in found.columns], *found.rows]
    return "text/csv; charset=utf-8", csv_of(said[:1], rows)


def _xlsx(content: Content, key: str, _kind: str) -> File:
    if key != "tabellen":
        raise NotFound("file")
    whom = protected(content.result)
    sheets = [_first(content.result), *(_sheet(one, whom) for one in content.result.tables)]
    return XLSX, xlsx_of(sheets)


def _said(result: Result) -> tuple[str, ...]:
    return notes(result, for_all=True)


def _first(result: Result) -> Sheet:
    """What it says, before the tables: a number without its caveats says too much."""
    said = [*(("", one) for one in result.sentences), *(("let op", one) for one in result.caveats)]
    return Sheet("Uitkomst", ["", size(result)], said, protected(result))


def _sheet(table: Table, whom: str) -> Sheet:
    return Sheet(table.title, [_heading(column) for column in table.columns], table.rows, whom)


def _heading(column: Column) -> str:
    """A share stays a number between 0 and 1: said, so that nobody multiplies twice."""
    return f"{column.title} (0 tot 1)" if column.kind is Kind.SHARE else column.title


_MAKERS: dict[str, Callable[[Content, str, str], File]] = {"svg": _svg, "png": _png, "csv": _csv, "xlsx": _xlsx}
