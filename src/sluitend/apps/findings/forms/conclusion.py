"""The answer to a question, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design.queries import CriterionLine
from sluitend.apps.findings.forms.base import Choice, Revised, Several, offer, short
from sluitend.apps.findings.models import Judgement
from sluitend.apps.findings.queries import FindingRow
from sluitend.apps.findings.words import support_in_words


class ConclusionForm(Revised):
    """The findings of the question first, and the criteria of the question first."""

    findings = Several(label=_("Rests on these findings"))
    text = forms.CharField(label=_("Answer"), required=False, widget=forms.Textarea(attrs={"rows": 6}))
    criterion = forms.TypedChoiceField(label=_("Judged against"), required=False, coerce=int, empty_value=None)
    judgement = forms.ChoiceField(
        label=_("Judgement"), choices=Judgement.choices, initial=Judgement.NOT_JUDGED, widget=forms.RadioSelect
    )
    not_answered_reason = forms.CharField(
        label=_("Or: not answered, because"),
        help_text=_("Only when there is no answer. The reason appears in the report."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        *args: Any,
        rows: Sequence[FindingRow],
        question_id: int,
        criteria: Sequence[CriterionLine],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name in ("text", "not_answered_reason"):  # one of the two is needed, so neither is "optional"
            self.fields[name].one_of = True  # type: ignore[attr-defined]
        ordered = sorted(rows, key=lambda row: not row.helps(question_id))
        offer(self, "findings", [_choice(row) for row in ordered])
        kept = (self.initial or {}).get("criterion")
        shown = [line for line in criteria if not line.is_dropped or line.id == kept]
        shown.sort(key=lambda line: line.question_id != question_id)
        offer(self, "criterion", [("", _("no criterion")), *((line.id, short(line.name)) for line in shown)])


def _choice(row: FindingRow) -> Choice:
    return row.finding.number, f"{row.finding} {row.finding.title} ({support_in_words(row.support)})"
