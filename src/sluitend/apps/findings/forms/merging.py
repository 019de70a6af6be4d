"""Two findings become one, or one becomes two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sluitend.apps.findings.forms.base import Choice, Several, offer, short
from sluitend.apps.findings.models import Finding
from sluitend.apps.findings.queries import FindingRow


class MergeForm(forms.Form):
    """Into which finding; those that share evidence with it first, then those of the same questions."""

    into = forms.TypedChoiceField(label=_("Merge with"), coerce=int)

    def __init__(
        self, *args: Any, rows: Iterable[FindingRow], shared: Mapping[int, int], near: Sequence[int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        known = Counter(shared)
        ordered = sorted(rows, key=lambda row: (-known[row.finding.pk], row.finding.pk not in near, row.finding.number))
        offer(self, "into", [("", _("choose a finding")), *(_named(row, known[row.finding.pk]) for row in ordered)])


def _named(row: FindingRow, shared: int) -> Choice:
    words = short(f"{row.finding} {row.finding.title}")
    same = ngettext("%(n)s piece of evidence in common", "%(n)s pieces of evidence in common", shared) % {"n": shared}
    return row.finding.number, f"{words} ({same})" if shared else words


class SplitForm(forms.Form):
    """Which passages and results go, and what the new finding says."""

    title = forms.CharField(
        label=_("New finding in one sentence"),
        max_length=Finding._meta.get_field("title").max_length,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    evidence = Several(label=_("This evidence goes to the new finding"), coerce=str)  # labels: F12, U3

    def __init__(self, *args: Any, choices: Iterable[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "evidence", choices)
