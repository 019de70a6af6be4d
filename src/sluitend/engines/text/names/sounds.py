"""Names as they sound: what a transcriber who hears "Kwabena" or "Aydın" may write."""

from __future__ import annotations

import re
from functools import lru_cache

# In this order; for comparing only, so that a rough key does no harm.
_RULES = [
    (re.compile(pattern), sound)
    for pattern, sound in [
        (r"[^a-z]", ""), (r"sch|sj|sh|tsj|tch|ch|c(?=[ei]?lik)", "x"), (r"qu", "kw"), (r"ck|c(?=[^eiy]|$)|q", "k"),
        (r"c", "s"), (r"ph|v", "f"), (r"th|dt|d$", "t"), (r"z", "s"), (r"ij|ei|ey|y|ie|ee", "i"), (r"ou|au|ow", "o"),
        (r"oe|uu|u", "u"), (r"aa|ae|ah", "a"), (r"dj", "j"), (r"gh|g(?=h)", "g"), (r"kh", "g"),
        (r"(?<=[^aeiou])h|h$", ""), (r"(.)\1+", r"\1"), (r"e$|(?<=.)n$", ""),
    ]
]  # fmt: skip


@lru_cache(maxsize=65536)
def key(folded: str) -> str:
    """The sound of a folded word; short words keep their letters."""
    sound = folded
    for pattern, replacement in _RULES:
        sound = pattern.sub(replacement, sound)
    return sound if len(sound) >= 3 else folded
