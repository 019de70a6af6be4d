"""The messages in a file, a folder or a zip, one at a time and bounded: also when the zip says otherwise of itself."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TypeVar

from sluitend.errors import InputError
from sluitend.formats.messages import codes

MOST_BYTES = 32 * 1024**2  # of one message; the iJw rule OP179 says 25 MB
MOST_TOGETHER = 4 * 1024**3  # unpacked
MOST_FILES = 1_000_000
MOST_LIST = 128 * 1024**2  # of a zip's list of its files, which is read whole: 128 bytes for each
_END = 66_000  # bytes: the longest end of a zip, with its comment

Found = TypeVar("Found")


def contents(path: Path) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every message, in the order of the names; files of another kind are passed over.

    Raises InputError("messages.no_messages", "messages.damaged", "messages.too_big", "messages.too_much",
    "messages.too_many").
    """
    total = 0
    for name, content in _each(path):
        total += len(content)
        if total > MOST_TOGETHER:
            raise InputError(codes.TOO_MUCH, most=MOST_TOGETHER // 1024**3)
        yield name, content
    if not total:
        raise InputError(codes.NO_MESSAGES)


def _each(path: Path) -> Iterator[tuple[str, bytes]]:
    if path.is_dir():
        yield from _in_folder(path)
    elif zipfile.is_zipfile(path):
        yield from _in_zip(path)
    else:
        with path.open("rb") as file:
            yield path.name, _bounded(file, path.name)


def _in_folder(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Links are passed over: they lead to files that nobody chose."""
    found = [one for one in folder.rglob("*") if _is_message(one.name) and one.is_file() and not one.is_symlink()]
    for one in sorted(_few(found)):
        name = str(one.relative_to(folder))
        with one.open("rb") as file:
            yield name, _bounded(file, name)


def _in_zip(path: Path) -> Iterator[tuple[str, bytes]]:
    if _list_of(path) > MOST_LIST:
        raise InputError(codes.TOO_MANY, most=MOST_FILES)
    try:
        with zipfile.ZipFile(path) as archive:
            names = [one.filename for one in _few(archive.infolist()) if _is_message(one.filename)]
            for name in sorted(names):
                yield name, _member(archive, name)
    except zipfile.BadZipFile as error:
        raise InputError(codes.DAMAGED, file=path.name) from error


def _list_of(path: Path) -> int:
    """How many bytes the list of files has, by the zip's end: what the library goes by too (APPNOTE 4.3.14, 4.3.16)."""
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - _END, 0))
        end = file.read()
    at, large = end.rfind(b"PK\5\6"), end.rfind(b"PK\6\6")
    sizes = int.from_bytes(end[at + 12 : at + 16], "little"), int.from_bytes(end[large + 40 : large + 48], "little")
    return max(sizes) if large >= 0 else sizes[0]


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        with archive.open(name) as file:
            return _bounded(file, name)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError, EOFError) as error:
        raise InputError(codes.DAMAGED, file=name) from error  # also: locked, or packed in a way of its own


def _is_message(name: str) -> bool:
    """Not the shadow files that a Mac puts beside the real ones."""
    parts = name.replace("\\", "/").split("/")
    return parts[-1].lower().endswith(".xml") and not parts[-1].startswith("._") and "__MACOSX" not in parts


def _few(found: list[Found]) -> list[Found]:
    if len(found) > MOST_FILES:
        raise InputError(codes.TOO_MANY, most=MOST_FILES)
    return found


def _bounded(file: IO[bytes], name: str) -> bytes:
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise InputError(codes.TOO_BIG, file=name, most=MOST_BYTES // 1024**2)
    return content
