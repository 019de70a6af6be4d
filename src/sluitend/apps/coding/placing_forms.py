"""Where a person places a fragment."""

from __future__ import annotations

from django import forms


class PassageForm(forms.Form):
    """A passage of a text, by its version's number and offsets in code points."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    start = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    end = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
