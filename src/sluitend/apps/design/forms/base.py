"""What the forms of this room share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from sluitend.web.forms import DateField


def of(model: type[models.Model], name: str, *, rows: int = 0, **options: Any) -> Any:
    """The form field of a model's field (its label, length and choices); `rows` for a text of several lines."""
    field = model._meta.get_field(name)
    if rows:
        options["widget"] = forms.Textarea({"rows": rows})
    if isinstance(field, models.DateField):
        options["form_class"] = DateField
    return field.formfield(**options)  # type: ignore[union-attr]


class Revised(forms.Form):
    """Carries the revision that its author saw."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class Versioned(forms.Form):
    """Carries the number of the version that its author saw."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class LinesField(forms.CharField):
    """A text whose lines are items; cleans to a list of lines that are not empty."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return [line.strip() for line in text.splitlines() if line.strip()]


class SuggestInput(forms.TextInput):
    """A text field that suggests known values, and takes any other."""

    template_name = "design/widgets/suggestions.html"

    def __init__(self, suggestions: Iterable[str]) -> None:
        super().__init__()
        self.suggestions = suggestions

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, {**(attrs or {}), "list": f"{name}-suggestions"})
        context["widget"]["suggestions"] = self.suggestions
        return context


def reason_field(*, initial: Any = "", required: bool = True) -> forms.CharField:
    """Why something changes; it stands in the logbook afterwards."""
    return forms.CharField(
        label=_("Reason"),
        help_text=_("One sentence. It appears in the logbook and in the report's annex."),
        initial=initial,
        required=required,
        widget=forms.Textarea({"rows": 2}),
    )


class EmptyForm(forms.Form):
    """Only a button: a step that is confirmed."""
