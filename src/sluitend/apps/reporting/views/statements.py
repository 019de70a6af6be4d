"""The account of the method: what the standards ask, part by part."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from sluitend.apps.design.views.shared import Editing, edit, evaluation_of, posted, user_of
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting import actions, queries
from sluitend.apps.reporting.forms import StatementForm
from sluitend.apps.reporting.statement_help import HELP
from sluitend.apps.reporting.views.shared import crumbs

TITLE = _("Account of the method")


@require_safe
def statements(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Every part, with what it should tell and what stands there."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_REPORT)
    queries.report_for(user, evaluation)
    lines = queries.statements_for(user, evaluation)
    context = {
        "evaluation": evaluation,
        "lines": [(line, HELP[line.key]) for line in lines],
        "written": sum(line.is_written for line in lines),
        "crumbs": crumbs(evaluation, (TITLE, "")),
    }
    return render(request, "reporting/statements.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def statement(request: HttpRequest, evaluation_id: int, key: str) -> HttpResponse:
    """Write one part."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_REPORT)
    report = queries.report_for(user, evaluation)
    line = queries.statement_for(user, evaluation, key)

    def now() -> dict[str, object]:
        found = queries.statement_for(user, evaluation, key).statement
        return {"text": found.text if found else "", "revision": found.revision if found else 0}

    back = reverse("reporting:statements", args=[evaluation.pk])
    editing = Editing(
        title=capfirst(str(line.key.label)),
        lead=f"{HELP[line.key].text} ({HELP[line.key].standard})",
        back=f"{back}#{key}",
        save=lambda data: actions.write_statement(actor=user, report=report, key=key, **data),
        done=_("Saved."),
        now=now,
        path=((_("Report"), reverse("reporting:report", args=[evaluation.pk])), (TITLE, back)),
    )
    return edit(request, evaluation, StatementForm(posted(request), initial=now()), editing)
