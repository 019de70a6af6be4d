"""The choice of answers above the workbench."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from sluitend.apps.coding.queries.answers import CODED, UNCODED
from sluitend.apps.sources.answer_sets import AnswerSet, Choice

LABELS: dict[str, Any] = {
    "perspective": _("Perspective"),
    "level": _("Level"),
    "place": _("Place"),
    "organisation": _("Organisation"),
    "phase": _("Phase"),
}
_SHORT = 60


class ChoiceForm(forms.Form):
    """Which answers are shown; what does not exist in this set is no choice."""

    words = forms.CharField(label=_("Words"), required=False, max_length=200)

    def __init__(self, data: QueryDict, answers: AnswerSet, codes: Iterable[tuple[int, str]]) -> None:
        super().__init__(data)
        asked = [(str(number), _short(question)) for number, question in enumerate(answers.questions)]
        if len(asked) > 1:
            self.fields["question"] = _select(_("Question"), asked)
        for name, values in answers.values().items():
            self.fields[name] = _select(LABELS[name], [(value, f"{label} ({n})") for value, label, n in values])
        states = [(UNCODED, _("without a code")), (CODED, _("with a code"))]
        named = [(str(pk), _("with: %(code)s") % {"code": name}) for pk, name in codes]
        self.fields["coded"] = _select(_("Coded"), [*states, *named])
        self.order_fields(["question", *LABELS, "coded", "words"])
        self.full_clean()

    @property
    def is_choice(self) -> bool:
        """Whether anything is left out."""
        return any(self.cleaned_data.values())

    def choice(self) -> Choice:
        found = self.cleaned_data
        return Choice(
            question=int(found["question"]) if found.get("question") else None,
            attributes={name: found.get(name, "") for name in LABELS},
            words=found.get("words", ""),
        )

    def coded(self) -> str:
        return str(self.cleaned_data.get("coded", ""))


def _select(label: Any, choices: list[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[("", _("all")), *choices])


def _short(words: str) -> str:
    return words if len(words) <= _SHORT else words[: _SHORT - 1].rstrip() + "…"
