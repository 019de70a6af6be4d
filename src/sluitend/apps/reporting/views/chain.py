"""The chain of evidence on one screen: one object in the middle, what it rests on, and what rests on it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.views.shared import crumbs, evaluation_of, user_of
from sluitend.apps.findings import queries as findings
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting import queries
from sluitend.apps.reporting.chain import Board, Column, board_for, whole_board_for

LABEL = r"[A-Z]{1,2}[0-9]{1,9}(\.[0-9]{1,9})*"


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column with the addresses of its neighbouring pages, empty where there are none."""

    column: Column
    earlier: str
    later: str


@require_safe
def chain(request: HttpRequest, evaluation_id: int, label: str) -> HttpResponse:
    """Everything around one object; the address says which, and which pages of long columns."""
    evaluation = evaluation_of(request, evaluation_id, Action.VIEW_REPORT)
    if (standing := _standing(request, evaluation, label)) != label:
        return redirect("reporting:chain", evaluation_id=evaluation.pk, label=standing)
    board = board_for(user_of(request), evaluation, label, request.GET.dict())
    return _shown(request, evaluation, board, label)


@require_safe
def start(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Everything to choose from; `?naar=B4` goes there."""
    evaluation = evaluation_of(request, evaluation_id, Action.VIEW_REPORT)
    asked = request.GET.get("naar", "").strip().upper()
    if re.fullmatch(LABEL, asked):
        return redirect("reporting:chain", evaluation_id=evaluation.pk, label=asked)
    board = whole_board_for(user_of(request), evaluation, request.GET.dict())
    return _shown(request, evaluation, board, "")


def _standing(request: HttpRequest, evaluation: Evaluation, label: str) -> str:
    """Of a finding that was merged, the label of the one in which it stands now: reports still name the other."""
    if not re.fullmatch(r"B[1-9][0-9]{0,8}", label):
        return label
    return str(findings.finding_behind(user_of(request), evaluation, int(label[1:])))


def _shown(request: HttpRequest, evaluation: Evaluation, board: Board, label: str) -> HttpResponse:
    start_url = reverse("reporting:chain_start", args=[evaluation.pk])
    context = {
        "evaluation": evaluation,
        "board": board,
        "columns": [_with_pages(request, column) for column in board.columns],
        "label": label,
        "start_url": start_url,
        "chapters": queries.chapters_naming(user_of(request), evaluation, label) if label else [],
        "not_a_label": request.GET.get("naar", "").strip(),
        "crumbs": crumbs(evaluation, (_("Evidence chain"), start_url), (label, "")) if label else [],
    }
    return render(request, "reporting/chain.html", context)


def _with_pages(request: HttpRequest, column: Column) -> ColumnView:
    return ColumnView(column, _page(request, column, column.earlier), _page(request, column, column.later))


def _page(request: HttpRequest, column: Column, number: int | None) -> str:
    """The same picture with another page of this column."""
    if number is None:
        return ""
    query = request.GET.copy()
    query[column.letter] = str(number)
    return f"?{query.urlencode()}#chain-{column.letter}"
