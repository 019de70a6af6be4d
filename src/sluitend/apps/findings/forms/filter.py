"""Which findings to show, on the list and on the board."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design.queries import QuestionLine
from sluitend.apps.findings.forms.base import offer, short

LOOSE = "none"  # findings without a question


class FindingFilterForm(forms.Form):
    """By question and, for the team, by perspective."""

    question = forms.ChoiceField(label=_("Question"), required=False)
    perspective = forms.ChoiceField(label=_("Something is said by"), required=False)

    def __init__(
        self, *args: Any, questions: Sequence[QuestionLine], perspectives: Sequence[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        labels = [(line.label, short(f"{line.label} {line.text}")) for line in questions if not line.is_dropped]
        offer(self, "question", [("", _("all questions")), *labels, (LOOSE, _("not tied to a question yet"))])
        offer(self, "perspective", [("", _("all perspectives")), *((name, name) for name in perspectives)])
        if not perspectives:
            del self.fields["perspective"]
