"""Accounts, for who manages the installation."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sluitend.apps.people import actions, queries
from sluitend.apps.people.access import require_installation
from sluitend.apps.people.forms import InviteForm
from sluitend.apps.people.links import deliver
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import InstallationAction
from sluitend.apps.people.requests import UserRequest
from sluitend.errors import InputError, NotFound
from sluitend.web import wording


def tabs(current: str) -> list[tuple[str, str, bool]]:
    """The pages under “Management”."""
    pages = [("people:users", _("Users")), ("people:audit", _("Who did what"))]
    return [(label, reverse(name), name == current) for name, label in pages]


@require_safe
def users(request: UserRequest) -> HttpResponse:
    """Who has an account, and whose invitation is open."""
    context = {
        "page": Paginator(queries.users_for(request.user), 50).get_page(request.GET.get("page")),
        "invitations": queries.open_invitations_for(request.user),
        "tabs": tabs("people:users"),
    }
    return render(request, "people/users.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: UserRequest) -> HttpResponse:
    """The form, then the link: shown once, because only its hash is kept."""
    require_installation(request.user, InstallationAction.MANAGE_USERS)
    form = InviteForm(request.POST or None)
    if form.is_valid():
        try:
            made, token = actions.invite(actor=request.user, **form.cleaned_data)
            return render(request, "people/invited.html", {"delivered": deliver(request, made, token)})
        except InputError as error:
            form.add_error("email", wording.sentence(error))
    return render(request, "people/invite.html", {"form": form})


@require_safe
def user(request: UserRequest, user_id: int) -> HttpResponse:
    """One account, and what may be changed about it."""
    return render(request, "people/user.html", {"person": queries.user_for(request.user, user_id)})


CHANGES: dict[str, Callable[[User, User], User]] = {
    "block": lambda actor, person: actions.set_active(actor=actor, user=person, active=False),
    "let_in": lambda actor, person: actions.set_active(actor=actor, user=person, active=True),
    "may_start": lambda actor, person: actions.let_start_evaluations(actor=actor, user=person, allowed=True),
    "may_not_start": lambda actor, person: actions.let_start_evaluations(actor=actor, user=person, allowed=False),
}


@require_POST
def change_user(request: UserRequest, user_id: int) -> HttpResponse:
    """Block, let in, and who may start evaluations: one button each."""
    person = queries.user_for(request.user, user_id)
    change = CHANGES.get(request.POST.get("change", ""))
    if change is None:
        raise NotFound("change")
    try:
        change(request.user, person)
        messages.success(request, _("The account of %(name)s has been changed.") % {"name": person})
    except InputError as error:
        messages.error(request, wording.sentence(error))
    return redirect("people:user", user_id=person.pk)


@require_POST
def withdraw_invitation(request: UserRequest, invitation_id: int) -> HttpResponse:
    """The link stops working at once."""
    actions.withdraw_invitation(actor=request.user, invitation=queries.invitation_for(request.user, invitation_id))
    messages.success(request, _("The invitation has been withdrawn."))
    return redirect("people:users")
