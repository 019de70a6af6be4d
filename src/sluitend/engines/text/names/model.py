"""What is looked for and what is found. Offsets are Unicode code points, end exclusive."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Kind(StrEnum):
    """What a stretch of text names."""

    PERSON = "person"
    ADDRESS = "address"
    POSTCODE = "postcode"
    PHONE = "phone"
    EMAIL = "email"
    BSN = "bsn"
    BIRTH_DATE = "birth_date"
    SCHOOL = "school"
    ORGANISATION = "organisation"
    PLACE = "place"
    OTHER = "other"


class FoundBy(StrEnum):
    """Why a stretch is proposed: on the evaluation's list, by an exact rule, by its context, or by the detector."""

    LIST = "list"
    RULE = "rule"
    CONTEXT = "context"
    DETECTOR = "detector"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """One proposal ``[start, end)``; ``entry`` is the key of the listed name when it is one."""

    start: int
    end: int
    kind: Kind
    found_by: FoundBy
    entry: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One name of the evaluation's own list, in the forms that people typed."""

    key: int
    kind: Kind
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a detector says: a stretch and its kind."""

    start: int
    end: int
    kind: Kind


class Detector(Protocol):
    """Another pair of eyes, such as deduce."""

    def find(self, text: str) -> tuple[Found, ...]:
        """Every stretch that looks like personal data; may overlap and need not be sorted."""
        ...
