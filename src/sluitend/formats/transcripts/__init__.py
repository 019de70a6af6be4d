"""Recognises who says what, in documents and in subtitles.

A document is a conversation on evidence only (``evidence``); subtitles (``subtitles``) say themselves who speaks, or
hold labels that are judged in the same way.
"""

from __future__ import annotations

from sluitend.formats.documents.model import Document, Turn
from sluitend.formats.transcripts import compose, evidence, lines
from sluitend.formats.transcripts.model import Transcript

__all__ = ["Transcript", "Turn", "read"]


def read(document: Document | str) -> Transcript | None:
    """The turns of a document, or of a bare text (NFC, LF); None when it is no conversation.

    Its text is the document's, with successive turns of one speaker joined and without time codes among the words.
    """
    found = lines.of_text(document) if isinstance(document, str) else lines.of_blocks(document.text, document.blocks)
    marks = evidence.marks_of(found)
    if not marks:
        return None
    transcript = compose.written(compose.parts_of(found, marks))
    return transcript if transcript.turns else None
