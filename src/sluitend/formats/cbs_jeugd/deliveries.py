"""Of which organisation a file is: a folder has one folder for each organisation, called as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

FILES = (".xlsx", ".xls", ".ods", ".csv", ".csv.gz", ".txt", ".asc", ".dat")


def files(paths: Iterable[Path], organisation: str | None) -> Iterator[tuple[Path, str | None]]:
    """Every file with its organisation, in the order of the names within a folder; `organisation` is that of what lies
    in no folder of its own."""
    for path in paths:
        if path.is_dir():
            inner = sorted(one for one in path.iterdir() if one.is_dir() and not _passed(one))
            yield from ((file, organisation) for file in _records(path.iterdir()))
            yield from ((file, one.name) for one in inner for file in _records(one.rglob("*")))
        else:
            yield path, organisation


def _records(found: Iterable[Path]) -> list[Path]:
    return sorted(one for one in found if one.name.lower().endswith(FILES) and one.is_file() and not _passed(one))


def _passed(path: Path) -> bool:
    """Links lead to what nobody chose; hidden files are no deliveries."""
    return path.is_symlink() or path.name.startswith(".")
