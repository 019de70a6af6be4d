"""What parties agreed: the list, taking agreements over from a document, and correcting one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design import actions, queries
from sluitend.apps.design.forms import AddAgreementsForm, ChangeAgreementForm, EmptyForm
from sluitend.apps.design.models import Agreement, Evaluation
from sluitend.apps.design.views.shared import (
    Crumb,
    Editing,
    edit,
    evaluation_of,
    posted,
    setup_page,
    user_of,
    values_of,
)
from sluitend.apps.people.permissions import Action

CONTENT = ("text", "parties", "article", "agreed_on", "due_on", "place", "revision")


def agreements(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Every agreement with its parties, dates and place."""
    evaluation = evaluation_of(request, evaluation_id)
    rows = queries.agreements_for(user_of(request), evaluation)
    return setup_page(request, evaluation, "design:agreements", {"rows": rows})


def _list(evaluation: Evaluation) -> Crumb:
    return _("Agreements"), reverse("design:agreements", args=[evaluation.pk])


def add_agreements(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Paste one or more agreements."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.EDIT_DESIGN)
    form = AddAgreementsForm(posted(request), places=queries.places_for(user, evaluation))
    editing = Editing(
        title=_("Add agreements"),
        lead=_("Take over what was agreed, in the words of the document. Whether it was kept is judged later."),
        back=_list(evaluation)[1],
        save=lambda data: actions.add_agreements(actor=user, evaluation=evaluation, **data),
        done=_("The agreements have been added."),
        path=(_list(evaluation),),
    )
    return edit(request, evaluation, form, editing)


def change_agreement(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Correct an agreement."""
    user = user_of(request)
    evaluation, agreement = _to_change(request, evaluation_id, number)

    def now() -> dict[str, Any]:
        return values_of(queries.agreement_for(user, evaluation, number), *CONTENT)

    places = queries.places_for(user, evaluation)
    editing = Editing(
        title=_("Change %(label)s") % {"label": agreement.label},
        back=_list(evaluation)[1],
        save=lambda data: actions.change_agreement(actor=user, agreement=agreement, **data),
        done=_("The agreement is saved."),
        now=now,
        path=(_list(evaluation),),
    )
    return edit(request, evaluation, ChangeAgreementForm(posted(request), places=places, initial=now()), editing)


def delete_agreement(request: HttpRequest, evaluation_id: int, number: int) -> HttpResponse:
    """Take an agreement away on which nothing rests."""
    evaluation, agreement = _to_change(request, evaluation_id, number)
    editing = Editing(
        title=_("Remove %(label)s") % {"label": agreement.label},
        lead=agreement.text,
        back=_list(evaluation)[1],
        save=lambda data: actions.delete_agreement(actor=user_of(request), agreement=agreement),
        done=_("The agreement has been removed."),
        submit=_("Remove"),
        danger=True,
        path=(_list(evaluation),),
    )
    return edit(request, evaluation, EmptyForm(posted(request)), editing)


def _to_change(request: HttpRequest, evaluation_id: int, number: int) -> tuple[Evaluation, Agreement]:
    evaluation = evaluation_of(request, evaluation_id, Action.EDIT_DESIGN)
    return evaluation, queries.agreement_for(user_of(request), evaluation, number)
