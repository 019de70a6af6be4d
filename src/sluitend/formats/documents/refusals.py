"""What a reader of the screen is told for every code: what is wrong and how to mend it. Msgids in English."""

from __future__ import annotations

from collections.abc import Mapping

from sluitend.formats.documents import codes


def _(sentence: str) -> str:
    """Marks a sentence for the catalogue; `sluitend.web.sentences`, which knows Django, translates it."""
    return sentence


SENTENCES: Mapping[str, str] = {
    codes.UNSUPPORTED: _(
        "“%(found)s” is not a kind of document that can be read here. Save it as one of these: %(accepted)s."
    ),
    codes.WRONG_EXTENSION: _(
        "The name of this file ends in “%(suffix)s”, but its content is %(found)s. "
        "Give the file the right name ending or save it again."
    ),
    codes.EMPTY: _("This file is empty. Check whether you chose the right file."),
    codes.NO_TEXT: _("There is no text in this file. Check whether you chose the right file."),
    codes.TOO_BIG: _(
        "This file is %(megabytes)s MB; at most %(most)s MB can be read. "
        "Leave out images or split the document into parts."
    ),
    codes.TOO_LONG: _("There are more than %(most)s characters of text in this document. Split it into parts."),
    codes.TOO_MANY_BLOCKS: _("There are more than %(most)s paragraphs or lines in this document. Split it into parts."),
    codes.TOO_MANY_PAGES: _("This PDF has %(pages)s pages; at most %(most)s can be read. Split it into parts."),
    codes.NOT_TEXT: _(
        "This file is named as text, but its content is not text. Open it in the program it was made "
        "with and save it as text or as docx."
    ),
    codes.UNKNOWN_ENCODING: _(
        "It is not clear how letters such as é and ë are stored in this file (from line %(line)s on). "
        "Save it again as text with the encoding “UTF-8”."
    ),
    codes.NOT_SUBTITLES: _(
        "The name of this file ends in “%(suffix)s”, but there are no subtitles in it: no line with times such as "
        "00:00:01.000 --> 00:00:04.000. Export the transcript again, or save it as text or as docx."
    ),
    codes.ENCRYPTED: _("This document is locked with a password. Save a copy without a password and choose that copy."),
    codes.OLD_WORD: _("This is a document of an old version of Word (.doc). Save it in Word as .docx."),
    codes.DAMAGED: _(
        "This file is damaged or incomplete. Open it in the program it was made with and save it again, "
        "or ask for a new copy."
    ),
    codes.MISSING_PART: _(
        "The part “%(part)s” is missing from this document. Open it in the program it was made with and save it again."
    ),
    codes.BROKEN_XML: _(
        "The part “%(part)s” of this document is damaged at line %(line)s. Open it in the program it was "
        "made with and save it again."
    ),
    codes.XML_ENTITIES: _(
        "The part “%(part)s” of this document holds definitions that do not belong in a document and may "
        "do harm. Save the document again in a word processor."
    ),
    codes.ZIP_BOMB: _(
        "This file unpacks to far more than a document holds, so it was not opened. Ask the sender for a new copy."
    ),
    codes.TOO_DEEP: _(
        "In this document tables or lists are nested too deeply. Copy the text into a new document and save that."
    ),
    codes.SCANNED_PDF: _(
        "This PDF has images of pages and no text. Run text recognition (OCR) on it, or ask for the original."
    ),
    codes.PDF_WITHOUT_CHARACTERS: _(
        "The letters in this PDF cannot be read as text. Ask for the original, or run text recognition (OCR)."
    ),
    codes.TOOK_TOO_LONG: _(
        "Reading this document took more than %(seconds)s seconds and was stopped. "
        "Split it into parts or save it as text."
    ),
    codes.TOO_MUCH_MEMORY: _(
        "Reading this document needed too much memory and was stopped. Split it into parts or save it as text."
    ),
    codes.UNREADABLE: _(
        "This document could not be read. Open it in the program it was made with and save it again, "
        "or save it as text."
    ),
}
