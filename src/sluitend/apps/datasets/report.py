"""The report of a version: what is wrong with its rows, and what a person let pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sluitend.apps.datasets.models import DatasetVersion, Waiver
from sluitend.engines.chain.remarks import LEFT_OUT, LEFT_OUT_OF_TABLES, LEVELS, NOT_KNOWN, Code, Level, Remark

SHOWN_ROWS = 10


@dataclass(frozen=True, slots=True)
class Line:
    """A remark as a row keeps it, with the waiver if there is one."""

    remark: Remark
    waiver: Waiver | None = None

    @property
    def is_error(self) -> bool:
        return self.remark.level is Level.ERROR

    @property
    def blocks(self) -> bool:
        """Whether a person has to decide first."""
        return self.is_error and self.waiver is None

    @property
    def leaves_out(self) -> bool:
        """Whether its rows cannot be events, and stay out of analyses whatever is decided."""
        return self.remark.code in LEFT_OUT

    @property
    def leaves_out_rows(self) -> bool:
        """The same of the rows of another table."""
        return self.remark.code in LEFT_OUT_OF_TABLES

    @property
    def is_not_known(self) -> bool:
        """Whether what cannot be read counts as not known, and the rest of its row as it is."""
        return self.remark.code in NOT_KNOWN


def from_answer(remarks: list[list[Any]]) -> list[dict[str, Any]]:
    """As ``work.events.prepare`` tells it, for the row: a code that is not ours is a bug (ValueError)."""
    return [
        {"code": Code(code), "column": column, "count": count, "rows": rows, "data": data}
        for code, column, count, rows, data in remarks
    ]


def lines_of(version: DatasetVersion) -> list[Line]:
    """The report with its waivers; one query, unless they were prefetched."""
    waived = {(one.code, one.column): one for one in version.waivers.all()}
    return [_line(entry, waived) for entry in version.report]


def remark_of(entry: Mapping[str, Any]) -> Remark:
    """As a row keeps it."""
    return Remark(Code(entry["code"]), entry["column"], entry["count"], tuple(entry["rows"]), entry["data"])


def _line(entry: Mapping[str, Any], waived: Mapping[tuple[str, str], Waiver]) -> Line:
    remark = remark_of(entry)
    return Line(remark, waived.get((remark.code, remark.column)))


@dataclass(frozen=True, slots=True)
class Totals:
    """How many remarks of each level; `open` errors wait for a person."""

    errors: int
    warnings: int
    notes: int
    open: int


def totals_of(version: DatasetVersion) -> Totals:
    """Without the rows: for lists. Waivers are prefetched there."""
    levels = [LEVELS[Code(entry["code"])] for entry in version.report]
    waived = len(version.waivers.all())
    errors, warnings, notes = (levels.count(level) for level in (Level.ERROR, Level.WARNING, Level.NOTE))
    return Totals(errors, warnings, notes, errors - waived)
