"""Authenticated encryption of files and small texts at rest: nobody reads, changes, cuts or swaps them unseen.

AES-256-GCM over chunks of 1 MiB in the STREAM construction (Hoang, Reyhanitabar, Rogaway and Vizár, "Online
Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance", CRYPTO 2015, section 7): the nonce of a chunk is a
prefix, a counter and a mark of the last chunk, so chunks cannot be reordered, left out or added. Key and prefix of a
stream come by HKDF-SHA256 from the key and a random salt, so one key may seal any number of streams.

A sealed stream is: ``SLT1`` · id of the key (8 bytes) · salt (32 bytes) · chunks, each followed by its tag (16 bytes).
Header and context are authenticated with every chunk. The context says what the content is and whose ("source 12,
version 3"), so that one sealed file cannot take the place of another.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import BinaryIO, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

CHUNK = 1024 * 1024
KEY_LENGTH = 32

_MAGIC = b"SLT1"
_ID_LENGTH = 8
_SALT_LENGTH = 32
_HEADER_LENGTH = len(_MAGIC) + _ID_LENGTH + _SALT_LENGTH
_PREFIX_LENGTH = 7
_COUNTER_LENGTH = 4
_TAG_LENGTH = 16
_KEY_CONTEXT = b"sluitend wrapped key\x00"


class SealBroken(Exception):  # noqa: N818 - reads as the outcome
    """The sealed content is not what was sealed: changed, cut off, another key, or another context."""


@dataclass(frozen=True, slots=True)
class SealedInfo:
    """SHA-256 (hexadecimal) and size in bytes of the content, before it was sealed."""

    sha256: str
    size: int


def new_key() -> bytes:
    """A random key of 32 bytes."""
    return AESGCM.generate_key(8 * KEY_LENGTH)


def key_id(key: bytes) -> bytes:
    """Eight bytes that tell keys apart and tell nothing about the key."""
    return hashlib.sha256(b"sluitend key id\x00" + key).digest()[:_ID_LENGTH]


def sealed_with(blob: bytes) -> bytes:
    """The id of the key that sealed a stream (its first bytes are enough). Raises SealBroken."""
    if len(blob) < _HEADER_LENGTH or not blob.startswith(_MAGIC):
        raise SealBroken("not a sealed stream")
    return blob[len(_MAGIC) : len(_MAGIC) + _ID_LENGTH]


def wrap(key: bytes, with_key: bytes, context: bytes = b"") -> bytes:
    """A key sealed with another key; destroying the one destroys what the other sealed."""
    _check_key(key)
    return seal_bytes(key, with_key, _KEY_CONTEXT + context)


def unwrap(wrapped: bytes, with_key: bytes, context: bytes = b"") -> bytes:
    """The inverse of ``wrap``. Raises SealBroken."""
    return open_bytes(wrapped, with_key, _KEY_CONTEXT + context)


def seal_bytes(content: bytes, key: bytes, context: bytes) -> bytes:
    """Seal what fits in memory."""
    target = io.BytesIO()
    seal_file(io.BytesIO(content), target, key, context)
    return target.getvalue()


def open_bytes(blob: bytes, key: bytes, context: bytes) -> bytes:
    """The inverse of ``seal_bytes``. Raises SealBroken."""
    return b"".join(open_file(io.BytesIO(blob), key, context))


def seal_file(source: BinaryIO, target: BinaryIO, key: bytes, context: bytes) -> SealedInfo:
    """Seal everything that ``source`` still gives, with a few chunks in memory; tells hash and size of the content."""
    sealer = Sealer(target, key, context)
    while part := source.read(CHUNK):
        sealer.write(part)
    return sealer.finish()


def open_file(source: BinaryIO, key: bytes, context: bytes) -> Iterator[bytes]:
    """The content, chunk by chunk; every chunk is authentic when it is given.

    Raises SealBroken. That the end was cut off shows only at the end: who acts on the content before the iterator is
    exhausted must be able to take it back.
    """
    _check_key(key)
    header = _exactly(source, _HEADER_LENGTH)
    if sealed_with(header) != key_id(key):
        raise SealBroken("sealed with another key")
    stream = _Stream(key, header, context)
    for chunk, is_last in _chunks(source, CHUNK + _TAG_LENGTH):
        yield stream.open(chunk, is_last)


class Target(Protocol):
    """What sealed bytes are written to."""

    def write(self, data: bytes, /) -> object: ...


class Sealer:
    """Seals content that comes in pieces of any size, such as an upload; ``finish`` once, or the stream is cut off."""

    def __init__(self, target: Target, key: bytes, context: bytes) -> None:
        _check_key(key)
        header = _MAGIC + key_id(key) + os.urandom(_SALT_LENGTH)
        self._stream = _Stream(key, header, context)
        self._target = target
        self._digest = hashlib.sha256()
        self._size = 0
        self._waiting = bytearray()  # never sealed before it is known whether it is the last chunk
        target.write(header)

    def write(self, data: bytes) -> None:
        """Seal the next piece."""
        self._digest.update(data)
        self._size += len(data)
        self._waiting += data
        while len(self._waiting) > CHUNK:
            self._target.write(self._stream.seal(bytes(self._waiting[:CHUNK]), is_last=False))
            del self._waiting[:CHUNK]

    def finish(self) -> SealedInfo:
        """Seal the last chunk; tells hash and size of the content."""
        self._target.write(self._stream.seal(bytes(self._waiting), is_last=True))
        return SealedInfo(self._digest.hexdigest(), self._size)


class _Stream:
    """Seals or opens the chunks of one stream in their order."""

    def __init__(self, key: bytes, header: bytes, context: bytes) -> None:
        salt = header[-_SALT_LENGTH:]
        info = b"sluitend sealed stream 1"
        material = HKDF(SHA256(), KEY_LENGTH + _PREFIX_LENGTH, salt, info).derive(key)
        self._cipher = AESGCM(material[:KEY_LENGTH])
        self._prefix = material[KEY_LENGTH:]
        self._bound = header + context
        self._counter = count()

    def seal(self, chunk: bytes, is_last: bool) -> bytes:
        return self._cipher.encrypt(self._nonce(is_last), chunk, self._bound)

    def open(self, chunk: bytes, is_last: bool) -> bytes:
        try:
            return self._cipher.decrypt(self._nonce(is_last), chunk, self._bound)
        except InvalidTag:
            raise SealBroken("changed, cut off, or sealed for another context") from None

    def _nonce(self, is_last: bool) -> bytes:
        number = next(self._counter).to_bytes(_COUNTER_LENGTH, "big")  # 4 PiB; OverflowError beyond
        return self._prefix + number + bytes([is_last])


def _chunks(source: BinaryIO, size: int) -> Iterator[tuple[bytes, bool]]:
    """Chunks of ``size`` bytes with whether each is the last; the last may be shorter, and is there even if empty."""
    chunk = _exactly(source, size)
    while True:
        following = _exactly(source, size) if len(chunk) == size else b""
        yield chunk, not following
        if not following:
            return
        chunk = following


def _exactly(source: BinaryIO, size: int) -> bytes:
    """``size`` bytes, or fewer at the end only: a pipe or socket may give less at a time."""
    parts: list[bytes] = []
    while size and (part := source.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _check_key(key: bytes) -> None:
    if len(key) != KEY_LENGTH:
        raise ValueError(f"a key is {KEY_LENGTH} bytes")
