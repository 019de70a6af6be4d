"""Templates of this installation: made from an evaluation or a file, downloaded and taken away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadhandler import MemoryFileUploadHandler, TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from sluitend.apps.design import actions, queries
from sluitend.apps.design.forms import TemplateForm, UploadTemplateForm
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.template_faults import faults_of
from sluitend.apps.design.template_store import known
from sluitend.apps.design.template_store import template as template_of
from sluitend.apps.design.views.shared import crumbs, evaluation_of, posted, user_of
from sluitend.apps.people.access import may as may_in_installation
from sluitend.apps.people.access import require_installation
from sluitend.apps.people.permissions import Action, InstallationAction
from sluitend.errors import InputError
from sluitend.formats.template import CODE, dumps
from sluitend.web.wording import sentence

START = InstallationAction.START_EVALUATION
BEGIN = _("Begin an evaluation")


@require_http_methods(["GET", "HEAD", "POST"])
def from_evaluation(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Make a template from the design of this evaluation: keep it here, or take it along as a file."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.EDIT_DESIGN)
    form = TemplateForm(posted(request), initial=_first_words(evaluation))
    faults: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            return _made(request, evaluation, form.cleaned_data)
        except InputError as error:
            faults = _faults(form, error)
    context = {
        "evaluation": evaluation,
        "crumbs": crumbs(
            evaluation, (_("Design"), reverse("design:setup", args=[evaluation.pk])), (_("Make a template of this"), "")
        ),
        "form": form,
        "faults": faults,
        "may_keep": may_in_installation(user, START),
    }
    return render(request, "design/own_template.html", context)


def _first_words(evaluation: Evaluation) -> dict[str, str]:
    template = known(evaluation.template_key)
    return {"for_whom": template.for_whom, "description": template.description} if template else {}


def _made(request: HttpRequest, evaluation: Evaluation, words: dict[str, Any]) -> HttpResponse:
    """The template as a file, or kept here. Raises InputError."""
    user = user_of(request)
    made = queries.as_template(user, evaluation, key=actions.key_for(words["title"]), **words)
    if "download" in request.POST:
        return _file(made.template.key, dumps(made.template))
    own = actions.save_template(actor=user, evaluation=evaluation, template=made.template)
    return redirect("design:own_template", key=own.key)


def _file(key: str, content: str) -> HttpResponse:
    answer = HttpResponse(content.encode(), content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{key}.yaml"'
    return answer


def _faults(form: forms.Form, error: InputError) -> list[str]:
    """The faults of a template in sentences; anything else goes to the form."""
    if error.code == CODE:
        return faults_of(error)
    form.add_error(None, sentence(error))
    return []


@csrf_exempt  # only for what follows to come before the body is read; `_upload` checks the token
def upload(request: HttpRequest) -> HttpResponse:
    """Bring in a template as a file.

    A template holds no personal data and is read at once, so it takes Django's way in, not the sealed one of sources.
    """
    require_installation(user_of(request), START)
    request.upload_handlers = [MemoryFileUploadHandler(request), TemporaryFileUploadHandler(request)]
    return _upload(request)


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def _upload(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    form = UploadTemplateForm(posted(request), request.FILES or None)
    faults: list[str] = []
    if request.method == "POST" and form.is_valid():
        name, data = form.cleaned_data["file"]
        try:
            own = actions.upload_template(actor=user, data=data, name=name)
        except InputError as error:
            faults = _faults(form, error)
        else:
            return redirect("design:own_template", key=own.key)
    path = [(_("Evaluations"), "/"), (BEGIN, reverse("design:begin")), (_("Upload a template"), "")]
    return render(request, "design/upload_template.html", {"form": form, "faults": faults, "crumbs": path})


@require_safe
def own_template(request: HttpRequest, key: str) -> HttpResponse:
    """What is in a template of this installation, and what to do with it."""
    own = queries.own_template_for(user_of(request), key)
    path = [(_("Evaluations"), "/"), (BEGIN, reverse("design:begin")), (own.title, "")]
    context = {"own": own, "template": template_of(key), "crumbs": path}
    return render(request, "design/kept_template.html", context)


@require_safe
def download(request: HttpRequest, key: str) -> HttpResponse:
    """A template as YAML: one of the product to start from, or one of this installation."""
    require_installation(user_of(request), START)
    return _file(key, dumps(template_of(key)))


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, key: str) -> HttpResponse:
    """Take a template of this installation away."""
    user = user_of(request)
    own = queries.own_template_for(user, key)
    if request.method == "POST":
        actions.delete_template(actor=user, own=own)
        return redirect("design:begin")
    here = reverse("design:own_template", args=[key])
    path = [(_("Evaluations"), "/"), (BEGIN, reverse("design:begin")), (own.title, here), (_("Remove"), "")]
    return render(request, "design/delete_template.html", {"own": own, "crumbs": path, "back": here})
