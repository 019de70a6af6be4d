"""The report: its outline with the state of every chapter, its files, and the report itself to read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sluitend.apps.design.access import may
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.template_store import known
from sluitend.apps.design.views.shared import Editing, edit, evaluation_of, posted, user_of, values_of
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting import actions, building, queries
from sluitend.apps.reporting.forms import ReportForm
from sluitend.apps.reporting.material import Audience
from sluitend.apps.reporting.views.builds import files_of
from sluitend.apps.reporting.views.shared import crumbs


@require_safe
def report(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Chapters with what they lack, and the files that were built."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.VIEW_REPORT)
    may_write = may(user, evaluation, Action.WRITE_REPORT)
    context = {"evaluation": evaluation, "crumbs": crumbs(evaluation), "may_write": may_write}
    if queries.find_report(user, evaluation) is None:
        return render(request, "reporting/none.html", context)
    if not may_write:
        return render(request, "reporting/for_reader.html", context | _for_reader(user, evaluation))
    outline = queries.outline_for(user, evaluation, Audience.PUBLIC)
    states = queries.states_for(user, evaluation)
    context |= {
        "outline": outline,
        **files_of(user, evaluation, outline.material.state),
        "lines": [(line, states[line.section.id]) for line in outline.sections if line.section.id in states],
        "deleted": queries.deleted_sections_for(user, evaluation),
        "may_set_style": may(user, evaluation, Action.SET_HOUSE_STYLE),
    }
    return render(request, "reporting/report.html", context)


def _for_reader(user: User, evaluation: Evaluation) -> dict[str, object]:
    """Who does not write sees the title, the chapters and the files that are there."""
    builds = [line for line in queries.builds_for(user, evaluation, "") if line.is_ready or line.is_withdrawn]
    return {"report": queries.report_for(user, evaluation), "builds": builds}


@require_safe
def read(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The report as this user may read it; every label opens its evidence."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.VIEW_REPORT)
    material = queries.material_for(user, evaluation)
    context = {
        "evaluation": evaluation,
        "crumbs": crumbs(evaluation, (_("Read"), "")),
        "material": material,
        "report": building.inside(material),
        "may_write": may(user, evaluation, Action.WRITE_REPORT),
    }
    return render(request, "reporting/read.html", context)


@require_POST
def start(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Begin the report of an evaluation that has none, from its template's outline when it has one."""
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_REPORT)
    template = known(evaluation.template_key)
    outline = template.outline if template else ()
    actions.start_report(actor=user_of(request), evaluation=evaluation, outline=outline)
    return redirect("reporting:report", evaluation_id=evaluation.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Title and subtitle."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_REPORT)
    found = queries.report_for(user, evaluation)

    def now() -> dict[str, object]:
        return values_of(queries.report_for(user, evaluation), "title", "subtitle", "revision")

    editing = Editing(
        title=_("Title of the report"),
        back=reverse("reporting:report", args=[evaluation.pk]),
        save=lambda data: actions.change_report(actor=user, report=found, **data),
        done=_("The title is saved."),
        now=now,
        path=((_("Report"), reverse("reporting:report", args=[evaluation.pk])),),
    )
    form = ReportForm(posted(request), initial=now())
    return edit(request, evaluation, form, editing)
