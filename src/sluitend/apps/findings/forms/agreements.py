"""Whether an agreement was kept, and where it is written."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from sluitend.apps.findings.forms.base import Revised
from sluitend.apps.findings.forms.evidence import PickForm
from sluitend.apps.findings.models import Kept


class KeptForm(Revised):
    """The judgement, never without its reason."""

    state = forms.ChoiceField(label=_("Was it kept?"), choices=Kept.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("One or two sentences. They stand in the report."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ShowsForm(PickForm):
    """Passages that show whether it was kept."""


class WrittenForm(forms.Form):
    """The passage in which it is written."""

    label = forms.RegexField(
        regex=r"^\s*[Ff]?\d{1,9}\s*$",
        label=_("It is written in"),
        help_text=_("The number of the passage, for instance F12. Empty takes it away."),
        required=False,
        error_messages={"invalid": _("Write a label such as F12.")},
    )

    def clean_label(self) -> int | None:
        """The number of the fragment; None for no passage."""
        label = self.cleaned_data["label"].strip().lstrip("Ff")
        return int(label) if label else None
