"""What a PDF says of itself to a screen reader, read with pypdf."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject


@dataclass
class Tag:
    """One element of the structure tree."""

    kind: str
    alt: str
    scope: str
    below: list[Tag] = field(default_factory=list)

    def all(self) -> Iterator[Tag]:
        yield self
        for one in self.below:
            yield from one.all()


def reader(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data))


def catalog(data: bytes) -> Any:
    return reader(data).trailer["/Root"]


def tags(data: bytes) -> list[Tag]:
    """Every element, in reading order."""
    root = catalog(data)["/StructTreeRoot"]
    return [tag for top in _below(root) for tag in top.all()]


def _below(element: Any) -> list[Tag]:
    inside = element.get("/K", ArrayObject())
    inside = inside.get_object() if hasattr(inside, "get_object") else inside
    parts = inside if isinstance(inside, ArrayObject) else [inside]
    found = [part.get_object() for part in parts]
    return [_tag(part) for part in found if isinstance(part, DictionaryObject) and "/S" in part]


def _tag(element: Any) -> Tag:
    about = element.get("/A", ArrayObject()).get_object()
    attributes = about if isinstance(about, ArrayObject) else [about]
    scopes = [str(one.get_object().get("/Scope", "")) for one in attributes]
    return Tag(str(element["/S"])[1:], str(element.get("/Alt", "")), "".join(scopes), _below(element))


def fonts(data: bytes) -> Iterator[Any]:
    """Every font of every page, those within a composed font too."""
    for page in reader(data).pages:
        for font in page.get("/Resources", {}).get("/Font", {}).values():
            font = font.get_object()
            yield from (one.get_object() for one in font.get("/DescendantFonts", [font]))


def outline(data: bytes) -> list[tuple[int, str]]:
    """Depth and title of every bookmark."""

    def walk(entries: list[Any], depth: int) -> Iterator[tuple[int, str]]:
        for entry in entries:
            if isinstance(entry, list):
                yield from walk(entry, depth + 1)
            else:
                yield depth, str(entry.title)

    return list(walk(reader(data).outline, 1))


def text(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in reader(data).pages)
