"""allauth's forms in our own words: a label instead of a placeholder, and one line of help."""

# mypy: disallow-subclassing-any=False
# (allauth ships no types)

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

EMAIL = _("E-mail address")
PASSWORD = _("Password")
NEW = _("New password")
AGAIN = _("New password again")
CODE = _("Code")
STRONG = _("At least 12 characters. A sentence that only you know is easy to remember.")
CODE_HELP = _("Six digits from the app on your phone, or one of your recovery codes.")


def reword(form: forms.BaseForm, help_texts: dict[str, Text], **labels: Text) -> None:
    """Give fields their label and help; placeholders go, because they vanish as soon as one types."""
    for name, label in labels.items():
        field = form.fields[name]
        field.label = str(label)
        field.help_text = str(help_texts.get(name, ""))
        field.widget.attrs.pop("placeholder", None)


class LoginForm(account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, {}, login=EMAIL, password=PASSWORD)


class ChangePasswordForm(account.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, {"password1": STRONG}, oldpassword=_("Current password"), password1=NEW, password2=AGAIN)


class SetPasswordForm(account.SetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, {"password1": STRONG}, password1=NEW, password2=AGAIN)


class ResetPasswordForm(account.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, {}, email=EMAIL)


class ResetPasswordKeyForm(account.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, {"password1": STRONG}, password1=NEW, password2=AGAIN)


class ReauthenticateForm(account.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, {}, password=PASSWORD)


class AuthenticateForm(mfa.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, {"code": CODE_HELP}, code=CODE)


class ReauthenticateByCodeForm(mfa.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, {"code": CODE_HELP}, code=CODE)


class ActivateTOTPForm(totp.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reword(self, {"code": _("Six digits, shown by the app.")}, code=CODE)
