"""Inviting, accepting, and one's own account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from sluitend.apps.people.account_forms import STRONG
from sluitend.apps.people.models import User


class InviteForm(forms.Form):
    """Whom to invite for the installation."""

    email = forms.EmailField(label=_("E-mail address"))
    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    may_start_evaluations = forms.BooleanField(label=_("May start evaluations, and keep the register"), required=False)


class AcceptForm(forms.Form):
    """A name and a password make the account."""

    name = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput({"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=STRONG,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if password := data.get("password"):
            try:
                validate_password(password, User(email=self.email, name=data.get("name", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return data


class AccountForm(forms.ModelForm[User]):
    """One's own name and organisation."""

    class Meta:
        model = User
        fields = ["name", "organisation"]
        widgets = {"name": forms.TextInput({"autocomplete": "name"})}
