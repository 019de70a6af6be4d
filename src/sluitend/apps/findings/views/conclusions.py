"""Conclusions: every question with its answer, or with the reason why there is none."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sluitend.apps.design.access import may
from sluitend.apps.design.queries import criteria_for
from sluitend.apps.design.views.shared import crumbs, evaluation_of, user_of
from sluitend.apps.findings import queries
from sluitend.apps.findings.queries.rows import rows_by_question
from sluitend.apps.findings.views.shared import conclusions_crumb
from sluitend.apps.people.permissions import Action


@require_safe
def listing(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """One row a question: answered, not answered with the reason, or open."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.VIEW_FINDINGS)
    answers = queries.answers_for(user, evaluation)
    rows = queries.findings_for(user, evaluation, [line.question for line in answers])
    tied = rows_by_question(rows)
    lines = [line for line in answers if line.conclusion or not line.question.is_dropped]
    context = {
        "evaluation": evaluation,
        "crumbs": crumbs(evaluation, (conclusions_crumb(evaluation)[0], "")),
        "lines": [(line, len(tied[line.question.id])) for line in lines],
        "may_write": may(user, evaluation, Action.WRITE_FINDINGS),
    }
    return render(request, "findings/conclusions.html", context)


@require_safe
def conclusion(request: HttpRequest, evaluation_id: int, label: str) -> HttpResponse:
    """A question's answer, what it rests on and what rests on it."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.VIEW_FINDINGS)
    line = queries.answer_for(user, evaluation, label)
    rows = queries.findings_for(user, evaluation)
    tied, concluded = rows_by_question(rows)[line.question.id], {one.pk for one in line.findings}
    context = {
        "evaluation": evaluation,
        "crumbs": crumbs(evaluation, conclusions_crumb(evaluation), (label, "")),
        "line": line,
        "used": [row for row in rows if row.finding.pk in concluded],
        "unused": [row for row in tied if row.finding.pk not in concluded],
        "agreements": queries.agreements_of_conclusion(user, evaluation, line.conclusion) if line.conclusion else [],
        "criteria": [one for one in criteria_for(user, evaluation) if one.question_id == line.question.id],
        "may_write": may(user, evaluation, Action.WRITE_FINDINGS),
    }
    return render(request, "findings/conclusion.html", context)
