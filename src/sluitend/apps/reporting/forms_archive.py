"""The form of an archive."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sluitend.apps.reporting.actions.archive.asking import LONGEST_REASON
from sluitend.formats.archive import MIN_PASSPHRASE

_LONGEST = 1000


def _secret() -> forms.PasswordInput:
    return forms.PasswordInput({"autocomplete": "new-password"})


class ArchiveForm(forms.Form):
    """What goes along, why, and the passphrase twice."""

    reason = forms.CharField(
        label=_("What it is for"),
        max_length=LONGEST_REASON,
        help_text=_("This stays in the list here, with your name and the date."),
    )
    originals = forms.BooleanField(
        label=_("Also the files as they came in, and texts that were not released"),
        required=False,
        help_text=_("The real names of respondents and others may stand in these."),
    )
    identities = forms.BooleanField(
        label=_("Also who the respondents are, and the list of names"),
        required=False,
        help_text=_("Who has the file and the passphrase then knows who said what."),
    )
    passphrase = forms.CharField(
        label=_("Passphrase"),
        strip=False,
        min_length=MIN_PASSPHRASE,
        max_length=_LONGEST,
        widget=_secret(),
        help_text=_("At least 12 characters. It is kept nowhere: without it nobody opens the archive."),
    )
    again = forms.CharField(label=_("Passphrase again"), strip=False, max_length=_LONGEST, widget=_secret())

    def clean(self) -> dict[str, Any]:
        """The second time was only to be sure."""
        data = dict(super().clean() or {})
        again = data.pop("again", None)
        if "passphrase" in data and again is not None and again != data["passphrase"]:
            self.add_error("again", _("You typed two different passphrases. Type both again."))
        return data
