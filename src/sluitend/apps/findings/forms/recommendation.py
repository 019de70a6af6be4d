"""What to do, for whom, because of which conclusions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluitend.apps.findings.forms.base import Revised, Several, offer, short
from sluitend.apps.findings.models import Conclusion, Feasibility, Priority, Recommendation, RecommendationKind


class RecommendationForm(Revised):
    """A recommendation, or a softer starting point."""

    title = forms.CharField(
        label=_("Recommendation in one sentence"),
        max_length=Recommendation._meta.get_field("title").max_length,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=RecommendationKind.choices,
        initial=RecommendationKind.RECOMMENDATION,
        widget=forms.RadioSelect,
    )
    addressee = forms.CharField(
        label=_("For whom"), required=False, max_length=Recommendation._meta.get_field("addressee").max_length
    )
    text = forms.CharField(label=_("Explanation"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    action = forms.CharField(label=_("First action"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    term = forms.CharField(
        label=_("Term"),
        help_text=_("For instance: before 1 July, or within a year."),
        required=False,
        max_length=Recommendation._meta.get_field("term").max_length,
    )
    measure_of_success = forms.CharField(
        label=_("By what one sees that it worked"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    priority = forms.TypedChoiceField(
        label=_("Priority"),
        choices=[("", _("not chosen")), *Priority.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    feasibility = forms.ChoiceField(
        label=_("Feasibility"), choices=[("", _("not chosen")), *Feasibility.choices], required=False
    )
    conclusions = Several(label=_("Rests on these conclusions"))

    def __init__(self, *args: Any, conclusions: Iterable[Conclusion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "conclusions", [(one.number, f"{one} ({one.question}) {short(_said(one))}") for one in conclusions])


def _said(conclusion: Conclusion) -> str:
    return conclusion.text or conclusion.not_answered_reason


class OrderForm(forms.Form):
    """How the list is grouped."""

    ADDRESSEE, PRIORITY, NUMBER = "addressee", "priority", "number"

    by = forms.ChoiceField(
        label=_("Order"),
        choices=[(ADDRESSEE, _("by whom it is for")), (PRIORITY, _("by priority")), (NUMBER, _("by number"))],
        required=False,
    )

    def order(self) -> str:
        """What was chosen; by addressee when nothing was."""
        chosen = self.cleaned_data.get("by") if self.is_valid() else ""
        return chosen or self.ADDRESSEE
