"""Coverage: the map of questions × perspectives at every level, and what stands behind one of its cells."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sluitend.apps.coding import queries as coding
from sluitend.apps.design.access import may
from sluitend.apps.design.models import Evaluation, Level
from sluitend.apps.design.queries import QuestionLine
from sluitend.apps.design.views.shared import crumbs, evaluation_of, user_of
from sluitend.apps.findings import queries as findings
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting.coverage import Cell, CoverageMap, State, cell_for, map_for
from sluitend.web import icons
from sluitend.web.registry import Text

PASSAGES = 40  # on one page


STATES: dict[State, tuple[Text, str]] = {  # in words, with a sign beside it
    State.NOT_ASKED: (_("not asked"), "minus"),
    State.SILENT: (_("not heard"), "alert-triangle"),
    State.HEARD: (_("heard"), "circle-dashed"),
    State.CODED: (_("coded"), "highlight"),
    State.FOUND: (_("in a finding"), "circle-check"),
    State.SMALL: (_("too few people to show"), "lock"),
}


class CellView:
    """A cell in words: made in Python, since a map has hundreds of them."""

    def __init__(
        self, cell: Cell, who: str, signs: Mapping[State, tuple[str, str]], numbers: SafeString, url: str
    ) -> None:
        self.state, self.perspective, self.missing = cell.state.value, who, ", ".join(cell.missing)
        self.word, self.sign = signs[cell.state]
        self.url = url if cell.state is not State.NOT_ASKED else ""
        self.numbers = numbers
        self.heard = cell.heard.sources if cell.state in (State.HEARD, State.CODED, State.FOUND) else ""


class _Numbers:
    """The figures of a cell, written once for all cells that have the same ones."""

    def __init__(self) -> None:
        self._known: dict[Hashable, SafeString] = {}

    def of(self, cell: Cell) -> SafeString:
        key = (cell.state, cell.planned, cell.heard.sources, cell.coded.sources, cell.found.sources)
        if key not in self._known:
            self._known[key] = format_html_join("", "<span>{}</span>", ((words,) for words in _numbers(cell)))
        return self._known[key]


def _numbers(cell: Cell) -> Iterator[str]:
    if cell.state is State.NOT_ASKED or (cell.state is State.SMALL and not cell.planned):
        return
    yield gettext("planned %(n)s") % {"n": cell.planned}
    if cell.state is State.SMALL:
        return
    yield gettext("heard %(n)s") % {"n": cell.heard.sources}
    for count, few, words in (
        (cell.coded, gettext("coded: under 3 people"), gettext("coded %(n)s")),
        (cell.found, gettext("in findings: under 3 people"), gettext("in findings %(n)s")),
    ):
        yield few if count.sources is None else words % {"n": count.sources}


def _rows(found: CoverageMap, url: str) -> list[tuple[QuestionLine, list[CellView]]]:
    signs = {state: (str(word), icons.icon(name)) for state, (word, name) in STATES.items()}
    query = f"?niveau={found.level}" if found.level else ""

    def to(cell: Cell) -> str:
        return f"{url}{cell.question.label}/{cell.perspective.pk}/{query}" if url else ""

    numbers, who = _Numbers(), {one.pk: str(one) for one in found.perspectives}

    def shown(cell: Cell) -> CellView:
        return CellView(cell, who[cell.perspective.pk], signs, numbers.of(cell), to(cell))

    return [(row.question, [shown(cell) for cell in row.cells]) for row in found.rows]


def table_context(user: User, evaluation: Evaluation, found: CoverageMap) -> dict[str, Any]:
    """What the table needs, on its own page and on the overview."""
    url = reverse("reporting:coverage", args=[evaluation.pk])
    may_open = may(user, evaluation, Action.VIEW_CODING)
    return {"evaluation": evaluation, "map": found, "map_url": url, "rows": _rows(found, url if may_open else "")}


@require_safe
def coverage(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The whole map; `?niveau=` chooses a level."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.VIEW_FINDINGS)
    level = _level(request)
    url = reverse("reporting:coverage", args=[evaluation.pk])
    tabs: list[tuple[Text, str, bool]] = [(_("all levels"), url, not level)]
    tabs += [(one.label, f"{url}?niveau={one}", level == one) for one in Level]
    context = table_context(user, evaluation, map_for(user, evaluation, level))
    context |= {"tabs": tabs, "crumbs": [], "level": str(Level(level).label) if level else ""}
    return render(request, "reporting/coverage.html", context)


@require_safe
def card(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The map as the overview shows it, fetched after that page; nothing while there is nothing to map."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.VIEW_FINDINGS)
    found = map_for(user, evaluation)
    if not found.cells:
        return HttpResponse()
    return render(request, "reporting/parts/coverage_card.html", table_context(user, evaluation, found))


@require_safe
def cell(request: HttpRequest, evaluation_id: int, label: str, perspective_id: int) -> HttpResponse:
    """The sources in which this perspective is heard, and the passages under findings of this question."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.VIEW_CODING)
    detail = cell_for(user, evaluation, label, perspective_id, _level(request))
    page = Paginator(detail.passages, PASSAGES).get_page(request.GET.get("page"))
    map_url = reverse("reporting:coverage", args=[evaluation.pk])
    here = f"{detail.question.label} × {detail.perspective}"
    context = {
        "evaluation": evaluation,
        "detail": detail,
        "level": str(Level(detail.level).label) if detail.level else "",
        "page": page,
        "passages": _words(user, evaluation, list(page)),
        "crumbs": crumbs(evaluation, (_("Coverage"), map_url), (here, "")),
    }
    return render(request, "reporting/coverage_cell.html", context)


def _words(
    user: User, evaluation: Evaluation, shown: list[tuple[int, tuple[int, ...]]]
) -> list[tuple[Any, str | None, tuple[int, ...]]]:
    """Fragment, its words and the findings that it is under."""
    fragments = findings.fragments_numbered(user, evaluation, [number for number, _findings in shown])
    quotes = coding.quotes_for(user, evaluation, fragments)
    under = dict(shown)
    return [(one, quotes[one.pk], under[one.number]) for one in fragments]


def _level(request: HttpRequest) -> str:
    """An unknown level is no level."""
    asked = request.GET.get("niveau", "")
    return asked if asked in Level.values else ""
