"""Who is who, in one form for all speakers of a source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluitend.apps.design.models import Evaluation, Level
from sluitend.apps.fieldwork.queries import respondents_for
from sluitend.apps.people.models import User
from sluitend.apps.sources.actions import SpeakerChange
from sluitend.apps.sources.attributes import candidates
from sluitend.apps.sources.models import Source
from sluitend.apps.sources.speakers import SpeakerRow

Choices = list[tuple[str, Any]]
_LINKS = ("perspective", "place", "organisation")


class SpeakerForm(forms.Form):
    """One speaker; what is left empty is as it is of the respondent or of the whole source."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    is_interviewer = forms.BooleanField(label=_("Asks the questions"), required=False)
    respondent = forms.ChoiceField(label=_("Respondent"), required=False)
    role = forms.CharField(label=_("Function or role"), required=False, max_length=120)
    perspective = forms.ChoiceField(label=_("Perspective"), required=False)
    level = forms.ChoiceField(label=_("Level"), required=False)
    place = forms.ChoiceField(label=_("Place"), required=False)
    organisation = forms.ChoiceField(label=_("Organisation"), required=False)
    same_as = forms.ChoiceField(label=_("Is the same person as"), required=False)

    def __init__(self, *args: Any, row: SpeakerRow, choices: Mapping[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        for name, found in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = _own(found, row, name)

    def change(self) -> SpeakerChange:
        """What the action takes."""
        values = {**self.cleaned_data}
        for name in _IDS:
            values[name] = int(values[name]) if values[name] else None
        return SpeakerChange(**values)

    def present(self) -> list[tuple[Any, Any]]:
        """Label and present value of what somebody else made different from what was entered here."""
        shown = []
        self.full_clean()
        for bound in self.visible_fields():
            now, entered = self.initial[bound.name], self.cleaned_data.get(bound.name)
            if str(now or "") != str(entered or ""):
                words = dict(getattr(bound.field, "choices", ()))
                shown.append((bound.label, words.get(now, now) if now else "–"))
        return shown


def _own(found: Choices, row: SpeakerRow, name: str) -> Choices:
    """Nobody is the same as himself, and who asks the questions takes over nothing from the source."""
    if name == "same_as":
        return [choice for choice in found if choice[0] != str(row.speaker.number)]
    return [("", "–"), *found[1:]] if row.speaker.is_interviewer else found


_IDS = ("respondent", "same_as", *_LINKS)


def initial_of(row: SpeakerRow) -> dict[str, Any]:
    """A speaker as SpeakerForm shows it."""
    speaker, same_as = row.speaker, row.same_as
    return {
        "revision": speaker.revision,
        "is_interviewer": speaker.is_interviewer,
        "role": speaker.role,
        "level": speaker.level,
        "respondent": str(speaker.respondent_id or ""),
        "same_as": "" if same_as is None else str(same_as),
        **{name: str(getattr(speaker, f"{name}_id") or "") for name in _LINKS},
    }


def choices_for(user: User, evaluation: Evaluation, source: Source, rows: list[SpeakerRow]) -> dict[str, Choices]:
    """What can be chosen, the same for every speaker; a fixed number of queries."""
    people: Choices = [(str(one.pk), _respondent(one)) for one in respondents_for(user, evaluation)]
    found = {name: [(str(one.pk), str(one)) for one in candidates(evaluation, name)] for name in _LINKS}
    return {
        "respondent": [("", "–"), *people],
        "same_as": [("", "–"), *((str(row.speaker.number), row.label) for row in rows if row.same_as is None)],
        "level": [("", _as_source(source.get_level_display())), *Level.choices],
        **{name: [("", _as_source(getattr(source, name))), *found[name]] for name in _LINKS},
    }


def _respondent(respondent: Any) -> str:
    return f"{respondent.label} {respondent.function}".strip()


def _as_source(value: Any) -> Any:
    """Empty is as it is of the source, when that says something."""
    return _("as the source: %(value)s") % {"value": value} if value else "–"


def speaker_forms(
    data: Any, rows: list[SpeakerRow], choices: Mapping[str, Choices], *, newest: bool = False
) -> list[SpeakerForm]:
    """A form for each speaker; `newest` puts the entries on top of what is there now."""
    forms_ = []
    for row in rows:
        prefix = f"s{row.speaker.number}"
        entered = {**dict(data.items()), f"{prefix}-revision": str(row.speaker.revision)} if newest else data
        forms_.append(SpeakerForm(entered or None, prefix=prefix, initial=initial_of(row), row=row, choices=choices))
    return forms_
