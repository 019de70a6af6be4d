"""The letters of the PDF: which fonts there are, and which characters they have.

PDF/UA forbids a character without a glyph. What neither font has is named by its number, so that a reader sees that
something stood there and what.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("fonts")
FAMILIES = ("Source Sans 3", "DejaVu Sans")
# The four faces of each family, as frontend/build.mjs puts them there.
FILES = tuple(f"SourceSans3_{face}.ttf" for face in ("400Regular", "400Regular_Italic", "700Bold", "700Bold_Italic"))
FILES += tuple(f"DejaVuSans{face}.ttf" for face in ("", "-Bold", "-Oblique", "-BoldOblique"))
_PLAIN = re.compile("[\n -~\u00a0-\u00ac\u00ae-\u017f‘’“”–—…•]*")
# Shown as nothing, and left out: they steer how others are shown, or mark an order of bytes.
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]")


def missing() -> list[str]:
    """Which font files are not there: typst has letters of its own, and would take those without a word."""
    return [name for name in FILES if not (FOLDER / name).is_file()]


def shown(text: str) -> str:
    """The text in characters that can be set; line ends stay, a tab is a space."""
    if _PLAIN.fullmatch(text):
        return text
    return "".join(map(_shown, _UNSEEN.sub("", text)))


def _shown(character: str) -> str:
    if character == "\n" or ord(character) in _covered():
        return character
    if character.isspace():
        return " "
    if unicodedata.category(character) == "Cc":
        return ""
    return f"[U+{ord(character):04X}]"


@cache
def _covered() -> frozenset[int]:
    """The characters of the upright fonts of every family; bold and italic have the same ones or more."""
    from fontTools.ttLib import TTFont  # takes a moment, and few texts ask for it

    found: set[int] = set()
    for path in sorted(FOLDER.glob("*.ttf")):
        with TTFont(path, lazy=True) as font:
            found |= font.getBestCmap().keys()
    return frozenset(found)
