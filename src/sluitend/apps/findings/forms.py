"""Forms of findings, evidence, conclusions and recommendations."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design.queries import CriterionLine, QuestionLine, answered
from sluitend.apps.findings.models import Conclusion, Finding, Judgement, Recommendation, RecommendationKind, Stance
from sluitend.apps.findings.queries import Chain

_SHOWN = 90  # characters of a question or finding in a list of choices


def short(text: str) -> str:
    """The beginning of a text, for a choice."""
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1].rstrip() + "…"


def question_choices(questions: tuple[QuestionLine, ...] | list[QuestionLine]) -> list[tuple[int, str]]:
    """The questions that are answered themselves."""
    return [(line.id, f"{line.label} {short(line.text)}") for line in answered(list(questions))]


class _Revised(forms.Form):
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


class FindingForm(_Revised):
    """A finding, with the questions that it helps to answer."""

    title = forms.CharField(
        label=_("Finding in one sentence"),
        max_length=Finding._meta.get_field("title").max_length,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    text = forms.CharField(label=_("Explanation"), required=False, widget=forms.Textarea(attrs={"rows": 5}))
    questions = forms.TypedMultipleChoiceField(
        label=_("Helps to answer"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    single_source_reason = forms.CharField(
        label=_("Why one source is enough"),
        help_text=_("Only when the finding rests on a single source. The reason appears in the report."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, questions: list[QuestionLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["questions"].choices = question_choices(questions)  # type: ignore[attr-defined]


class StanceForm(forms.Form):
    """What a fragment means for a finding."""

    stance = forms.ChoiceField(label=_("This fragment"), choices=Stance.choices, initial=Stance.SUPPORTS)
    note = forms.CharField(label=_("Note"), required=False)


class UseForm(StanceForm):
    """Use a fragment as evidence: for a finding that is there, or for a new one."""

    finding = forms.TypedChoiceField(label=_("For finding"), required=False, coerce=int, empty_value=None)
    title = forms.CharField(
        label=_("Or write a new finding"),
        required=False,
        max_length=Finding._meta.get_field("title").max_length,
        help_text=_("One sentence that this fragment helps to show."),
    )
    question = forms.TypedChoiceField(
        label=_("Question of the new finding"), required=False, coerce=int, empty_value=None
    )

    field_order = ["finding", "title", "question", "stance", "note"]

    def __init__(self, *args: Any, chain: Chain, last: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        newest = [(line.finding.number, f"{line.finding} {short(line.finding.title)}") for line in chain.findings][::-1]
        newest.sort(key=lambda choice: choice[0] != last)
        self.fields["finding"].choices = [*newest, ("", _("a new finding"))]  # type: ignore[attr-defined]
        self.fields["question"].choices = [  # type: ignore[attr-defined]
            ("", _("choose later")),
            *question_choices(chain.questions),
        ]
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("finding") and not (data.get("title") or "").strip():
            self.add_error("title", _("Choose a finding, or write a new one."))
        return data


_LABEL = re.compile(r"[Ff]?(\d+)")


class PickForm(StanceForm):
    """Fragments by their labels, typed or chosen."""

    labels = forms.CharField(label=_("Fragments"), help_text=_("For instance: F12, F14"))

    field_order = ["labels", "stance", "note"]

    def clean_labels(self) -> list[int]:
        """The numbers of the fragments."""
        words = re.split(r"[\s,;]+", self.cleaned_data["labels"].strip())
        found = [_LABEL.fullmatch(word) for word in words]
        if not all(found):
            raise forms.ValidationError(_("Write labels such as F12, with commas between them."))
        return [int(one[1]) for one in found if one]


class ConclusionForm(_Revised):
    """The answer to a question, or the reason why there is none."""

    findings = forms.TypedMultipleChoiceField(
        label=_("Rests on these findings"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    text = forms.CharField(label=_("Answer"), required=False, widget=forms.Textarea(attrs={"rows": 6}))
    criterion = forms.TypedChoiceField(label=_("Judged against"), required=False, coerce=int, empty_value=None)
    judgement = forms.ChoiceField(
        label=_("Judgement"), choices=Judgement.choices, initial=Judgement.NOT_JUDGED, widget=forms.RadioSelect
    )
    not_answered_reason = forms.CharField(
        label=_("Or: not answered, because"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self, *args: Any, chain: Chain, question_id: int, criteria: list[CriterionLine], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        tied = {line.finding.pk for line in chain.findings_of(question_id)}
        lines = sorted(chain.findings, key=lambda line: line.finding.pk not in tied)
        self.fields["findings"].choices = [  # type: ignore[attr-defined]
            (line.finding.number, f"{line.finding} {line.finding.title}") for line in lines
        ]
        self.fields["criterion"].choices = [  # type: ignore[attr-defined]
            ("", _("no criterion")),
            *((line.criterion.pk, short(line.name)) for line in criteria),
        ]


class RecommendationForm(_Revised):
    """What to do, for whom, because of which conclusions."""

    title = forms.CharField(
        label=_("Recommendation in one sentence"),
        max_length=Recommendation._meta.get_field("title").max_length,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=RecommendationKind.choices, initial=RecommendationKind.RECOMMENDATION
    )
    addressee = forms.CharField(
        label=_("For whom"), required=False, max_length=Recommendation._meta.get_field("addressee").max_length
    )
    text = forms.CharField(label=_("Explanation"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    conclusions = forms.TypedMultipleChoiceField(
        label=_("Rests on these conclusions"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, conclusions: list[Conclusion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["conclusions"].choices = [  # type: ignore[attr-defined]
            (one.number, f"{one} ({one.question.label}) {short(one.text or one.not_answered_reason)}")
            for one in conclusions
        ]
