"""What the forms of this room share: revisions, and choices in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, cast

from django import forms
from django.utils.functional import Promise

from sluitend.apps.design.queries import QuestionLine

SHOWN = 90  # characters of a question or an answer in a list of choices

Choice = tuple[Any, str | Promise]


class Revised(forms.Form):
    """A form about something that two people may change at once; without a revision it counts as never read."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_revision(self) -> int:
        """The revision that was read."""
        return self.cleaned_data["revision"] or 0


class Several(forms.TypedMultipleChoiceField):
    """Check boxes, for whole numbers unless said otherwise, in a list that scrolls when it is long."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, coerce: Callable[[str], Any] = int, **kwargs: Any) -> None:
        super().__init__(required=False, coerce=coerce, **kwargs)


def offer(form: forms.Form, name: str, choices: Iterable[Choice]) -> None:
    """Give a field of this form its choices."""
    cast("forms.ChoiceField", form.fields[name]).choices = list(choices)


def short(text: str) -> str:
    """The beginning of a text, for a choice."""
    return text if len(text) <= SHOWN else text[: SHOWN - 1].rstrip() + "…"


def question_choices(questions: Sequence[QuestionLine], keep: Iterable[int] = ()) -> list[Choice]:
    """Every question that was not dropped, and those to keep although they were."""
    kept = set(keep)
    return [(line.id, f"{line.label} {line.text}") for line in questions if not line.is_dropped or line.id in kept]
