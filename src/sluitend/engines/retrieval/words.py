"""Where the words of a text begin: what "per 1,000 words" counts."""

from __future__ import annotations

import re

_WORD = re.compile(r"\w+(?:[-'’]\w+)*")


def word_starts(text: str) -> tuple[int, ...]:
    """Offsets in code points, going up. A word with a hyphen or an apostrophe in it is one."""
    return tuple(found.start() for found in _WORD.finditer(text))
