"""Opens docx and odt packages with care: only the parts with text, and only when they are harmless XML.

What pandoc gets is a new package made of checked parts, so it never meets a bomb, an entity or an image.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from sluitend.errors import InputError
from sluitend.formats.documents import boxes, codes

# Word writes about ten bytes of XML for a character, so this is far above MAX_CHARACTERS in a real document.
MAX_UNPACKED = 150 * 1024**2
# Text compresses ten- to forty-fold; a bomb a thousandfold. Below SMALL a ratio says nothing.
MAX_RATIO = 200
_SMALL = 20 * 1024**2
MAX_MEMBERS = 20_000
# A paragraph in a table cell is about ten deep; Word itself allows some tens of tables in tables.
MAX_DEPTH = 200
_CHUNK = 256 * 1024

_WANTED = {
    ".docx": re.compile(r"\[Content_Types\]\.xml|_rels/\.rels|word/(_rels/)?[^/]+\.(xml|rels)"),
    ".odt": re.compile(r"mimetype|content\.xml|styles\.xml"),
}
_REQUIRED = {".docx": ("[Content_Types].xml", "_rels/.rels"), ".odt": ("content.xml",)}
_MANIFEST = "META-INF/manifest.xml"


def repacked(path: Path, suffix: str) -> bytes:
    """The same document as an uncompressed package of its checked text parts.

    Raises InputError: ``formats.damaged``, ``encrypted``, ``zip_bomb``, ``missing_part``, ``broken_xml``,
    ``xml_entities``, ``too_deep``.
    """
    try:
        with zipfile.ZipFile(path) as package:
            refuse_encrypted(package)
            return _copied(package, _parts(package, suffix))
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise InputError(codes.DAMAGED) from error
    except zipfile.zlib.error as error:  # type: ignore[attr-defined]  # not in the type stubs
        raise InputError(codes.DAMAGED) from error


def refuse_encrypted(package: zipfile.ZipFile) -> None:
    """Raises InputError for one that is locked, or has more members than a document has."""
    members = package.infolist()
    if len(members) > MAX_MEMBERS:
        raise InputError(codes.ZIP_BOMB)
    names = {member.filename for member in members}
    locked = any(member.flag_bits & 1 for member in members) or "encrypted-package" in names
    if _MANIFEST in names and not locked:
        with package.open(_MANIFEST) as manifest:
            locked = b"encryption-data" in manifest.read(MAX_MEMBERS * 500)
    if locked:
        raise InputError(codes.ENCRYPTED)


def _parts(package: zipfile.ZipFile, suffix: str) -> list[zipfile.ZipInfo]:
    wanted = [member for member in package.infolist() if _WANTED[suffix].fullmatch(member.filename)]
    unpacked = sum(member.file_size for member in wanted)
    packed = sum(member.compress_size for member in wanted)
    if unpacked > MAX_UNPACKED or (unpacked > _SMALL and unpacked > MAX_RATIO * packed):
        raise InputError(codes.ZIP_BOMB)
    names = {member.filename for member in wanted}
    for part in _REQUIRED[suffix]:
        if part not in names:
            raise InputError(codes.MISSING_PART, part=part)
    return wanted


def _copied(package: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as copy:
        for part in parts:
            # ZipFile stops at the stated size and checks the CRC, so a part cannot be larger than it says.
            with package.open(part) as source:
                data = b"".join(checked(iter(lambda: source.read(_CHUNK), b""), part.filename))
            copy.writestr(part.filename, boxes.unboxed(data))
    return target.getvalue()


def checked(chunks: Iterator[bytes], part: str) -> Iterator[bytes]:
    """The chunks unchanged, while a streaming parser looks whether they are harmless, well-formed XML."""
    parser = _parser(part) if part != "mimetype" else None
    try:
        for chunk in chunks:
            if parser:
                parser.Parse(chunk, False)
            yield chunk
        if parser:
            parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise InputError(codes.BROKEN_XML, part=part, line=error.lineno) from error


def _parser(part: str) -> expat.XMLParserType:
    parser = expat.ParserCreate()
    depth = 0

    def start(_name: str, _attributes: object) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise InputError(codes.TOO_DEEP)

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def doctype(*_: object) -> None:
        # Before any entity is expanded: neither format has a document type declaration in these parts.
        raise InputError(codes.XML_ENTITIES, part=part)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = doctype
    return parser
