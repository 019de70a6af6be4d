"""Documents made by hand or by pandoc: every person and place in them is fictitious."""

from __future__ import annotations

import io
import subprocess
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from sluitend.formats.documents import pandoc

REAL = Path(__file__).parents[2] / "../shared/real/documents"

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0"?><Relationships '
    'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)

MARKDOWN = """---
title: Verslag van Voorbeeldstad (fictief)
---

# Aanleiding

De *regio* evalueert de samenwerking.[^1]\\
Tweede regel.

[^1]: Vastgesteld door de fictieve stuurgroep.

3. derde
4. vierde
   - onder vier

> Wij horen het te laat.

| Gemeente  | Jeugdigen |
|-----------|-----------|
| Testdorp  | 12        |

## Slot
"""


def by_pandoc(markdown: str, writer: str) -> bytes:
    """A document of another kind with the same content."""
    command = [pandoc.program(), "--from", "markdown", "--to", writer, "--standalone", "--output", "-"]
    return subprocess.run(command, input=markdown.encode(), capture_output=True, check=True).stdout


def docx(body: str, *, document: bytes | None = None) -> bytes:
    """A minimal docx around the given paragraphs (or around the given bytes as its main part)."""
    if document is None:
        document = f"<w:document {W}><w:body>{body}</w:body></w:document>".encode()
    return zipped({"[Content_Types].xml": _TYPES, "_rels/.rels": _RELATIONS, "word/document.xml": document})


def paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return target.getvalue()


def replaced(package: bytes, changes: Mapping[str, str | bytes | None]) -> bytes:
    """The package with other content for some parts; None leaves a part out."""
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        parts: dict[str, str | bytes] = {name: source.read(name) for name in source.namelist()}
    kept = {name: content for name, content in parts.items() if changes.get(name, content) is not None}
    return zipped({**kept, **{name: text for name, text in changes.items() if text is not None}})


Text = tuple[float, float, float, str]


def pdf(pages: Sequence[Sequence[Text]], *, image_only: bool = False) -> bytes:
    """A PDF with pieces of text at (left, bottom, size); Helvetica, Windows encoding, A4."""
    streams = [b"q 500 0 0 700 40 60 cm /I Do Q" if image_only else _operators(page) for page in pages]
    return pdf_of([zlib.compress(stream) for stream in streams])


def _operators(page: Sequence[Text]) -> bytes:
    return b"\n".join(
        b"BT /F %g Tf %g %g Td (%s) Tj ET" % (size, left, bottom, _escaped(text)) for left, bottom, size, text in page
    )


def _escaped(text: str) -> bytes:
    data = text.encode("cp1252")
    return data.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def pdf_of(streams: Sequence[bytes], *, filters: bytes = b"/FlateDecode", trailer: bytes = b"") -> bytes:
    """A PDF with one page for every (already compressed) content stream."""
    kids = b" ".join(b"%d 0 R" % (5 + 2 * index) for index in range(len(streams)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(streams)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 "
        b"/Length 1 >>\nstream\n\x80\nendstream",
    ]
    for index, stream in enumerate(streams):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F 3 0 R >> /XObject << /I 4 0 R >> >> >>" % (6 + 2 * index)
        )
        head = b"<< /Filter %s /Length %d >>" % (filters, len(stream))
        objects.append(head + b"\nstream\n" + stream + b"\nendstream")
    return _with_table(objects, trailer)


def _with_table(objects: Sequence[bytes], trailer: bytes) -> bytes:
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer << /Size %d /Root 1 0 R %s >>\n" % (len(objects) + 1, trailer)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)
