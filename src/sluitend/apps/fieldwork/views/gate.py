"""What has to be arranged before people's words may be coded."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from sluitend.apps.design.access import may
from sluitend.apps.design.views.shared import Editing, edit, evaluation_of, posted, user_of, values_of
from sluitend.apps.fieldwork import actions, queries
from sluitend.apps.fieldwork.advice import advice_on
from sluitend.apps.fieldwork.forms import GateForm
from sluitend.apps.fieldwork.models import GateItemState
from sluitend.apps.fieldwork.views.shared import tab_crumb, tab_page
from sluitend.apps.people.permissions import Action

BADGES = {GateItemState.OPEN: "warning", GateItemState.DONE: "safe", GateItemState.NOT_NEEDED: "neutral"}


@require_safe
def gate(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """All lines, and in one line what they hold back."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.VIEW_FIELDWORK)
    state = queries.gate_state_for(user, evaluation)
    context = {
        "state": state,
        "rows": [(line, BADGES[line.state]) for line in state.lines],
        "may_manage": may(user, evaluation, Action.MANAGE_GATE),
    }
    return tab_page(request, evaluation, "fieldwork:gate", context)


@require_http_methods(["GET", "HEAD", "POST"])
def line(request: HttpRequest, evaluation_id: int, kind: str, member_id: int | None = None) -> HttpResponse:
    """State how one line stands."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.MANAGE_GATE)
    found = queries.gate_line_for(user, evaluation, kind, member_id)

    def now() -> dict[str, Any]:
        item = queries.gate_line_for(user, evaluation, kind, member_id).item
        return values_of(item, "state", "date", "reference", "reason", "revision") if item else _FRESH

    crumb = tab_crumb(evaluation, "fieldwork:gate")
    title = f"{found.kind.label}: {found.member}" if found.member else str(found.kind.label)
    editing = Editing(
        title=title[:1].upper() + title[1:],
        lead=advice_on(evaluation.template_key, kind),
        back=crumb[1],
        save=lambda data: actions.set_gate_line(
            actor=user, evaluation=evaluation, kind=kind, member=found.member, **data
        ),
        done=_("The start condition is saved."),
        now=now,
        path=(crumb,),
    )
    return edit(request, evaluation, GateForm(posted(request), initial=now()), editing)


_FRESH = {"state": GateItemState.OPEN, "date": None, "reference": "", "reason": "", "revision": 0}
