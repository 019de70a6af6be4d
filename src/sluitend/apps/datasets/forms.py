"""Forms of this room."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from sluitend.apps.datasets import wording
from sluitend.apps.datasets.actions.changing import About
from sluitend.apps.datasets.actions.deciding import REFUSABLE
from sluitend.apps.datasets.actions.destroying import REMOVABLE
from sluitend.apps.datasets.kinds import EVENT_LOG, KINDS, Kind
from sluitend.apps.datasets.mapping import ATTRIBUTE, LEAVE_OUT, SUBREGION, Columns, Mapped, choice_of, from_choices
from sluitend.apps.datasets.models import Dataset, DatasetKind, DestroyReason
from sluitend.apps.people.models import User
from sluitend.apps.people.queries import subregions_now
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
    """A file of one kind."""

    table = forms.FileField(
        label=_("File"),
        allow_empty_file=True,  # the door says what is wrong with it
        widget=forms.FileInput(attrs={"accept": ",".join([*SUFFIXES, ".gz"])}),
        help_text=_(
            "%(kinds)s; at most 100 MB, larger with “sluitend import events” on the command line. Pseudonymised: with "
            "columns by which persons are known it is refused."
        )
        % {"kinds": ", ".join(one.removeprefix(".") for one in SUFFIXES)},
    )


class AddForm(FileForm, AboutForm):
    """A new dataset with its first file."""

    field_order = ("kind", "table", "title", "origin", "licence", "retain_until")
    kind = forms.ChoiceField(label=_("Kind"), widget=forms.RadioSelect, initial=DatasetKind.EVENT_LOG)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (key, format_lazy("{}: {}", DatasetKind(key).label, kind.row)) for key, kind in KINDS.items()
        ]
        self.fields["retain_until"].initial = timezone.localdate() + _USUAL
        if self.is_bound and "kind" not in self.data:  # an event log, for who does not say
            self.data = {**dict(self.data.items()), "kind": str(DatasetKind.EVENT_LOG)}

    def clean_kind(self) -> DatasetKind:
        """As the action takes it."""
        return DatasetKind(self.cleaned_data["kind"])


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """One column on the screen."""

    letter: str
    name: str
    filled: int
    values: int
    shown: list[str]
    field: forms.BoundField


def _attributes() -> list[tuple[str, str | Promise]]:
    """An attribute, and one with the subregion for a product of the register."""
    products = subregions_now()
    return [(ATTRIBUTE, wording.ATTRIBUTE), *((SUBREGION + one, wording.with_subregion(one)) for one in products)]


class ColumnsForm(forms.Form):
    """What each column holds."""

    missing = forms.CharField(
        label=_("Words that mean “not known”"),
        required=False,
        max_length=1000,
        help_text=_("Separated by commas: EMPTY, onbekend. A case or an activity with such a name stays one."),
    )

    def __init__(self, *args: Any, columns: Columns, roles: Mapped, kind: Kind = EVENT_LOG, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._columns, self._kind = columns, kind
        choices = [(role.key, role.words) for role in kind.roles]
        choices += _attributes() if kind.attributes else []
        choices.append((LEAVE_OUT, wording.LEAVE_OUT))
        known = {key for key, _words in choices}
        self.fields["missing"].initial = ", ".join(roles.missing)
        for index, column in enumerate(columns):
            self.fields[f"c{index}"] = forms.ChoiceField(
                label=_("What column %(letter)s holds") % {"letter": letters(index)},
                choices=choices,
                initial=choice if (choice := choice_of(roles, column["name"])) in known else ATTRIBUTE,
            )

    def rows(self) -> Iterator[ColumnRow]:
        for index, one in enumerate(self._columns):
            shown = (one["name"], one["filled"], one["values"], one["shown"])
            yield ColumnRow(letters(index), *shown, self[f"c{index}"])

    def roles(self) -> Mapped:
        """Raises InputError of `mapping.from_choices`."""
        choices = [self.cleaned_data[f"c{index}"] for index in range(len(self._columns))]
        words = [word.strip() for word in self.cleaned_data["missing"].split(",")]
        return from_choices(self._columns, choices, [word for word in words if word], self._kind)


class MessagesForm(AboutForm):
    """Messages or records with numbers of people, for who holds the key."""

    field_order = (
        "kind",
        "messages",
        "layout",
        "organisations",
        "dataset",
        "title",
        "origin",
        "licence",
        "retain_until",
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        widget=forms.RadioSelect,
        initial="ijw",
        choices=[
            ("ijw", _("iJw messages (zip or xml)")),
            ("ijw-retour", _("iJw messages and their return messages, one case for each message (zip or xml)")),
            ("corv", _("CORV messages (zip or xml)")),
            ("cbs", _("CBS records on youth care (csv, xlsx, or txt of fixed width)")),
        ],
    )
    messages = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".zip,.xml,.csv,.xlsx,.txt,.dat"}),
        help_text=_("At most 100 MB. It is read at once and destroyed; only events with keys are kept."),
    )
    layout = forms.FileField(
        label=_("Layout of records of fixed width"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv"}),
        help_text=_(
            "Only for CBS records of fixed width: a csv with the field, its first position and its length on every row."
        ),
    )

    organisations = forms.CharField(
        label=_("Organisations that keep their name"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "For CORV messages: one on every line, as the messages write it. Other names become keys. For CBS records: "
            "the one organisation that delivered them."
        ),
    )
    dataset = forms.ModelChoiceField(
        label=_("Newer delivery of"),
        queryset=Dataset.objects.none(),
        required=False,
        empty_label=_("a new dataset"),
        help_text=_(
            "A newer delivery takes the place of the one before it. So put all messages in the zip, those of earlier "
            "months too. What is asked below is for a new dataset only."
        ),
    )

    def __init__(self, *args: Any, datasets: QuerySet[Dataset], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["retain_until"].initial = timezone.localdate() + _USUAL
        self.fields["dataset"].queryset = datasets  # type: ignore[attr-defined]
        self.fields["dataset"].label_from_instance = lambda one: f"{one} {one.title}"  # type: ignore[attr-defined]
        if self.data.get("dataset"):
            for name in AboutForm.base_fields:
                self.fields[name].required = False

    def named(self) -> list[str]:
        """The organisations."""
        return [one for one in map(str.strip, self.cleaned_data["organisations"].splitlines()) if one]

    def to(self) -> dict[str, Any]:
        """Where the events go, as the action takes it."""
        chosen = self.cleaned_data["dataset"]
        return {"dataset": chosen} if chosen else {"about": self.about()}


class GroundForm(forms.Form):
    """On what ground messages are keyed here, and by whom."""

    legal_ground = forms.CharField(
        label=_("Legal ground"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The article of law or the agreement by which these messages may be used for this."),
    )
    dpia_reference = forms.CharField(
        label=_("Where the DPIA is"), max_length=300, help_text=_("Its number or place, and its date.")
    )
    key_holder = forms.ChoiceField(
        label=_("Who holds the key"),
        help_text=_("Brings the messages in, and analyses nothing in this evaluation."),
    )

    def __init__(self, holders: list[User], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._holders = {str(one.pk): one for one in holders}
        choices = [("", ""), *((key, one.name) for key, one in self._holders.items())]
        self.fields["key_holder"].choices = choices  # type: ignore[attr-defined]

    def told(self) -> dict[str, Any]:
        """As `actions.record_ground` takes it."""
        return {**self.cleaned_data, "key_holder": self._holders[self.cleaned_data["key_holder"]]}


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
