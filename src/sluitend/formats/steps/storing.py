"""Writes and reads the folder of a stored event log."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet

from sluitend.errors import InputError
from sluitend.formats.new_folder import new_folder
from sluitend.formats.steps import Coded, Stored
from sluitend.formats.steps.refusals import DAMAGED, EXISTS, NOT_STORED, OTHER_VERSION

_TICKS = (1, 1_000_000)  # microseconds in a unit of waits
VERSION, _WITH_NULLS = 2, 1
_STEPS, _CASES, _VALUES, _ABOUT = "steps.parquet", "cases.parquet", "values.parquet", "about.json"
_COLUMNS: Mapping[str, frozenset[str]] = {
    _STEPS: frozenset({"case", "position", "activity", "resource", "time", "day", "wait", "new_pair", "hand", "first"}),
    _CASES: frozenset({"case", "name", "first", "last", "events", "variant"}),
    _VALUES: frozenset({"column", "value"}),
}
_FORMER_ZONE = "Europe/Amsterdam"  # of logs that were stored before they told
_FORMER_TICK = 1  # as well
_UNLIKE = "wait"  # numbers of which few are alike, quicker to read as they are; the others are codes and days
_ROWS = 256 * 1024  # in a row group: what a reader has in memory at a time, and can leave out whole


def write(folder: Path, log: Coded) -> Stored:
    """As `steps.write`."""
    if folder.exists():
        raise InputError(EXISTS, name=folder.name)
    with new_folder(folder) as part:
        _write_files(part, log)
    return read(folder)


def read(folder: Path) -> Stored:
    """As `steps.read`."""
    about = _about(folder)
    for name in _COLUMNS:
        _check_shape(folder / name, about["files"][name])
    _check_content(folder / _VALUES, about)
    table = parquet.read_table(folder / _VALUES)
    columns, values = table["column"].to_pylist(), table["value"].to_pylist()
    lists: dict[str, list[str]] = {name: [] for name in about["columns"]}
    for column, value in zip(columns, values, strict=True):
        lists[column].append(value)
    found = {name: pa.array(names, pa.string()) for name, names in lists.items()}
    zone = about.get("zone", _FORMER_ZONE)
    is_former, tick = about["version"] == _WITH_NULLS, about.get("tick", _FORMER_TICK)
    return Stored(folder / _STEPS, folder / _CASES, found, about["zoned"], zone, is_former, tick)


def check(folder: Path) -> None:
    """As `steps.check`."""
    about = _about(folder)
    for name in _COLUMNS:
        _check_shape(folder / name, about["files"][name])
        _check_content(folder / name, about)


def _write_files(part: Path, log: Coded) -> None:
    pairs = [(column, name) for column, names in log.values.items() for name in names.to_pylist()]
    values = {"column": [column for column, _ in pairs], "value": [name for _, name in pairs]}
    text = pa.schema({"column": pa.string(), "value": pa.string()})
    tables = {_STEPS: log.steps, _CASES: log.cases, _VALUES: pa.table(values, text)}
    for name, table in tables.items():
        _write_file(part / name, table)
    files = {name: _about_file(part / name) for name in tables}
    version = _WITH_NULLS if log.with_nulls else VERSION
    about = {"version": version, "zoned": log.zoned, "zone": log.zone, "tick": log.tick}
    about |= {"columns": list(log.values), "files": files}
    (part / _ABOUT).write_text(json.dumps(about, indent=1), encoding="utf-8")


def _write_file(path: Path, table: pa.Table | Path) -> None:
    """A table that lies on disk already is the same file under another name, where the disk can do that."""
    if isinstance(table, Path):
        try:
            path.hardlink_to(table)
        except OSError:
            shutil.copyfile(table, path)
        return
    repeating = [one.name for one in table.schema if one.type == pa.int32() and one.name != _UNLIKE]
    packed = {one.name: "none" if one.name == _UNLIKE else "lz4" for one in table.schema}
    parquet.write_table(table, path, row_group_size=_ROWS, compression=packed, use_dictionary=repeating)


def _about_file(path: Path) -> dict[str, int | str]:
    rows = parquet.read_metadata(path).num_rows
    return {"bytes": path.stat().st_size, "rows": rows, "sha256": _sha256(path)}


def _about(folder: Path) -> dict[str, Any]:
    try:
        about = json.loads((folder / _ABOUT).read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        raise InputError(NOT_STORED, name=folder.name) from None
    except ValueError:
        raise InputError(DAMAGED, file=_ABOUT) from None
    if not isinstance(about, dict) or not isinstance(about.get("version"), int):
        raise InputError(DAMAGED, file=_ABOUT)
    if about["version"] not in (VERSION, _WITH_NULLS):
        raise InputError(OTHER_VERSION)
    return _whole(about)


def _whole(about: dict[str, Any]) -> dict[str, Any]:
    """Raises InputError("steps.damaged") when something is missing."""
    try:
        shape = [(about["files"][name][key]) for name in _COLUMNS for key in ("bytes", "rows", "sha256")]
        good = len(shape) > 0 and isinstance(about["columns"], list) and isinstance(about["zoned"], bool)
        good = good and isinstance(about.get("zone", _FORMER_ZONE), str)
        good = good and about.get("tick", _FORMER_TICK) in _TICKS
    except (KeyError, TypeError):
        good = False
    if not good:
        raise InputError(DAMAGED, file=_ABOUT)
    return about


def _check_shape(path: Path, expected: Mapping[str, Any]) -> None:
    try:
        same = path.stat().st_size == expected["bytes"]
        inside = parquet.ParquetFile(path) if same else None
    except (OSError, pa.ArrowInvalid):
        raise InputError(DAMAGED, file=path.name) from None
    if (
        inside is None
        or inside.metadata.num_rows != expected["rows"]
        or not _COLUMNS[path.name] <= {*inside.schema.names}
    ):
        raise InputError(DAMAGED, file=path.name)


def _check_content(path: Path, about: Mapping[str, Any]) -> None:
    if _sha256(path) != about["files"][path.name]["sha256"]:
        raise InputError(DAMAGED, file=path.name)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
