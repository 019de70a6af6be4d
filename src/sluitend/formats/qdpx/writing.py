"""The model to XML as the schema wants it; characters that XML cannot hold are taken out and listed."""

from __future__ import annotations

import re
from typing import Any, Final

from lxml import etree

from sluitend.formats.qdpx.fields import Form, Place, Type, places
from sluitend.formats.qdpx.model import CodeBook, Project
from sluitend.formats.qdpx.reading import NAMESPACES, Left

_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
_PLACE: Final = "http://schema.qdasoftware.org/versions/{0}/v1.0/{0}.xsd"  # where the standard says that its schema is
# XML 1.0, second production: neither control characters, nor halves of pairs, nor two that are no characters.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def project(value: Project) -> tuple[bytes, tuple[Left, ...]]:
    """A project.qde, in UTF-8; the same project gives the same bytes."""
    return _written(value, "Project", "Project")


def code_book(value: CodeBook) -> tuple[bytes, tuple[Left, ...]]:
    """A .qdc file."""
    return _written(value, "CodeBook", "Codebook")


def _written(value: object, name: str, schema: str) -> tuple[bytes, tuple[Left, ...]]:
    writer = Writer(NAMESPACES[name])
    root = writer.element(None, name)
    root.set(f"{{{_XSI}}}schemaLocation", f"{NAMESPACES[name]} {_PLACE.format(schema)}")
    writer.fill(root, value)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True), tuple(writer.left)


class Writer:
    """Makes elements of one namespace."""

    def __init__(self, namespace: str) -> None:
        self._namespace = namespace
        self.left: list[Left] = []

    def element(self, parent: etree._Element | None, name: str) -> etree._Element:
        """A new element, the last in `parent`."""
        tag = f"{{{self._namespace}}}{name}"
        if parent is None:
            return etree.Element(tag, nsmap={None: self._namespace, "xsi": _XSI})
        return etree.SubElement(parent, tag)

    def fill(self, element: etree._Element, value: object) -> None:
        """Attributes and elements of one object."""
        for field, place in places(type(value)):
            content = getattr(value, field.name)
            if content is not None and content != ():
                self._put(element, place, content)

    def _put(self, element: etree._Element, place: Place, content: Any) -> None:
        match place.form:
            case Form.ATTRIBUTE:
                element.set(place.name, self._clean(element, place.name, _as_text(place.holds, content)))
            case Form.TEXT:
                self.element(element, place.name).text = self._clean(element, place.name, content)
            case Form.REFERENCES:
                for guid in content:
                    self.element(element, place.name).set(self._reference(), guid)
            case Form.PARTS:
                self._parts(element, place, content)
            case Form.GROUP:
                self._parts(self.element(element, place.group), place, content)

    def _reference(self) -> str:
        """The two schemas of the standard name it differently."""
        return "targetGUID" if self._namespace == NAMESPACES["Project"] else "guid"

    def _parts(self, element: etree._Element, place: Place, content: tuple[Any, ...]) -> None:
        names = {cls: name for name, cls in place.classes().items()}
        for one in content:
            self.fill(self.element(element, names[type(one)]), one)

    def _clean(self, element: etree._Element, what: str, text: str) -> str:
        clean = _NO_XML.sub("", text)
        if clean != text:
            name = etree.QName(element).localname
            self.left.append(Left("no_xml_character", name, what, element.get("guid") or "", element.get("name") or ""))
        return clean


def _as_text(type_: Type, content: Any) -> str:
    return ("true" if content else "false") if type_ is Type.FLAG else str(content)
