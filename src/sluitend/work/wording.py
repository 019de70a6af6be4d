"""The sentences of this package's codes. `sluitend.web`, which lies above this package, registers them."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sluitend.errors import SluitendError

SENTENCES: dict[str, str | Promise] = {
    "work.failed": _("This went wrong on our side. Try it again; if it goes wrong again, tell your administrator."),
    "work.gave_up": _("This was broken off three times. It is not tried again; tell your administrator."),
    "work.names_failed": _(
        "Looking for names broke down twice. Try it again; if it goes wrong again, tell your administrator."
    ),
    "work.meaning_failed": _(
        "The model for searching by meaning does not answer. Try it again; if it goes wrong again, tell your "
        "administrator."
    ),
    "work.meaning_missing": _(
        "Searching by meaning is not installed here. Your administrator can add it (chapter 8 of the guide); searching "
        "for words works as always."
    ),
    "work.port_taken": _(
        "Port %(port)s is in use by another program. Stop that program, or choose another port: make demo PORT=8001."
    ),
    "work.already_running": _(
        "Sluitend is already running with the data in %(folder)s. Stop it there first, "
        "or choose another folder: make demo DATA=folder."
    ),
    "work.did_not_start": _("The web server does not start. The lines above tell why."),
    "work.disk_full": _("The disk is full. Make room and start again; nothing was lost."),
    "work.no_backup": _(
        "No backup of the database could be made before its upgrade. Install pg_dump in the version of your "
        "database server and start again."
    ),
}


def sentence(error: SluitendError) -> str:
    """The sentence of an error of this package, for what runs before there are pages."""
    return str(SENTENCES[error.code] % error.data)
