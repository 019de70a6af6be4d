"""Which kinds of documents are read, and what a file is by its first bytes, whatever its name."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePath

from sluitend.errors import InputError
from sluitend.formats.documents import codes

# Suffix to media type: what a file dialogue may offer and an upload may be.
KINDS: Mapping[str, str] = {
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".rtf": "application/rtf",
    ".vtt": "text/vtt",
    ".srt": "application/x-subrip",
    ".pdf": "application/pdf",
    ".html": "text/html",
    ".htm": "text/html",
}
ACCEPTED = "txt, md, docx, odt, rtf, pdf, html, vtt, srt"

# Any text may be under these names; the reader says whether it is what the name says.
_TEXTS = (".md", ".vtt", ".srt")

_HEAD = 64 * 1024
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_FOREIGN = (
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tif"),
    (b"MM\x00*", "tif"),
    (b"\x1f\x8b", "gz"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "rar"),
)
_HTML_START = re.compile(rb"(?:<\?xml[^>]*+>|<!--(?>.*?-->)|\s)*+<(!doctype\s+html|html|head|body)[\s>]", re.I | re.S)
_HTML_TAG = re.compile(rb"<(!doctype|[a-z][a-z0-9]*)[\s/>]", re.I)
_DOCX_MAIN = re.compile(r"word/document\d*\.xml")
_ZIPPED = (("xl/workbook.xml", "xlsx"), ("ppt/presentation.xml", "pptx"))


def suffix_for(filename: str, path: Path) -> str:
    """The suffix under which the file is read: that of its name, when its content agrees.

    Raises InputError with ``formats.unsupported``, ``formats.wrong_extension``, ``formats.encrypted``,
    ``formats.old_word`` or ``formats.damaged``.
    """
    suffix = PurePath(filename).suffix.lower()
    found = _found(path, suffix)
    if suffix not in KINDS and found == "txt":  # any bytes may be text, so the name decides
        raise InputError(codes.UNSUPPORTED, found=suffix.removeprefix(".") or filename, accepted=ACCEPTED)
    if "." + found not in KINDS:
        raise InputError(codes.UNSUPPORTED, found=found, accepted=ACCEPTED)
    if KINDS.get(suffix) != KINDS["." + found] and not (suffix in _TEXTS and found == "txt"):
        raise InputError(codes.WRONG_EXTENSION, suffix=suffix, found=found)
    return suffix


def _found(path: Path, suffix: str) -> str:
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _zipped(path)
    if head.startswith(_OLE):
        raise InputError(codes.ENCRYPTED if _has_encrypted_package(path) else codes.OLD_WORD)
    for magic, kind in _FOREIGN:
        if head.startswith(magic):
            return kind
    return _text(head, suffix)


def _text(head: bytes, suffix: str) -> str:
    plain = head.replace(b"\x00", b"").removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe")
    if suffix in (".html", ".htm"):
        return "html" if _HTML_TAG.search(plain) else "txt"
    if suffix in (".docx", ".odt", ".rtf", ".pdf") and not _HTML_START.match(plain):
        # Text under the name of a package: most likely the package was damaged, unless it reads as text.
        return "txt" if b"\x00" not in head and _is_utf8(head) else _damaged()
    return "html" if _HTML_START.match(plain) else "txt"


def _damaged() -> str:
    raise InputError(codes.DAMAGED)


def _is_utf8(head: bytes) -> bool:
    try:
        head[: _HEAD - 4].decode("utf-8")
    except UnicodeDecodeError as error:
        return error.end >= len(head) - 4
    return True


def _zipped(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
            mimetype = package.read("mimetype")[:200] if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, RuntimeError, ValueError, NotImplementedError) as error:
        raise InputError(codes.DAMAGED) from error
    if mimetype.strip() == KINDS[".odt"].encode():
        return "odt"
    if any(_DOCX_MAIN.fullmatch(name) for name in names):
        return "docx"
    return next((kind for name, kind in _ZIPPED if name in names), "zip")


def _has_encrypted_package(path: Path) -> bool:
    # The directory of the compound file may stand anywhere in it; the size was bounded before.
    return _ENCRYPTED_PACKAGE in path.read_bytes()
