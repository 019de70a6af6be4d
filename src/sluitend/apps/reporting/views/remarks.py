"""The table of comments: what came back, and what was done with it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from sluitend.apps.design.views.shared import Editing, edit, evaluation_of, posted, user_of, values_of
from sluitend.apps.findings.models import Conclusion
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting import actions, queries
from sluitend.apps.reporting.forms import DecisionForm, RemarkForm, ReturnedForm
from sluitend.apps.reporting.models import Remark, ReturnedFile
from sluitend.apps.reporting.views.shared import crumbs
from sluitend.errors import InputError
from sluitend.web.wording import sentence

TITLE = _("Table of comments")


@require_safe
def remarks(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Every comment with what was done with it; only the list, for the page to renew while a file is being read."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_REPORT)
    found = queries.remark_table_for(user, evaluation, queries.report_for(user, evaluation))
    context = {
        "evaluation": evaluation,
        "table": found,
        "returned": [(one, _refusal(one)) for one in found.returned],
        "crumbs": crumbs(evaluation, (TITLE, "")),
    }
    part = "reporting/parts/remarks.html" if request.headers.get("HX-Request") else "reporting/remarks.html"
    return render(request, part, context)


def _refusal(returned: ReturnedFile) -> str:
    """Why a file could not be read, in words."""
    refusal: dict[str, Any] = returned.refusal
    return sentence(InputError(refusal["code"], where=returned.sender, **refusal["data"])) if refusal else ""


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Bring in a Word document that came back."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_REPORT)
    report = queries.report_for(user, evaluation)
    back = reverse("reporting:remarks", args=[evaluation.pk])
    editing = Editing(
        title=_("Bring in a returned report"),
        lead=_("Comments and tracked changes become rows of the table. The file itself is destroyed once it was read."),
        back=back,
        save=lambda data: actions.take_back(
            actor=user, report=report, file=data["file"].received, sender=data["sender"]
        ),
        done=_("The file is being read. The comments appear in the table."),
        submit=_("Bring in"),
        path=((_("Report"), reverse("reporting:report", args=[evaluation.pk])), (TITLE, back)),
        template="reporting/upload.html",
    )
    form = ReturnedForm(posted(request), request.FILES or None)
    return edit(request, evaluation, form, editing)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Write down a comment that came otherwise."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_REPORT)
    report = queries.report_for(user, evaluation)
    back = reverse("reporting:remarks", args=[evaluation.pk])
    editing = Editing(
        title=_("Add a comment"),
        back=back,
        save=lambda data: actions.add_remark(actor=user, report=report, **data),
        done=_("The comment stands in the table."),
        path=((_("Report"), reverse("reporting:report", args=[evaluation.pk])), (TITLE, back)),
    )
    return edit(request, evaluation, RemarkForm(posted(request)), editing)


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Say what a comment is and what was done with it."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_REPORT)
    remark = queries.remark_for(user, evaluation, number)
    sections = {str(one.pk): one for one in remark.report.sections.filter(deleted_at=None)}
    conclusions = {str(one.pk): one for one in queries.conclusions_of(user, evaluation)}

    def now() -> dict[str, Any]:
        return _values(queries.remark_for(user, evaluation, number))

    def save(data: dict[str, Any]) -> object:
        chosen: list[Conclusion] = [conclusions[pk] for pk in data.pop("conclusions")]
        section = sections.get(data.pop("section"))
        return actions.decide_remark(actor=user, remark=remark, section=section, conclusions=chosen, **data)

    back = reverse("reporting:remarks", args=[evaluation.pk])
    editing = Editing(
        title=gettext("Comment %(label)s") % {"label": remark},
        back=f"{back}#{remark}",
        save=save,
        done=_("Saved."),
        now=now,
        path=((_("Report"), reverse("reporting:report", args=[evaluation.pk])), (TITLE, back)),
        template="reporting/remark.html",
        context={"remark": remark},
    )
    form = DecisionForm(posted(request), initial=now(), sections=sections.values(), conclusions=conclusions.values())
    return edit(request, evaluation, form, editing)


def _values(remark: Remark) -> dict[str, Any]:
    plain = values_of(remark, "kind", "outcome", "reason", "changed_text", "revision")
    chosen = [str(pk) for pk in remark.conclusions.values_list("pk", flat=True)]
    return plain | {"section": str(remark.section_id or ""), "conclusions": chosen}
