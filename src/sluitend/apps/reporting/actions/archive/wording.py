"""Sentences and audit words of the archive."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sluitend.apps.people import audit_words
from sluitend.web import wording
from sluitend.web.wording import Sentence

SENTENCES: dict[str, Sentence] = {
    "formats.archive_passphrase_short": _("The passphrase has fewer than %(least)s characters. Choose a longer one."),
    "formats.archive_passphrase": _("This is not the passphrase of this archive. Type it again."),
    "formats.archive_not_one": _("This file is no archive of Sluitend. Check whether you chose the right file."),
    "formats.archive_broken": _(
        "This archive is damaged or incomplete, and nothing of it was put back. Ask for a new copy."
    ),
    "formats.archive_newer": _(
        "This archive was made by a newer version of Sluitend. Update Sluitend here and try again."
    ),
    "reporting.archive_unknown": _(
        "This archive holds something that this version of Sluitend does not know (%(kind)s), and nothing of it was "
        "put back. Update Sluitend here and try again."
    ),
    "reporting.archive_withdrawn": _(
        "This archive is older than the destruction of %(object)s on this installation, and nothing of it was put "
        "back. Make a new archive where the evaluation still is."
    ),
    "reporting.archive_reason_missing": _("Write what the archive is for."),
    "reporting.archive_busy": _("An archive is being made already. Wait until it is ready, or destroy it."),
    "reporting.archive_gone": _(
        "This archive is not here any more: it can be downloaded once, within a day. Make a new one."
    ),
    "cli.passphrase_missing": _("Set the passphrase in SLUITEND_PASSPHRASE, or run the command in a terminal."),
    "cli.passphrase_differs": _("You typed two different passphrases. Run the command again."),
    "cli.file_exists": _("“%(name)s” is there already. Choose another name, or move that file."),
}
AUDIT: dict[str, Sentence] = {
    "reporting.archive_asked": _("archive of the evaluation asked for"),
    "reporting.archive_fetched": _("archive of the evaluation downloaded"),
    "reporting.archive_expired": _("archive destroyed: not downloaded in time"),
    "reporting.archive_discarded": _("archive destroyed before it was downloaded"),
    "reporting.archive_failed": _("archive of the evaluation could not be made"),
    "reporting.archived": _("archive of the evaluation made"),
    "reporting.put_back": _("evaluation put back from an archive"),
}


def register() -> None:
    """Called once, from AppConfig.ready()."""
    wording.register(SENTENCES)
    audit_words.register(AUDIT)
