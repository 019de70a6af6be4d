"""One source: what is known of it, its text, its versions and its original."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sluitend.apps.design.access import may
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources import actions, hooks, queries, seals, wording
from sluitend.apps.sources.forms import ApprovalForm, SourceForm, initial_of
from sluitend.apps.sources.models import Source, SourceKind, SourceVersion
from sluitend.apps.sources.names_stage import stage_of
from sluitend.apps.sources.reading_blocks import text_html
from sluitend.apps.sources.views.shared import crumbs, opened, user_of
from sluitend.errors import InputError, NotFound
from sluitend.web.wording import sentence

SPEAKERS_SHOWN = 30  # open answers have one a row


@require_safe
def source_page(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """What is known of the source, and what can be done with it."""
    evaluation, source = opened(request, evaluation_id, number, Action.VIEW_PUBLIC_SOURCE)
    user = user_of(request)
    versions = list(queries.versions_of(source))
    speakers = queries.speakers_for(user, source)
    context = {
        "evaluation": evaluation,
        "source": source,
        "title": seals.title_of(source),
        "crumbs": crumbs(evaluation, str(source)),
        "attributes": _attributes(source),
        "speakers": speakers[:SPEAKERS_SHOWN],
        "more_speakers": max(0, len(speakers) - SPEAKERS_SHOWN),
        "versions": versions,
        "comparable": _comparable(versions),
        "older": _older(versions),
        "newest": versions[0],
        "in_team": may(user, evaluation, Action.VIEW_SOURCES) and may(user, evaluation, Action.EDIT_SOURCE),
        "may_destroy": may(user, evaluation, Action.DESTROY_SOURCE),
        "quoting": wording.QUOTING[queries.quoting(source)],
        "why": wording.WHY[source.kind],
        "text_actions": hooks.text_actions,
        "notices": hooks.notices_of(source),
        "approval_form": _approval_form(source),
        "stage": stage_of(source),
    }
    return render(request, "sources/source.html", context)


def _comparable(versions: list[SourceVersion]) -> set[int]:
    """Numbers of the versions whose text, and that of the version before, can both be read; newest first."""
    pairs = pairwise(versions)
    return {after.number for after, before in pairs if not after.destroyed_at and not before.destroyed_at}


def _older(versions: list[SourceVersion]) -> set[int]:
    """Numbers of the versions whose text is not the one that is read; newest first."""
    read = next((one.number for one in versions if one.released_at and not one.destroyed_at), versions[0].number)
    return {one.number for one in versions[1:] if one.number != read}


_SHOWN = ("organisation", "perspective", "level", "place", "phase", "method", "object_version", "origin")


def _attributes(source: Source) -> list[tuple[Any, Any]]:
    """Label and value of what was filled in."""
    values = {name: getattr(source, name) for name in _SHOWN} | {"level": source.get_level_display()}
    labels = {field.name: field.verbose_name for field in Source._meta.fields}
    return [(capfirst(labels[name]), value) for name, value in values.items() if value]


def _approval_form(source: Source) -> ApprovalForm | None:
    if source.kind != SourceKind.INTERVIEW_REPORT:
        return None
    return ApprovalForm(initial={"approval": source.approval, "seen": source.approval})


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Correct what is known of the source."""
    evaluation, source = opened(request, evaluation_id, number, Action.EDIT_SOURCE)
    present = initial_of(source, seals.title_of(source))
    form = SourceForm(request.POST or None, evaluation=evaluation, initial=present)
    now: list[tuple[Any, Any]] = []
    if request.method == "POST" and form.is_valid():
        try:
            _change(request, source, form)
        except InputError as error:
            form.add_error(None, sentence(error))
            now = _present(form, present) if error.code == "sources.changed_meanwhile" else []
            form = _on_top_of(form, source, evaluation)
        else:
            messages.success(request, _("Saved."))
            return redirect("sources:source", evaluation_id=evaluation.pk, number=number)
    context = {"evaluation": evaluation, "source": source, "title": present["title"], "form": form, "now": now}
    context["crumbs"] = crumbs(evaluation, _("Change details"), source)
    return render(request, "sources/edit.html", context)


def _change(request: HttpRequest, source: Source, form: SourceForm) -> None:
    actions.change_source(
        actor=user_of(request),
        source=source,
        title=form.cleaned_data["title"],
        attributes=form.attributes(),
        revision=form.cleaned_data["revision"],
        public_reason=form.cleaned_data["public_reason"],
    )


def _on_top_of(form: SourceForm, source: Source, evaluation: Any) -> SourceForm:
    """The same entries with their error, ready to be saved over what is there now."""
    data = {**dict(form.data.items()), "revision": str(source.revision)}
    again = SourceForm(data, evaluation=evaluation)
    for error in form.non_field_errors():
        again.add_error(None, error)
    return again


def _present(form: SourceForm, present: dict[str, Any]) -> list[tuple[Any, Any]]:
    """Label and present value of the fields in which somebody else's value differs from the entered one."""
    shown = []
    for bound in form.visible_fields():
        value, entered = present[bound.name], form.cleaned_data.get(bound.name)
        if (value or "") != (entered or ""):
            choices = dict(getattr(bound.field, "choices", ())) if isinstance(value, str) else {}
            shown.append((bound.label, choices.get(value, value) or "–"))
    return shown


@require_POST
def approval(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Record how far the respondent's approval is."""
    evaluation, source = opened(request, evaluation_id, number, Action.EDIT_SOURCE)
    chosen, seen = request.POST.get("approval", ""), request.POST.get("seen", "")
    try:
        actions.set_approval(actor=user_of(request), source=source, seen=seen, approval=chosen)
    except InputError as error:
        messages.error(request, sentence(error))
    else:
        messages.success(request, _("Saved."))
    return redirect("sources:source", evaluation_id=evaluation.pk, number=number)


@require_safe
def text(request: HttpRequest, evaluation_id: int, number: int, version: int | None = None) -> HttpResponse:
    """Read a text; opening it is recorded. Without a version: the newest that the user may read."""
    evaluation, source = opened(request, evaluation_id, number, Action.VIEW_PUBLIC_SOURCE)
    user = user_of(request)
    in_team = may(user, evaluation, Action.VIEW_SOURCES)
    chosen = _version(source, version) if version or in_team else None
    if chosen is None or not in_team:
        chosen = actions.open_source(actor=user, source=source)
        if version not in (None, chosen.number):
            raise NotFound("version")
        words = queries.version_text(chosen)
    else:
        words = actions.open_unreleased(actor=user, version=chosen)
    context = {
        "evaluation": evaluation,
        "source": source,
        "title": seals.title_of(source),
        "version": chosen,
        "crumbs": crumbs(evaluation, _("Text"), source),
        "text": text_html(words, chosen.blocks, chosen.turns, queries.speakers_by_number(source)),
        "in_team": in_team,
    }
    return render(request, "sources/text.html", context)


def _version(source: Source, number: int | None) -> SourceVersion:
    versions = source.versions.select_related("source").order_by("-number")
    found = versions.first() if number is None else versions.filter(number=number).first()
    if found is None or found.destroyed_at is not None:
        raise NotFound("version")
    return found


@require_safe
def original(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponseBase:
    """Download the file as it came in; recorded."""
    _evaluation, source = opened(request, evaluation_id, number, Action.VIEW_SOURCES)
    file = actions.open_original(actor=user_of(request), source=source)
    response = StreamingHttpResponse(file.content, content_type="application/octet-stream")
    response["Content-Length"] = str(file.size)
    response["Content-Disposition"] = content_disposition_header(True, file.filename)
    return response
