"""The sentences of this room's errors, and its audit actions in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sluitend.web import wording
from sluitend.web.wording import Sentence

SENTENCES: dict[str, Sentence] = {
    "formats.report_too_large": _(
        "This text is too large to be turned into a report. Divide it over several chapters, or make it shorter."
    ),
    "formats.report_letters_missing": _(
        "The file is not built, since this installation lacks its letters (%(count)s files, “%(first)s” first). Ask "
        "who manages Sluitend to run “make setup”, and build again."
    ),
    "reporting.title_missing": _("Fill in a title."),
    "reporting.title_too_long": _("A title has at most %(most)s characters. Make it shorter."),
    "reporting.text_too_long": _("A chapter has at most %(most)s characters. Divide it over several chapters."),
    "reporting.changed_meanwhile": _(
        "Somebody changed this chapter while you were writing. Your text is still here; look at what stands now and "
        "save again."
    ),
    "reporting.kind_unknown": _("This kind of file cannot be built. Choose Word or one HTML file."),
    "reporting.lost_references": _(
        "In chapter “%(where)s” stands a reference that leads nowhere (%(count)s in all). Look it up in the outline of "
        "the report and correct it, then build again."
    ),
    "reporting.quote_withdrawn": _(
        "This file holds a quote that has been withdrawn, so it cannot be downloaded any more; build a new one, or ask "
        "the team for it."
    ),
    "reporting.build_failed": _(
        "The report could not be built (run %(run)s). Try again; if it fails once more, tell whoever manages the "
        "installation this number."
    ),
}

# Lines of a destruction statement.
DESTROYED: dict[str, Sentence] = {"reporting.builds": _("built report")}

AUDIT: dict[str, Sentence] = {
    "reporting.report_started": _("report begun"),
    "reporting.report_changed": _("title of the report changed"),
    "reporting.section_added": _("chapter added"),
    "reporting.section_changed": _("chapter changed"),
    "reporting.section_moved": _("order of chapters changed"),
    "reporting.section_deleted": _("chapter deleted"),
    "reporting.section_put_back": _("chapter put back"),
    "reporting.build_asked": _("file of the report asked for"),
    "reporting.built": _("report built"),
    "reporting.build_destroyed": _("file with a withdrawn quote destroyed"),
    "reporting.downloaded": _("report downloaded"),
}


def register() -> None:
    wording.register(SENTENCES)
