"""Drawings in a Word document: as pictures, with the words that stand for them, as wide as the text."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.sax.saxutils import quoteattr

from sluitend.formats.report import nodes
from sluitend.formats.report.tree import plain_text
from sluitend.formats.report.typeset import require_letters, typeset

SECONDS = 60
WIDE = 9070 * 635  # units of Word between the margins of our A4
_BOX = re.compile(r'viewBox="-?[0-9.]+ -?[0-9.]+ ([0-9.]+) ([0-9.]+)"')
HIGHEST = 1.15  # of its width: with its title and a few lines it still stands on one page
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PAGE = '#set page(width: auto, height: auto, margin: 0pt)\n#image("drawing.svg", width: 16cm)\n'


@dataclass
class Pictures:
    """Those of one document, by the name of their part; `wide` is how much room there is."""

    wide: int = WIDE
    files: dict[str, bytes] = field(default_factory=dict)

    def placed(self, node: Any) -> Any:
        """The tree with a picture in the place of every drawing. Raises InputError("formats.report_too_large")."""
        if isinstance(node, list):
            return [self.placed(one) for one in node]
        if not isinstance(node, dict) or "c" not in node:
            return node
        if node["t"] == "Image" and nodes.DRAWN in node["c"][0][1]:
            return {"t": "RawInline", "c": ["openxml", self._picture(node["c"])]}
        return {**node, "c": self.placed(node["c"])}

    def _picture(self, image: list[Any]) -> str:
        _attributes, words, (target, _title) = image
        svg = base64.b64decode(target.partition(",")[2]).decode()
        ratio, share = ratio_of(svg), fitting(svg)
        number = len(self.files) + 1
        self.files[f"word/media/grafiek{number}.png"] = png_of(svg)
        width = round(self.wide * share)
        return _element(number, plain_text(words), width, round(width * ratio))

    def added(self, parts: Mapping[str, bytes]) -> dict[str, bytes]:
        """The parts of a document with these pictures among them."""
        if not self.files:
            return dict(parts)
        rows = "".join(
            f'<Relationship Id="rIdGrafiek{number}" Type="{_R}/image" Target="{name.removeprefix("word/")}"/>'
            for number, name in enumerate(self.files, start=1)
        )
        related, types = "word/_rels/document.xml.rels", "[Content_Types].xml"
        changed = {related: _before_the_end(parts[related], rows.encode())}
        if b'Extension="png"' not in parts[types]:
            changed[types] = _within(parts[types], b'<Default Extension="png" ContentType="image/png"/>')
        return {**parts, **changed, **self.files}


def ratio_of(svg: str) -> float:
    """Its height to its width; 1 where it does not say."""
    found = _BOX.search(svg)
    width, height = map(float, found.groups()) if found else (1, 1)
    return height / width if width else 1


def fitting(svg: str) -> float:
    """How much of the width of the text it may take, for it to be no higher than a page."""
    return min(1.0, HIGHEST / max(ratio_of(svg), 0.001))


def _before_the_end(part: bytes, added: bytes) -> bytes:
    end = part.rindex(b"</")
    return part[:end] + added + part[end:]


def _within(part: bytes, added: bytes) -> bytes:
    start = part.index(b">", part.index(b"<Types")) + 1
    return part[:start] + added + part[start:]


def _element(number: int, words: str, width: int, height: int) -> str:
    size = f'cx="{width}" cy="{height}"'
    name = f'id="{9000 + number}" name="Grafiek {number}"'
    shape = f'<a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_DRAWING}"><wp:extent {size}/>'
        f"<wp:docPr {name} descr={quoteattr(words)}/>"
        f'<a:graphic xmlns:a="{_A}"><a:graphicData uri="{_PICTURE}"><pic:pic xmlns:pic="{_PICTURE}">'
        f"<pic:nvPicPr><pic:cNvPr {name} descr={quoteattr(words)}/><pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip xmlns:r="{_R}" r:embed="rIdGrafiek{number}"/>'
        f"<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr>{shape}</pic:spPr></pic:pic>"
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def png_of(svg: str) -> bytes:
    """The drawing as a picture; the same gives the same bytes. Nothing of it is kept: titles stand in it.

    Raises InputError("formats.report_too_large"), InputError("formats.report_letters_missing").
    """
    require_letters()
    with TemporaryDirectory() as folder:
        Path(folder, "drawing.svg").write_text(svg, encoding="utf-8")
        Path(folder, "drawing.typ").write_text(_PAGE, encoding="utf-8")
        return typeset("drawing", folder, seconds=SECONDS)
