"""Asking for passages, row by row: a code, a relation, another code, and who said it. Works without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluitend.engines.retrieval.asked import ATTRIBUTES, RELATIONS, ROWS, Question
from sluitend.engines.retrieval.material import Material

_FAR = 100_000
_CHARACTERS = 200


class QuoteForm(forms.Form):
    """The fields have the names of the parameters of an analysis, so that a result can link here."""

    code = forms.ChoiceField(label=_("Passages with code"))
    below = forms.BooleanField(label=_("With the codes below it"), required=False, initial=True)
    characters = forms.IntegerField(
        label=_("Near is at most so many characters"),
        required=False,
        min_value=0,
        max_value=_FAR,
        initial=_CHARACTERS,
    )
    who = forms.MultipleChoiceField(label=_("Said by"), required=False, widget=forms.CheckboxSelectMultiple)
    by = forms.ChoiceField(label=_("Group by"), required=False, choices=list(ATTRIBUTES.items()))
    outward = forms.BooleanField(label=_("Only what may be read outside the team"), required=False)

    def __init__(self, material: Material, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = [(name, name) for name in material.coded]
        self.fields["code"].choices = codes  # type: ignore[attr-defined]
        for row in ROWS:
            relations = forms.ChoiceField(label=_("Relation"), required=False, choices=list(RELATIONS.items()))
            others = forms.ChoiceField(label=_("Code"), required=False, choices=[("", _("No code")), *codes])
            self.fields |= {f"relation_{row}": relations, f"code_{row}": others}
        who = [
            (f"{name}={value}", f"{word}: {value}")
            for name, word in ATTRIBUTES.items()
            for value in material.values.get(name, ())
        ]
        self.fields["who"].choices = who  # type: ignore[attr-defined]

    @property
    def rows(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        """Relation and code of every further row."""
        return ((self[f"relation_{row}"], self[f"code_{row}"]) for row in ROWS)

    @property
    def is_long(self) -> bool:
        """Whether more was filled in than a code."""
        return self.is_bound and any(self.data.get(f"code_{row}") for row in ROWS)

    def question(self) -> Question:
        """What was asked, of a valid form. Without a number "near" is as far as the form proposes."""
        given = self.cleaned_data
        far = given["characters"] if given["characters"] is not None else _CHARACTERS
        return Question.from_parameters({**given, "characters": far})
