"""What the checker finds."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sluitend.apps.design.views.shared import crumbs, evaluation_of, user_of
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting import checker
from sluitend.apps.reporting.checker.outcome import SEVERITY, summary

BADGES = {"error": "danger", "warning": "warning", "note": "neutral"}


@require_safe
def checks(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Every rule with what it found, why it is there and what to mend."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.VIEW_CHECKS)
    outcome = checker.outcome_for(user, evaluation)
    context = {
        "evaluation": evaluation,
        "crumbs": crumbs(evaluation, (_("Checks"), "")),
        "summary": summary(outcome),
        "groups": [
            (rule, found, SEVERITY[rule.severity], BADGES[rule.severity]) for rule, found in outcome.by_rule() if found
        ],
        "fine": [rule for rule, found in outcome.by_rule() if not found],
    }
    return render(request, "reporting/checks.html", context)
