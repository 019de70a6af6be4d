"""Forms of this room."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sluitend.apps.datasets.actions.changing import About
from sluitend.apps.datasets.actions.deciding import REFUSABLE
from sluitend.apps.datasets.actions.destroying import REMOVABLE
from sluitend.apps.datasets.mapping import Columns, Roles, choice_of, from_choices
from sluitend.apps.datasets.models import Dataset, DestroyReason
from sluitend.apps.datasets.wording import ROLES
from sluitend.formats.answers.model import letters
from sluitend.web.forms import DateField
from sluitend.work.events import SUFFIXES

_USUAL = timedelta(days=365)


class AboutForm(forms.Form):
    """What is known of a dataset."""

    title = forms.CharField(
        label=_("Title"), max_length=200, help_text=_("What the data are about. No names of people.")
    )
    origin = forms.CharField(
        label=_("Where the data come from"), max_length=300, help_text=_("Who keeps them, and from which system.")
    )
    licence = forms.CharField(
        label=_("By what right we use them"),
        max_length=300,
        help_text=_("Agreement, order or licence, and where that is written down."),
    )
    retain_until = DateField(
        label=_("Keep until"), help_text=_("After this date the data are destroyed; numbers and reports stay.")
    )

    def about(self) -> About:
        return About(*(self.cleaned_data[field.name] for field in fields(About)))


def initial_of(dataset: Dataset) -> dict[str, Any]:
    """A dataset as AboutForm shows it."""
    return {field.name: getattr(dataset, field.name) for field in fields(About)}


class FileForm(forms.Form):
    """An event log."""

    table = forms.FileField(
        label=_("File"),
        allow_empty_file=True,  # the door says what is wrong with it
        widget=forms.FileInput(attrs={"accept": ".csv,.gz,.xlsx,.parquet,.xes"}),
        help_text=_(
            "%(kinds)s, with a row for each event; at most 100 MB. Pseudonymised: with columns by which persons are "
            "known it is refused."
        )
        % {"kinds": ", ".join(one.removeprefix(".") for one in SUFFIXES)},
    )


class AddForm(FileForm, AboutForm):
    """A new dataset with its first file."""

    field_order = ("table", "title", "origin", "licence", "retain_until")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["retain_until"].initial = timezone.localdate() + _USUAL


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """One column on the screen."""

    letter: str
    name: str
    filled: int
    values: int
    shown: list[str]
    field: forms.BoundField


class ColumnsForm(forms.Form):
    """What each column holds."""

    missing = forms.CharField(
        label=_("Words that mean “not known”"),
        required=False,
        max_length=1000,
        help_text=_("Separated by commas: EMPTY, onbekend. A case or an activity with such a name stays one."),
    )

    def __init__(self, *args: Any, columns: Columns, roles: Roles, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._columns = columns
        self.fields["missing"].initial = ", ".join(roles.missing)
        for index, column in enumerate(columns):
            self.fields[f"c{index}"] = forms.ChoiceField(
                label=_("What column %(letter)s holds") % {"letter": letters(index)},
                choices=list(ROLES.items()),
                initial=choice_of(roles, column["name"]),
            )

    def rows(self) -> Iterator[ColumnRow]:
        for index, one in enumerate(self._columns):
            shown = (one["name"], one["filled"], one["values"], one["shown"])
            yield ColumnRow(letters(index), *shown, self[f"c{index}"])

    def roles(self) -> Roles:
        """Raises InputError of `mapping.from_choices`."""
        choices = [self.cleaned_data[f"c{index}"] for index in range(len(self._columns))]
        words = [word.strip() for word in self.cleaned_data["missing"].split(",")]
        return from_choices(self._columns, choices, [word for word in words if word])


class _ReasonForm(forms.Form):
    reasons: tuple[DestroyReason, ...] = ()
    reason = forms.ChoiceField(label=_("Reason"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [(one.value, one.label) for one in self.reasons]  # type: ignore[attr-defined]


class RefuseForm(_ReasonForm):
    """Why a delivery is not used."""

    reasons = REFUSABLE


class RemoveForm(_ReasonForm):
    """Why a whole dataset goes."""

    reasons = REMOVABLE


class WaiveForm(forms.Form):
    """Why an error may pass."""

    code = forms.CharField(widget=forms.HiddenInput)
    column = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(label=_("Why this may pass"), widget=forms.Textarea(attrs={"rows": 2}))
