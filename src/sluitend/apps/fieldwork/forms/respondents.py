"""Who is heard, and from which place."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design.forms.base import Revised, of
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.fieldwork.seals import Identity

IDENTITY = ("name", "email", "phone", "note")


class PlaceForm(forms.Form):
    """From which place somebody speaks; `choices` are querysets by name."""

    function = of(Respondent, "function", help_text=_("So coarse that nobody is recognised by it: “case worker”."))
    age_group = of(Respondent, "age_group")
    level = of(Respondent, "level")

    def __init__(self, *args: Any, choices: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in choices.items():
            label = Respondent._meta.get_field(name).verbose_name  # type: ignore[union-attr]
            self.fields[name] = forms.ModelChoiceField(
                rows, label=str(label).capitalize(), required=False, empty_label="–"
            )


class IdentityForm(forms.Form):
    """Who it is: sealed apart from the rest."""

    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    email = forms.EmailField(label=_("E-mail address"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=60, required=False)
    note = forms.CharField(
        label=_("Note about reaching this person"), max_length=500, required=False, widget=forms.Textarea({"rows": 2})
    )

    def identity(self) -> Identity:
        """What was filled in."""
        return Identity(**{name: self.cleaned_data[name].strip() for name in IDENTITY})


class RespondentForm(IdentityForm, PlaceForm):
    """One person to hear."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields((*IDENTITY, "function", "perspective", "level", "place", "organisation", "age_group"))

    def attributes(self) -> dict[str, Any]:
        """All but the identity."""
        return {name: value for name, value in self.cleaned_data.items() if name not in IDENTITY}


class ChangeRespondentForm(PlaceForm, Revised):
    """The place from which somebody speaks, who stands already."""


class ChangeIdentityForm(IdentityForm, Revised):
    """Who somebody is, who stands already."""


class ListForm(PlaceForm):
    """Many at once, with what they have in common."""

    text = forms.CharField(
        label=_("People"),
        widget=forms.Textarea({"rows": 8, "spellcheck": "false"}),
        help_text=_("One on each line: name; e-mail address; function. You may leave out the last two."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["function"]  # it stands in each line
        self.order_fields(("text", "perspective", "level", "place", "organisation", "age_group"))
