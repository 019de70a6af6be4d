"""Results of analyses as evidence: which one, what it means, and what came of its sample."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluitend.apps.findings.forms.base import Choice, Revised, offer
from sluitend.apps.findings.forms.evidence import StanceForm
from sluitend.apps.findings.forms.use import UseForm


class ResultStanceForm(StanceForm):
    """What a result means for a finding; of an analysis that draws a sample, also what practice said of it."""

    sample_outcome = forms.CharField(
        label=_("What practice said of the sample"),
        help_text=_(
            "Have the cases of the sample been checked with practice? Write what came of that: the report says it "
            "with the finding. People outside the team read it, so name no cases, and no counts below 10."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, draws_sample: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stance"].label = _("This result")
        if not draws_sample:
            del self.fields["sample_outcome"]

    def words(self) -> dict[str, str]:
        """What was typed, as the actions take it."""
        asked = (name for name in ("stance", "note", "sample_outcome") if name in self.fields)
        return {name: self.cleaned_data.get(name, "") for name in asked}


class ChangeResultForm(ResultStanceForm, Revised):
    """What a result turns out to mean, with the revision that its author saw."""


class UseResultForm(ResultStanceForm, UseForm):
    """A result for a finding that is there, or for one that is written on the spot."""

    field_order = ["finding", "title", "question", "stance", "sample_outcome", "note"]


class PickResultForm(ResultStanceForm):
    """A result chosen on the page of the finding."""

    result = forms.TypedChoiceField(label=_("Result of an analysis"), coerce=int)

    field_order = ["result", "stance", "note"]

    def __init__(self, *args: Any, choices: Iterable[Choice], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="id_%s_result", **kwargs)
        offer(self, "result", [("", _("choose a result")), *choices])
