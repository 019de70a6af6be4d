"""Reads what readers wrote in a Word file that they sent back: comments with their replies, and tracked changes.

For files of Word, LibreOffice and Google Docs. Formatting that was changed is left out: it says nothing about the text.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import NamedTemporaryFile

from sluitend.errors import InputError
from sluitend.formats.documents import MAX_BYTES, codes, kinds, packages
from sluitend.formats.returned_word.model import Change, ChangeKind, Comment, Reply, Returned
from sluitend.formats.returned_word.parts import Package
from sluitend.formats.returned_word.walking import Walk

__all__ = ["Change", "ChangeKind", "Comment", "Reply", "Returned", "read"]

_NAME = "teruggestuurd.docx"


def read(data: bytes) -> Returned:
    """The comments and the changes in a docx.

    Raises InputError with one of ``sluitend.formats.documents.codes`` for what is no docx, is locked or damaged, or
    could do harm (a zip bomb, entities), and for more remarks or nesting than a person writes.
    """
    package = Package(_checked(data))
    walk = Walk(package.notes())
    for part in package.texts():
        walk.read(part)
    return walk.result()


def _checked(data: bytes) -> bytes:
    """The same package, of checked parts only."""
    if not data:
        raise InputError(codes.EMPTY)
    if len(data) > MAX_BYTES:
        raise InputError(codes.TOO_BIG, megabytes=-(-len(data) // 1024**2), most=MAX_BYTES // 1024**2)
    with NamedTemporaryFile(suffix=".docx") as file:
        file.write(data)
        file.flush()
        path = Path(file.name)
        kinds.suffix_for(_NAME, path)
        return packages.repacked(path, ".docx")
