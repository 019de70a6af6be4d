"""What somebody agreed to, and taking that back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design.forms.base import of
from sluitend.apps.fieldwork.models import AgeGroup, Consent, GivenHow, InformationLetter, Purpose, Respondent
from sluitend.web.forms import DateField

_WHO = {
    AgeGroup.ADULT: _("This person decides alone."),
    AgeGroup.SIXTEEN: _("From 16 on a young person decides alone; no parent needs to agree."),
    AgeGroup.TWELVE: _("From 12 to 15 the young person and a parent or guardian have to agree, both."),
    AgeGroup.CHILD: _("Under 12 a parent or guardian agrees; the child takes part only when it wants to."),
}


class ConsentForm(forms.Form):
    """A new consent."""

    purposes = forms.MultipleChoiceField(
        label=_("What the words may be used for"), choices=Purpose.choices, widget=forms.CheckboxSelectMultiple
    )
    recording = of(Consent, "recording")
    quoting = of(Consent, "quoting")
    by_self = of(Consent, "by_self", initial=False)
    by_parent = of(Consent, "by_parent")
    how = forms.ChoiceField(label=_("How it was given"), choices=GivenHow.choices, widget=forms.RadioSelect)
    given_on = of(Consent, "given_on")
    retain_until = of(
        Consent, "retain_until", help_text=_("On the day after, everything this person said is destroyed.")
    )

    def __init__(self, *args: Any, respondent: Respondent, letters: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["by_self"].help_text = _WHO[AgeGroup(respondent.age_group)]
        self.fields["letter"] = _LetterField(
            letters, label=_("Information letter that was handed out"), required=False, empty_label=_("none")
        )


class _LetterField(forms.ModelChoiceField[InformationLetter]):
    def label_from_instance(self, obj: Any) -> str:
        return str(_("version %(number)s") % {"number": obj.number})


class WithdrawForm(forms.Form):
    """Everything, or some of the sources; `sources` are pairs of number and label."""

    ALL, SOME = "all", "some"

    asked_on = DateField(label=_("The respondent asked for it on"))
    what = forms.ChoiceField(
        label=_("What is withdrawn"),
        choices=[(ALL, _("Everything, with the name and contact details")), (SOME, _("Only what is ticked below"))],
        widget=forms.RadioSelect,
    )
    sources = forms.TypedMultipleChoiceField(
        label=_("Sources"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    sure = forms.BooleanField(label=_("I understand that nobody can bring this back"))

    def __init__(self, *args: Any, sources: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if sources:
            self.fields["sources"].choices = sources  # type: ignore[attr-defined]
        else:
            del self.fields["sources"], self.fields["what"]

    def scope(self) -> list[int] | None:
        """The numbers of the sources; None for everything."""
        return self.cleaned_data["sources"] if self.cleaned_data.get("what") == self.SOME else None
