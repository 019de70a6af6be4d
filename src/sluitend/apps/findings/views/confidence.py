"""Judge how sure we are of a finding."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from sluitend.apps.design.views.shared import Editing, edit, evaluation_of, posted, user_of
from sluitend.apps.findings import actions, queries
from sluitend.apps.findings.forms import ConfidenceForm
from sluitend.apps.findings.models import COMPONENTS, Finding
from sluitend.apps.findings.queries.suggestion import suggestion_for
from sluitend.apps.findings.views.shared import finding_crumb, findings_crumb
from sluitend.apps.people.permissions import Action


@require_http_methods(["GET", "HEAD", "POST"])
def confidence(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Four components and a level, with what the figures say beside them."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_FINDINGS)
    line = queries.finding_line_for(user, evaluation, number)
    found = line.finding
    form = ConfidenceForm(posted(request), initial=_values(found))

    def save(data: dict[str, Any]) -> None:
        actions.judge_confidence(actor=user, finding=found, revision=data["revision"], **form.content())

    editing = Editing(
        title=_("How sure are we of %(label)s?") % {"label": found},
        back=finding_crumb(found)[1],
        save=save,
        done=_("Saved."),
        now=lambda: _values(queries.finding_for(user, evaluation, number)),
        path=(findings_crumb(evaluation), finding_crumb(found)),
        template="findings/confidence.html",
        context={"line": line, "suggestion": suggestion_for(found)},
    )
    return edit(request, evaluation, form, editing)


def _values(found: Finding) -> dict[str, Any]:
    names = ("confidence", "revision", *COMPONENTS, *(f"{one}_why" for one in COMPONENTS))
    return {**{name: getattr(found, name) for name in names}, "reason": found.confidence_reason}
