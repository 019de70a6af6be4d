"""Event logs as stored once: coded, sorted by case, time and row, to be asked without reading the log in again.

A stored log is a folder with `steps.parquet` (a row per event), `cases.parquet` (a row per case), `values.parquet` (the
names that codes stand for) and `about.json` (version, sizes and SHA-256 of the three). The folder appears whole or not
at all. What the columns mean says `engines.chain.steps.Steps`, which has the same shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Coded", "Stored", "check", "is_stored", "read", "write"]


class Coded(Protocol):
    """What can be stored: `engines.chain.steps.Steps`, with its tables in memory or in files."""

    @property
    def steps(self) -> Any: ...
    @property
    def cases(self) -> Any: ...
    @property
    def values(self) -> Mapping[str, pa.Array]: ...
    @property
    def zoned(self) -> bool: ...
    @property
    def zone(self) -> str: ...
    @property
    def with_nulls(self) -> bool: ...
    @property
    def tick(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored log: where its tables are, and what was small enough to read. `with_nulls` and `tick`: as `Steps` has
    them."""

    steps: Path
    cases: Path
    values: Mapping[str, pa.Array]
    zoned: bool
    zone: str
    with_nulls: bool
    tick: int = 1


def write(folder: str | Path, log: Coded) -> Stored:
    """Store a log in a new folder, readable by this user only.

    Raises InputError("steps.exists"); OSError when it does not fit, and then nothing is left of it.
    """
    from sluitend.formats.steps import storing  # loads Arrow: half a second that a page does not need

    return storing.write(Path(folder), log)


def read(folder: str | Path) -> Stored:
    """What lies in a folder; quick, whatever its size. Sizes and structure are checked here, contents by `check`.

    Raises InputError("steps.not_stored", "steps.damaged", "steps.other_version").
    """
    from sluitend.formats.steps import storing

    return storing.read(Path(folder))


def is_stored(folder: str | Path) -> bool:
    """Whether a stored log lies in a folder, whole or damaged: what it is called, without reading it."""
    about, *tables = (Path(folder) / one for one in ("about.json", "steps.parquet", "cases.parquet", "values.parquet"))
    return about.is_file() and any(one.is_file() for one in tables)


def check(folder: str | Path) -> None:
    """Read every byte, and compare it with what was written. Raises InputError as `read`."""
    from sluitend.formats.steps import storing

    storing.check(Path(folder))
