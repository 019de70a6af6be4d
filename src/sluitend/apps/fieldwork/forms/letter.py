"""The information letter and its fields."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design.forms.base import Versioned
from sluitend.apps.fieldwork.letter import FIELDS


class LetterForm(Versioned):
    """First the fields, then the text in which they stand."""

    text = forms.CharField(
        label=_("Text"),
        widget=forms.Textarea({"rows": 24, "lang": "nl"}),
        help_text=_("Words in braces, such as {contact}, are replaced by what you filled in above."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in FIELDS.items():
            widget = forms.Textarea({"rows": 2}) if name == "doel" else None
            self.fields[name] = forms.CharField(
                label=str(label), max_length=600, required=False, widget=widget, help_text=f"{{{name}}}"
            )
        self.order_fields((*FIELDS, "text"))

    def letter_fields(self) -> dict[str, str]:
        """The values of the fields in braces."""
        return {name: self.cleaned_data[name] for name in FIELDS}
