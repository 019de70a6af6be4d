"""Results of analyses and the datasets under them, as plain data: only what may leave the team is ever here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

CHANGES = ("data", "code", "norms")


@dataclass(frozen=True, slots=True)
class ColumnEntry:
    title: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class TableEntry:
    """The first rows in words; `total` is how many there are."""

    key: str
    title: str
    columns: tuple[ColumnEntry, ...]
    rows: tuple[tuple[str, ...], ...]
    total: int


@dataclass(frozen=True, slots=True)
class ChartEntry:
    """A drawing (SVG) with the words that stand for it, and the key of the table with the same content."""

    title: str
    svg: str
    text: str
    table: str
    is_wide: bool  # shown at its own size: smaller it cannot be read


@dataclass(frozen=True, slots=True)
class OutsideEntry:
    """What came out, as anybody may know it: small numbers are kept back. `n` is in words, of cases or (`of_people`) of
    people."""

    n: str
    has_n: bool  # False where it is too small to be told
    smallest: int | None  # of the counts that are told; None when there are none
    sentences: tuple[str, ...]
    charts: tuple[ChartEntry, ...]
    tables: tuple[TableEntry, ...]
    caveats: tuple[str, ...]
    protection: str = ""  # what was done with small numbers: the same for all of a kind, so told once
    of_people: bool = False


@dataclass(frozen=True, slots=True)
class ResultEntry:
    """U3; `content` is None when it was destroyed with its data, or was computed before results could leave the team.

    `url` is its own page, for who works in the product.
    """

    number: int
    analysis: str  # key in the catalogue
    title: str
    question: str
    parameters: tuple[tuple[str, str], ...]
    dataset: int | None  # of coded texts there is none, and no version
    version: int | None
    data_hash: str
    code_version: str
    computed_at: datetime | None
    changed: tuple[str, ...]  # what changed since, so that computing again may give something else: keys of `CHANGES`
    is_destroyed: bool
    predecessor: int | None
    content: OutsideEntry | None
    url: str = ""
    beside: tuple[int, int] | None = None  # number of the other dataset and of its version, of an analysis of two

    @property
    def label(self) -> str:
        return f"U{self.number}"

    @property
    def datasets(self) -> tuple[int, ...]:
        """The numbers of the datasets that it was computed from."""
        return tuple(number for number, _version in self.versions)

    @property
    def versions(self) -> tuple[tuple[int, int], ...]:
        """The same, each with the number of its version."""
        if self.dataset is None or self.version is None:
            return ()
        return ((self.dataset, self.version), *((self.beside,) if self.beside else ()))

    @property
    def is_stale(self) -> bool:
        """Whether somebody who reads it should know that."""
        return bool(self.changed)


@dataclass(frozen=True, slots=True)
class ResultUse:
    """A finding rests on a result. `sample` is what practice said of the cases that were drawn, where that is asked."""

    number: int
    stance: str
    note: str
    sample: str = ""

    @property
    def label(self) -> str:
        return f"U{self.number}"


@dataclass(frozen=True, slots=True)
class VersionEntry:
    """One delivery of a dataset that was accepted once."""

    number: int
    accepted_on: date | None
    cases: str  # in words, as anybody may know it
    data_hash: str
    is_destroyed: bool


@dataclass(frozen=True, slots=True)
class DatasetEntry:
    """D2, with the deliveries that were in use."""

    number: int
    title: str
    kind: str
    origin: str
    licence: str
    retain_until: date
    versions: tuple[VersionEntry, ...]
    url: str = ""

    @property
    def label(self) -> str:
        return f"D{self.number}"
