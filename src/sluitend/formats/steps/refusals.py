"""Why a stored event log is refused, and what a reader of the screen is told. Msgids in English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

NOT_STORED: Final = "steps.not_stored"  # data: name
DAMAGED: Final = "steps.damaged"  # data: file
OTHER_VERSION: Final = "steps.other_version"
EXISTS: Final = "steps.exists"  # data: name


def _(sentence: str) -> str:
    """Marks a sentence for the catalogue; `sluitend.web.sentences`, which knows Django, translates it."""
    return sentence


SENTENCES: Mapping[str, str] = {
    NOT_STORED: _("“%(name)s” holds no stored event log. Choose the folder that was made when the log was read in."),
    DAMAGED: _(
        "This stored event log is damaged: “%(file)s” is not what was written. Read the event log in again, or fetch "
        "the folder from a backup."
    ),
    OTHER_VERSION: _("This event log was stored by another version of Sluitend. Read the event log in again."),
    EXISTS: _("“%(name)s” exists already. An event log is stored once: choose another folder."),
}
