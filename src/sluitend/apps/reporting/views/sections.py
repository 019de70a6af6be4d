"""Chapters as things: added, moved, deleted, put back, and their earlier texts."""

from __future__ import annotations

from typing import Literal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sluitend.apps.design.views.shared import evaluation_of, posted, user_of
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting import actions, queries
from sluitend.apps.reporting.forms import NewSectionForm
from sluitend.apps.reporting.views.shared import crumbs
from sluitend.apps.sources.differences import SHOWN, differences
from sluitend.digits import whole
from sluitend.engines.text.anchoring import align
from sluitend.errors import InputError
from sluitend.web.wording import sentence


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """A new chapter, which is then opened to write in."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_REPORT)
    report = queries.report_for(user, evaluation)
    form = NewSectionForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            section = actions.add_section(actor=user, report=report, title=form.cleaned_data["title"])
        except InputError as error:
            form.add_error(None, sentence(error))
        else:
            return redirect("reporting:section", evaluation_id=evaluation.pk, section_id=section.pk)
    context = {"evaluation": evaluation, "form": form, "crumbs": crumbs(evaluation, (_("Add a chapter"), ""))}
    return render(request, "reporting/add_section.html", context)


@require_POST
def move(request: HttpRequest, evaluation_id: int, section_id: int) -> HttpResponse:
    """One place up or down."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_REPORT)
    section = queries.section_for(user, evaluation, section_id)
    step: Literal[-1, 1] = -1 if request.POST.get("step") == "up" else 1
    actions.move_section(actor=user, section=section, step=step)
    return redirect(reverse("reporting:report", args=[evaluation.pk]) + f"#section-{section.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, evaluation_id: int, section_id: int) -> HttpResponse:
    """Ask, then take the chapter out."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_REPORT)
    section = queries.section_for(user, evaluation, section_id)
    back = reverse("reporting:report", args=[evaluation.pk])
    if request.method == "POST":
        actions.delete_section(actor=user, section=section)
        messages.success(request, gettext("The chapter is deleted. You can put it back at the bottom of this page."))
        return redirect(back)
    context = {
        "title": gettext("Delete “%(title)s”?") % {"title": section.title},
        "text": gettext("The chapter leaves the report. Its text is kept, and you can put it back."),
        "action": gettext("Delete"),
        "cancel_url": back,
        "danger": True,
    }
    return render(request, "web/confirm.html", context)


@require_POST
def put_back(request: HttpRequest, evaluation_id: int, section_id: int) -> HttpResponse:
    """A deleted chapter stands in the report again."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_REPORT)
    section = queries.section_for(user, evaluation, section_id, deleted=True)
    actions.put_back_section(actor=user, section=section)
    messages.success(request, gettext("The chapter is back."))
    return redirect("reporting:report", evaluation_id=evaluation.pk)


@require_safe
def versions(request: HttpRequest, evaluation_id: int, section_id: int) -> HttpResponse:
    """Every earlier text, newest first."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_REPORT)
    section = queries.section_for(user, evaluation, section_id)
    context = {
        "evaluation": evaluation,
        "section": section,
        "versions": queries.versions_for(user, section),
        "crumbs": crumbs(evaluation, (section.title, _address(evaluation.pk, section.pk)), (_("Earlier texts"), "")),
    }
    return render(request, "reporting/versions.html", context)


@require_safe
def difference(request: HttpRequest, evaluation_id: int, section_id: int, revision: int) -> HttpResponse:
    """What changed after an earlier text: in the one that followed it, or up to now."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_REPORT)
    section = queries.section_for(user, evaluation, section_id)
    before = queries.version_for(user, section, revision)
    to_now = request.GET.get("tot") == "nu"
    after = section if to_now else queries.text_after(user, before)
    found = differences(align(before.markdown, after.markdown))
    context = {
        "evaluation": evaluation,
        "section": section,
        "before": before,
        "after": after,
        "to_now": to_now or after == section,
        "differences": found[:SHOWN],
        "count": len(found),
        "more": max(0, len(found) - SHOWN),
        "crumbs": crumbs(evaluation, (section.title, _address(evaluation.pk, section.pk)), (_("What changed"), "")),
    }
    return render(request, "reporting/difference.html", context)


@require_POST
def restore(request: HttpRequest, evaluation_id: int, section_id: int, revision: int) -> HttpResponse:
    """Write an earlier text again; what stands now becomes an earlier text itself."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.WRITE_REPORT)
    section = queries.section_for(user, evaluation, section_id)
    version = queries.version_for(user, section, revision)
    seen = request.POST.get("revision", "")
    try:
        actions.restore_version(actor=user, version=version, revision=whole(seen) or 0)
    except InputError as error:
        messages.error(request, sentence(error))
        return redirect("reporting:versions", evaluation_id=evaluation.pk, section_id=section.pk)
    messages.success(request, gettext("The earlier text stands in the report again."))
    return redirect(_address(evaluation.pk, section.pk))


def _address(evaluation_id: int, section_id: int) -> str:
    return reverse("reporting:section", args=[evaluation_id, section_id])
