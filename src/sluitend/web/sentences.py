"""The sentences that belong to no room: of the command line, and why a document cannot be read.

``formats`` and ``engines`` know no Django, so their sentences are marked for the catalogue where they stand.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sluitend.engines.chain import refusals as chain
from sluitend.formats import stored_table
from sluitend.formats.answers import refusals as answers
from sluitend.formats.cbs_jeugd import refusals as cbs_jeugd
from sluitend.formats.documents import refusals
from sluitend.formats.eventlog import refusals as eventlog
from sluitend.formats.messages import refusals as messages
from sluitend.formats.ocel import refusals as ocel
from sluitend.formats.qdpx import refusals as qdpx
from sluitend.formats.steps import refusals as steps

COMMAND_LINE: dict[str, str | Promise] = {
    "cli.no_user": _("Nobody here has the e-mail address %(email)s. Check the address after --as."),
    "cli.no_access": _("“%(name)s” cannot be read or written. Check whether it is there and whether you may."),
    "cli.no_such_content": _("A column cannot hold “%(name)s”. Choose one of: %(known)s."),
    "cli.stored_already": _(
        "“%(name)s” was stored before, so %(options)s does not go with it. Leave that out, or name the file itself."
    ),
    "cli.no_log_in_folder": _(
        "“%(name)s” is a folder without a stored event log. Name a file, or a folder that was made with --store; of a "
        "folder with messages or records, say with --kind what they are."
    ),
    "cli.name_of_log": _(
        "An event log has a column “%(column)s” of its own, so no attribute or reason is called so. Give the column "
        "another name in row 1 of the file."
    ),
    "cli.numbers_of_people": _(
        "The column “%(column)s” holds citizen service numbers. Have other numbers put in their place before you store "
        "the event log."
    ),
    "cli.errors_in_rows": _(
        "“%(name)s” has errors: %(errors)s. Mend the file, or let an error pass with a reason: --waive %(fault)s=REASON"
    ),
    "cli.no_reason": _("Say why error “%(fault)s” may pass: --waive %(fault)s=REASON"),
    "cli.prepare_first": _(
        "Messages and records of people are not kept with %(options)s. Use “sluitend prepare” first: what that writes "
        "can be stored and passed on."
    ),
    "cli.about_needed": _("A new dataset needs all of these: %(options)s. Or name an existing one with --dataset."),
    "cli.no_dataset": _("This evaluation has no dataset D%(number)s. Look at the list of datasets for its number."),
    "cli.messages_new": _("Messages become a dataset of their own. Leave --dataset out."),
    "cli.no_such_export": _("A log cannot be written as “%(suffix)s”. Choose one of: %(known)s."),
    "cli.not_with_kind": _("%(options)s is for logs only. Leave it out: this kind of file says it by itself."),
    "cli.no_evaluation": _("You take part in no evaluation yet. Begin one with: sluitend new --template keten TITLE"),
}
REFUSALS: dict[str, str | Promise] = {
    code: _(text)
    for known in (refusals, answers, eventlog, steps, messages, ocel, cbs_jeugd, qdpx, stored_table, chain)
    for code, text in known.SENTENCES.items()
}
SENTENCES: dict[str, str | Promise] = COMMAND_LINE | REFUSALS
