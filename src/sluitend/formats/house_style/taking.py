"""Makes a package of the parts that a house style needs, each looked at first."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

from sluitend.errors import InputError
from sluitend.formats.documents import codes as reading
from sluitend.formats.documents import kinds, packages
from sluitend.formats.house_style import codes
from sluitend.formats.house_style.package import MAIN, Package, Related, local, relations, relations_of, types_of

MOST_BYTES = 10 * 1024**2
_NAME = "huisstijl.docx"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLES, SETTINGS = "word/styles.xml", "word/settings.xml"
# The parts that are taken over whole, by the last word of the type of their relation.
_PARTS = frozenset({"styles", "numbering", "theme"})
_EDGES = frozenset({"header", "footer"})  # those of the page that is taken over
_SETTINGS = frozenset({"autoHyphenation", "consecutiveHyphenLimit", "hyphenationZone", "evenAndOddHeaders"})
_PICTURES = frozenset({"png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "emf", "wmf"})
# A drawing that Word keeps beside the picture of it.
_DRAWING = re.compile(
    rb"<(\w+:)?ext\s[^>]*\buri=[\"']\{96DAC541-7B7A-43D3-8B79-37D633B846F1\}[\"'][^>]*>.*?</(?(1)\1)ext>", re.DOTALL
)
# Attributes with an address; with the prefix of relations they name a relation.
_ADDRESSES = frozenset({"src", "href", "althref"})
_RELATED = (f"{{{_R}}}", "{http://purl.oclc.org/ooxml/officeDocument/relationships}")
# Fields that fetch something, or start another program.
_FETCHING = re.compile(r"\b(?:DDE|DDEAUTO|INCLUDEPICTURE|INCLUDETEXT|LINK|IMPORT|DATABASE|RD)\b", re.IGNORECASE)


def taken(path: Path) -> bytes:
    """The house style in a docx or dotx, as a package of its own.

    Raises InputError: `formats.style_active`, `formats.style_linked`, `formats.style_picture`, or a code of
    ``sluitend.formats.documents.codes`` for what is no docx, too big, locked, damaged, or could do harm.
    """
    size = path.stat().st_size
    if not size:
        raise InputError(reading.EMPTY)
    if size > MOST_BYTES:
        raise InputError(reading.TOO_BIG, megabytes=-(-size // 1024**2), most=MOST_BYTES // 1024**2)
    kinds.suffix_for(_NAME, path)
    try:
        with zipfile.ZipFile(path) as file:
            packages.refuse_encrypted(file)
            return _written(_Taking(Package(file)).parts())
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise InputError(reading.DAMAGED) from error


def _written(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


class _Taking:
    """Walks from the document to its styles, headers and footers, and from those to their pictures."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._taken: dict[str, bytes] = {}

    def parts(self) -> dict[str, bytes]:
        """The members of the new package. Raises InputError."""
        package = self._package
        if package.is_active:
            raise InputError(codes.ACTIVE)
        page = self._page()
        _refuse_fetching(page, package.main)
        edges = {_id_of(one) for one in page if local(one.tag).endswith("Reference")}
        found = package.related(package.main)
        related = [one for one in found if one.kind in _PARTS or (one.kind in _EDGES and one.id in edges)]
        for one in related:
            self._take(one)
        if STYLES not in self._taken:
            raise InputError(reading.MISSING_PART, part=STYLES)
        related += self._settings(page, [one for one in found if one.kind == "settings"])
        self._taken[MAIN] = _document(page, {one.id for one in related})
        return {
            "[Content_Types].xml": types_of({name: package.type_of(name) for name in self._taken}),
            "_rels/.rels": relations([Related("rId1", f"{_R}/officeDocument", MAIN)]),
            relations_of(MAIN): relations(related, "word/"),
            **self._taken,
        }

    def _page(self) -> ET.Element:
        """The last section: its size, margins, header and footer."""
        body = next((one for one in self._package.tree(self._package.main) if local(one.tag) == "body"), None)
        if body is None or not len(body) or local(body[-1].tag) != "sectPr":
            raise InputError(reading.MISSING_PART, part="w:sectPr")
        return body[-1]

    def _settings(self, page: ET.Element, found: list[Related]) -> list[Related]:
        """Of the settings only what changes how a page looks: others lead to templates and mailing lists."""
        space = page.tag[1:].partition("}")[0]
        root = ET.Element(f"{{{space}}}settings")
        for one in found[:1]:
            root.extend(child for child in self._package.tree(one.target) if local(child.tag) in _SETTINGS)
        if not len(root):
            return []
        self._taken[SETTINGS] = _bytes(root)
        return [Related(found[0].id, found[0].type, SETTINGS)]

    def _take(self, one: Related) -> None:
        """A part with its pictures; nothing else may hang on it."""
        if one.is_external or not one.target.startswith("word/"):
            raise InputError(codes.LINKED, part=one.target)
        content = self._package.xml(one.target)
        _refuse_fetching(ET.fromstring(content), one.target)  # noqa: S314 - checked just before
        self._taken[one.target] = _DRAWING.sub(b"", content)
        if pictures := list(self._pictures(one.target)):
            self._taken[relations_of(one.target)] = relations(pictures, f"{one.target.rpartition('/')[0]}/")

    def _pictures(self, name: str) -> Iterator[Related]:
        for one in self._package.related(name):
            if one.is_external:
                raise InputError(codes.LINKED, part=name)
            if one.kind != "image":
                raise InputError(codes.ACTIVE)
            kind = one.target.rpartition(".")[2].lower()
            if kind == "svg" and not _names(self._taken[name], one.id):
                continue
            if kind not in _PICTURES:
                raise InputError(codes.PICTURE, kind=kind)
            self._taken[one.target] = self._package.content(one.target)
            yield one


def _names(part: bytes, identifier: str) -> bool:
    """Whether a relation is still asked for; the picture beside a drawing is enough."""
    return any(identifier in one.attrib.values() for one in ET.fromstring(part).iter())  # noqa: S314 - checked before


def _document(page: ET.Element, kept: set[str]) -> bytes:
    """A document without words, of one page; what leads elsewhere, or tells who changed it, is left out."""
    space = page.tag[1:].partition("}")[0]
    for one in [one for one in page if _id_of(one) not in {"", *kept}]:
        page.remove(one)
    root = ET.Element(f"{{{space}}}document")
    ET.SubElement(root, f"{{{space}}}body").append(page)
    return _bytes(root)


def _id_of(reference: ET.Element) -> str:
    return next((value for name, value in reference.attrib.items() if local(name) == "id"), "")


def _bytes(root: ET.Element) -> bytes:
    """With the prefixes that every word processor writes: some readers go by these."""
    ET.register_namespace("w", root.tag[1:].partition("}")[0])
    ET.register_namespace("r", _R)
    made: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def _refuse_fetching(tree: ET.Element, part: str) -> None:
    """Addresses stand in older drawings themselves, not in a relation; fields are text, whole or in pieces."""
    for paragraph in tree.iter():
        if any(local(key).lower() in _ADDRESSES and not key.startswith(_RELATED) for key in paragraph.attrib):
            raise InputError(codes.LINKED, part=part)
        if local(paragraph.tag) != "p":
            continue
        pieces = [one.text or "" for one in paragraph.iter() if local(one.tag) == "instrText"]
        simple = [value for one in paragraph.iter() for key, value in one.attrib.items() if local(key) == "instr"]
        if _FETCHING.search("".join(pieces)) or any(map(_FETCHING.search, simple)):
            raise InputError(codes.LINKED, part=part)
