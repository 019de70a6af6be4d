"""Asking for passages, row by row: a code, a relation, another code, and who said it. Works without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluitend.engines.retrieval.asked import ATTRIBUTES, GROUP_TIES, GROUPS, RELATIONS, ROWS, TIES, Question
from sluitend.engines.retrieval.expression import LONGEST
from sluitend.engines.retrieval.material import Material
from sluitend.errors import InputError
from sluitend.web.wording import sentence

_FAR = 100_000
_CHARACTERS = 200


class QuoteForm(forms.Form):
    """The fields have the names of the parameters of an analysis, so that a result can link here."""

    code = forms.ChoiceField(label=_("Passages with code"), required=False)
    tie = forms.ChoiceField(label=_("Between the groups"), required=False, choices=list(GROUP_TIES.items()))
    expression = forms.CharField(
        label=_("As an expression"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 3, "spellcheck": "false"}),
        help_text=_(
            "For example: (“Wachten” of “Regie › Lang”) en spreker:perspectief=ouders en bron:fase=eindevaluatie. "
            "Between codes: en, of, niet, binnen, overlapt, dichtbij 200, beurt."
        ),
    )
    below = forms.BooleanField(label=_("With the codes below it"), required=False, initial=True)
    characters = forms.IntegerField(
        label=_("Near is at most so many characters"),
        required=False,
        min_value=0,
        max_value=_FAR,
        initial=_CHARACTERS,
    )
    who = forms.MultipleChoiceField(label=_("Said by"), required=False, widget=forms.CheckboxSelectMultiple)
    of_source = forms.MultipleChoiceField(label=_("Of the source"), required=False, widget=forms.CheckboxSelectMultiple)
    of_speaker = forms.MultipleChoiceField(
        label=_("Of the speaker alone"), required=False, widget=forms.CheckboxSelectMultiple
    )
    by = forms.ChoiceField(label=_("Group by"), required=False, choices=list(ATTRIBUTES.items()))
    outward = forms.BooleanField(label=_("Only what may be read outside the team"), required=False)

    def __init__(self, material: Material, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.material = material
        codes = [(name, name) for name in material.coded]
        self.fields["code"].choices = [("", _("No code")), *codes] if codes else []  # type: ignore[attr-defined]
        for group in GROUPS:
            ties = forms.ChoiceField(label=_("With"), required=False, choices=list(TIES.items()))
            several = forms.MultipleChoiceField(
                label=_("Codes"), required=False, choices=codes, widget=forms.CheckboxSelectMultiple
            )
            self.fields |= {f"tie_{group}": ties, f"group_{group}": several}
        for row in ROWS:
            relations = forms.ChoiceField(label=_("Relation"), required=False, choices=list(RELATIONS.items()))
            others = forms.ChoiceField(label=_("Code"), required=False, choices=[("", _("No code")), *codes])
            self.fields |= {f"relation_{row}": relations, f"code_{row}": others}
        who = [
            (f"{name}={value}", f"{word}: {value}")
            for name, word in ATTRIBUTES.items()
            for value in material.values.get(name, ())
        ]
        for name in ("who", "of_source", "of_speaker"):
            self.fields[name].choices = who  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One way of asking, and an expression that can be read."""
        given: dict[str, Any] = super().clean() or {}
        ways = [given.get("code"), given.get("expression"), any(given.get(f"group_{one}") for one in GROUPS)]
        if "code" in self.errors:
            return given
        if sum(map(bool, ways)) != 1:
            wrong = "coding.one_question" if any(ways) else "coding.no_question"
            self.add_error("code", sentence(InputError(wrong)))
        elif not self.errors:
            self._check(given)
        return given

    def _check(self, given: dict[str, Any]) -> None:
        try:
            Question.from_parameters(given).query(self.material.coded, self.material.values)
        except InputError as error:
            self.add_error("expression", sentence(error))

    @property
    def rows(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        """Relation and code of every further row."""
        return ((self[f"relation_{row}"], self[f"code_{row}"]) for row in ROWS)

    @property
    def groups(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        """How the codes of every group are tied, and which these are."""
        return ((self[f"tie_{group}"], self[f"group_{group}"]) for group in GROUPS)

    @property
    def is_grouped(self) -> bool:
        """Whether it was asked in groups or as an expression."""
        return self.is_bound and any(self.data.get(name) for name in ("expression", *(f"group_{n}" for n in GROUPS)))

    @property
    def is_long(self) -> bool:
        """Whether more was filled in than a code."""
        return self.is_bound and any(self.data.get(f"code_{row}") for row in ROWS)

    def question(self) -> Question:
        """What was asked, of a valid form. Without a number "near" is as far as the form proposes."""
        given = self.cleaned_data
        far = given["characters"] if given["characters"] is not None else _CHARACTERS
        return Question.from_parameters({**given, "characters": far})
