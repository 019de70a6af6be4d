"""Links that let somebody in, and one's own account."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from allauth.account.utils import perform_login
from allauth.decorators import rate_limit
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from sluitend.apps.people import actions, queries
from sluitend.apps.people.forms import AcceptForm, AccountForm
from sluitend.apps.people.models import Invitation, User
from sluitend.apps.people.requests import UserRequest
from sluitend.errors import InputError
from sluitend.web import wording

View = Callable[..., HttpResponseBase]
secret_link: Callable[[View], View] = rate_limit(action="secret_link", limit_get=True)


def _log_in(request: HttpRequest, user: User, then: str) -> HttpResponseBase:
    """By allauth, so that a second factor is asked for."""
    response: HttpResponseBase = perform_login(request, user, redirect_url=then)
    return response


@secret_link
@require_http_methods(["GET", "HEAD", "POST"])
def login_link(request: HttpRequest, token: str) -> HttpResponseBase:
    """GET shows whom the link logs in and uses nothing up (mail scanners open links); POST logs in, once."""
    link = queries.login_link(token)
    if request.method != "POST":
        return render(request, "people/login_link.html", {"person": link.user})
    user = actions.use_login_link(token=token)
    if not user.has_usable_password():
        messages.info(request, _("You have no password yet. Set one under “My account”; then you need no link."))
    return _log_in(request, user, "/")


@secret_link
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponseBase:
    """Who invites, and what to do: log in, accept with the account that one has, or make one."""
    found = queries.invitation(token)
    if request.user.is_authenticated:
        return _accept_as(cast(UserRequest, request), found, token)
    if queries.user_by_email(found.email):
        login = f"{reverse('account_login')}?next={request.path}"
        return render(request, "people/invitation_login.html", {"invitation": found, "login": login})
    return _make_account(request, found, token)


def _accept_as(request: UserRequest, found: Invitation, token: str) -> HttpResponseBase:
    if request.method != "POST":
        return render(request, "people/invitation_accept.html", {"invitation": found})
    actions.accept_invitation_as(actor=request.user, token=token)
    return redirect(_after(found))


def _make_account(request: HttpRequest, found: Invitation, token: str) -> HttpResponseBase:
    form = AcceptForm(request.POST or None, email=found.email, initial={"name": found.name})
    if form.is_valid():
        try:
            user = actions.accept_invitation(token=token, **form.cleaned_data)
            return _log_in(request, user, _after(found))
        except InputError as error:
            form.add_error(None, wording.sentence(error))
    return render(request, "people/invitation.html", {"invitation": found, "form": form})


def _after(found: Invitation) -> str:
    return "/" if found.evaluation_id is None else reverse("design:evaluation", args=[found.evaluation_id])


@require_http_methods(["GET", "HEAD", "POST"])
def my_account(request: UserRequest) -> HttpResponseBase:
    """Name and organisation, with the way to password and second factor."""
    form = AccountForm(request.POST or None, instance=request.user)
    if form.is_valid():
        actions.change_own_account(actor=request.user, **form.cleaned_data)
        messages.success(request, _("Your account has been changed."))
        return redirect("people:my_account")
    second_factor = is_mfa_enabled(request.user)
    return render(request, "people/my_account.html", {"form": form, "second_factor": second_factor})
