"""Messages with numbers of people: on what ground they are keyed here, and bringing them in."""

from __future__ import annotations

from django.contrib import messages as told
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sluitend.apps.datasets import actions, grounds
from sluitend.apps.datasets.forms import GroundForm, MessagesForm
from sluitend.apps.datasets.models import DatasetKind
from sluitend.apps.datasets.queries import datasets_for
from sluitend.apps.datasets.views.shared import crumbs, user_of
from sluitend.apps.design.access import may
from sluitend.apps.design.queries import evaluation_for
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError
from sluitend.web.wording import sentence

_ANY = ["GET", "HEAD", "POST"]
_FIELDS = {
    "datasets.retention_past": "retain_until",
    "datasets.field_needed": None,
    "datasets.version_open": "dataset",
    "datasets.removed": "dataset",
}


@require_http_methods(_ANY)
def add(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Bring messages in, for who holds the key; for others why that cannot be."""
    user = user_of(request)
    evaluation = evaluation_for(user, evaluation_id, action=Action.EDIT_DATASETS)
    ground = grounds.ground_for(user, evaluation)
    logs = datasets_for(user, evaluation).filter(kind=DatasetKind.EVENT_LOG, removed_at=None)
    form = MessagesForm(request.POST or None, request.FILES or None, datasets=logs)
    if request.method == "POST" and form.is_valid():
        try:
            file = form.cleaned_data["messages"]
            more = {name: form.cleaned_data[name] for name in ("kind", "layout")} | form.to()
            more["organisations"] = form.named()
            version = actions.take_in_messages(
                actor=user, evaluation=evaluation, file=file, filename=file.name or "", **more
            )
        except InputError as error:
            form.add_error(_FIELDS.get(error.code, "messages"), sentence(error))
        else:
            return redirect("datasets:version", evaluation.pk, version.dataset.number, version.number)
    context = {
        "evaluation": evaluation,
        "form": form,
        "ground": ground,
        "is_holder": ground is not None and ground.key_holder_id == user.pk,
        "may_record": may(user, evaluation, Action.RECORD_GROUND),
        "crumbs": crumbs(evaluation, _("Bring in messages")),
    }
    return render(request, "datasets/messages.html", context)


@require_http_methods(_ANY)
def ground(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Record the ground, or end it."""
    user = user_of(request)
    evaluation = evaluation_for(user, evaluation_id, action=Action.RECORD_GROUND)
    if request.method == "POST" and "end" in request.POST:
        actions.end_ground(actor=user, evaluation=evaluation)
        told.success(request, _("Ended. No messages can be brought in any more."))
        return redirect("datasets:messages", evaluation.pk)
    form = GroundForm(grounds.holders_for(user, evaluation), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_ground(actor=user, evaluation=evaluation, **form.told())
        except InputError as error:
            form.add_error("key_holder" if "holder" in error.code else None, sentence(error))
        else:
            told.success(request, _("Saved."))
            return redirect("datasets:messages", evaluation.pk)
    context = {"evaluation": evaluation, "form": form, "ground": grounds.ground_for(user, evaluation)}
    context["crumbs"] = crumbs(evaluation, _("Legal ground for messages"))
    return render(request, "datasets/ground.html", context)
