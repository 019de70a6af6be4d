"""The allauth pages that we offer: logging in and out, passwords, and a second factor. There is no signing up.

Each view listed with `whole` writes, and its audit event stands or falls with the write.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path, re_path

View = Callable[..., HttpResponseBase]


def whole(view: View) -> View:
    """The view's POST in one transaction."""

    @wraps(view)
    def in_transaction(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            return view(request, *args, **kwargs)

    return in_transaction


urlpatterns: list[URLPattern] = [
    path("inloggen/", views.login, name="account_login"),
    path("uitloggen/", views.logout, name="account_logout"),
    path("geblokkeerd/", views.account_inactive, name="account_inactive"),
    path("wachtwoord/", whole(views.password_change), name="account_change_password"),
    path("wachtwoord/instellen/", whole(views.password_set), name="account_set_password"),
    path("wachtwoord/vergeten/", views.password_reset, name="account_reset_password"),
    path("wachtwoord/vergeten/verzonden/", views.password_reset_done, name="account_reset_password_done"),
    re_path(  # the key holds hyphens, the user's part does not
        r"^wachtwoord/vergeten/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        whole(views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "wachtwoord/vergeten/klaar/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("opnieuw-inloggen/", views.reauthenticate, name="account_reauthenticate"),
    path("tweede-factor/", mfa.index, name="mfa_index"),
    path("tweede-factor/code/", mfa.authenticate, name="mfa_authenticate"),
    path("tweede-factor/opnieuw/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("tweede-factor/aanzetten/", whole(totp.activate_totp), name="mfa_activate_totp"),
    path("tweede-factor/uitzetten/", whole(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("tweede-factor/herstelcodes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "tweede-factor/herstelcodes/nieuw/",
        whole(recovery_codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "tweede-factor/herstelcodes/bestand/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]
