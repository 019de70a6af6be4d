"""An entry of the logbook with a finding."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design.models import LogbookEntry
from sluitend.apps.findings.forms.base import offer, short


class TieForm(forms.Form):
    """Which entry, and what it has to do with the finding."""

    entry = forms.TypedChoiceField(label=_("From the logbook"), coerce=int)
    note = forms.CharField(
        label=_("What it has to do with the finding"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, entries: Iterable[LogbookEntry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = ((one.pk, short(f"{date_format(one.date, 'j F Y')} {one.title}")) for one in entries)
        offer(self, "entry", [("", _("choose an entry")), *named])
