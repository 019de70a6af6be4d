"""Forms of this room."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from sluitend.apps.reporting.actions.reports import LONGEST_TITLE
from sluitend.apps.reporting.actions.sections import LONGEST_TITLE as LONGEST_SECTION_TITLE


class ReportForm(forms.Form):
    """Title and subtitle, with the revision that their author saw."""

    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
    subtitle = forms.CharField(label=_("Subtitle"), max_length=LONGEST_TITLE, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput)


class NewSectionForm(forms.Form):
    title = forms.CharField(label=_("Title of the chapter"), max_length=LONGEST_SECTION_TITLE)


class SectionForm(forms.Form):
    """A chapter: its title and its text in Markdown, with the revision that its author saw."""

    title = forms.CharField(label=_("Title"), max_length=LONGEST_SECTION_TITLE)
    markdown = forms.CharField(
        label=_("Text"), required=False, strip=False, widget=forms.Textarea({"rows": 24, "spellcheck": "true"})
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)
