"""A passage as evidence for a finding that is there, or for one that is written on the spot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design.queries import QuestionLine
from sluitend.apps.findings.forms.base import offer, question_choices, short
from sluitend.apps.findings.forms.evidence import StanceForm
from sluitend.apps.findings.models import Finding
from sluitend.apps.findings.queries import FindingRow

NEW = 0  # in the choice of a finding: a new one


class UseForm(StanceForm):
    """The last used finding first and chosen, then the newest; `last` is its number."""

    finding = forms.TypedChoiceField(label=_("For which finding?"), coerce=int, widget=forms.RadioSelect)
    title = forms.CharField(
        label=_("New finding in one sentence"),
        required=False,
        max_length=Finding._meta.get_field("title").max_length,
    )
    question = forms.TypedChoiceField(
        label=_("Helps to answer"), required=False, coerce=int, empty_value=None, initial=""
    )

    field_order = ["finding", "title", "question", "stance", "note"]

    def __init__(
        self,
        *args: Any,
        rows: Sequence[FindingRow],
        questions: Sequence[QuestionLine],
        last: int | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [(row.finding.number, f"{row.finding} {row.finding.title}") for row in reversed(rows)]
        choices.sort(key=lambda choice: choice[0] != last)
        offer(self, "finding", [*choices, (NEW, _("a new finding"))])
        self.fields["finding"].initial = choices[0][0] if choices else NEW
        named = [(value, short(str(label))) for value, label in question_choices(questions)]
        offer(self, "question", [("", _("choose later")), *named])

    def clean(self) -> dict[str, Any]:
        """Nothing typed is passed over: a sentence beside a chosen finding is asked about."""
        data = super().clean() or {}
        title = (data.get("title") or "").strip()
        if data.get("finding") == NEW and not title and "title" not in self.errors:
            self.add_error("title", _("Write the new finding in one sentence, or choose one that is there."))
        if data.get("finding") and title:
            self.add_error("finding", _("You chose a finding and wrote a new one. Choose which of the two it is."))
        return data
