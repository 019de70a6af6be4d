"""How many pages a PDF of ours has."""

from __future__ import annotations

import pypdfium2 as pdfium  # type: ignore[import-untyped]


def pages_of(pdf: bytes) -> int:
    """The number of pages."""
    document = pdfium.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()
