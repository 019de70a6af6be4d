"""What can be told by its form: numbers, addresses and dates of birth, written and spoken."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sluitend.engines.disclosure.check_digits import passes_eleven_test
from sluitend.engines.text.names import numbers
from sluitend.engines.text.names.lexicon import is_word
from sluitend.engines.text.names.model import FoundBy, Kind, Span

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[A-Za-z]{2,24}\b")
_SPOKEN_EMAIL = re.compile(
    r"\b[\w.-]+(?:[ ](?:punt|streepje|underscore|laag streepje)[ ][\w-]+)*"
    r"[ ]?(?:apenstaartje|apestaartje|@|[ ]at)[ ]?[\w-]+(?:[ ]?(?:punt[ ]|\.)[a-z]{2,10})+\b",
    re.IGNORECASE,
)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ \u00a0]?[A-Z0-9]{4}){2,7}(?:[ \u00a0]?[A-Z0-9]{1,3})?\b")
_PHONE = re.compile(
    r"(?<![\w/-])(?:(?:\+|00)31[ .-]?(?:\(0\)[ .-]?)?[1-9](?:[ .()-]{0,3}\d){8}|\(?0\d(?:[ .()-]{0,3}\d){8})(?!\d)"
)
_BSN = re.compile(r"(?<![\d.,+-])(?:\d{8,9}|\d{4}[ .-]\d{2}[ .-]\d{3}|\d{3}[ .-]\d{3}[ .-]\d{3})(?!\d|[.,]\d)")
_AFTER_BSN = re.compile(
    r"\b(?:bsn|burgerservicenummer|sofi-?nummer)\b[^\d\n]{0,25}(\d(?:[ .-]?\d){6,9})(?!\d)", re.IGNORECASE
)
_POSTCODE = re.compile(r"(?<![\d.,-])[1-9](?:\d{3}|\d[ ]\d{2})[ \u00a0]?(?:[A-Z]{2}|[a-z]{2}|[A-Z][ ][A-Z])(?![\w])")
_AFTER_POSTCODE = re.compile(r"\bpostcode(?:gebied)?(?:[ ](?:is|was|van|met|dus))?[ ]([1-9]\d{3})\b", re.IGNORECASE)

_MONTH = (
    "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|"
    "jan|feb|mrt|apr|jun|jul|aug|sept|sep|okt|nov|dec"
)
_DAY = rf"(?:[0-3]?\d(?:e|ste|de)?|{numbers.ORDINAL}|{numbers.NUMBER})"
_DATE = (
    rf"(?:[0-3]?\d[-/.][01]?\d[-/.](?:\d{{4}}|\d{{2}})|[0-3]?\d[ ][01]?\d[ ](?:19|20)\d\d|(?:19|20)\d\d-[01]\d-[0-3]\d|"
    rf"{_DAY}(?:[ ]van)?[ ](?:{_MONTH})\b\.?(?:[ ,]{{1,2}}(?:in[ ]|van[ ])?{numbers.YEAR})?)"
)
_BORN = (
    r"(?:geb\b\.?|geboren|geboorte(?:datum|dag)?|verjaardag|jarig|verjaart|verjaarde|g\.d\.|ter wereld|het levenslicht)"
)
_WHO = (
    r"(?:hij|zij|ze|ik|zoon|zoontje|dochter|dochtertje|kind|jongen|jongetje|meisje|zusje|broertje|broer|zus|baby|jongste|oudste"
    r"|middelste|tweeling|(?-i:[A-ZÀ-Þ][a-zà-ÿ]+)(?<!Dat)(?<!Dit)(?<!Die)(?<!Wat))"
)
_YEARS = rf"(?:\d{{1,2}}|{numbers.NUMBER})"
_BIRTHS = [
    re.compile(rf"[A-ZÀ-Þ][\w’'-]+[ ]\((?P<date>(?i:{_DATE}))\)"),  # "Kofi (8-5-2014)"
    re.compile(rf"\b{_BORN}[^\n.?!;]{{0,45}}?\b(?P<date>{_DATE})(?!\w)", re.IGNORECASE),
    re.compile(rf"\b(?P<date>{_DATE})(?!\w)[^\n.?!;]{{0,30}}\b{_BORN}", re.IGNORECASE),
    re.compile(
        rf"\b(?:{_WHO}[ ](?:is|ben|was)|ze's|hij's)[ ](?:er[ ]eentje[ ])?van[ ](?P<date>{_DATE})(?!\w)", re.IGNORECASE
    ),
    re.compile(
        rf"\b(?P<date>{_DATE})(?!\w)[^\n.?!;]{{0,12}}\b(?:wordt|werd|word|is|was)[ ]\w+[ ](?:al[ ])?{_YEARS}\b"
        rf"(?![ ](?:weken|maanden|dagen|uur|keer|procent))",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?:wordt|werd|word)[ ](?:op[ ])?(?P<date>{_DATE})(?!\w)[ ](?:al[ ])?{_YEARS}\b", re.IGNORECASE),
]


def exact(text: str) -> list[Span]:
    """Everything that the rules of this module find; stretches may overlap, the surest first."""
    found = [*_mails(text), *_numbers(text), *_said(text), *_postcodes(text), *_births(text)]
    return [Span(start, end, kind, FoundBy.RULE) for start, end, kind in found]


Hit = tuple[int, int, Kind]


def _mails(text: str) -> Iterator[Hit]:
    for rule in (_EMAIL, _SPOKEN_EMAIL):
        yield from ((*match.span(), Kind.EMAIL) for match in rule.finditer(text))


def _numbers(text: str) -> Iterator[Hit]:
    yield from ((*match.span(), Kind.OTHER) for match in _IBAN.finditer(text))
    for match in _BSN.finditer(text):
        if passes_eleven_test(re.sub(r"\D", "", match[0])):
            yield (*match.span(), Kind.BSN)
    yield from ((*match.span(1), Kind.BSN) for match in _AFTER_BSN.finditer(text))
    yield from ((*match.span(), Kind.PHONE) for match in _PHONE.finditer(text))


def _said(text: str) -> Iterator[Hit]:
    for start, end, digits in numbers.said_digits(text):
        if len(digits) in (8, 9) and (
            passes_eleven_test(digits) or "bsn" in text[max(0, start - 40) : start].casefold()
        ):
            yield start, end, Kind.BSN
        elif digits.startswith("0"):
            yield start, end, Kind.PHONE


def _postcodes(text: str) -> Iterator[Hit]:
    for match in _POSTCODE.finditer(text):
        letters = re.sub(r"[\d\s]", "", match[0])
        if letters in {"SA", "SD", "SS"} or (letters.islower() and is_word(letters)):
            continue
        yield (*match.span(), Kind.POSTCODE)
    yield from ((*match.span(1), Kind.POSTCODE) for match in _AFTER_POSTCODE.finditer(text))


def _births(text: str) -> Iterator[Hit]:
    for rule in _BIRTHS:
        yield from ((*match.span("date"), Kind.BIRTH_DATE) for match in rule.finditer(text))
