"""An entry of the logbook with a finding."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sluitend.apps.findings.forms.base import offer, short


class TieForm(forms.Form):
    """Which entry, and what it has to do with the finding."""

    entry = forms.TypedChoiceField(label=_("From the logbook"), coerce=int)
    note = forms.CharField(
        label=_("What it has to do with the finding"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, entries: Iterable[tuple[int, date, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = ((pk, short(f"{_in_words(day, get_language())} {title}")) for pk, day, title in entries)
        offer(self, "entry", [("", _("choose an entry")), *named])


@lru_cache(maxsize=1024)  # of hundreds of entries, again on every finding's page
def _in_words(day: date, _language: str | None) -> str:
    return date_format(day, "j F Y")
