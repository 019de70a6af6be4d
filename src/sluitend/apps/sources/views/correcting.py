"""Correcting a text: change it or add a file, compare, publish; and the versions that there were."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sluitend.apps.people.permissions import Action
from sluitend.apps.sources import actions, hooks, queries, seals
from sluitend.apps.sources.correction_forms import (
    CorrectFileForm,
    CorrectTextForm,
    DestroyTextForm,
    PublishCorrectionForm,
)
from sluitend.apps.sources.differences import SHOWN, differences
from sluitend.apps.sources.models import Correction, Source, SourceVersion
from sluitend.apps.sources.views.shared import crumbs, opened, user_of
from sluitend.engines.text.anchoring import Alignment, align
from sluitend.errors import InputError, NotFound
from sluitend.web.wording import sentence

# A longer text does not fit in a form (DATA_UPLOAD_MAX_MEMORY_SIZE); it is corrected by file.
MOST_ON_SCREEN = 800_000


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Change the text on screen, or add a corrected file; then it is compared."""
    evaluation, source = opened(request, evaluation_id, number, Action.EDIT_SOURCE)
    newest = _newest(source)
    by_file = "by_file" in request.POST
    file_form = CorrectFileForm(*((request.POST, request.FILES) if by_file else ()))
    text_form = CorrectTextForm(request.POST if request.method == "POST" and not by_file else None)
    chosen = file_form if by_file else text_form
    if chosen.is_valid() and _drafted(request, source, chosen):
        return redirect("sources:compare", evaluation_id=evaluation.pk, number=number)
    if request.method != "POST":
        text_form = CorrectTextForm(initial={"text": actions.open_unreleased(actor=user_of(request), version=newest)})
    context = {
        "evaluation": evaluation,
        "source": source,
        "title": seals.title_of(source),
        "newest": newest,
        "text_form": text_form if newest.length <= MOST_ON_SCREEN else None,
        "file_form": file_form,
        "crumbs": crumbs(evaluation, _("Correct the text"), source),
    }
    return render(request, "sources/correct.html", context)


def _newest(source: Source) -> SourceVersion:
    return source.versions.select_related("source").order_by("-number")[0]


def _drafted(request: HttpRequest, source: Source, form: forms.Form) -> bool:
    """Keep the correction; what is wrong with it is added to the form."""
    actor = user_of(request)
    try:
        if isinstance(form, CorrectFileForm):
            file = form.cleaned_data["document"]
            actions.correct_by_file(actor=actor, source=source, file=file, filename=file.name)
        else:
            actions.correct_text(actor=actor, source=source, text=form.cleaned_data["text"])
    except InputError as error:
        form.add_error(None, sentence(error))
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """What would change, and what that means for the fragments; a POST makes the version."""
    evaluation, source = opened(request, evaluation_id, number, Action.EDIT_SOURCE)
    correction = queries.correction_for(user_of(request), source)
    form = PublishCorrectionForm(request.POST or None)
    if form.is_valid():
        version = _published(request, correction, form)
        if version is not None:
            return _after(request, version)
    before = actions.open_unreleased(actor=user_of(request), version=correction.version)
    text, _labels = queries.corrected_words(correction)
    alignment = align(before, text)
    moved, left = hooks.foretold(correction.version, alignment)
    context = {
        "evaluation": evaluation,
        "source": source,
        "title": seals.title_of(source),
        "form": form,
        "moved": moved,
        "left": left,
        "crumbs": crumbs(evaluation, _("Compare and publish"), source),
        **_shown(alignment),
    }
    return render(request, "sources/compare.html", context)


def _published(request: HttpRequest, correction: Correction, form: PublishCorrectionForm) -> SourceVersion | None:
    try:
        return actions.publish_correction(
            actor=user_of(request),
            correction=correction,
            kind=form.cleaned_data["kind"],
            reason=form.cleaned_data["reason"],
        )
    except InputError as error:
        form.add_error(None, sentence(error))
        return None


def _after(request: HttpRequest, version: SourceVersion) -> HttpResponse:
    """A public document can be read at once; another text waits for its release."""
    source = version.source
    if version.released_at is not None:
        messages.success(request, _("The corrected text is in use."))
        return redirect("sources:source", evaluation_id=source.evaluation_id, number=source.number)
    messages.success(request, _("The corrected text was saved. It is used once you have released it."))
    return redirect("sources:release", evaluation_id=source.evaluation_id, number=source.number)


def _shown(alignment: Alignment) -> dict[str, Any]:
    found = differences(alignment)
    return {"differences": found[:SHOWN], "count": len(found), "more": max(0, len(found) - SHOWN)}


@require_POST
def drop(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Leave the text as it is."""
    _evaluation, source = opened(request, evaluation_id, number, Action.EDIT_SOURCE)
    actions.drop_correction(actor=user_of(request), correction=queries.correction_for(user_of(request), source))
    messages.success(request, _("The correction was dropped. The text is as it was."))
    return redirect("sources:source", evaluation_id=evaluation_id, number=number)


@require_safe
def version_differences(request: HttpRequest, evaluation_id: int, number: int, version: int) -> HttpResponse:
    """What a version changed; opening both texts is recorded."""
    evaluation, source = opened(request, evaluation_id, number, Action.VIEW_SOURCES)
    after = _version(source, version)
    before = queries.version_before(after)
    if before is None or before.destroyed_at is not None:
        raise NotFound("version")
    old, new = (actions.open_unreleased(actor=user_of(request), version=one) for one in (before, after))
    context = {
        "evaluation": evaluation,
        "source": source,
        "title": seals.title_of(source),
        "before": before,
        "after": after,
        "crumbs": crumbs(evaluation, _("What changed"), source),
        **_shown(align(old, new)),
    }
    return render(request, "sources/differences.html", context)


@require_safe
def download(request: HttpRequest, evaluation_id: int, number: int, version: int) -> HttpResponse:
    """The text as a file, to correct it in a program of one's own; recorded."""
    _evaluation, source = opened(request, evaluation_id, number, Action.VIEW_SOURCES)
    words = actions.open_unreleased(actor=user_of(request), version=_version(source, version))
    response = HttpResponse(words, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, f"S{number}-{version}.txt")
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def destroy_text(request: HttpRequest, evaluation_id: int, number: int, version: int) -> HttpResponse:
    """Destroy the text of an older version, when nothing rests on it."""
    evaluation, source = opened(request, evaluation_id, number, Action.DESTROY_SOURCE)
    chosen = _version(source, version)
    form = DestroyTextForm(request.POST or None)
    if form.is_valid():
        try:
            actions.destroy_text(actor=user_of(request), version=chosen, reason=form.cleaned_data["reason"])
        except InputError as error:
            form.add_error(None, sentence(error))
        else:
            messages.success(request, _("The text of version %(number)s was destroyed.") % {"number": version})
            return redirect("sources:source", evaluation_id=evaluation.pk, number=number)
    context = {"evaluation": evaluation, "source": source, "title": seals.title_of(source), "form": form}
    context |= {"version": chosen, "crumbs": crumbs(evaluation, _("Destroy the text"), source)}
    return render(request, "sources/destroy_text.html", context)


def _version(source: Source, number: int) -> SourceVersion:
    found = source.versions.select_related("source").filter(number=number, destroyed_at__isnull=True).first()
    if found is None:
        raise NotFound("version")
    return found
