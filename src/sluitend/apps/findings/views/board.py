"""The findings on a board, by what they still ask for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sluitend.apps.design.access import may
from sluitend.apps.design.queries import questions_for
from sluitend.apps.design.views.shared import evaluation_of, user_of
from sluitend.apps.findings import queries
from sluitend.apps.findings.queries.board import Column, columns
from sluitend.apps.findings.views.filtering import chosen_rows, filter_form, views_of
from sluitend.apps.people.permissions import Action
from sluitend.web.registry import Text

HEADINGS: dict[Column, tuple[Text, Text]] = {
    Column.NO_EVIDENCE: (_("Without evidence"), _("Nothing supports it yet.")),
    Column.ONE_VOICE: (_("One source"), _("Find a second source, or write why one is enough.")),
    Column.CONTRADICTED: (_("Contradicted"), _("Write how you weighed what contradicts it.")),
    Column.READY: (_("Solid"), _("Ready for a conclusion.")),
    Column.CONCLUDED: (_("In a conclusion"), _("Nothing more is asked.")),
}


@require_safe
def board(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Every finding in the first column that still asks for work."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.VIEW_FINDINGS)
    questions = questions_for(user, evaluation, with_dropped=True)
    every = queries.findings_for(user, evaluation, questions)
    rows = chosen_rows(request, user, evaluation, every)
    context = {
        "evaluation": evaluation,
        "tabs": views_of(request, evaluation, "findings:board"),
        "columns": [(column.value, *HEADINGS[column], found) for column, found in columns(rows).items()],
        "has_findings": bool(every),
        "filter_form": filter_form(request, user, evaluation, questions),
        "may_write": may(user, evaluation, Action.WRITE_FINDINGS),
    }
    return render(request, "findings/board.html", context)
