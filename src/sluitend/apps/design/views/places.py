"""Where: places by name, and regions taken over from the register."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design import actions, queries
from sluitend.apps.design.forms import EmptyForm, PlaceForm, PlacesForm, TakeRegionForm
from sluitend.apps.design.models import Evaluation, Place
from sluitend.apps.design.template_store import known
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
from sluitend.apps.people import queries as people_queries
from sluitend.apps.people.permissions import Action


def places(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """The places; below them, ways to add."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id)
    rows = queries.places_for(user, evaluation)
    template = known(evaluation.template_key)
    choices = queries.takeable_regions(user)
    context = {
        "rows": rows,
        "hint": template.places.hint if template else "",
        "add_form": _add_form(request, evaluation),
        "region_form": TakeRegionForm(choices=choices) if choices else None,
    }
    return setup_page(request, evaluation, "design:places", context)


def _add_form(request: HttpRequest, evaluation: Evaluation) -> PlacesForm:
    rows = queries.places_for(user_of(request), evaluation)
    return PlacesForm(posted(request), places=rows, initial={"kind": evaluation.place_kind})


def _list(evaluation: Evaluation) -> Crumb:
    return _("Places"), reverse("design:places", args=[evaluation.pk])


def add_places(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Add places by name."""
    evaluation = evaluation_of(request, evaluation_id, Action.EDIT_DESIGN)
    editing = Editing(
        title=_("Add places"),
        back=_list(evaluation)[1],
        save=lambda data: actions.add_places(actor=user_of(request), evaluation=evaluation, **data),
        done=_("The places have been added."),
        path=(_list(evaluation),),
    )
    return edit(request, evaluation, _add_form(request, evaluation), editing)


def take_region(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Take a region over with its municipalities for a product."""
    user = user_of(request)
    evaluation = evaluation_of(request, evaluation_id, Action.EDIT_DESIGN)
    form = TakeRegionForm(posted(request), choices=queries.takeable_regions(user))
    if not form.is_valid():
        messages.error(request, gettext("Choose a region and product."))
        return redirect(_list(evaluation)[1])
    region_id, product = form.cleaned_data["membership"].split(":", 1)
    region = people_queries.region_for(user, int(region_id))
    added = actions.take_region(actor=user, evaluation=evaluation, region=region, product=product)
    messages.success(request, ngettext("%(count)d place added.", "%(count)d places added.", added) % {"count": added})
    return redirect(_list(evaluation)[1])


def change_place(request: HttpRequest, evaluation_id: int, place_id: int) -> HttpResponse:
    """Change a place."""
    user = user_of(request)
    evaluation, found = _to_change(request, evaluation_id, place_id)

    def now() -> dict[str, Any]:
        newest = queries.place_for(user, evaluation, place_id)
        return values_of(newest, "name", "kind", "parent", "revision")

    others = queries.places_for(user, evaluation).exclude(pk=found.pk)
    editing = Editing(
        title=_("Change the place"),
        back=_list(evaluation)[1],
        save=lambda data: actions.change_place(actor=user, place=found, **data),
        done=_("The place is saved."),
        now=now,
        path=(_list(evaluation),),
    )
    return edit(request, evaluation, PlaceForm(posted(request), places=others, initial=now()), editing)


def delete_place(request: HttpRequest, evaluation_id: int, place_id: int) -> HttpResponse:
    """Remove a place."""
    evaluation, found = _to_change(request, evaluation_id, place_id)
    editing = Editing(
        title=_("Remove “%(name)s”") % {"name": found.name},
        lead=_("What the matrix plans for this place goes too."),
        back=_list(evaluation)[1],
        save=lambda data: actions.delete_place(actor=user_of(request), place=found),
        done=_("The place has been removed."),
        submit=_("Remove"),
        danger=True,
        path=(_list(evaluation),),
    )
    return edit(request, evaluation, EmptyForm(posted(request)), editing)


def _to_change(request: HttpRequest, evaluation_id: int, place_id: int) -> tuple[Evaluation, Place]:
    evaluation = evaluation_of(request, evaluation_id, Action.EDIT_DESIGN)
    return evaluation, queries.place_for(user_of(request), evaluation, place_id)
