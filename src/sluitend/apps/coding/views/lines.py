"""What was searched, line by line: a keyword in its context, on screen and as a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sluitend.apps.coding.actions.quoting import note_lines_taken
from sluitend.apps.coding.search.finding import CANDIDATES
from sluitend.apps.coding.search.forms import SearchForm, form_for
from sluitend.apps.coding.search.lines import Line, Lines, Order, lines_for
from sluitend.apps.coding.views.common import user_of
from sluitend.apps.design.access import may
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.queries import evaluation_for
from sluitend.apps.people.permissions import Action
from sluitend.errors import NotFound
from sluitend.formats.spreadsheet import XLSX, Sheet, csv_of, xlsx_of

SHOW, BY_LINE = "toon", "vindplaatsen"  # ?toon=vindplaatsen
_ORDER = "volgorde"
PER_PAGE = 50


def is_by_line(request: HttpRequest) -> bool:
    """Whether somebody looks at every occurrence apart."""
    return request.GET.get(SHOW) == BY_LINE


def kept(request: HttpRequest) -> list[tuple[str, str]]:
    """How somebody looks, to keep with the next question."""
    return [(name, request.GET[name]) for name in (SHOW, _ORDER) if request.GET.get(name)]


def ways_of_looking(request: HttpRequest) -> list[tuple[str, str, bool]]:
    """The same question both ways, for ``web/components/tabs.html``."""
    by_line = is_by_line(request)
    as_list = _address(request, {SHOW: "", _ORDER: ""})
    return [(_("As a list"), as_list, not by_line), (_("Per occurrence"), _address(request, {SHOW: BY_LINE}), by_line)]


def shown_lines(request: HttpRequest, evaluation: Evaluation, form: SearchForm) -> dict[str, Any]:
    """What the page shows of a question that was asked well."""
    by = _order(request)
    found = lines_for(user_of(request), evaluation, form.cleaned_data["q"], form.choice, by)
    page = Paginator(found.lines, PER_PAGE).get_page(request.GET.get("page"))
    asked = request.GET.copy()
    asked.pop("page", None)
    return {
        "found_lines": found,
        "page": page,
        "rows": [_row(one) for one in page.object_list],
        "columns": [
            (title, _address(request, {_ORDER: one.value}), one is by) if one else (title, "", False)
            for title, one in _headings()
        ],
        "files": asked.urlencode() if may(user_of(request), evaluation, Action.VIEW_SOURCES) else "",
        "page_query": f"{asked.urlencode()}&",
    }


@require_safe
def take_lines(request: HttpRequest, evaluation_id: int, kind: str) -> HttpResponse:
    """All of them as xlsx or csv, for the team; recorded."""
    user = user_of(request)
    evaluation = evaluation_for(user, evaluation_id, Action.VIEW_SOURCES)
    form = form_for(request.GET, user, evaluation)
    if kind not in ("xlsx", "csv") or not form.is_valid() or form.cleaned_data["q"] is None:
        raise NotFound("lines")
    found = lines_for(user, evaluation, form.cleaned_data["q"], form.choice, _order(request))
    note_lines_taken(actor=user, evaluation=evaluation, kind=kind, count=len(found.lines))
    response = _file(kind, _notes(form, found), found)
    name = _("occurrences")
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.{kind}") or "attachment"
    return response


def _headings() -> list[tuple[str, Order | None]]:
    """Of the columns, with what a click on each sorts by."""
    sides = [(_("left of it"), Order.LEFT), (_("keyword"), Order.KEYWORD), (_("right of it"), Order.RIGHT)]
    return [*sides, (_("source"), Order.SOURCE), (_("who speaks"), Order.SPEAKER), (_("perspective"), None)]


def _order(request: HttpRequest) -> Order:
    asked = request.GET.get(_ORDER, "")
    return Order(asked) if asked in list(Order) else Order.SOURCE


def _address(request: HttpRequest, changed: Mapping[str, str]) -> str:
    query = request.GET.copy()
    for name in ("page", *changed):
        query.pop(name, None)
    for name, value in changed.items():
        if value:
            query[name] = value
    return f"?{query.urlencode()}"


def _row(line: Line) -> Mapping[str, Any]:
    """An occurrence with the address of its place."""
    workbench = reverse("coding:workbench", args=[line.source.evaluation_id, line.source.number])
    return {"line": line, "place": f"{workbench}?plaats={line.start}-{line.end}"}


def _notes(form: SearchForm, found: Lines) -> list[str]:
    asked = [f"{form.fields[name].label}: {value}" for name, value in form.told]
    cut = [_("Only the %(most)s newest passages were compared.") % {"most": CANDIDATES}] if found.is_cut else []
    return [_("For the team only: words of respondents."), *asked, *cut]


def _file(kind: str, notes: list[str], found: Lines) -> HttpResponse:
    headings = [title for title, _order in _headings()]
    headings[4:4] = [_("title"), _("kind of source"), _("begins at"), _("ends before")]
    rows = [_cells(one) for one in found.lines]
    if kind == "xlsx":
        return HttpResponse(xlsx_of([Sheet(_("Occurrences"), headings, rows, " ".join(notes))]), content_type=XLSX)
    told = [[f"# {one.replace(';', ',')}"] for one in notes[1:]]
    return HttpResponse(csv_of([f"# {notes[0]}"], [*told, headings, *rows]), content_type="text/csv; charset=utf-8")


def _cells(line: Line) -> list[str | int]:
    """The place in the text counts in characters, from 0, as passages of quotes do."""
    source, found = line.source, line.found
    words = [found.left.strip(), found.keyword, found.right.strip()]
    told = [*words, str(source), source.title, str(source.get_kind_display())]
    return [*told, line.start, line.end, line.speaker, str(line.perspective or "")]
