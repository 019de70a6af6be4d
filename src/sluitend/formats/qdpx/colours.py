"""The twelve colours that a code can have here, and which of them looks most like another tool's."""

from __future__ import annotations

import re
from typing import Final

# Those of the screen (theme/codes.css), in its order.
COLOURS: Final = (
    "#0f6b73", "#7b3fc4", "#b0431c", "#1d5fb4", "#7d5c00", "#a8246f",
    "#2b7336", "#6a4a35", "#4650b8", "#b3262e", "#5e6b00", "#55636f",
)  # fmt: skip
_HEX: Final = re.compile(r"[0-9a-fA-F]{6}")


def nearest(color: str | None) -> int | None:
    """Of our twelve colours the one that looks most like it; None for what is no colour."""
    wanted = _rgb(color or "")
    if wanted is None:
        return None
    distances = [sum((a - b) ** 2 for a, b in zip(wanted, _rgb(one) or (), strict=True)) for one in COLOURS]
    return distances.index(min(distances)) + 1


def is_ours(color: str) -> bool:
    """Whether it is one of the twelve, and so comes along as it is."""
    wanted = _rgb(color)
    return wanted is not None and wanted in [_rgb(one) for one in COLOURS]


def _rgb(color: str) -> tuple[int, ...] | None:
    digits = color.strip().removeprefix("#")
    if len(digits) == 3:
        digits = "".join(one * 2 for one in digits)
    return tuple(bytes.fromhex(digits)) if _HEX.fullmatch(digits) else None
