"""The sentences of exchange, and its audit actions in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sluitend.apps.people import audit_words
from sluitend.web import wording
from sluitend.web.wording import Sentence

SENTENCES: dict[str, Sentence] = {
    "reporting.export_busy": _("A file is being made already. Wait until it is ready, or destroy it first."),
    "reporting.export_gone": _("This file is no longer here. Make a new one."),
    "reporting.export_no_codes": _("There are no codes yet, so there is no codebook to export. Add a code first."),
    "reporting.import_kind": _("Choose a file that ends in .qdpx, .qde or .qdc: the exchange files of REFI-QDA."),
    "reporting.import_gone": _(
        "What was read of this file is no longer here: it was brought in, destroyed, or its time was over. Bring in "
        "the file again."
    ),
    "reporting.import_member": _("A coder can only be somebody who takes part here. Choose again."),
    "reporting.import_variable": _("Choose for each variable what it becomes here."),
    "reporting.import_who_coded": _(
        "Only the project leader says that a colleague made these codings. Choose yourself, or somebody without an "
        "account here."
    ),
}

AUDIT: dict[str, Sentence] = {
    "reporting.export_asked": _("file for another tool asked for"),
    "reporting.exported": _("file for another tool made"),
    "reporting.export_fetched": _("file for another tool downloaded"),
    "reporting.export_destroyed": _("file for another tool destroyed"),
    "reporting.export_failed": _("file for another tool failed"),
    "reporting.code_book_exported": _("codebook exported"),
    "reporting.exchange_taken_in": _("file of another tool taken in"),
    "reporting.exchange_read": _("file of another tool read"),
    "reporting.exchange_refused": _("file of another tool refused"),
    "reporting.exchange_discarded": _("file of another tool destroyed"),
    "reporting.exchange_asked": _("file of another tool to be brought in"),
    "reporting.exchange_attributed": _("codings of another tool put to the name of a member"),
    "reporting.exchange_done": _("file of another tool brought in"),
    "reporting.exchange_placed": _("codings of another tool put on a released text"),
    "reporting.exchange_group_deleted": _("group of another tool removed"),
    "reporting.exchange_link_deleted": _("link of another tool removed"),
    "coding.codes_taken_over": _("codes of another tool taken over"),
    "coding.passages_taken_over": _("codings of another tool taken over"),
    "coding.round_taken_over": _("round of coding of another installation taken over"),
    "coding.decisions_taken_over": _("decisions of another installation taken over"),
    "coding.memos_taken_over": _("memos of another tool taken over"),
    "coding.memos_renewed": _("memos renewed from a file of another tool"),
}


def register() -> None:
    wording.register(SENTENCES)
    audit_words.register(AUDIT)
