"""The start page of an evaluation: how far it is, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sluitend.apps.design import queries
from sluitend.apps.design.access import may
from sluitend.apps.design.models import Phase
from sluitend.apps.design.views.shared import crumbs, evaluation_of, user_of
from sluitend.apps.people.permissions import Action

LATEST = 4


@dataclass(frozen=True, slots=True)
class PhaseLine:
    """A phase of the timeline: "past", "now", "ahead" or, without dates, "unplanned"."""

    phase: Phase
    state: str


def evaluation(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Summary cards, the walk, the phases and the latest of the logbook."""
    user = user_of(request)
    found = evaluation_of(request, evaluation_id)
    today = timezone.localdate()
    context = {
        "evaluation": found,
        "crumbs": crumbs(found),
        "steps": queries.steps_for(user, found),
        "main_questions": [line for line in queries.questions_for(user, found) if line.is_main],
        "phases": [PhaseLine(phase, state_of(phase, today)) for phase in queries.phases_for(user, found)],
        "latest": queries.logbook_for(user, found)[:LATEST],
        "may_edit": may(user, found, Action.EDIT_DESIGN),
    }
    return render(request, "design/evaluation.html", context)


def state_of(phase: Phase, today: date) -> str:
    """Where a phase lies in time."""
    if phase.starts is None:
        return "unplanned"
    if phase.ends is not None and phase.ends < today:
        return "past"
    return "ahead" if phase.starts > today else "now"
