"""A template of one's own: from an evaluation or from a file."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from sluitend.formats.template import MAX_BYTES


class TemplateForm(forms.Form):
    """What a template says of itself."""

    title = forms.CharField(label=_("Name of the template"), max_length=120)
    for_whom = forms.CharField(label=_("For whom"), widget=forms.Textarea({"rows": 2}))
    description = forms.CharField(label=_("What it is for"), widget=forms.Textarea({"rows": 4}))


class UploadTemplateForm(forms.Form):
    """A template as a file."""

    file = forms.FileField(
        label=_("Template (YAML)"), help_text=_("A file that this product made, or that you wrote yourself.")
    )

    def clean_file(self) -> tuple[str, bytes]:
        file = self.cleaned_data["file"]
        return file.name, file.read(MAX_BYTES + 1)
