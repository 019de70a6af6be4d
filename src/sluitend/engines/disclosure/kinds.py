"""What a column can hold that says who somebody is."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What the values of a column are."""

    BSN = "bsn"
    NAME = "name"
    BIRTH_DATE = "birth_date"
    ADDRESS = "address"
    POSTCODE = "postcode"
    PLACE = "place"  # smaller than a municipality
    EMAIL = "email"
    PHONE = "phone"
    IBAN = "iban"
    FREE_TEXT = "free_text"  # remarks: anything can stand in them
    KEY = "key"  # a number of a person or a case: no harm where it is made unreadable, such as the case itself


IDENTIFYING: Final = frozenset(Kind) - {Kind.KEY}
