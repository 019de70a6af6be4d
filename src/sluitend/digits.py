"""Whole numbers in what people type, address and refer to."""

from __future__ import annotations

_MOST = 9  # digits: more is the number of nothing here, and Python itself refuses some thousands of them


def whole(text: str) -> int | None:
    """The number that a text of digits names; None for anything else, and for a longer one."""
    return int(text) if text.isdecimal() and len(text) <= _MOST else None
