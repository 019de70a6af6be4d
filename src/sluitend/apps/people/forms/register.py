"""Forms of the register."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluitend.apps.people import queries
from sluitend.apps.people.models import Municipality, Organisation, Region
from sluitend.errors import InputError
from sluitend.web import wording
from sluitend.web.forms import DateField


class SearchForm(forms.Form):
    """A GET form above a list."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100, widget=forms.TextInput({"type": "search"}))

    def text(self) -> str:
        """What to look for; empty when nothing, or too much, was typed."""
        return str(self.cleaned_data.get("q", "")) if self.is_valid() else ""


class OrganisationForm(forms.ModelForm[Organisation]):
    class Meta:
        model = Organisation
        fields = ["name", "kind", "municipality", "fictitious"]


class MunicipalityForm(forms.ModelForm[Municipality]):
    class Meta:
        model = Municipality
        fields = ["code", "name", "fictitious"]
        help_texts = {"code": _("GM and four digits, such as GM0000.")}
        error_messages = {"code": {"invalid": _("Write GM and four digits, such as GM0000.")}}


class RegionForm(forms.ModelForm[Region]):
    class Meta:
        model = Region
        fields = ["name", "kind", "parent", "lead_municipality", "fictitious"]


FORMS: dict[str, type[forms.ModelForm[Any]]] = {
    "organisation": OrganisationForm,
    "municipality": MunicipalityForm,
    "region": RegionForm,
}


class ImportForm(forms.Form):
    """A csv file of municipalities."""

    file = forms.FileField(
        label=_("Csv file"),
        help_text=_("A row for each municipality: its code (GM0000) and its name. CBS publishes such lists."),
    )


class MembershipForm(forms.Form):
    """Product and dates of one membership."""

    product = forms.CharField(label=_("Product"), max_length=120)
    starts = DateField(label=_("From"))
    ends = DateField(label=_("Until"), required=False)


class MembershipsForm(MembershipForm):
    """Many municipalities at once, pasted one a line."""

    municipalities = forms.CharField(
        label=_("Municipalities"),
        help_text=_("One a line: its name or its code."),
        widget=forms.Textarea({"rows": 6}),
    )
    field_order = ["municipalities", "product", "starts", "ends"]

    def clean_municipalities(self) -> list[Municipality]:
        try:
            return queries.municipalities_named(self.cleaned_data["municipalities"].splitlines())
        except InputError as error:
            raise forms.ValidationError(wording.sentence(error)) from error
