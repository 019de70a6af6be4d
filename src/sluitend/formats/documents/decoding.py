"""Bytes of a text file to characters, or a refusal: never a guess that shows as garbled letters.

The order is: byte order mark; UTF-16 without a mark when every second byte is zero; UTF-8; then
Windows-1252, accepted only when the letters and signs that it gives stand where Dutch has them. Other one-byte
encodings (old Macintosh, old DOS) cannot be told apart on a short text, so they are refused.
"""

from __future__ import annotations

import codecs
import re

from sluitend.errors import InputError
from sluitend.formats.documents import codes

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LETTERS = "àáâäãåæçèéêëìíîïñòóôöõøœùúûüÿß"
_LETTER_HERE = re.compile(rf"[{_LETTERS}](?=[a-z{_LETTERS}\W\d_]|$)|(?<![a-z])[{_LETTERS.upper()}]")
_SIGN_HERE = re.compile(
    r"(?<=\w)[’´](?=\w)|(?<!\w)[‘“„«‚](?=\S)|(?<=\S)[’”»“](?!\w)|(?<!\w)’(?=\w)"
    r"|(?<!\w)[•·–—€£§©°±×…†-](?!\w)|(?<=\w)[–—…](?=\w)|[€£§©](?=[\d ])|(?<=\d)[°€²³ªº½¼¾–×](?!\w)"
    r"|(?<=[a-z])[²³®™…](?!\w)|(?<=\w)\xad(?=\w)|\xa0"
)
# French has two such letters in a row (créée); another alphabet has whole words of them.
_FOREIGN_WORD = re.compile("[^\\W\\d_a-zA-Z]{3}")
_PLAUSIBLE = 0.9
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def decode(data: bytes, *, declared: str | None = None) -> str:
    """The characters of a text file; ``declared`` is the encoding that the file names itself, if any.

    Raises InputError("formats.not_text") and InputError("formats.unknown_encoding").
    """
    text = _marked(data) or _utf16_unmarked(data)
    if text is None:
        text = _strict(data, "utf-8") or _strict(data, declared) or _windows(data)
    if _CONTROL.search(text):
        raise InputError(codes.NOT_TEXT)
    return text


def _strict(data: bytes, encoding: str | None) -> str | None:
    if encoding is None:
        return None
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _marked(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = _strict(data, encoding)
            if text is None:
                raise InputError(codes.UNKNOWN_ENCODING, line=1)
            return text
    return None


def _utf16_unmarked(data: bytes) -> str | None:
    """UTF-16 without a mark is evident when nearly all zeros stand in one half of the pairs, and fill it."""
    zeros = data.count(0)
    if not zeros or len(data) % 2:
        return None
    high, low = data[0::2].count(0), data[1::2].count(0)
    encoding = "utf-16-be" if high > low else "utf-16-le"
    if max(high, low) < 0.7 * len(data) / 2 or min(high, low) > 0.01 * zeros:
        return None
    return _strict(data, encoding)


def _windows(data: bytes) -> str:
    if 0 in data:
        raise InputError(codes.NOT_TEXT)
    text = _strict(data, "cp1252")
    if text is not None and _plausibility(text) >= _PLAUSIBLE:
        return text
    raise InputError(codes.UNKNOWN_ENCODING, line=_first_odd_line(data))


def _plausibility(text: str) -> float:
    """The share of letters and signs beyond ASCII that stand where Western European text has them."""
    if "¤" in text or _FOREIGN_WORD.search(text):  # nobody writes ¤: it is the euro of ISO 8859-15
        return 0.0
    odd = sum(1 for character in text if character > "\x7f")
    likely = sum(len(rule.findall(text)) for rule in (_LETTER_HERE, _SIGN_HERE))
    return likely / odd if odd else 1.0


def _first_odd_line(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return data.count(b"\n", 0, error.start) + 1
    return 1
