"""How sure we are of a finding: four components and a level, each with a sentence."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluitend.apps.findings.forms.base import Revised
from sluitend.apps.findings.models import COMPONENTS, Concern, Confidence
from sluitend.apps.findings.words import COMPONENT_WORDS

HELP = {
    "methodological_limits": _(
        "Were the conversations and documents gathered well? Think of leading questions, a report that nobody "
        "approved, or people who could not speak freely."
    ),
    "coherence": _("Does the evidence point one way? Think of passages that contradict it and are not explained."),
    "adequacy": _("Is there enough of it, and is it rich enough? Think of few people, or only short remarks."),
    "relevance": _("Is it about this question, this place and this time? Think of evidence from elsewhere or before."),
}


class ConfidenceForm(Revised):
    """An empty concern is one that nobody looked at yet."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for component in COMPONENTS:
            self.fields[component] = forms.ChoiceField(
                label=str(COMPONENT_WORDS[component]),
                help_text=HELP[component],
                choices=[("", _("not looked at yet")), *Concern.choices],
                required=False,
            )
            self.fields[f"{component}_why"] = forms.CharField(
                label=_("Why"), required=False, widget=forms.Textarea(attrs={"rows": 2})
            )
        self.fields["confidence"] = forms.ChoiceField(
            label=_("Confidence as a whole"),
            choices=[("", _("not judged")), *Confidence.choices],
            required=False,
            widget=forms.RadioSelect,
        )
        self.fields["reason"] = forms.CharField(
            label=_("Why this sure"),
            help_text=_("One or two sentences. They stand in the report."),
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
        )

    def content(self) -> dict[str, Any]:
        """What `judge_confidence` asks."""
        data = self.cleaned_data
        concerns = {one: (data[one], data[f"{one}_why"]) for one in COMPONENTS}
        return {"confidence": data["confidence"], "reason": data["reason"], "concerns": concerns}
