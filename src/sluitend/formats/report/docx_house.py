"""Completes a bureau's house style: styles that ours has and it lacks are added, without colours or fonts of ours.

Styles are found by their name: a Dutch Word calls the first heading "Kop1", and names it "heading 1" all the same.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as ET

from sluitend.formats.report.docx_style import reference

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STYLES = "word/styles.xml"
_LOOKS = ("rFonts", "color", "shd")  # what makes a style look like ours
_LINKS = ("basedOn", "next", "link")


def completed(house: bytes) -> bytes:
    """The house style with all styles that a report uses. It was checked when it came in."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(house)) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            content = source.read(name)
            copy.writestr(name, _with_ours(content) if name == STYLES else content)
    return target.getvalue()


def _with_ours(styles: bytes) -> bytes:
    """Added as text before the end: writing the tree anew would lose namespaces that Word wants to see declared."""
    added = b"".join(ET.tostring(one, encoding="utf-8") for one in _missing(ET.fromstring(styles)))  # noqa: S314
    closing = styles.rindex(b"</")
    return styles[:closing] + added + styles[closing:]


def _missing(theirs: ET.Element) -> Iterator[ET.Element]:
    with zipfile.ZipFile(io.BytesIO(reference())) as package:
        ours = ET.fromstring(package.read(STYLES))  # noqa: S314 - our own file
    known = identifiers(theirs)
    names = {identifier: name for name, identifier in identifiers(ours).items()}
    taken = set(known.values())
    for style in ours.iter(f"{{{_W}}}style"):
        identifier = style.get(f"{{{_W}}}styleId", "")
        if names.get(identifier, "") not in known and identifier not in taken:
            yield _plain(style, names, known)


def _plain(style: ET.Element, names: Mapping[str, str], known: Mapping[str, str]) -> ET.Element:
    """The style without our looks, on theirs."""
    style.attrib.pop(f"{{{_W}}}default", None)
    for parent in list(style.iter()):
        for child in list(parent):
            if child.tag in {f"{{{_W}}}{one}" for one in _LOOKS}:
                parent.remove(child)
            child.attrib.pop(f"{{{_W}}}color", None)
    for child in style:
        if child.tag in {f"{{{_W}}}{one}" for one in _LINKS}:
            value = child.get(f"{{{_W}}}val", "")
            child.set(f"{{{_W}}}val", known.get(names.get(value, ""), value))
    return style


def identifiers(styles: ET.Element) -> dict[str, str]:
    """The identifier of every style by its name, in small letters."""
    found = {}
    for style in styles.iter(f"{{{_W}}}style"):
        name = style.find(f"{{{_W}}}name")
        if name is not None:
            found[name.get(f"{{{_W}}}val", "").lower()] = style.get(f"{{{_W}}}styleId", "")
    return found


def text_width(style: bytes) -> int:
    """The room between the margins, in units of Word; 0 when the document does not tell."""
    with zipfile.ZipFile(io.BytesIO(style)) as package:
        root = ET.fromstring(package.read("word/document.xml"))  # noqa: S314 - ours, or checked when it came in
    size, margins = root.find(f".//{{{_W}}}pgSz"), root.find(f".//{{{_W}}}pgMar")
    if size is None or margins is None:
        return 0
    width, left, right = (_twips(size, "w"), _twips(margins, "left"), _twips(margins, "right"))
    return max(width - left - right, 0) * 635


def _twips(element: ET.Element, name: str) -> int:
    value = element.get(f"{{{_W}}}{name}", "")
    return int(value) if re.fullmatch(r"[0-9]{1,6}", value) else 0
