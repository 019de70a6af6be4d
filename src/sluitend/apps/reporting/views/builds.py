"""Building files: what will be left out, the work on it, and the download."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from sluitend.apps.design.access import may
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.views.shared import evaluation_of, user_of
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting import actions, queries
from sluitend.apps.reporting.material import Audience
from sluitend.apps.reporting.models import Build, BuildKind, Stage
from sluitend.apps.reporting.queries.outline import withheld_in
from sluitend.apps.reporting.views.shared import crumbs
from sluitend.errors import InputError, NotFound
from sluitend.web.wording import sentence

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPES = {
    BuildKind.PUBLIC: ("text/html; charset=utf-8", "html"),
    BuildKind.DOCX: (WORD, "docx"),
    BuildKind.PDF: ("application/pdf", "pdf"),
    BuildKind.SUMMARY: ("application/pdf", "pdf"),
    BuildKind.PLAN: (WORD, "docx"),
}
TITLES = {
    BuildKind.PUBLIC: _("Build one HTML file"),
    BuildKind.DOCX: _("Build a Word document"),
    BuildKind.PDF: _("Build a PDF"),
    BuildKind.SUMMARY: _("Build a summary"),
    BuildKind.PLAN: _("Build the evaluation plan"),
}
NAMES = {BuildKind.SUMMARY: "samenvatting", BuildKind.PLAN: "plan-van-aanpak"}


@require_http_methods(["GET", "HEAD", "POST"])
def build(request: HttpRequest, evaluation_id: int, kind: str) -> HttpResponse:
    """First what will be left out, then the work is handed to the worker."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_REPORT)
    if kind not in TYPES:
        raise NotFound("kind of file")
    if request.method == "POST":
        try:
            stage = Stage.FINAL if request.POST.get("stage") == Stage.FINAL else Stage.DRAFT
            actions.request_build(actor=user, evaluation=evaluation, kind=kind, stage=stage)
        except InputError as error:
            messages.error(request, sentence(error))
        else:
            messages.success(request, gettext("The file is being built. It appears in the list below."))
        return redirect("reporting:report", evaluation_id=evaluation.pk)
    outline = queries.outline_for(user, evaluation, Audience.PUBLIC)
    title = TITLES[BuildKind(kind)]
    is_plan = kind == BuildKind.PLAN
    context = {
        "evaluation": evaluation,
        "kind": kind,
        "title": title,
        "is_plan": is_plan,
        "may_finish": may(user, evaluation, Action.FINISH_REPORT),
        "lost": [] if is_plan else outline.lost,
        "withheld": [] if is_plan else withheld_in(outline.material),
        "writing_help": [] if is_plan else [line for line in outline.sections if line.writing_help],
        "crumbs": crumbs(evaluation, (title, "")),
    }
    return render(request, "reporting/build.html", context)


@require_safe
def listing(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The list of files alone, for the page to put in its place while one is being built."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_REPORT)
    state = queries.material_for(user, evaluation, Audience.PUBLIC).state
    context = {"evaluation": evaluation, "may_write": True, **files_of(user, evaluation, state)}
    return render(request, "reporting/parts/builds.html", context)


def files_of(user: User, evaluation: Evaluation, state: str) -> dict[str, object]:
    """The files, and whether one is being built."""
    lines = queries.builds_for(user, evaluation, state)
    return {"builds": lines, "busy": any(line.is_busy for line in lines)}


@require_safe
def download(request: HttpRequest, evaluation_id: int, build_id: int) -> HttpResponse:
    """The file itself; recorded."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.VIEW_REPORT)
    found = queries.build_for(user, evaluation, build_id)
    content = actions.open_build(actor=user, build=found)
    kind, _suffix = TYPES[BuildKind(found.kind)]
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, _name(found)) or "attachment"
    return response


def _name(build: Build) -> str:
    """rapport-sluitende-keten-2026-06-01.docx"""
    _type, suffix = TYPES[BuildKind(build.kind)]
    title = slugify(build.report.title)[:60].strip("-")
    kind = NAMES.get(BuildKind(build.kind), "rapport")
    return f"{'-'.join(filter(None, (kind, title)))}-{timezone.localdate(build.built_at).isoformat()}.{suffix}"
