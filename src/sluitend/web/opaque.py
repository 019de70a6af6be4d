"""Row ids as words that tell nothing: row ids follow one another, so that gaps between one's own count others' work.

A word is the id under AES with a key of this installation for one kind of thing: the same id is the same word for as
long as the installation lives, and nobody without the key can tell which came first, or how many lie between.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Sequence

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.utils.crypto import salted_hmac

PATTERN = r"[A-Za-z0-9~_]{22}"
_ALSO = b"~_"  # beside letters and digits: stands in an address, and begins no formula in a spreadsheet
_BLOCK = 16
_HALF = 6  # bytes of each of two numbers; what is left of the block proves that it was made here
_PROOF = bytes(_BLOCK - 2 * _HALF)


def opaque(kind: str, first: int, second: int = 0) -> str:
    """The word for an id, or for two numbers that belong together."""
    return _words(kind, [(first, second)])[0]


def all_opaque(kind: str, ids: Sequence[int]) -> list[str]:
    """The words for many ids at once, in their order."""
    return _words(kind, [(one, 0) for one in ids])


def opened(kind: str, word: str) -> tuple[int, int] | None:
    """The numbers of a word; None when it was not made here for this kind of thing."""
    if len(word) != 22 or not word.isascii():
        return None
    try:
        sealed = b64decode(word + "==", _ALSO)
    except ValueError:
        return None
    cipher = _cipher(kind).decryptor()
    block = cipher.update(sealed) + cipher.finalize() if len(sealed) == _BLOCK else b""
    if block[2 * _HALF :] != _PROOF:
        return None
    return int.from_bytes(block[:_HALF], "big"), int.from_bytes(block[_HALF : 2 * _HALF], "big")


def _words(kind: str, pairs: Sequence[tuple[int, int]]) -> list[str]:
    plain = b"".join(one.to_bytes(_HALF, "big") + two.to_bytes(_HALF, "big") + _PROOF for one, two in pairs)
    cipher = _cipher(kind).encryptor()
    sealed = cipher.update(plain) + cipher.finalize()
    blocks = (sealed[at : at + _BLOCK] for at in range(0, len(sealed), _BLOCK))
    return [b64encode(block, _ALSO)[:22].decode() for block in blocks]


def _cipher(kind: str) -> Cipher[modes.ECB]:
    """One block a word, so that there is no pattern between blocks for ECB to show."""
    key = salted_hmac("sluitend.web.opaque", kind, algorithm="sha256").digest()
    return Cipher(algorithms.AES(key), modes.ECB())  # noqa: S305


class OpaqueId:
    """A path converter: the view gets the id, the address shows its word. 0, which is no id, stands for a word to come.

    A word that was not made here leads to 0, so to what a view does with an id that is not there.
    """

    kind = ""
    regex = f"{PATTERN}|0"

    def to_python(self, value: str) -> int:
        return (opened(self.kind, value) or (0, 0))[0]

    def to_url(self, value: int | str) -> str:
        number = int(value)
        return opaque(self.kind, number) if number else "0"
