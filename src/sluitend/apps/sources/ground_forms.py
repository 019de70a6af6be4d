"""The form of a ground."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design.forms.base import Revised, of
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.sources.models import Ground, GroundKind


class GroundForm(Revised):
    """Consent of respondents, or another ground with a reason."""

    kind = forms.ChoiceField(label=_("Ground"), choices=GroundKind.choices, widget=forms.RadioSelect)
    reason = of(Ground, "reason", rows=3, help_text=_("Needed for every ground but consent."))
    recording_decision = of(
        Ground,
        "recording_decision",
        rows=3,
        help_text=_(
            "Only when a respondent did not agree to being recorded, and there is a transcript all the same: what was "
            "decided about it, by whom and when."
        ),
    )

    def __init__(self, *args: Any, respondents: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["respondents"] = _Respondents(
            respondents,
            label=_("Who speaks in it"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Leave out who stands at the speakers already."),
        )


class _Respondents(forms.ModelMultipleChoiceField[Respondent]):
    def label_from_instance(self, obj: Respondent) -> str:
        return " · ".join(filter(None, (obj.label, obj.function, str(obj.perspective or ""))))
