"""Messages as trees, read without what XML can be misused for; elements are found by their local names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from lxml import etree

from sluitend.errors import InputError
from sluitend.formats.messages import codes

_START = 1000  # bytes
_MOST_TAGS = 200_000  # a message about one youth has a few hundred; each costs memory that its bytes do not tell
_ATTACHMENT = re.compile(rb">[A-Za-z0-9+/=\s]{1000000,}<")  # base64: not read, and more than the parser takes
_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")  # iJw writes 2026-04-01, StUF 20260401


def parsed(content: bytes, file: str) -> etree._Element:
    """The root. Raises InputError("messages.damaged", "messages.xml_entities", "messages.too_many_tags")."""
    if content.count(b"<") > _MOST_TAGS:
        raise InputError(codes.TOO_MANY_TAGS, file=file, most=_MOST_TAGS)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(_ATTACHMENT.sub(b"><", content), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        bomb = b"<!DOCTYPE" in content[:_START]  # libxml2 stops at entities that grow too much
        raise InputError(codes.XML_ENTITIES if bomb else codes.DAMAGED, file=file) from error
    if root.getroottree().docinfo.doctype:
        raise InputError(codes.XML_ENTITIES, file=file)
    return root


def local(element: etree._Element) -> str:
    """The name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def children(element: etree._Element, *path: str) -> Iterator[etree._Element]:
    """Every element at a path of local names below this one."""
    if not path:
        yield element
        return
    for child in element:
        if local(child) == path[0]:
            yield from children(child, *path[1:])


def text(element: etree._Element, *path: str) -> str:
    """What the first element at the path says, or nothing."""
    return next(((found.text or "").strip() for found in children(element, *path)), "")


class Part:
    """An element of a message, that can say of what file it is when something is wrong with it."""

    def __init__(self, element: etree._Element, file: str) -> None:
        self.element = element
        self.file = file

    def parts(self, *path: str) -> list[Part]:
        """The parts at a path of local names."""
        return [Part(one, self.file) for one in children(self.element, *path)]

    def find(self, name: str) -> list[Part]:
        """The parts of this name, however deep."""
        return [Part(one, self.file) for one in self.element.iter() if local(one) == name]

    def text(self, *path: str) -> str:
        """What stands at the path, or nothing."""
        return text(self.element, *path)

    def needed(self, *path: str) -> str:
        """What stands at the path. Raises InputError("messages.missing")."""
        found = self.text(*path)
        if not found:
            raise InputError(codes.MISSING, file=self.file, element=path[-1])
        return found

    def day(self, *path: str) -> date | None:
        """The date at the path, None where there is none. Raises InputError("messages.bad_date")."""
        found = self.text(*path)
        if not found:
            return None
        parts = _DAY.match(found)
        try:
            return date(*map(int, parts.groups())) if parts else _refuse(self.file, path[-1])
        except ValueError:
            return _refuse(self.file, path[-1])

    def needed_day(self, *path: str) -> date:
        """The date at the path. Raises InputError("messages.missing", "messages.bad_date")."""
        self.needed(*path)
        return self.day(*path) or _refuse(self.file, path[-1])


def _refuse(file: str, element: str) -> date:
    raise InputError(codes.BAD_DATE, file=file, element=element)


class Schemas:
    """The XML schemas of a standard in one folder; what they import is looked for there, never elsewhere."""

    def __init__(self, folder: Path) -> None:
        self._files = {one.name.lower(): one for one in folder.iterdir() if one.suffix.lower() == ".xsd"}
        self._parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        self._parser.resolvers.add(_Beside(self))
        self._made: dict[str, etree.XMLSchema] = {}

    def check(self, root: etree._Element, schema: str, file: str) -> None:
        """Raises InputError("messages.not_valid", "messages.no_schema", "messages.bad_schema")."""
        if schema not in self._made:
            self._made[schema] = self._read(schema)
        if not self._made[schema].validate(root):
            # The words of the schema's message may quote the value: only the element and the line are told.
            wrong = self._made[schema].error_log[0]
            raise InputError(codes.NOT_VALID, file=file, element=self._element(root, wrong.path), line=wrong.line)

    def _element(self, root: etree._Element, path: str | None) -> str:
        """What the element at a path is called, if a schema here calls one so: another name may say anything."""
        spaces = {prefix: space for prefix, space in root.nsmap.items() if prefix}
        try:
            found = root.getroottree().xpath(path, namespaces=spaces) if path else []
        except etree.XPathError:  # a prefix that is not of the first element
            found = []
        name = local(found[0]) if found else ""
        declared = f'name="{name}"'.encode()
        return name if name and any(declared in one.read_bytes() for one in self._files.values()) else "…"

    def content(self, name: str) -> bytes:
        """Of a schema, from its first element: as published, some have a line of text before it."""
        if name.lower() not in self._files:
            raise InputError(codes.NO_SCHEMA, schema=name)
        content = self._files[name.lower()].read_bytes()
        return content[max(content.find(b"<"), 0) :]

    def _read(self, name: str) -> etree.XMLSchema:
        try:
            return etree.XMLSchema(etree.fromstring(self.content(name), self._parser, base_url=name))
        except (etree.LxmlError, ValueError) as error:
            raise InputError(codes.BAD_SCHEMA, schema=name) from error


class _Beside(etree.Resolver):  # type: ignore[misc]
    """Finds what a schema imports in the same folder, whatever its capitals, and gives nothing for the rest."""

    def __init__(self, schemas: Schemas) -> None:
        super().__init__()
        self._schemas = schemas

    def resolve(self, url: str, _public: str, context: object) -> object:
        name = url.replace("\\", "/").rpartition("/")[2]
        try:
            return self.resolve_string(self._schemas.content(name), context, base_url=name)
        except InputError:
            return self.resolve_string(b"", context)
