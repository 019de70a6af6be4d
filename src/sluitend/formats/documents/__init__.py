"""Reads a document into text with structure: txt, md, docx, odt, rtf, pdf with text, html; vtt and srt.

``read`` works in this process and trusts nothing of the file; ``sluitend.work.limits.read_limited`` does the same in a
process of its own with bounded memory and time, and is what the application uses.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sluitend.errors import InputError
from sluitend.formats.documents import clean, codes, decoding, html, markdown, plain, rtf
from sluitend.formats.documents.builder import MAX_BLOCKS, MAX_CHARACTERS, TextBuilder, check_length
from sluitend.formats.documents.kinds import KINDS, suffix_for
from sluitend.formats.documents.model import Block, BlockKind, Document, Turn

__all__ = ["KINDS", "MAX_BLOCKS", "MAX_BYTES", "MAX_CHARACTERS", "Block", "BlockKind", "Document", "Turn", "read"]

# Reports with many photographs reach some tens of megabytes; above this it is something else.
MAX_BYTES = 100 * 1024**2
# A character takes at most four bytes (UTF-8, UTF-32), and HTML is mostly tags.
_MAX_TEXT_BYTES = 4 * MAX_CHARACTERS


def read(path: Path, *, filename: str) -> Document:
    """The text and the blocks of the file at ``path``; its kind is told by ``filename`` and checked by its content.

    Raises InputError with one of ``sluitend.formats.documents.codes`` and ``where=filename``.
    """
    try:
        _check_size(path)
        return _with_turns(_read(path, suffix_for(filename, path)))
    except InputError as error:
        raise InputError(error.code, where=filename, **error.data) from None
    except RecursionError:
        raise InputError(codes.TOO_DEEP, where=filename) from None


def _check_size(path: Path) -> None:
    size = path.stat().st_size
    if size == 0:
        raise InputError(codes.EMPTY)
    if size > MAX_BYTES:
        megabytes = -(-size // 1024**2)
        raise InputError(codes.TOO_BIG, megabytes=megabytes, most=MAX_BYTES // 1024**2)


def _read(path: Path, suffix: str) -> Document:
    match suffix:
        case ".txt" | ".md":
            return _text(path, suffix)
        case ".pdf":
            from sluitend.formats.documents import pdf  # loads a native library

            return pdf.read(path, KINDS[suffix])
        case ".htm" | ".html":
            return _html(path)
        case ".vtt" | ".srt":
            return _subtitles(path, suffix)
        case ".rtf":
            return _by_pandoc(rtf.seven_bit(path.read_bytes()), "rtf", KINDS[suffix])
    return _package(path, suffix)


def _with_turns(document: Document) -> Document:
    """With the turns of its speakers, when it is a conversation."""
    from sluitend.formats import transcripts  # which is made of documents

    found = None if document.turns else transcripts.read(document)
    if found is None:
        return document
    return replace(document, text=found.text, blocks=found.blocks, turns=found.turns, speakers=found.speakers)


def _subtitles(path: Path, suffix: str) -> Document:
    from sluitend.formats.transcripts import subtitles

    text = clean.characters(decoding.decode(_text_bytes(path)))
    check_length(len(text))
    return subtitles.read(text, suffix, KINDS[suffix])


def _text(path: Path, suffix: str) -> Document:
    text = clean.characters(decoding.decode(_text_bytes(path))).rstrip()
    check_length(len(text))
    reader = markdown.read if suffix == ".md" else plain.read
    document = reader(text, KINDS[suffix])
    if not document.blocks:
        raise InputError(codes.NO_TEXT)
    check_length(len(text), len(document.blocks))
    return document


def _text_bytes(path: Path) -> bytes:
    if path.stat().st_size > _MAX_TEXT_BYTES:
        raise InputError(codes.TOO_LONG, most=MAX_CHARACTERS)
    return path.read_bytes()


def _html(path: Path) -> Document:
    page, title = html.rewritten(html.decode(_text_bytes(path)))
    return _by_pandoc(page.encode(), "html-native_divs-native_spans", KINDS[".html"], title)


def _package(path: Path, suffix: str) -> Document:
    from sluitend.formats.documents import packages

    return _by_pandoc(packages.repacked(path, suffix), suffix.removeprefix("."), KINDS[suffix])


def _by_pandoc(data: bytes, reader: str, media_type: str, title: str | None = None) -> Document:
    from sluitend.formats.documents import pandoc, tree

    builder = TextBuilder()
    own_title = tree.write(pandoc.ast(data, reader), builder)
    return builder.document(media_type=media_type, title=title or own_title)
