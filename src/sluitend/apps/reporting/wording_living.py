"""Sentences and audit words of what stands around the text, and of what comes back."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sluitend.apps.people import audit_words
from sluitend.web import wording
from sluitend.web.wording import Sentence

SENTENCES: dict[str, Sentence] = {
    "reporting.statement_unknown": _("This part of the account is not known. Go back and choose one from the list."),
    "reporting.writer_not_in_team": _("This person does not write in this evaluation. Choose somebody of the team."),
    "reporting.comment_missing": _("Write what you want to say."),
    "reporting.comment_too_long": _("A comment has at most %(most)s characters. Make it shorter."),
    "reporting.remark_unknown": _("Choose what the comment is and what was done with it from the lists."),
    "reporting.remark_without_reason": _("Write why the comment was not taken over, or only in part."),
    "formats.style_active": _(
        "This document holds macros, or objects of another program. Save it in Word as a document without them (.docx) "
        "and choose that one."
    ),
    "formats.style_linked": _(
        "In “%(part)s” of this document stands a link, picture or field that comes from elsewhere. Take it out of the "
        "header, the footer and the styles, and save the document again."
    ),
    "formats.style_picture": _(
        "The header or footer of this document holds a picture of the kind “%(kind)s”. Put a PNG or JPEG in its place, "
        "and save the document again."
    ),
    "reporting.house_style_changed": _(
        "The house style was changed while the file was being built. Build the file again."
    ),
}

AUDIT: dict[str, Sentence] = {
    "reporting.statement_written": _("part of the account of the method written"),
    "reporting.writer_assigned": _("writer of a chapter chosen"),
    "reporting.comment_made": _("comment on a chapter made"),
    "reporting.comment_resolved": _("comment on a chapter dealt with"),
    "reporting.comment_reopened": _("comment on a chapter opened again"),
    "reporting.returned": _("returned report taken in"),
    "reporting.returned_read": _("returned report read"),
    "reporting.returned_refused": _("returned report refused"),
    "reporting.house_style_set": _("house style taken in"),
    "reporting.house_style_removed": _("house style removed"),
    "reporting.house_style_downloaded": _("house style downloaded"),
    "reporting.remark_added": _("comment on the draft written down"),
    "reporting.remark_decided": _("comment on the draft judged"),
}


def register() -> None:
    """Called once, from AppConfig.ready()."""
    wording.register(SENTENCES)
    audit_words.register(AUDIT)
