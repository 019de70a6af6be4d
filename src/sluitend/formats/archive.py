"""An archive file: a tar of JSON Lines and texts, locked with a passphrase. `docs/archief.md` describes it for others.

``SLUITEND-ARCHIVE`` · a line end · one byte with the version · log2(N), r and p of scrypt (one byte each) · salt (32
bytes) · a sealed stream (see ``formats.sealed``) of the tar, with everything before it as its context. Both ways run as
a stream: nothing readable comes on the disk, and what was changed or cut off is refused.
"""

from __future__ import annotations

import io
import os
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, BinaryIO, cast

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from sluitend.errors import InputError
from sluitend.formats import sealed

VERSION = 1
_MAGIC = b"SLUITEND-ARCHIVE\n"
_SALT = 32
_LOG_N, _R, _P = 17, 8, 1  # 128 MiB and about half a second for every guess
_MOST_LOG_N = 20  # what a file may ask of us
MIN_PASSPHRASE = 12


class Writer:
    """Adds members to an archive; see ``writing``."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar

    def add(self, name: str, content: bytes) -> None:
        """One member that is in memory."""
        self.stream(name, len(content), io.BytesIO(content))

    def stream(self, name: str, size: int, source: IO[bytes]) -> None:
        """One member of a known size, read bit by bit. Its date tells nothing, so that it is left out."""
        member = tarfile.TarInfo(name)
        member.size = size
        self._tar.addfile(member, source)


@dataclass(frozen=True, slots=True)
class Lock:
    """How one archive is locked: its first bytes, and the key that its passphrase makes with them."""

    header: bytes
    key: bytes = field(repr=False)


def lock(passphrase: str) -> Lock:
    """A new lock; takes half a second. Raises InputError("formats.archive_passphrase_short")."""
    if len(passphrase) < MIN_PASSPHRASE:
        raise InputError("formats.archive_passphrase_short", least=MIN_PASSPHRASE)
    header = _MAGIC + bytes([VERSION, _LOG_N, _R, _P]) + os.urandom(_SALT)
    return Lock(header, _key(passphrase, header))


@contextmanager
def writing(target: BinaryIO, locked: Lock) -> Iterator[Writer]:
    """An archive that is whole once this ends. A lock may be used again: every stream has a salt of its own."""
    target.write(locked.header)
    sealer = sealed.Sealer(target, locked.key, locked.header)
    with tarfile.open(fileobj=cast("IO[bytes]", _Out(sealer.write)), mode="w|", format=tarfile.PAX_FORMAT) as tar:
        yield Writer(tar)
    sealer.finish()


class _Out:
    """What tarfile writes to."""

    def __init__(self, write: Callable[[bytes], None]) -> None:
        self._write = write

    def write(self, data: bytes) -> int:
        self._write(bytes(data))
        return len(data)


def members(source: BinaryIO, passphrase: str) -> Iterator[tuple[str, IO[bytes]]]:
    """Names and contents in their order; each is to be read before the next is asked for.

    Who acts on them before the end must be able to take it back: that the end is missing shows only there. Raises
    InputError: ``formats.archive_not_one``, ``formats.archive_newer`` (data: version), ``formats.archive_passphrase``,
    ``formats.archive_broken``.
    """
    header = _header(source)
    stream = _Chunks(sealed.open_file(source, _key(passphrase, header), header))
    try:
        stream.begin()
    except sealed.SealBroken as error:
        raise InputError(_first_fault(error)) from None
    try:
        with tarfile.open(fileobj=cast("IO[bytes]", stream), mode="r|") as tar:
            for member in tar:
                content = tar.extractfile(member)
                if content is not None:
                    yield member.name, content
        stream.drain()
    except (sealed.SealBroken, tarfile.TarError, EOFError):
        raise InputError("formats.archive_broken") from None


def _header(source: BinaryIO) -> bytes:
    header = source.read(len(_MAGIC) + 4 + _SALT)
    if not header.startswith(_MAGIC):
        raise InputError("formats.archive_not_one")
    version, log_n, r, p = header[len(_MAGIC) : len(_MAGIC) + 4].ljust(4, b"\0")
    if version > VERSION:
        raise InputError("formats.archive_newer", version=version)
    if len(header) < len(_MAGIC) + 4 + _SALT or not (1 <= log_n <= _MOST_LOG_N and 1 <= r <= _R and 1 <= p <= 4):
        raise InputError("formats.archive_broken")
    return header


def _key(passphrase: str, header: bytes) -> bytes:
    log_n, r, p = header[len(_MAGIC) + 1 : len(_MAGIC) + 4]
    return Scrypt(header[-_SALT:], sealed.KEY_LENGTH, 2**log_n, r, p).derive(passphrase.encode("utf-8"))


def _first_fault(error: sealed.SealBroken) -> str:
    """Another key means another passphrase; anything else was changed or cut off."""
    return "formats.archive_passphrase" if "another key" in str(error) else "formats.archive_broken"


class _Chunks(io.RawIOBase):
    """The content as a file that is read once, from front to end."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._waiting = b""

    def begin(self) -> None:
        """Open the first chunk, so that a wrong passphrase shows."""
        self._waiting = next(self._chunks, b"")

    def read(self, size: int = -1) -> bytes:
        parts: list[bytes] = []
        while size:
            if not self._waiting:
                self._waiting = next(self._chunks, b"")
            if not self._waiting:
                break
            part, self._waiting = self._waiting[:size], self._waiting[size:]
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def drain(self) -> None:
        """To the end, so that a missing end shows."""
        while self.read(sealed.CHUNK):
            pass


def as_file(chunks: Iterator[bytes]) -> IO[bytes]:
    """Chunks as a file, for ``Writer.stream``."""
    return cast("IO[bytes]", _Chunks(chunks))
