"""A span [start, end) of a text, in Unicode code points: what may be one, and the proof of what it held."""

from __future__ import annotations

import re
from hashlib import sha256

from sluitend.errors import InputError


def check_span(text: str, start: int, end: int) -> None:
    """Refuse what is no passage of this text; white space at an edge is the user's choice and stays.

    Raises InputError("coding.span_outside") and InputError("coding.span_blank").
    """
    if not 0 <= start < end <= len(text):
        raise InputError("coding.span_outside", length=len(text))
    if text[start:end].isspace():
        raise InputError("coding.span_blank")


def quote_hash(quote: str) -> str:
    """SHA-256 of the passage in UTF-8, in hexadecimals."""
    return sha256(quote.encode()).hexdigest()


def verified(text: str, start: int, end: int, expected: str) -> str:
    """The passage, when it is still the one that was chosen.

    Raises InputError("coding.quote_changed"): the text was changed outside the product, nothing may rest on it.
    """
    passage = text[start:end]
    if quote_hash(passage) != expected:
        raise InputError("coding.quote_changed")
    return passage


def surroundings(text: str, start: int, end: int, width: int = 240) -> tuple[str, str]:
    """What stands before and after a passage, at most ``width`` characters each, of whole words."""
    before, after = text[max(0, start - width) : start], text[end : end + width]
    if start > width and (space := re.search(r"\s", before)):
        before = "…" + before[space.start() :]
    if end + width < len(text) and (last := list(re.finditer(r"\s", after))):
        after = after[: last[-1].end()] + "…"
    return before, after
