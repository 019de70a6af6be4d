"""What a reader of the screen is told for every code: what is wrong, where, and how to mend it. Msgids in English."""

from __future__ import annotations

from collections.abc import Mapping

from sluitend.formats.qdpx import codes


def _(sentence: str) -> str:
    """Marks a sentence for the catalogue; `sluitend.web.sentences`, which knows Django, translates it."""
    return sentence


SENTENCES: Mapping[str, str] = {
    codes.NO_ZIP: _(
        "This is no exchange file, or it was cut off on its way. Export the project again as REFI-QDA (.qdpx) and "
        "choose that file."
    ),
    codes.NO_PROJECT: _(
        "There is no project in this file: project.qde is missing. Export the project again as REFI-QDA (.qdpx)."
    ),
    codes.TOO_MUCH: _(
        "Something in this file unpacks to more than %(most)s MB. Export the project without pictures and recordings, "
        "or in parts."
    ),
    codes.TOO_MANY: _("There are more than %(most)s files in this project. Export it in parts."),
    codes.LOCKED: _("This file is locked with a password. Export the project again without one."),
    codes.DAMAGED: _("“%(file)s” in this project is damaged. Export the project again."),
    codes.XML_ENTITIES: _(
        "“%(file)s” has a document type or entities of its own, which are not read for safety. No tool exports those; "
        "export the project again."
    ),
    codes.BROKEN_XML: _("“%(file)s” is damaged at line %(line)s. Export the project again."),
    codes.TOO_DEEP: _(
        "“%(file)s” holds codes in codes deeper than can be real, or one text of more than 10 MB. Check the file, or "
        "export it again."
    ),
    codes.NO_QDA: _(
        "“%(file)s” is no project or codebook of REFI-QDA. Choose a .qdpx for a project and a .qdc for a codebook."
    ),
}
