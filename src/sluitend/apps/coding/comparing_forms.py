"""What somebody chooses to compare, and decides."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

from django import forms
from django.utils.translation import gettext_lazy as _

from sluitend.apps.coding.actions.consensus import MOST
from sluitend.apps.coding.agreement.differences import Place
from sluitend.apps.coding.agreement.units import Span, UnitKind
from sluitend.apps.coding.agreement_words import UNIT_NAMES

Pair = tuple[int, int]


class UnitForm(forms.Form):
    """In what units figures are counted."""

    unit = forms.ChoiceField(label=_("Counted in"), choices=[(kind.value, UNIT_NAMES[kind]) for kind in UnitKind])

    def kind(self) -> UnitKind | None:
        """The chosen one; None when nothing that exists was chosen."""
        return UnitKind(self.cleaned_data["unit"]) if self.is_valid() else None


class CompareForm(forms.Form):
    """Which places of a text are shown: of a code, of two coders, different or all."""

    code = forms.TypedChoiceField(label=_("Code"), required=False, coerce=int, empty_value=None)
    pair = forms.ChoiceField(label=_("Coders"), required=False)
    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("differences")), ("open", _("what still has to be decided")), ("all", _("everything"))],
    )

    def __init__(self, data: Mapping[str, str], *, codes: Mapping[int, str], people: Mapping[int, str]) -> None:
        super().__init__(data)
        pairs = [(f"{one}-{two}", f"{people[one]} – {people[two]}") for one, two in combinations(people, 2)]
        self.fields["code"].choices = [("", _("all codes")), *codes.items()]  # type: ignore[attr-defined]
        self.fields["pair"].choices = [("", _("all coders")), *pairs]  # type: ignore[attr-defined]
        self.is_valid()

    def the_pair(self) -> Pair | None:
        found = self.cleaned_data.get("pair")
        one, _dash, two = (found or "").partition("-")
        return (int(one), int(two)) if two else None

    def the_code(self) -> int | None:
        found: int | None = self.cleaned_data.get("code")
        return found

    def the_show(self) -> str:
        return str(self.cleaned_data.get("show", ""))


class ReasonField(forms.CharField):
    """Lines end in one character, so that a reason is as long as the browser counts it."""

    def to_python(self, value: object) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


class ReopenForm(forms.Form):
    """Why completed decisions are opened again."""

    reason = ReasonField(
        label=_("Why do you open the decisions again?"), max_length=MOST, widget=forms.Textarea(attrs={"rows": 4})
    )


class DecisionForm(forms.Form):
    """Whether a code holds at a place, of which passage, and why. `span` is "start-end", several of these with a plus
    between, or "own" with start and end counted from the beginning of the place's text."""

    code = forms.IntegerField(widget=forms.HiddenInput)
    place = forms.RegexField(r"^\d{1,9}-\d{1,9}$", widget=forms.HiddenInput)
    span = forms.RegexField(r"^(\d{1,9}-\d{1,9}(\+\d{1,9}-\d{1,9})*|own)$", required=False)
    start = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    end = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    base = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    applies = forms.TypedChoiceField(choices=[("yes", ""), ("no", "")], coerce=lambda value: value == "yes")
    reason = ReasonField(required=False)

    def the_place(self) -> Span:
        return _span(self.cleaned_data["place"])

    def the_spans(self) -> list[Span]:
        """What was chosen, at least one; the place itself where nothing was."""
        chosen = self.cleaned_data["span"]
        if chosen == "own":
            base = self.cleaned_data["base"] or 0
            return [(base + (self.cleaned_data["start"] or 0), base + (self.cleaned_data["end"] or 0))]
        return [_span(one) for one in chosen.split("+")] if chosen else [self.the_place()]


def _span(text: str) -> Span:
    start, _dash, end = text.partition("-")
    return int(start), int(end)


def key_of(place: Place) -> str:
    return f"{place.start}-{place.end}"
