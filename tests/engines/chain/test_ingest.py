"""A log that is read in with bounded memory gives the very same tables as one that is read in at once."""

from __future__ import annotations

import random
import stat
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from sluitend.engines.chain import EventLog, spilling
from sluitend.engines.chain.spilling import Columns, fits, spilled
from sluitend.engines.chain.steps import Steps, attribute, steps_of
from sluitend.formats import steps

NAMED = Columns(registered="registered", attributes=['plaats "1"', "gezin"])
PLAIN = Columns()


def rows(number: int, seed: int = 3) -> dict[str, list[Any]]:
    """Events of some hundred cases in an order that helps nobody: ties, missing resources, values that change."""
    chance = random.Random(seed)
    begin = datetime(2025, 3, 29, 20)  # noqa: DTZ001 - the clock changes in the night after
    times = [begin + timedelta(hours=chance.randrange(0, 200) * 5) for _ in range(number)]
    return {
        "case": [f"zaak {int(chance.paretovariate(0.6)) % 300}" for _ in range(number)],
        "activity": [f"stap {chance.randrange(0, 9)}" for _ in range(number)],
        "time": times,
        "resource": [chance.choice([None, "NA", "A", "B", "wijkteam; 'x'"]) for _ in range(number)],
        "registered": [chance.choice([None, one + timedelta(days=3)]) for one in times],
        'plaats "1"': [chance.choice([None, "Noord", "Zuid"]) for _ in range(number)],
        "gezin": [chance.choice([None, 1, 2, 3]) for _ in range(number)],
    }


def table(number: int, zone: str | None = None) -> pa.Table:
    kinds = {"time": pa.timestamp("us", zone), "registered": pa.timestamp("us", zone), "gezin": pa.int64()}
    return pa.table({name: pa.array(column, kinds.get(name, pa.string())) for name, column in rows(number).items()})


def stored(log: pa.Table, folder: Path, columns: Columns, **options: Any) -> Steps:
    """Through a file with brackets and a quote in its name."""
    source = folder / "logboek [1] 'a'.parquet"
    parquet.write_table(log, source, row_group_size=700)
    (folder / "uit").mkdir()
    return spilled(source, folder / "uit", columns, **options)


def same(one: Steps, other: Steps) -> bool:
    """Column by column, with their order and kinds."""
    assert isinstance(one.steps, Path)
    assert isinstance(one.cases, Path)
    assert parquet.read_table(one.steps).equals(other.steps)
    assert parquet.read_table(one.cases).equals(other.cases)
    assert {name: names.to_pylist() for name, names in one.values.items()} == {
        name: names.to_pylist() for name, names in other.values.items()
    }
    return (one.zoned, one.zone) == (other.zoned, other.zone)


@pytest.mark.parametrize("zone", [None, "UTC"])
@pytest.mark.parametrize("piece", [50, 1 << 20])
def test_the_same_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, piece: int, zone: str | None) -> None:
    monkeypatch.setattr(spilling, "_PIECE", piece)
    monkeypatch.setattr(spilling, "_BATCH", 1_000)
    log = table(5_000, zone)

    found = stored(log, tmp_path, NAMED)

    assert same(found, steps_of(log, NAMED.attributes, "registered"))
    files = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "uit").iterdir()}
    assert files == {"steps.parquet": 0o600, "cases.parquet": 0o600}


@pytest.mark.parametrize("number", [0, 1])
def test_nothing_and_one_event(tmp_path: Path, number: int) -> None:
    log = table(number)

    assert same(stored(log, tmp_path, PLAIN), steps_of(log))


def test_columns_with_names_that_are_used_inside(tmp_path: Path) -> None:
    log = table(500)
    named = {"name": log["resource"], "code": log["activity"], "events": log["gezin"], "row": log["gezin"]}
    for name, column in named.items():
        log = log.append_column(name, column)

    assert same(stored(log, tmp_path, Columns(attributes=list(named))), steps_of(log, list(named)))


def test_names_that_only_capitals_tell_apart(tmp_path: Path) -> None:
    log = table(100)

    with pytest.raises(ValueError, match="capitals"):
        stored(log.append_column("Gezin", log["gezin"]), tmp_path, Columns(attributes=["Gezin"]))


def test_nothing_is_left_when_it_fails_half_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(rows: object) -> pa.Array:
        raise OSError("no space left on device")

    monkeypatch.setattr(spilling, "_courses", full)

    with pytest.raises(OSError, match="no space left"):
        stored(table(500), tmp_path, PLAIN)

    assert list((tmp_path / "uit").iterdir()) == []


def test_without_resources(tmp_path: Path) -> None:
    log = table(500)
    nobody = log.set_column(3, "resource", pa.nulls(500, pa.string()))

    assert same(stored(log.drop_columns("resource"), tmp_path, Columns(resource=None)), steps_of(nobody))


def test_texts_as_codes_and_days_as_times(tmp_path: Path) -> None:
    log = table(500)
    days = log.set_column(2, "time", log["time"].cast(pa.date32()))
    coded = days.set_column(0, "case", days["case"].dictionary_encode())

    moments = days.set_column(2, "time", days["time"].cast(pa.timestamp("us")))
    assert same(stored(coded, tmp_path, PLAIN), steps_of(moments))
    assert steps_of(days).steps.equals(steps_of(moments).steps)


def test_what_does_not_fit_into_memory_goes_to_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many = 400_000
    log = pa.table(
        {
            "case": [f"{number:064}" for number in range(many)],
            "activity": ["Aanmelding"] * many,
            "time": pa.array(range(many), pa.timestamp("us")),
            "resource": ["wijkteam"] * many,
        }
    )
    monkeypatch.setattr(spilling, "_PIECE", 50_000)

    assert same(stored(log, tmp_path, PLAIN, memory=64 * 1024**2), steps_of(log))


@pytest.mark.parametrize("column", ["case", "activity", "time"])
def test_an_event_without_what_it_needs(tmp_path: Path, column: str) -> None:
    log = table(100)
    at = log.column_names.index(column)
    gap = pa.chunked_array([pa.nulls(1, log[column].type), log[column].slice(1).combine_chunks()])

    with pytest.raises(ValueError, match="an event without"):
        stored(log.set_column(at, column, gap), tmp_path, PLAIN)

    assert list((tmp_path / "uit").iterdir()) == []


def test_a_file_that_was_cut_off(tmp_path: Path) -> None:
    source = tmp_path / "log.parquet"
    parquet.write_table(table(5_000), source)
    source.write_bytes(source.read_bytes()[:-900])

    with pytest.raises((pa.ArrowInvalid, duckdb.Error)):
        spilled(source, tmp_path)

    assert list(tmp_path.iterdir()) == [source]


def test_pages_that_were_overwritten(tmp_path: Path) -> None:
    source = tmp_path / "log.parquet"
    parquet.write_table(table(5_000), source, compression="none", use_dictionary=False)
    content = bytearray(source.read_bytes())
    content[100:20_000] = b"\xff" * 19_900
    source.write_bytes(content)

    with pytest.raises((OSError, ValueError, duckdb.Error)):
        spilled(source, tmp_path)

    assert list(tmp_path.iterdir()) == [source]


def test_which_files_it_reads(tmp_path: Path) -> None:
    source = tmp_path / "log.parquet"
    log = table(10).append_column("bedrag", pa.array([0.5] * 10))
    parquet.write_table(log.append_column("tekst", log["time"].cast(pa.string())), source)

    assert fits(source, NAMED)
    assert not fits(source, Columns(attributes=["bedrag"]))
    assert not fits(source, Columns(time="tekst"))
    with pytest.raises(KeyError):
        fits(source, Columns(attributes=["weg"]))


def test_attributes_of_which_only_the_capitals_differ() -> None:
    """DuckDB would look for the values of the second in the first."""
    log = table(10).append_column("Gezin", pa.array(["A"] * 10))

    with pytest.raises(ValueError, match="only the capitals"):
        EventLog(log, attributes=["gezin", "Gezin"])
    assert EventLog(log, attributes=["Gezin", "Gezin"]).where(Gezin="A").summary().events == 10


def test_what_it_would_read_otherwise_is_refused(tmp_path: Path) -> None:
    """DuckDB writes 1.0 and 10000000000.0 where Arrow writes 1 and 1e+10: an attribute would have other values."""
    source = tmp_path / "log.parquet"
    log = table(10).append_column("bedrag", pa.array([1.0, 1e10] * 5))
    parquet.write_table(log.append_column("tekst", log["time"].cast(pa.string())), source)

    for columns in (Columns(attributes=["bedrag"]), Columns(case="bedrag"), Columns(time="tekst")):
        with pytest.raises(ValueError, match="no text or whole number"):
            spilled(source, tmp_path, columns)

    assert list(tmp_path.iterdir()) == [source]


@pytest.mark.parametrize("values", [pa.array([True, False, None]), pa.nulls(3)], ids=["yes and no", "nothing"])
def test_yes_and_no_and_nothing_are_read_alike(tmp_path: Path, values: pa.Array) -> None:
    log = pa.table(
        {"case": list("abc"), "activity": list("xyx"), "time": pa.array([3, 1, 2], pa.timestamp("us")), "ja": values}
    ).append_column("resource", pa.array(list("pqp")))
    parquet.write_table(log, tmp_path / "log.parquet")

    made = spilled(tmp_path / "log.parquet", tmp_path, Columns(attributes=["ja"]))

    name = attribute("ja")
    assert made.values[name].to_pylist() == steps_of(log, ["ja"]).values[name].to_pylist()


def test_stored_it_answers_as_the_log_in_memory(tmp_path: Path) -> None:
    log = table(3_000)
    made = stored(log, tmp_path, NAMED)
    kept = steps.write(tmp_path / "log", made)
    beside = EventLog.spilled(tmp_path / "logboek [1] 'a'.parquet", tmp_path, NAMED)
    for path in (made.steps, made.cases):
        Path(str(path)).unlink()

    found = EventLog.stored(kept)

    steps.check(tmp_path / "log")
    memory = EventLog(log, attributes=list(NAMED.attributes), registered="registered")
    assert found.summary() == memory.summary() == beside.summary()
    assert found.variants().equals(memory.variants())
    assert found.handovers().equals(memory.handovers())
