"""XML to the model. What the standard does not know, and what cannot be read, is listed and passed over."""

from __future__ import annotations

import hashlib
import re
import uuid
from dataclasses import MISSING, Field, dataclass
from typing import Any, Final, TypeVar

from lxml import etree

from sluitend.errors import InputError
from sluitend.formats.qdpx import codes
from sluitend.formats.qdpx.fields import Form, Place, Type, places
from sluitend.formats.qdpx.model import CodeBook, Project

NAMESPACES: Final = {"Project": "urn:QDA-XML:project:1.0", "CodeBook": "urn:QDA-XML:codebook:1.0"}
_GUID = re.compile(r"\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?", re.IGNORECASE)
_BEFORE: Final = re.compile(rb"(?:\xef\xbb\xbf|[ \t\r\n])+(?=<)")  # XML begins with "<"; some tools write a line first
# Of XML in such an encoding a declaration cannot be read as ASCII: where it can, it is another (mostly UTF-8).
_NOT_SO: Final = re.compile(
    rb"""(<\?xml\s[^>]{0,100}?)\s+encoding\s*=\s*(["'])(?:utf-?(?:16|32)(?:le|be)?|ucs-?[24]|iso-10646-ucs-[24])\2""",
    re.IGNORECASE,
)
_FLAGS: Final = {"true": True, "1": True, "false": False, "0": False}
_OURS: Final = uuid.UUID("5d0b1b6e-3c1f-4c7e-9a46-0b0a7f6a4a11")  # for names of what came without
MOST_LEFT: Final = 5_000  # more is not told one by one: a file may hold millions of strange elements

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Left:
    """Something of the file that did not come along, or not as it was. `reason` is one of `REASONS`."""

    reason: str
    element: str
    what: str = ""  # the attribute, or the element in it
    guid: str = ""
    name: str = ""
    line: int = 0


REASONS: Final = ("unknown_element", "unknown_attribute", "no_guid", "bad_value", "missing_value", "and_more")


def project(content: bytes, file: str) -> tuple[Project, tuple[Left, ...]]:
    """Raises InputError("qdpx.xml_entities", "qdpx.broken_xml", "qdpx.too_deep", "qdpx.no_qda")."""
    return _read(content, file, Project)


def code_book(content: bytes, file: str) -> tuple[CodeBook, tuple[Left, ...]]:
    """Of a .qdc file. Raises as `project`."""
    return _read(content, file, CodeBook)


def _read(content: bytes, file: str, cls: type[T]) -> tuple[T, tuple[Left, ...]]:
    root = _parsed(content, file)
    if etree.QName(root).localname != cls.__name__:
        raise InputError(codes.NO_QDA, file=file)
    reader = Reader(hashlib.sha256(content).hexdigest())
    found = reader.one(root, cls)
    if found is None:
        raise InputError(codes.NO_QDA, file=file)
    return found, (*reader.left, *reader.untold)


def _parsed(content: bytes, file: str) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    content = _declared(content[_before(content) :])
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        if b"<!DOCTYPE" in content[:1000] or b"<!ENTITY" in content[:100_000]:
            raise InputError(codes.XML_ENTITIES, file=file) from None
        if error.code == etree.ErrorTypes.ERR_INTERNAL_ERROR or "depth" in str(error.msg):
            raise InputError(codes.TOO_DEEP, file=file) from None
        raise InputError(codes.BROKEN_XML, file=file, line=error.lineno or 1) from None
    except ValueError as error:
        raise InputError(codes.BROKEN_XML, file=file, line=1) from error
    if root.getroottree().docinfo.doctype:
        raise InputError(codes.XML_ENTITIES, file=file)
    return root


def _declared(content: bytes) -> bytes:
    """Without an encoding that it cannot be in."""
    found = _NOT_SO.match(content)
    return content if found is None else found[1] + content[found.end() :]


def _before(content: bytes) -> int:
    """How much stands before the XML and is no part of it."""
    found = _BEFORE.match(content)
    return found.end() if found else 0


class Reader:
    """Makes the model of one file; `left` gathers what did not come along, up to `MOST_LEFT`."""

    def __init__(self, file: str) -> None:
        """`file` is a hash: what two files have without a GUID is not one thing."""
        self._names = uuid.uuid5(_OURS, file)
        self.left: list[Left] = []
        self._untold = 0
        self._made = 0

    @property
    def untold(self) -> tuple[Left, ...]:
        """One line for all that there was no room for, with how many they are."""
        return (Left("and_more", "", str(self._untold)),) if self._untold else ()

    def one(self, element: etree._Element, cls: type[T]) -> T | None:
        """The object that an element holds; None where something is missing without which it means nothing."""
        self._strangers(element, cls)
        given: dict[str, Any] = {}
        for field, place in places(cls):
            try:
                given[field.name] = self._field(element, field, place)
            except ValueError:
                self._leave("bad_value" if place.name in element.attrib else "missing_value", element, place.name)
                return None
        return cls(**given)

    def _field(self, element: etree._Element, field: Field[Any], place: Place) -> Any:
        match place.form:
            case Form.ATTRIBUTE:
                return self._attribute(element, field, place)
            case Form.TEXT:
                found = element.find(f"{{*}}{place.name}")
                return None if found is None else "".join(found.itertext())
            case Form.REFERENCES:
                targets = (self._target(one) for one in element.iterfind(f"{{*}}{place.name}"))
                return tuple(one for one in targets if one)
            case Form.PARTS:
                return self._parts(element, place.classes())
            case Form.GROUP:
                holder = element.find(f"{{*}}{place.group}")
                return () if holder is None else self._group(holder, place.classes())

    def _attribute(self, element: etree._Element, field: Field[Any], place: Place) -> Any:
        text = element.get(place.name)
        if place.name == "guid":
            return self._guid(element, text)
        if text is None:
            return self._default(element, field, place)
        match place.holds:
            case Type.WHOLE:
                return int(text)
            case Type.FLAG:
                return _FLAGS[text.strip()] if text.strip() in _FLAGS else self._default(element, field, place)
            case Type.GUID:
                return self._canonical(element, place.name, text)
        return text

    def _default(self, element: etree._Element, field: Field[Any], place: Place) -> Any:
        """Without a name something is still there; without a position it is not."""
        if field.default is not MISSING:
            return field.default
        if place.holds is Type.WHOLE or place.holds is Type.GUID:
            raise ValueError(place.name)
        self._leave("missing_value", element, place.name)
        return True if place.holds is Type.FLAG else ""

    def _guid(self, element: etree._Element, text: str | None) -> str:
        if text and (found := _GUID.fullmatch(text.strip())):
            return found[1].lower()
        self._made += 1  # by its turn: a path is looked up among all that stand beside it, each time
        made = str(uuid.uuid5(self._names, f"{self._made} {etree.QName(element).localname} {text or ''}"))
        self._leave("no_guid", element, "guid", made)
        return made

    def _canonical(self, element: etree._Element, name: str, text: str) -> str | None:
        found = _GUID.fullmatch(text.strip())
        if not found:
            self._leave("bad_value", element, name)
        return found[1].lower() if found else None

    def _target(self, reference: etree._Element) -> str | None:
        """By either name of the attribute: the two schemas of the standard differ in it for sets."""
        text = reference.get("targetGUID") or reference.get("guid") or ""
        return self._canonical(reference, "targetGUID", text)

    def _parts(self, element: etree._Element, classes: dict[str, type[Any]]) -> tuple[Any, ...]:
        found: list[Any] = []
        for child in element:
            name = etree.QName(child).localname
            if name in classes and (one := self.one(child, classes[name])) is not None:
                found.append(one)
        return tuple(found)

    def _group(self, holder: etree._Element, classes: dict[str, type[Any]]) -> tuple[Any, ...]:
        for child in holder:
            if etree.QName(child).localname not in classes:
                self._leave("unknown_element", holder, etree.QName(child).localname)
        return self._parts(holder, classes)

    def _strangers(self, element: etree._Element, cls: type[Any]) -> None:
        """What stands in an element and is none of its fields."""
        attributes, elements = _known(cls)
        for name in element.attrib:
            if name not in attributes and not str(name).startswith("{"):
                self._leave("unknown_attribute", element, str(name))
        for child in element:
            if etree.QName(child).localname not in elements:
                self._leave("unknown_element", element, etree.QName(child).localname)

    def _leave(self, reason: str, element: etree._Element, what: str, guid: str = "") -> None:
        if len(self.left) >= MOST_LEFT:
            self._untold += 1
            return
        name, own = element.get("name") or "", element.get("guid") or ""
        line = element.sourceline or 0
        self.left.append(Left(reason, etree.QName(element).localname, what, guid or own, name, line))


def _known(cls: type[Any]) -> tuple[set[str], set[str]]:
    """Names of the attributes and of the elements of a class."""
    attributes, elements = set(), set()
    for _field, place in places(cls):
        match place.form:
            case Form.ATTRIBUTE:
                attributes.add(place.name)
            case Form.PARTS:
                elements |= set(place.classes())
            case Form.GROUP:
                elements.add(place.group)
            case _:
                elements.add(place.name)
    return attributes, elements
