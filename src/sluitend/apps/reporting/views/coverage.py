"""Coverage: the map of questions × perspectives at every level, and what stands behind one of its cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sluitend.apps.coding import queries as coding
from sluitend.apps.coding.queries.blindness import texts_left_out
from sluitend.apps.design.access import may
from sluitend.apps.design.models import Evaluation, Level
from sluitend.apps.design.views.shared import crumbs, evaluation_of, user_of
from sluitend.apps.findings import queries as findings
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting.coverage import Cell, CoverageMap, cell_for, map_for
from sluitend.apps.reporting.views.coverage_cells import Cells
from sluitend.web.registry import Text

PASSAGES = 40  # on one page
Draw = Callable[[Cells, Iterable[Cell]], SafeString]


def _context(user: User, evaluation: Evaluation, found: CoverageMap, draw: Draw) -> dict[str, Any]:
    """What the table needs, on its own page and on the overview; `draw` is how much a cell says."""
    url = reverse("reporting:coverage", args=[evaluation.pk])
    cells = Cells(found, url if may(user, evaluation, Action.VIEW_CODING) else "")
    rows = [(row.question, draw(cells, row.cells)) for row in found.rows]
    return {"evaluation": evaluation, "map": found, "map_url": url, "rows": rows}


@require_safe
def coverage(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The whole map; `?niveau=` chooses a level."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.VIEW_FINDINGS)
    level = _level(request)
    url = reverse("reporting:coverage", args=[evaluation.pk])
    tabs: list[tuple[Text, str, bool]] = [(_("all levels"), url, not level)]
    tabs += [(one.label, f"{url}?niveau={one}", level == one) for one in Level]
    context = _context(user, evaluation, map_for(user, evaluation, level), Cells.large)
    context |= {
        "tabs": tabs,
        "blind_texts": texts_left_out(evaluation),
        "crumbs": [],
        "level": str(Level(level).label) if level else "",
    }
    return render(request, "reporting/coverage.html", context)


@require_safe
def card(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The map as the overview shows it, fetched after that page; nothing while there is nothing to map."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.VIEW_FINDINGS)
    found = map_for(user, evaluation)
    if not found.cells:
        return HttpResponse()
    return render(request, "reporting/parts/coverage_card.html", _context(user, evaluation, found, Cells.small))


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
