"""The same characters for every reader: NFC, LF, no control characters, no marks of a byte order."""

from __future__ import annotations

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Control characters but tab and newline; the byte order mark; noncharacters of the BMP.
_UNWANTED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\ufdd0-\ufdef\ufffe\uffff]")
_SPACES = re.compile(r"[ \t]+")


def characters(text: str) -> str:
    """The text's own characters, NFC with LF; nothing but what cannot be seen is taken away."""
    return unicodedata.normalize("NFC", _UNWANTED.sub("", _LINE_ENDS.sub("\n", text)))


def piece(text: str) -> str:
    """One block of text made by us: also single spaces, no blank lines, no soft hyphens."""
    lines = (line.strip() for line in characters(text.replace("\u00ad", "")).split("\n"))
    return "\n".join(_SPACES.sub(" ", line) for line in lines if line)
