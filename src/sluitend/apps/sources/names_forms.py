"""The forms of the evaluation's own list of names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluitend.apps.sources import pseudonyms
from sluitend.apps.sources.models import ListedName, NameKind
from sluitend.apps.sources.names_lines import LONGEST_PSEUDONYM

_FORMS_HELP = _("One a line: “Jannie Bloem”, and below it “Jannie” when people say that too.")
_FEW_LINES = forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"})


def lines_of(words: str) -> list[str]:
    """The lines that are not empty."""
    return [line.strip() for line in words.splitlines() if line.strip()]


class NameForm(forms.Form):
    """One name for the list. Without a pseudonym it gets the next free one of the role."""

    said = forms.CharField(label=_("Name"), help_text=_FORMS_HELP, widget=_FEW_LINES, max_length=2000)
    kind = forms.ChoiceField(label=_("Kind"), choices=NameKind.choices)
    instead = forms.CharField(
        label=_("Role or pseudonym"),
        help_text=_("“consulent” gives the next free number, “moeder” the next free letter. Empty: “persoon 1”."),
        required=False,
        max_length=LONGEST_PSEUDONYM,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def wanted(self) -> dict[str, Any]:
        """What ``add_name`` takes."""
        words = str(self.cleaned_data["instead"]).strip()
        is_role = words.casefold() in {role.casefold() for role in pseudonyms.ROLES}
        named = {"role": words.casefold()} if is_role else {"pseudonym": words}
        return {"kind": self.cleaned_data["kind"], "forms": lines_of(self.cleaned_data["said"]), **named}


class PasteForm(forms.Form):
    """Many names at once."""

    lines = forms.CharField(
        label=_("Names"),
        help_text=_("A line each: name; kind; role or pseudonym. Only the name is needed."),
        widget=forms.Textarea(attrs={"rows": 12, "autocomplete": "off", "spellcheck": "false"}),
        max_length=100_000,
    )


class ChangeNameForm(forms.Form):
    """Another pseudonym, or other ways in which people say the name."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    said = forms.CharField(label=_("Name"), help_text=_FORMS_HELP, widget=_FEW_LINES, max_length=5000)
    pseudonym = forms.CharField(
        label=_("Pseudonym"), max_length=LONGEST_PSEUDONYM, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args: Any, entry: ListedName, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not pseudonyms.is_named(entry.kind):
            del self.fields["pseudonym"]
        if entry.respondent_id is not None:
            self.fields["said"].required = False
            self.fields["said"].label = _("Other ways in which people say this name")


def initial_of(entry: ListedName, said: Sequence[str]) -> dict[str, Any]:
    """A listed name as ChangeNameForm shows it."""
    return {"revision": entry.revision, "said": "\n".join(said), "pseudonym": entry.pseudonym}
