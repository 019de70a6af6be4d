"""Numbers as people say them: "nul zes twaalf vierendertig", "de twaalfde van maart tweeduizend elf"."""

from __future__ import annotations

import re

_UNITS = ["nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen"]
_TEENS = ["tien", "elf", "twaalf", "dertien", "veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien"]
_TENS = ["twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"]


def _below_hundred() -> dict[str, int]:
    words = {word: number for number, word in enumerate([*_UNITS, *_TEENS])}
    for ten, tens in enumerate(_TENS, start=2):
        words[tens] = ten * 10
        for unit, name in enumerate(_UNITS[1:], start=1):
            words[f"{name}{'ën' if name.endswith('e') else 'en'}{tens}"] = ten * 10 + unit
            words[f"{name}en{tens}"] = ten * 10 + unit
    words["één"] = 1
    return words


VALUES = _below_hundred()
NUMBER = "|".join(sorted(VALUES, key=len, reverse=True))
HUNDREDS = rf"(?:(?:{'|'.join(_UNITS[2:])})?honderd(?:[ ]?(?:en[ ]?)?(?:{NUMBER}))?)"
_ORDINALS = {
    "eerste": 1, "tweede": 2, "derde": 3, "vierde": 4, "vijfde": 5, "zesde": 6, "zevende": 7, "achtste": 8,
    "negende": 9, "tiende": 10, "elfde": 11, "twaalfde": 12, "dertiende": 13, "veertiende": 14, "vijftiende": 15,
    "zestiende": 16, "zeventiende": 17, "achttiende": 18, "negentiende": 19, "twintigste": 20, "dertigste": 30,
}  # fmt: skip
ORDINAL = "|".join(
    sorted([*_ORDINALS, *(f"{word}ste" for word, value in VALUES.items() if value > 20)], key=len, reverse=True)
)
_YEAR_TAIL = rf"(?:en[ ]?|[ ])?(?:{NUMBER})"
YEAR = rf"(?:(?:19|20)\d\d|(?:tweeduizend|negentien[ ]?honderd|twintig|negentien)(?:{_YEAR_TAIL})?|[’']\d\d|\d\d)"

_SAID = re.compile(rf"\b(?:{NUMBER})(?:[ ,.…-]{{1,3}}(?:{NUMBER}|dubbel))*\b", re.IGNORECASE)
_ONE = re.compile(rf"\b(?:{NUMBER})\b", re.IGNORECASE)


def said_digits(text: str) -> list[tuple[int, int, str]]:
    """Stretches of number words ``(start, end, digits)`` in which at least eight digits are said."""
    found = []
    for match in _SAID.finditer(text):
        digits = "".join(str(VALUES[word.casefold()]) for word in _ONE.findall(match[0]))
        if len(digits) >= 8:
            found.append((match.start(), match.end(), digits))
    return found
