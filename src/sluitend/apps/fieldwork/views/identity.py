"""Who a respondent is: shown when asked for, and that is recorded."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from sluitend.apps.design.views.shared import Editing, crumbs, edit, evaluation_of, posted, user_of
from sluitend.apps.fieldwork import actions, queries
from sluitend.apps.fieldwork.forms import ChangeIdentityForm
from sluitend.apps.fieldwork.seals import Identity
from sluitend.apps.fieldwork.views.respondents import here, path_to
from sluitend.apps.people.permissions import Action


@require_safe
def identity(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Name and contact details."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.OPEN_IDENTITY)
    found = queries.respondent_for(user, evaluation, number)
    opened = actions.open_identity(actor=user, respondent=found)
    labels = {"name": _("Name"), "email": _("E-mail address"), "phone": _("Telephone"), "note": _("Note")}
    context = {
        "evaluation": evaluation,
        "respondent": found,
        "crumbs": crumbs(evaluation, *path_to(evaluation, found), (_("Name and contact details"), "")),
        "details": [(labels[name], value) for name, value in asdict(opened).items() if value],
    }
    response = render(request, "fieldwork/identity.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Change name and contact details; showing the form is opening them."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.OPEN_IDENTITY)
    found = queries.respondent_for(user, evaluation, number)

    def now() -> dict[str, Any]:
        newest = queries.respondent_for(user, evaluation, number)
        return {**asdict(actions.open_identity(actor=user, respondent=newest)), "revision": newest.revision}

    form = ChangeIdentityForm(posted(request), initial=now() if request.method != "POST" else None)
    editing = Editing(
        title=_("Name and contact details of %(respondent)s") % {"respondent": found.label},
        back=here(found),
        save=lambda data: actions.change_identity(
            actor=user, respondent=found, revision=data.pop("revision"), identity=Identity(**data)
        ),
        done=_("Name and contact details are saved, sealed."),
        now=now,
        path=path_to(evaluation, found),
    )
    response = edit(request, evaluation, form, editing)
    response["Cache-Control"] = "no-store"
    return response
