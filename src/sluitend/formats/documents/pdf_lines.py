"""The lines of a PDF page with their place, as pdfium finds them."""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import isfinite

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]

# pdfium marks a hyphen at the end of a line so, and leaves out the line break.
_END_HYPHENS = {0x02, 0xFFFE}
_LINE_ENDS = _END_HYPHENS | {0x0A, 0x0D}
# Bullets of Word's Symbol and Wingdings fonts, which sit in the private use area.
_BULLETS = dict.fromkeys(map(ord, "\uf0b7\uf0a7\uf0d8\uf076\uf0fc\uf06e\uf02d\u25aa\u25cf\uf0e8"), "•")
_BOLD = (b"bold", b"black", b"heavy")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line; coordinates in points, from the lower left corner of the page."""

    text: str
    page: int
    left: float
    right: float
    bottom: float
    size: float
    bold: bool
    hyphen: bool = False
    cells: int = 1

    @property
    def letter_width(self) -> float:
        """The mean width of a character."""
        return (self.right - self.left) / max(len(self.text), 1)


def lines_of(page: pdfium.PdfPage, number: int) -> list[Line]:
    """The lines of a page in the order of its content."""
    text_page = page.get_textpage()
    try:
        return list(_lines(text_page, number))
    finally:
        text_page.close()


def _lines(text_page: pdfium.PdfTextPage, number: int) -> Iterator[Line]:
    count = text_page.count_chars()
    code_at = raw.FPDFText_GetUnicode
    start, codes = 0, [code_at(text_page.raw, index) for index in range(count)]
    for end in [*(index for index, code in enumerate(codes) if code in _LINE_ENDS), count]:
        line = _line(text_page, codes, start, end, number)
        if line and end < count and codes[end] in _END_HYPHENS:
            line = replace(line, hyphen=True)
        if line:
            yield line
        start = end + 1


def _line(text_page: pdfium.PdfTextPage, codes: list[int], start: int, end: int, number: int) -> Line | None:
    shown = [index for index in range(start, end) if codes[index] > 32]
    text = _text(codes[start:end])
    if not shown or not text:
        return None
    left, bottom, _, top = _box(text_page, shown[0])
    right = _box(text_page, shown[-1])[2]
    bold = _is_bold(text_page, shown[0]) and _is_bold(text_page, shown[-1])
    size = max(round(top - bottom, 1), 0.1)  # letters of no height are text too
    return Line(text, number, left, max(left, right), bottom, size, bold)


def _box(text_page: pdfium.PdfTextPage, index: int) -> tuple[float, ...]:
    """Left, bottom, right and top of a character; a damaged page may put it at infinity."""
    return tuple(at if isfinite(at) else 0.0 for at in text_page.get_charbox(index, loose=True))


def _text(codes: list[int]) -> str:
    """The characters; pairs of surrogates become one, ligatures (fi, fl) their letters, so that a search finds them."""
    units = "".join(map(chr, codes)).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    plain = "".join(unicodedata.normalize("NFKC", c) if "ﬀ" <= c <= "ﬆ" else c for c in units)
    return " ".join(plain.translate(_BULLETS).split())


def _is_bold(text_page: pdfium.PdfTextPage, index: int) -> bool:
    name = ctypes.create_string_buffer(200)
    flags = ctypes.c_int()
    raw.FPDFText_GetFontInfo(text_page.raw, index, name, len(name), ctypes.byref(flags))
    return any(mark in name.value.lower() for mark in _BOLD)
