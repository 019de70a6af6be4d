"""Signs of personal data in a text, by exact rules only: what a person looks at before stating that there are none.

Rules, not guesses: a number is shown as a BSN only when it passes the eleven-test, as an IBAN only when its check
digits are right. Names are not recognised here, so an empty list proves nothing, and the page says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from sluitend.engines.disclosure.check_digits import has_right_check_digits, passes_eleven_test

CONTEXT = 60  # code points shown before and after


class Sign(StrEnum):
    """What a stretch of text looks like."""

    BSN = "bsn"
    IBAN = "iban"
    EMAIL = "email"
    PHONE = "phone"
    BIRTH_DATE = "birth_date"


@dataclass(frozen=True, slots=True)
class Sighting:
    """Stretch ``[start, end)`` in code points, with the words around it."""

    sign: Sign
    start: int
    end: int
    before: str
    found: str
    after: str


_MONTHS = (
    "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|"
    "jan|feb|mrt|apr|jun|jul|aug|sep|sept|okt|nov|dec"
)
_DATE = rf"\d{{1,2}}(?:[-/.]\d{{1,2}}[-/.]|\s+(?:{_MONTHS})\.?\s+)(?:\d{{4}}|\d{{2}})\b"
_RULES: dict[Sign, re.Pattern[str]] = {
    Sign.IBAN: re.compile(r"\b[A-Z]{2}\d{2}(?:[ \u00a0]?[A-Z0-9]{4}){2,7}(?:[ \u00a0]?[A-Z0-9]{1,3})?\b"),
    Sign.EMAIL: re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[A-Za-z]{2,24}\b"),
    Sign.BSN: re.compile(r"(?<![\d.,])(?:\d{8,9}|\d{4}[ .]\d{2}[ .]\d{3}|\d{3}[ .]\d{3}[ .]\d{3})(?![\d]|[.,]\d)"),
    Sign.PHONE: re.compile(
        r"(?<![\w.,/-])(?:(?:\+|00)31[ .-]?(?:\(0\)[ .-]?)?[1-9]|\(?0[1-9])(?:[ .()-]{0,3}\d){8}(?!\d)"
    ),
    # "geb. 3-4-2011", "geboren te Voorbeelddorp op 3 april 2011": the date must stand close behind the word.
    Sign.BIRTH_DATE: re.compile(rf"\b(?:geb\.|geboren|geboortedatum|g\.d\.)[^\n]{{0,40}}?{_DATE}", re.IGNORECASE),
}


def _bare(text: str) -> str:
    return re.sub(r"[ .\u00a0]", "", text)


_PROOFS: dict[Sign, Callable[[str], bool]] = {
    Sign.BSN: lambda text: passes_eleven_test(_bare(text)),
    Sign.IBAN: lambda text: has_right_check_digits(_bare(text)),
}


def sightings(text: str) -> list[Sighting]:
    """Everything that looks like personal data, in the order of the text; stretches do not overlap."""
    taken: list[tuple[int, int, Sign]] = []
    covered = bytearray(len(text))  # so that a list of ten thousand numbers takes no longer than its length
    for sign, rule in _RULES.items():
        proof = _PROOFS.get(sign)
        for match in rule.finditer(text):
            start, end = match.span()
            if (proof is None or proof(match[0])) and not any(covered[start:end]):
                covered[start:end] = b"\x01" * (end - start)
                taken.append((start, end, sign))
    return list(_with_context(text, sorted(taken)))


def _with_context(text: str, taken: list[tuple[int, int, Sign]]) -> Iterator[Sighting]:
    for start, end, sign in taken:
        before = text[max(0, start - CONTEXT) : start]
        yield Sighting(sign, start, end, before, text[start:end], text[end : end + CONTEXT])
