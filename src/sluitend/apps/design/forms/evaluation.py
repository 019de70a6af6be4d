"""Beginning an evaluation, its general data, its members and its logbook."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design.forms.base import Revised, SuggestInput, of
from sluitend.apps.design.models import Evaluation, LogbookEntry, Membership
from sluitend.apps.design.queries import KINDS
from sluitend.apps.people import queries as people_queries
from sluitend.apps.people.models import User


class _WithCommissioner(forms.Form):
    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = people_queries.organisations_for(user).values_list("name", flat=True)
        self.fields["commissioner"].widget = SuggestInput(names)


def _commissioner() -> forms.CharField:
    return forms.CharField(
        label=_("Commissioner"),
        required=False,
        max_length=200,
        help_text=_("The organisation that asks for the evaluation."),
    )


class BeginForm(_WithCommissioner):
    """What is needed to begin."""

    title = of(Evaluation, "title")
    commissioner = _commissioner()
    starts = of(Evaluation, "starts", help_text=_("The phases are planned from this date on."))
    ends = of(Evaluation, "ends")
    fictitious = forms.BooleanField(label=_("This is a practice evaluation with invented data"), required=False)


class GeneralForm(_WithCommissioner, Revised):
    """The general data."""

    title = of(Evaluation, "title")
    summary = of(Evaluation, "summary", rows=4)
    commissioner = _commissioner()
    starts = of(Evaluation, "starts")
    ends = of(Evaluation, "ends")
    place_kind = of(Evaluation, "place_kind", help_text=_("“For each place” in the matrix means: for each of these."))


class StatusForm(forms.Form):
    """How far the evaluation is."""

    status = of(Evaluation, "status")


class MemberForm(forms.Form):
    """Whom to add."""

    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("Without an account, this person gets an invitation.")
    )
    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    role = of(Membership, "role")


class RoleForm(forms.Form):
    """Another role."""

    role = of(Membership, "role")


class LogbookForm(forms.Form):
    """An entry of the logbook."""

    date = of(LogbookEntry, "date")
    kind = of(LogbookEntry, "kind")
    title = of(LogbookEntry, "title")
    text = of(LogbookEntry, "text", rows=5)


class ChangeLogbookForm(LogbookForm, Revised):
    """An entry that stands already."""


class LogbookFilter(forms.Form):
    """Which lines to show."""

    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *KINDS.items()])

    def wanted(self) -> str:
        return str(self.cleaned_data["kind"]) if self.is_valid() else ""
