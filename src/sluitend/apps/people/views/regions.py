"""A region, and which municipalities sit in it for which product."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sluitend.apps.people import actions, queries
from sluitend.apps.people.access import may, require_installation
from sluitend.apps.people.forms import MembershipForm, MembershipsForm
from sluitend.apps.people.models import RegionMembership
from sluitend.apps.people.permissions import InstallationAction
from sluitend.apps.people.requests import UserRequest
from sluitend.errors import InputError
from sluitend.web import wording

EDIT = InstallationAction.EDIT_REGISTER


@require_safe
def region(request: UserRequest, entry_id: int) -> HttpResponse:
    """The region with its municipalities."""
    found = queries.region_for(request.user, entry_id)
    memberships = queries.memberships_for(request.user, found)
    context = {"region": found, "memberships": memberships, "may_edit": may(request.user, EDIT)}
    return render(request, "people/region.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_memberships(request: UserRequest, entry_id: int) -> HttpResponse:
    """Many municipalities at once for one product."""
    require_installation(request.user, EDIT)
    found = queries.region_for(request.user, entry_id)
    form = MembershipsForm(request.POST or None)
    if form.is_valid():
        try:
            actions.add_memberships(actor=request.user, region=found, **form.cleaned_data)
            messages.success(request, _("The municipalities have been added."))
            return redirect("people:region", entry_id=found.pk)
        except InputError as error:
            form.add_error(None, wording.sentence(error))
    return render(request, "people/membership_form.html", {"region": found, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def change_membership(request: UserRequest, entry_id: int, membership_id: int) -> HttpResponse:
    """Product and dates; what ended gets an end date."""
    require_installation(request.user, EDIT)
    found = queries.region_for(request.user, entry_id)
    membership = queries.membership_for(request.user, found, membership_id)
    now = {"product": membership.product, "starts": membership.starts, "ends": membership.ends}
    form = MembershipForm(request.POST or None, initial=now)
    if form.is_valid():
        try:
            actions.change_membership(actor=request.user, membership=membership, **form.cleaned_data)
            messages.success(request, _("The membership has been changed."))
            return redirect("people:region", entry_id=found.pk)
        except InputError as error:
            form.add_error(None, wording.sentence(error))
    return render(request, "people/membership_form.html", {"region": found, "form": form, "membership": membership})


@require_http_methods(["GET", "HEAD", "POST"])
def remove_membership(request: UserRequest, entry_id: int, membership_id: int) -> HttpResponse:
    """For what was never so."""
    require_installation(request.user, EDIT)
    found = queries.region_for(request.user, entry_id)
    membership = queries.membership_for(request.user, found, membership_id)
    if request.method != "POST":
        return render(request, "web/confirm.html", _question(membership))
    actions.remove_membership(actor=request.user, membership=membership)
    messages.success(request, _("The municipality has been taken out of the region."))
    return redirect("people:region", entry_id=found.pk)


def _question(membership: RegionMembership) -> dict[str, object]:
    return {
        "title": _("Take %(municipality)s out?") % {"municipality": membership.municipality},
        "text": _("Do this when it was never so. When the membership has ended, give it a last day instead."),
        "action": _("Take out"),
        "cancel_url": reverse("people:region", args=[membership.region_id]),
        "danger": True,
    }
