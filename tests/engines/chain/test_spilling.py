"""What DuckDB writes when a log does not fit into memory: only where the product sweeps, private, and not for long."""

from __future__ import annotations

import gc
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from sluitend.engines.chain import EventLog
from sluitend.engines.chain.steps import steps_of
from sluitend.formats import steps

EVENTS = 400_000


def log() -> pa.Table:
    """One event for each of very many cases."""
    names = pa.array([f"zaak {number}" for number in range(EVENTS)])
    times = pa.array(range(EVENTS), pa.timestamp("us"))
    one = pa.array(["Aanmelding"] * EVENTS)
    return pa.table({"case": names, "activity": one, "time": times, "resource": one})


def in_memory(folder: Path) -> EventLog:
    return EventLog(log())


def stored(folder: Path) -> EventLog:
    steps.write(folder / "map", steps_of(log()))
    return of(folder / "map")


def of(folder: Path) -> EventLog:
    return EventLog.stored(steps.read(folder))


def spilled(chain: EventLog) -> list[tuple[Path, int]]:
    """The files on disk, and who may see the folder, while a table that is larger than memory is there."""
    connection = chain._store._database.connection
    connection.raw_sql("SET memory_limit = '24MB'")
    connection.raw_sql("SET threads = 1")
    connection.raw_sql("CREATE TABLE big AS SELECT random() AS one, random() AS other FROM range(4000000)")
    (folder,) = connection.raw_sql("SELECT current_setting('temp_directory')").fetchone()
    return [(path, stat.S_IMODE(Path(folder).stat().st_mode)) for path in Path(folder).rglob("*")]


@pytest.mark.parametrize("made", [in_memory, stored])
def test_what_is_spilled_is_private_and_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: Callable[[Path], EventLog]
) -> None:
    for name in ("werkmap", "tijdelijk"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path / "werkmap")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tijdelijk"))
    chain = made(tmp_path)

    found = spilled(chain)

    place = tmp_path / ("map" if made is stored else "tijdelijk")
    assert found
    assert all(path.is_relative_to(place) and mode == 0o700 for path, mode in found)
    assert list((tmp_path / "werkmap").iterdir()) == []
    chosen = chain.where()
    del chain
    gc.collect()
    assert chosen.summary().events == EVENTS  # the same connection
    assert found[0][0].exists()
    del chosen
    gc.collect()
    assert not found[0][0].exists()
    assert list(tmp_path.rglob("spill-*")) == []


def test_steps_that_may_only_be_read_are_spilled_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stored(tmp_path)
    (tmp_path / "tijdelijk").mkdir()
    real = tempfile.mkdtemp

    def refused(suffix: str | None = None, prefix: str | None = None, dir: Path | None = None) -> str:  # noqa: A002
        if dir is not None:
            raise PermissionError
        return real(suffix, prefix, tmp_path / "tijdelijk")

    monkeypatch.setattr(tempfile, "mkdtemp", refused)

    found = spilled(of(tmp_path / "map"))

    assert found
    assert all(path.is_relative_to(tmp_path / "tijdelijk") for path, _ in found)
