"""Columns that tell who somebody is: known by their names, or by what most of their cells look like."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Sequence
from enum import StrEnum

from sluitend.apps.sources.personal_data import sightings
from sluitend.engines.disclosure.check_digits import passes_eleven_test


class Personal(StrEnum):
    """What kind of personal data a column holds."""

    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    BSN = "bsn"
    IBAN = "iban"
    BIRTH_DATE = "birth_date"
    ADDRESS = "address"
    IP_ADDRESS = "ip_address"


# Names of columns as Dutch and English survey tools write them. "Naam organisatie" is not a person's name.
_NAMES = (
    (Personal.EMAIL, r"e-?mail|mailadres"),
    (Personal.BSN, r"\bbsn\b|burgerservicenummer"),
    (Personal.BIRTH_DATE, r"geboorte(?:datum|dag)|date of birth|birth ?date"),
    (Personal.IP_ADDRESS, r"\bip\b|\bip[- ]?(?:adres|address)"),
    (Personal.PHONE, r"telefoon|\bmobiel\b|\bphone"),
    (Personal.IBAN, r"\biban\b|rekeningnummer"),
    (Personal.ADDRESS, r"\badres\b|woonadres|straat|postcode|huisnummer|\baddress\b"),
    (
        Personal.NAME,
        r"voornaam|achternaam|first ?name|last ?name|full ?name|naam respondent|(?:uw|je|volledige|eigen) naam\b"
        r"|\bname\b|\bnaam\b(?!.*(?:organisatie|gemeente|school|instelling|team|aanbieder))",
    ),
)
_RULES = [(sign, re.compile(rule, re.IGNORECASE)) for sign, rule in _NAMES]
_SAMPLE = 200
_MOST = 60  # characters of a name of a column: a question of a sentence is no label


def personal_sign(name: str, cells: Sequence[str]) -> str:
    """The kind of personal data in a column with this name and these filled cells; empty when it shows none."""
    if len(name) <= _MOST and not name.endswith("?"):
        for sign, rule in _RULES:
            if rule.search(name):
                return sign
    sample = cells[:_SAMPLE]
    for kind, is_one in _CELLS:
        if sample and 2 * sum(map(is_one, sample)) > len(sample):
            return kind
    return ""


def _is_bsn(cell: str) -> bool:
    digits = re.sub(r"[ .]", "", cell)
    return digits.isdecimal() and len(digits) in (8, 9) and passes_eleven_test(digits)


def _is_ip(cell: str) -> bool:
    try:
        return bool(ipaddress.ip_address(cell))
    except ValueError:
        return False


def _whole(sign: str) -> Callable[[str], bool]:
    """Whether a cell is one such thing, and nothing besides."""

    def is_one(cell: str) -> bool:
        if len(cell) > _MOST:
            return False
        return any(one.sign == sign and len(one.found) > 0.8 * len(cell) for one in sightings(cell))

    return is_one


_CELLS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    (Personal.BSN, _is_bsn),
    (Personal.IP_ADDRESS, _is_ip),
    (Personal.EMAIL, _whole("email")),
    (Personal.PHONE, _whole("phone")),
    (Personal.IBAN, _whole("iban")),
)
