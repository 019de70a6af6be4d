"""Forms for a table of answers: what each column holds, and what its values stand for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design.models import Evaluation, Level
from sluitend.apps.sources.answers.plan import Column, Role, Value
from sluitend.apps.sources.answers.signs import Personal
from sluitend.apps.sources.attributes import candidates
from sluitend.formats.answers.model import letters

ROLES: dict[str, Any] = {
    Role.QUESTION: _("answer to an open question"),
    Role.PERSPECTIVE: _("perspective"),
    Role.LEVEL: _("level"),
    Role.PLACE: _("place"),
    Role.ORGANISATION: _("organisation"),
    Role.PHASE: _("phase"),
    Role.KEY: _("key of the respondent"),
    Role.LEAVE_OUT: _("leave out"),
}
SIGNS: dict[str, Any] = {
    Personal.NAME: _("names"),
    Personal.EMAIL: _("e-mail addresses"),
    Personal.PHONE: _("phone numbers"),
    Personal.BSN: _("citizen service numbers (BSN)"),
    Personal.IBAN: _("bank account numbers"),
    Personal.BIRTH_DATE: _("dates of birth"),
    Personal.ADDRESS: _("addresses"),
    Personal.IP_ADDRESS: _("IP addresses"),
}
NEW = "new"
MAKEABLE = (Role.PERSPECTIVE, Role.PLACE)  # an organisation is the register's, a phase has dates


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """One column on the screen."""

    letter: str
    column: Column
    sign: Any
    field: forms.BoundField


class ColumnsForm(forms.Form):
    """What each column holds."""

    def __init__(self, *args: Any, columns: Sequence[Column], roles: Sequence[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = columns
        for index, (_column, role) in enumerate(zip(columns, roles, strict=True)):
            self.fields[f"c{index}"] = forms.ChoiceField(
                label=_("What column %(letter)s holds") % {"letter": letters(index)},
                choices=list(ROLES.items()),
                initial=role,
            )

    def rows(self) -> Iterator[ColumnRow]:
        for index, column in enumerate(self.columns):
            yield ColumnRow(letters(index), column, SIGNS.get(column.sign, ""), self[f"c{index}"])

    def roles(self) -> list[Role]:
        return [Role(self.cleaned_data[f"c{index}"]) for index in range(len(self.columns))]


class ValuesForm(forms.Form):
    """What the values that are not known by name stand for."""

    def __init__(
        self, *args: Any, evaluation: Evaluation, unknown: Mapping[Role, Sequence[str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._fields = [(role, value) for role, values in unknown.items() for value in values]
        choices = {role: _choices(evaluation, role) for role in unknown}
        for index, (role, value) in enumerate(self._fields):
            self.fields[f"v{index}"] = forms.ChoiceField(label=value, choices=choices[role], required=False)

    def groups(self) -> Iterator[tuple[Any, list[forms.BoundField]]]:
        """The fields of each attribute, under its name."""
        for role in dict.fromkeys(role for role, _value in self._fields):
            own = [self[f"v{index}"] for index, (one, _value) in enumerate(self._fields) if one is role]
            yield ROLES[role], own

    def chosen(self) -> dict[Role, dict[str, str]]:
        """The value of each choice: an id, a level, NEW, or nothing."""
        found: dict[Role, dict[str, str]] = {}
        for index, (role, value) in enumerate(self._fields):
            found.setdefault(role, {})[value] = self.cleaned_data[f"v{index}"]
        return found


def _choices(evaluation: Evaluation, role: Role) -> list[tuple[str, Any]]:
    known = Level.choices if role is Role.LEVEL else [(str(row.pk), str(row)) for row in candidates(evaluation, role)]
    new = [(NEW, _("make this one new"))] if role in MAKEABLE else []
    return [("", _("leave empty")), *new, *known]


def meant(role: Role, choice: str) -> Value:
    """What a choice stands for."""
    if not choice:
        return None
    return choice if role is Role.LEVEL else int(choice)
