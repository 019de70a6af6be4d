"""PDF with text, through pdfium: page by page to lines, lines to paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]

from sluitend.errors import InputError
from sluitend.formats.documents import codes
from sluitend.formats.documents.builder import TextBuilder, check_length
from sluitend.formats.documents.model import BlockKind, Document
from sluitend.formats.documents.pdf_lines import Line, lines_of
from sluitend.formats.documents.pdf_paragraphs import Paragraph, paragraphs
from sluitend.formats.documents.pdf_running import without_running

MAX_PAGES = 3_000
# A scan has no letters, or a stamp and a page number.
_FEW_CHARACTERS = 30
# Above this share of characters without a meaning the text is noise.
_MOST_UNKNOWN = 0.2


def read(path: Path, media_type: str) -> Document:
    """The text of a PDF; every block has its page. Running headers and footers are left out.

    Raises InputError: ``formats.encrypted``, ``damaged``, ``too_many_pages``, ``too_long``, ``scanned_pdf``,
    ``pdf_without_characters``, ``no_text``.
    """
    pdf = _opened(path)
    try:
        pages, images = _pages(pdf)
    finally:
        pdf.close()
    _check_text(pages, images)
    blocks = paragraphs(without_running(pages))
    builder = TextBuilder()
    for block in blocks:
        builder.add(block.text, block.kind, level=block.level, page=block.page)
    return builder.document(media_type=media_type, title=_title(blocks))


def _opened(path: Path) -> pdfium.PdfDocument:
    try:
        pdf = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        password = getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD
        raise InputError(codes.ENCRYPTED if password else codes.DAMAGED) from None
    if len(pdf) > MAX_PAGES:
        raise InputError(codes.TOO_MANY_PAGES, pages=len(pdf), most=MAX_PAGES)
    return pdf


def _pages(pdf: pdfium.PdfDocument) -> tuple[list[list[Line]], int]:
    """The lines of every page, and how many pages are an image without text."""
    pages: list[list[Line]] = []
    images = characters = 0
    for number in range(1, len(pdf) + 1):
        try:
            page = pdf[number - 1]
            lines = lines_of(page, number)
            images += _count(lines) < _FEW_CHARACTERS and _has_image(page)
            page.close()
        except pdfium.PdfiumError:
            raise InputError(codes.DAMAGED) from None
        characters += _count(lines)
        check_length(characters)
        pages.append(lines)
    return pages, images


def _count(lines: list[Line]) -> int:
    return sum(len(line.text) for line in lines)


def _has_image(page: pdfium.PdfPage) -> bool:
    return any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]))


def _check_text(pages: Sequence[list[Line]], images: int) -> None:
    if images > len(pages) / 2:
        raise InputError(codes.SCANNED_PDF)
    text = "".join(line.text for lines in pages for line in lines)
    unknown = sum(1 for character in text if character == "\ufffd" or "\ue000" <= character <= "\uf8ff")
    unknown += sum(1 for character in text if character < " ")
    if text and unknown > _MOST_UNKNOWN * len(text):
        raise InputError(codes.PDF_WITHOUT_CHARACTERS)


def _title(blocks: list[Paragraph]) -> str | None:
    """The highest heading of the first page: the title in the file's properties is mostly that of a template."""
    headings = [block for block in blocks if block.kind is BlockKind.HEADING and block.page == 1]
    return min(headings, key=lambda block: block.level or 9).text if headings else None
