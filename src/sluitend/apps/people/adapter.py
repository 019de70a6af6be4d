"""allauth by our rules: nobody signs up, what it writes is audited, and the second factor's secrets are sealed."""

# mypy: disallow-subclassing-any=False
# (allauth ships no types)

from __future__ import annotations

import base64
from functools import cached_property
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sluitend.apps.people.actions.accounts import end_login_links
from sluitend.apps.people.audit import record
from sluitend.config.keys import derived_secret


class ByInvitation(DefaultAccountAdapter):
    """Accounts come by invitation; a login and a new password leave an audit event in the same transaction."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account has been blocked. Ask who manages this installation."),
        "email_password_mismatch": _("This e-mail address and password do not belong together. Check both."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_password": _("This is not your password."),
        "too_many_login_attempts": _("Too many failed attempts. Wait five minutes and try again."),
        "rate_limited": _("Too many attempts. Wait a minute and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: Any) -> None:
        with transaction.atomic():
            super().login(request, user)
            record(user, "people.logged_in", user)

    def set_password(self, user: Any, password: str) -> None:
        with transaction.atomic():
            super().set_password(user, password)
            record(user, "people.password_changed", user, login_links_ended=end_login_links(user))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("people:my_account")

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """The message templates are ours; two of allauth's say what the page says already."""
        if args and args[0] in {"account/messages/logged_in.txt", "mfa/messages/recovery_codes_generated.txt"}:
            return
        super().add_message(request, level, *args, **kwargs)


class SealedSecondFactor(DefaultMFAAdapter):
    """The secret of an authenticator app is stored sealed: a copy of the database gives no second factor."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right, or no longer. Type the newest code of the app."),
    }

    @cached_property
    def _box(self) -> Fernet:
        secret = bytes.fromhex(derived_secret(settings.KEYS, purpose=b"second-factor"))
        return Fernet(base64.urlsafe_b64encode(secret))

    def encrypt(self, text: str) -> str:
        return self._box.encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return self._box.decrypt(encrypted_text.encode()).decode()
