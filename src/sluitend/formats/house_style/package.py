"""Parts of a docx and what hangs on them: names differ from program to program, so relations are followed."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from xml.etree import ElementTree as ET
from xml.sax.saxutils import quoteattr

from sluitend.errors import InputError
from sluitend.formats.documents import codes, packages

MAIN = "word/document.xml"  # of what is written
MOST_UNPACKED = 40 * 1024**2
_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_ACTIVE = ("vba", "macroenabled", "activex", "oleobject")


@dataclass(frozen=True, slots=True)
class Related:
    """One relation: its target is the name of a part, or an address when it is external."""

    id: str
    type: str
    target: str
    is_external: bool = False

    @property
    def kind(self) -> str:
        return self.type.rpartition("/")[2]


def local(tag: str) -> str:
    """A name without its namespace."""
    return tag.rpartition("}")[2]


def relations_of(name: str) -> str:
    """Where the relations of a part stand."""
    folder, _, file = name.rpartition("/")
    return f"{folder}/_rels/{file}.rels".lstrip("/")


class Package:
    """A docx of which every XML part is checked before it is read, and every part is bounded."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._zip = file
        self._names = set(file.namelist())
        self._room = MOST_UNPACKED

    @cached_property
    def main(self) -> str:
        """The name of the document's own part."""
        found = [one.target for one in self.related("") if one.kind == "officeDocument" and not one.is_external]
        if not found:
            raise InputError(codes.MISSING_PART, part=MAIN)
        return found[0]

    @property
    def is_active(self) -> bool:
        """Whether it holds macros, or objects of another program."""
        words = [*self._names, *self._overrides.values(), *self._defaults.values()]
        return any(sign in word.lower() for word in words for sign in _ACTIVE)

    def related(self, name: str) -> list[Related]:
        """What hangs on a part; of "" what hangs on the package."""
        relations = relations_of(name) if name else "_rels/.rels"
        if relations not in self._names:
            return []
        folder = name.rpartition("/")[0]
        return [_related(one, folder) for one in self.tree(relations)]

    def tree(self, name: str) -> ET.Element:
        """A part of XML. Raises InputError."""
        return ET.fromstring(self.xml(name))  # noqa: S314 - checked just before

    def xml(self, name: str) -> bytes:
        """A part of XML, whatever its name ends on: only when it is harmless. Raises InputError."""
        return b"".join(packages.checked(iter([self.content(name)]), name))

    def content(self, name: str) -> bytes:
        """A part as it is, not looked at: for pictures. Raises InputError."""
        if name not in self._names:
            raise InputError(codes.MISSING_PART, part=name)
        self._room -= self._zip.getinfo(name).file_size
        if self._room < 0:
            raise InputError(codes.ZIP_BOMB)
        return self._zip.read(name)

    def type_of(self, name: str) -> str:
        """What the package says that a part is."""
        return self._overrides.get(f"/{name}") or self._defaults.get(name.rpartition(".")[2].lower(), "")

    @cached_property
    def _overrides(self) -> Mapping[str, str]:
        return {
            one.get("PartName", ""): one.get("ContentType", "") for one in self._types if local(one.tag) == "Override"
        }

    @cached_property
    def _defaults(self) -> Mapping[str, str]:
        found = (one for one in self._types if local(one.tag) == "Default")
        return {one.get("Extension", "").lower(): one.get("ContentType", "") for one in found}

    @cached_property
    def _types(self) -> ET.Element:
        return self.tree("[Content_Types].xml")


def _related(one: ET.Element, folder: str) -> Related:
    target, is_external = one.get("Target", ""), one.get("TargetMode") == "External"
    if not is_external:
        target = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
    return Related(one.get("Id", ""), one.get("Type", ""), target, is_external)


def relations(found: Iterable[Related], folder: str = "") -> bytes:
    """A part with relations, seen from a folder ("word/")."""
    rows = "".join(
        f"<Relationship Id={quoteattr(one.id)} Type={quoteattr(one.type)} "
        f"Target={quoteattr(one.target.removeprefix(folder))}/>"
        for one in found
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{_RELATION}">{rows}</Relationships>'.encode()


def types_of(types: Mapping[str, str]) -> bytes:
    """The part that says what every other part is."""
    rows = [f"<Override PartName={quoteattr('/' + MAIN)} ContentType={quoteattr(_DOCUMENT)}/>"]
    rows += [
        f"<Override PartName={quoteattr('/' + name)} ContentType={quoteattr(kind)}/>"
        for name, kind in types.items()
        if kind and name != MAIN and not name.endswith(".rels")
    ]
    known = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    return (f'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="{_TYPES}">{known}{"".join(rows)}</Types>').encode()
