"""The home page, and the beginning of an evaluation."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design import actions, queries
from sluitend.apps.design.forms import BeginForm
from sluitend.apps.design.template_store import own_templates, templates
from sluitend.apps.design.template_store import template as template_of
from sluitend.apps.design.views.shared import posted, user_of
from sluitend.apps.people.access import may, require_installation
from sluitend.apps.people.permissions import InstallationAction
from sluitend.errors import InputError
from sluitend.web.wording import sentence

START = InstallationAction.START_EVALUATION


def home(request: HttpRequest) -> HttpResponse:
    """The user's evaluations and what needs doing; for who has none, what to do first."""
    user = user_of(request)
    context = {"overviews": queries.overviews_for(user), "may_start": may(user, START)}
    return render(request, "design/home.html", context)


def begin(request: HttpRequest) -> HttpResponse:
    """Choose a template."""
    require_installation(user_of(request), START)
    context = {
        "templates": templates().values(),
        "own": own_templates().values(),
        "crumbs": [(_("Evaluations"), "/"), (_("Begin an evaluation"), "")],
    }
    return render(request, "design/begin.html", context)


def begin_with(request: HttpRequest, template_key: str) -> HttpResponse:
    """Fill in what is needed, and see what the template brings."""
    user = user_of(request)
    require_installation(user, START)
    template = template_of(template_key)
    form = BeginForm(posted(request), user=user, initial={"title": template.title})
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("design:evaluation", _create(request, template_key, form.cleaned_data))
        except InputError as error:
            form.add_error(None, sentence(error))
    path = [(_("Evaluations"), "/"), (_("Begin an evaluation"), reverse("design:begin")), (template.title, "")]
    return render(request, "design/begin_with.html", {"form": form, "template": template, "crumbs": path})


def _create(request: HttpRequest, template_key: str, data: dict[str, Any]) -> int:
    user = user_of(request)
    data["commissioner"] = actions.organisation_named(actor=user, name=data["commissioner"])
    return actions.create_evaluation(actor=user, template_key=template_key, **data).pk
