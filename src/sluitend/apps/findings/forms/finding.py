"""A finding in words, and the list of findings by question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design.queries import CriterionLine, QuestionLine
from sluitend.apps.findings.forms.base import Revised, Several, offer, question_choices, short
from sluitend.apps.findings.models import Finding


class FindingForm(Revised):
    """A finding, with the questions that it helps to answer."""

    title = forms.CharField(
        label=_("Finding in one sentence"),
        max_length=Finding._meta.get_field("title").max_length,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    text = forms.CharField(label=_("Explanation"), required=False, widget=forms.Textarea(attrs={"rows": 5}))
    questions = Several(label=_("Helps to answer"))
    criteria = Several(label=_("Says something about these criteria"))
    is_minor_theme = forms.BooleanField(
        label=_("This is a minority view"),
        help_text=_("Few people say it, and it matters all the same. It is shown as such."),
        required=False,
    )
    answer_to_contradiction = forms.CharField(
        label=_("How you weighed what contradicts it"),
        help_text=_("Only when a passage contradicts it. Why does the finding stand all the same? The report says it."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    single_source_reason = forms.CharField(
        label=_("Why one source is enough"),
        help_text=_("Only when the finding rests on a single source. The reason appears in the report."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self, *args: Any, questions: Sequence[QuestionLine], criteria: Sequence[CriterionLine], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        initial = self.initial or {}
        offer(self, "questions", question_choices(questions, initial.get("questions", ())))
        kept = set(initial.get("criteria", ()))
        shown = [line for line in criteria if not line.is_dropped or line.id in kept]
        offer(self, "criteria", [(line.id, short(f"{line.criterion.question} {line.name}")) for line in shown])
        if not shown:
            del self.fields["criteria"]
