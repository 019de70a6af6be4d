"""A person reads, judges what looks like personal data, and states that there is none."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sluitend.apps.people.permissions import Action
from sluitend.apps.sources import actions, queries, seals, wording
from sluitend.apps.sources.forms import ReleaseForm
from sluitend.apps.sources.grounds import lacking, shown
from sluitend.apps.sources.models import ReleaseGround, SourceVersion, VersionKind
from sluitend.apps.sources.names_stage import stage_of
from sluitend.apps.sources.personal_data import sightings
from sluitend.apps.sources.views.shared import crumbs, opened, user_of
from sluitend.errors import InputError
from sluitend.web.wording import sentence

SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """What looks like personal data in the newest version, and the statement."""
    evaluation, source = opened(request, evaluation_id, number, Action.RELEASE_SOURCE)
    version = source.versions.select_related("source").order_by("-number")[0]
    if version.released_at is not None:
        return redirect("sources:source", evaluation_id=evaluation.pk, number=number)
    title = seals.title_of(source)
    form = ReleaseForm(request.POST or None, kind=version.kind, initial={"title": title, "version": version.number})
    if request.method == "POST" and form.is_valid() and _released(request, form, version):
        messages.success(request, _("Released. The text can be coded."))
        return redirect("sources:source", evaluation_id=evaluation.pk, number=number)
    words = _read(request, version)
    context = {
        "evaluation": evaluation,
        "source": source,
        "title": title,
        "version": version,
        "form": form,
        "crumbs": crumbs(evaluation, _("Release"), source),
        "stage": stage_of(source),
        "lacks": [shown(lack, source) for lack in lacking(source)],
        **_warnings(words),
    }
    return render(request, "sources/release.html", context)


def _released(request: HttpRequest, form: ReleaseForm, version: SourceVersion) -> bool:
    """Release the version that the person saw; what stands in the way is added to the form."""
    try:
        if form.cleaned_data["version"] != version.number:
            raise InputError("sources.newer_version")
        actions.release_version(
            actor=user_of(request),
            version=version,
            ground=_ground(version),
            title=form.cleaned_data["title"],
        )
    except InputError as error:
        form.add_error(None, sentence(error))
        return False
    return True


def _ground(version: SourceVersion) -> ReleaseGround:
    if version.kind == VersionKind.PSEUDONYMISED:
        return ReleaseGround.NAMES_TAKEN_OUT
    return ReleaseGround.NO_PERSONAL_DATA


def _read(request: HttpRequest, version: SourceVersion) -> str:
    """Looking at the passages is opening the source: recorded once a visit."""
    if request.method != "POST":
        return actions.open_unreleased(actor=user_of(request), version=version)
    return queries.version_text(version)


def _warnings(words: str) -> dict[str, Any]:
    found = sightings(words)
    shown = [{"sighting": sighting, "label": wording.SIGNS[sighting.sign]} for sighting in found[:SHOWN]]
    return {"sightings": shown, "count": len(found), "more": max(0, len(found) - SHOWN)}
