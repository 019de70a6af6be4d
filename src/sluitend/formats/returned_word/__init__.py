"""Reads what readers wrote in a Word file that they sent back: comments with their replies, and tracked changes.

For files of Word, LibreOffice and Google Docs. Formatting that was changed is left out: it says nothing about the text.
"""

from __future__ import annotations

from pathlib import Path

from sluitend.errors import InputError
from sluitend.formats.documents import MAX_BYTES, codes, kinds, packages
from sluitend.formats.returned_word.model import Change, ChangeKind, Comment, Reply, Returned
from sluitend.formats.returned_word.parts import Package
from sluitend.formats.returned_word.walking import Walk

__all__ = ["Change", "ChangeKind", "Comment", "Reply", "Returned", "read"]

_NAME = "teruggestuurd.docx"


def read(path: Path) -> Returned:
    """The comments and the changes in a docx, whatever the file is called.

    Raises InputError with one of ``sluitend.formats.documents.codes`` for what is no docx, is locked or damaged, or
    could do harm (a zip bomb, entities), and for more remarks or nesting than a person writes.
    """
    package = Package(_checked(path))
    walk = Walk(package.notes())
    for part in package.texts():
        walk.read(part)
    return walk.result()


def _checked(path: Path) -> bytes:
    """The same package, of checked parts only."""
    size = path.stat().st_size
    if not size:
        raise InputError(codes.EMPTY)
    if size > MAX_BYTES:
        raise InputError(codes.TOO_BIG, megabytes=-(-size // 1024**2), most=MAX_BYTES // 1024**2)
    kinds.suffix_for(_NAME, path)
    return packages.repacked(path, ".docx")
