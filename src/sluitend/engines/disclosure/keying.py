"""Numbers and names of cases, families and persons made unreadable with a secret key: pseudonymised, not anonymous.

HMAC-SHA256 (RFC 2104), of which 128 bits are kept: two of a thousand million different values are the same with a
chance below one in 10²⁰. Without the key nobody can try out all BSNs; who has it can, so it never travels along.
"""

from __future__ import annotations

import hmac
import re
import secrets
import unicodedata
from enum import StrEnum
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from sluitend.engines.disclosure.refusals import BAD_KEY
from sluitend.engines.disclosure.values import texts
from sluitend.errors import InputError

__all__ = ["KEY_BYTES", "Keying", "Role", "key_of", "new_key", "written"]

KEY_BYTES: Final = 32
_LENGTH = 32  # hexadecimal digits of what is written
_NUMBER = re.compile(r"\d{8,9}|\d{4}[ .]\d{2}[ .]\d{3}|\d{3}[ .]\d{3}[ .]\d{3}")


class Role(StrEnum):
    """Of whom a value is: the same number as a case and as a person does not become the same key."""

    CASE = "case"
    FAMILY = "family"
    PERSON = "person"


def new_key() -> bytes:
    """A key that nobody can guess."""
    return secrets.token_bytes(KEY_BYTES)


def written(key: bytes) -> str:
    """As it stands in its file: one line."""
    return f"sluitend-sleutel-1 {key.hex()}\n"


def key_of(text: str) -> bytes:
    """The key in the text of its file. Raises InputError("disclosure.bad_key") for anything else."""
    found = re.fullmatch(r"sluitend-sleutel-1 ([0-9a-f]{64})\s*", text)
    if found is None:
        raise InputError(BAD_KEY)
    return bytes.fromhex(found[1])


class Keying:
    """Keys for one context: the same value gets the same key in it, and in another context another."""

    def __init__(self, key: bytes, context: str) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError(f"a key has {KEY_BYTES} bytes")
        self._secret = hmac.digest(key, b"sluitend.disclosure.keying 1\0" + _plain(context).encode(), "sha256")

    def __repr__(self) -> str:
        return "Keying()"  # nothing of a key in a traceback or a log

    def one(self, value: str, role: Role) -> str:
        """What is written in place of a value."""
        own = hmac.digest(self._secret, role.encode(), "sha256")
        return hmac.digest(own, _plain(value).encode(), "sha256").hex()[:_LENGTH]

    def column(self, column: pa.ChunkedArray, role: Role) -> pa.ChunkedArray:
        """A column with keys; null, and what is only spaces, stays null."""
        encoded = pc.dictionary_encode(texts(column).combine_chunks())
        names = encoded.dictionary.to_pylist()
        keys = pa.array([self.one(name, role) if name.strip() else None for name in names], pa.string())
        return pa.chunked_array([keys.take(encoded.indices)])


def _plain(value: str) -> str:
    """One way of writing: without spaces around it, and a number of eight or nine digits as a BSN has it.

    A spreadsheet drops the zero in front of 012345678; somebody else writes 0123.45.678.
    """
    text = unicodedata.normalize("NFC", value.strip())
    return re.sub(r"\D", "", text).zfill(9) if _NUMBER.fullmatch(text) else text
