"""The file around a project: a zip with `project.qde` and a folder of sources, or the project's XML alone."""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sluitend.errors import InputError
from sluitend.formats.qdpx import codes, reading, writing
from sluitend.formats.qdpx.members import SOURCES, Members, is_in
from sluitend.formats.qdpx.model import CodeBook, Project
from sluitend.formats.qdpx.reading import Left

PROJECT: Final = "project.qde"
MOST_PROJECT: Final = 256 * 1024**2  # bytes of XML
MOST_FILE: Final = 150 * 1024**2  # of one source; as much as a document may have
MOST_FILES: Final = 20_000
MOST_TOGETHER: Final = 512 * 1024**2  # of all files that are held at once
_MOST_RATIO, _SMALL = (
    1000,
    1024**2,
)  # XML of many alike elements compresses a hundredfold; below SMALL a ratio says nothing
# What zipfile lets through of a member whose content lies: each way of packing has its own.
_BROKEN: Final = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, NotImplementedError, RuntimeError),
    ValueError,  # a name that says it is UTF-8 and is not
)
_BEGIN: Final = re.compile(rb"\s*+(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*+<")  # of XML, in whatever encoding
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same project gives the same bytes


@dataclass(frozen=True, slots=True)
class Package:
    """An opened project. `left` is what did not come along from its XML."""

    project: Project
    left: tuple[Left, ...]
    _zip: zipfile.ZipFile | None
    _members: Members

    def content(self, path: str | None) -> bytes | None:
        """The file that a path of the project leads to; None where it is not in the package.

        Paths have `internal://` before them or not, and capitals as they like. Raises InputError("qdpx.too_much",
        "qdpx.damaged").
        """
        member = self._members.at(path)
        if self._zip is None or member is None:
            return None
        return _unpacked(self._zip, member, MOST_FILE)

    def has(self, path: str | None) -> bool:
        """Whether `content` of this path would be something."""
        return self._zip is not None and self._members.at(path) is not None

    def everything(self) -> tuple[dict[str, bytes], dict[str, bytes]]:
        """All files: those of the folder of sources by their names there, and others by their whole names.

        Raises InputError("qdpx.too_much", "qdpx.damaged").
        """
        files, beside = dict[str, bytes](), dict[str, bytes]()
        together = 0
        for name, member in self._members.named.items():
            if self._zip is None or name.lower().endswith(".qde"):
                continue
            content = _unpacked(self._zip, member, MOST_FILE)
            together += len(content)
            if together > MOST_TOGETHER:
                raise InputError(codes.TOO_MUCH, most=MOST_TOGETHER // 1024**2)
            if is_in(name, SOURCES):
                files[name[len(SOURCES) + 1 :]] = content
            else:
                beside[name] = content
        return files, beside

    def beside(self, name: str, most: int = MOST_FILE) -> bytes | None:
        """A file by its whole name; None where it is not there. Raises as `content` does."""
        member = self._members.beside(name)
        return _unpacked(self._zip, member, most) if self._zip is not None and member is not None else None


@contextmanager
def opened(path: Path) -> Iterator[Package]:
    """Read a .qdpx (a zip), or a bare .qde.

    Raises InputError("qdpx.no_zip", "qdpx.no_project", "qdpx.too_much", "qdpx.too_many", "qdpx.locked",
    "qdpx.damaged") and what `reading.project` raises.
    """
    if not zipfile.is_zipfile(path):
        yield Package(*reading.project(_bare(path), path.name), None, Members())
        return
    with _archive(path) as archive:
        members = _members(archive)
        content = _unpacked(archive, _project(members), MOST_PROJECT)
        yield Package(*reading.project(content, PROJECT), archive, members)


def _archive(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:  # its contents may say any place
        raise InputError(codes.NO_ZIP) from error


def code_book(path: Path) -> tuple[CodeBook, tuple[Left, ...]]:
    """Read a .qdc. Raises InputError as `opened`."""
    return reading.code_book(_bare(path), path.name)


def written(
    project: Project, files: Mapping[str, bytes], beside: Mapping[str, bytes] | None = None
) -> tuple[bytes, tuple[Left, ...]]:
    """A .qdpx with these files in its folder of sources, by their names there; and what XML could not hold.

    `beside` are files that the standard does not know, by their whole names: other tools pass them over.
    """
    content, left = writing.project(project)
    return packed(content, files, beside or {}), left


def packed(content: bytes, files: Mapping[str, bytes], beside: Mapping[str, bytes]) -> bytes:
    """The same of XML that is written already: who lists in `beside` what it could not hold writes it first."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_member(PROJECT), content)
        for name, one in sorted(files.items()):
            archive.writestr(_member(f"{SOURCES}/{name}"), one)
        for name, one in sorted(beside.items()):
            archive.writestr(_member(name), one)
    return target.getvalue()


def _member(name: str) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name, _EPOCH)
    made.compress_type = zipfile.ZIP_DEFLATED
    return made


def _bare(path: Path) -> bytes:
    """XML without a zip. What is no XML either is a zip that was cut off, or something else."""
    if path.stat().st_size > MOST_PROJECT:
        raise InputError(codes.TOO_MUCH, most=MOST_PROJECT // 1024**2)
    content = path.read_bytes()
    if not _BEGIN.match(content):
        raise InputError(codes.NO_ZIP)
    return content


def _members(archive: zipfile.ZipFile) -> Members:
    found = archive.infolist()
    if len(found) > MOST_FILES:
        raise InputError(codes.TOO_MANY, most=MOST_FILES)
    if any(one.flag_bits & 1 for one in found):
        raise InputError(codes.LOCKED)
    return Members(found)


def _project(members: Members) -> zipfile.ZipInfo:
    """At the top under its own name; else the only one of its kind, wherever somebody's zip put it."""
    if (own := members.beside(PROJECT)) is not None:
        return own
    others = [one for name, one in members.named.items() if name.lower().endswith(".qde")]
    if len(others) != 1:
        raise InputError(codes.NO_PROJECT)
    return others[0]


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> bytes:
    """Never more than it says of itself, and never more than `most`."""
    bomb = member.file_size > _SMALL and member.file_size > _MOST_RATIO * max(1, member.compress_size)
    if member.file_size > most or bomb:
        raise InputError(codes.TOO_MUCH, most=most // 1024**2)
    try:
        with archive.open(member) as file:
            content = file.read(most + 1)
    except _BROKEN as error:
        raise InputError(codes.DAMAGED, file=member.filename.rpartition("/")[2]) from error
    if len(content) > most:
        raise InputError(codes.TOO_MUCH, most=most // 1024**2)
    return content
