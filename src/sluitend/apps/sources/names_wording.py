"""The sentences of taking names out."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sluitend.apps.people import audit_words
from sluitend.web import wording

SENTENCES: dict[str, str | Promise] = {
    "sources.names_undecided": _(
        "Proposals to take something out still wait for a decision (%(count)s). Decide on them first."
    ),
    "sources.names_searching": _(
        "Names are still being looked for in this text, or the search stopped. Wait for it, or look for names again."
    ),
    "sources.names_not_replaced": _(
        "Names that go have not been replaced in this text yet (%(count)s). Make the text without names first."
    ),
    "sources.names_not_looked_for": _(
        "Nobody looked for names in this text yet. Look for names first, or state that it holds no personal data."
    ),
    "sources.names_gone": _("This proposal is no longer there. Somebody else changed it; look at the page again."),
    "sources.names_overlap": _("Part of this stretch is replaced already. Choose another stretch, or undo that first."),
    "sources.names_nothing_to_undo": _("There is no step of yours to undo here."),
    "sources.names_undo_overtaken": _("Somebody went on with what this step changed. It can no longer be undone."),
    "sources.names_no_form": _("Type the name as people say it."),
    "sources.names_pseudonym_taken": _("“%(pseudonym)s” stands for somebody else already. Choose another pseudonym."),
    "sources.names_entry_changed": _("Somebody else changed this name meanwhile. Look at it, and save again."),
    "sources.names_entry_gone": _("This name is no longer on the list. Somebody else took it off."),
    "sources.names_too_many_lines": _("Paste at most %(most)s lines at a time."),
    "sources.names_line_empty": _("Line %(line)s has no name before the first semicolon."),
    "sources.names_line_kind": _("The kind in line %(line)s is unknown. Use one of the kinds below, or leave it out."),
    "sources.names_line_refused": _(
        "The pseudonym in line %(line)s stands for somebody else already. Choose another pseudonym."
    ),
    "sources.names_loading": _("Getting ready to look for names. The first time this takes a few minutes."),
    "sources.names_without_deduce": _(
        "Looked for without deduce, because its lists are missing. Read this text with extra care."
    ),
    "sources.bad_request": _("This request cannot be read. Load the page again."),
}

AUDIT: dict[str, str | Promise] = {
    "sources.name_listed": _("name put on the list"),
    "sources.listed_name_changed": _("name on the list changed"),
    "sources.listed_name_removed": _("name taken off the list"),
    "sources.names_list_opened": _("list of names opened"),
    "sources.listed_name_opened": _("name on the list opened"),
    "sources.names_listed": _("names put on the list"),
    "sources.names_asked_for": _("search for names started"),
    "sources.names_proposed": _("names looked for"),
    "sources.names_carried": _("decisions on names taken along to a corrected text"),
    "sources.names_decided": _("decided what goes out of a text"),
    "sources.names_moved": _("stretch of a name changed"),
    "sources.names_added": _("name marked by hand"),
    "sources.names_undone": _("decision on names undone"),
    "sources.names_replaced": _("names replaced by pseudonyms"),
}


def register() -> None:
    """Called once, from AppConfig.ready()."""
    wording.register(SENTENCES)
    audit_words.register(AUDIT)
