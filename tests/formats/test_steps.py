"""A stored event log: the same answers as the log itself, whole or not there, and refused when it is damaged."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
from django.utils.translation import override

from sluitend.engines.chain import EventLog, Rules, Wait
from sluitend.errors import InputError
from sluitend.formats import steps
from sluitend.formats.steps import refusals, storing
from sluitend.web import sentences, wording

UNTIL = date(1970, 2, 1)
FILES = ("steps.parquet", "cases.parquet", "values.parquet")


@pytest.fixture
def log() -> EventLog:
    """Two hundred cases with places that are called as our own columns are, one of them not known."""
    rows = [(f"c{case}", activity, case % 7 + step * (case % 3 + 1)) for case in range(200) for step, activity in
            enumerate(("ask", "take", "help", "go")[: case % 4 + 1])]  # fmt: skip
    resource = ["ABC"[(number * 7) % 3] if number % 11 else None for number in range(len(rows))]
    first = [["noord", "zuid", None][int(case[1:]) % 3] for case, _, _ in rows]
    table = pa.table(
        {
            "case": [row[0] for row in rows],
            "activity": [row[1] for row in rows],
            "time": pa.array([row[2] * 86_400_000_000 for row in rows], pa.timestamp("us", "UTC")),
            "resource": pa.array(resource, pa.string()),
            "first": pa.array(first, pa.string()),
            "seen": pa.array([row[2] + 1 for row in rows], pa.int32()).cast(pa.date32()),
        }
    )
    return EventLog(table, attributes=["first"], registered="seen")


def answers(log: EventLog) -> list[object]:
    wait = log.waiting(Wait(("ask",), ("help",)), until=UNTIL, by="first", norm=2)
    owned = log.ownership(Rules(("take",), ("go",)), until=UNTIL, by="first")
    tables = (log.pairs(), log.performance(), log.variants(), log.handovers(), log.ping_pongs(), log.longest_chains(),
              log.hands(), log.organisations("first"), owned.days, owned.gaps, owned.last)  # fmt: skip
    cohorts = [(one.name, one.cases, one.reached, one.median, one.p90, one.within) for one in wait.cohorts]
    return [dataclasses.asdict(log.summary()), log.throughput(), cohorts, *(table.to_pylist() for table in tables)]


def test_a_stored_log_gives_the_same_answers(log: EventLog, tmp_path: Path) -> None:
    steps.write(tmp_path / "log [1]", log.coded)  # brackets are no pattern of files

    again = EventLog.stored(steps.read(tmp_path / "log [1]"))

    steps.check(tmp_path / "log [1]")
    assert answers(again) == answers(log)
    assert again.where(first="zuid").throughput() == log.where(first="zuid").throughput() != log.throughput()
    assert again.where(first="zuid").handovers() == log.where(first="zuid").handovers()


def test_a_stored_log_knows_whose_days_it_counts(log: EventLog, tmp_path: Path) -> None:
    """Logs that were stored before this was told are of Amsterdam, which was an hour ahead of UTC in 1970."""
    steps.write(tmp_path / "log", dataclasses.replace(log.coded, zone="UTC"))

    assert EventLog.stored(steps.read(tmp_path / "log")).coded.begin(UNTIL) == log.coded.begin(UNTIL) + 3_600_000_000
    about = tmp_path / "log" / "about.json"
    told = json.loads(about.read_text())
    del told["zone"]
    about.write_text(json.dumps(told))
    assert EventLog.stored(steps.read(tmp_path / "log")).coded.begin(UNTIL) == log.coded.begin(UNTIL)


def test_it_is_sorted_and_holds_no_names_of_cases_per_event(log: EventLog, tmp_path: Path) -> None:
    stored = steps.write(tmp_path / "log", log.coded)

    table = parquet.read_table(stored.steps)
    keys = list(zip(*(table[name].to_pylist() for name in ("case", "time", "position")), strict=True))
    assert keys == sorted(keys)
    assert not any(pa.types.is_string(field.type) for field in table.schema)
    assert (tmp_path / "log").stat().st_mode & 0o077 == 0


def test_it_is_written_once(log: EventLog, tmp_path: Path) -> None:
    steps.write(tmp_path / "log", log.coded)

    with pytest.raises(InputError) as refused:
        steps.write(tmp_path / "log", log.coded)

    assert (refused.value.code, refused.value.data) == (refusals.EXISTS, {"name": "log"})


def test_nothing_is_left_of_what_could_not_be_written(
    log: EventLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = parquet.write_table

    def full(table: pa.Table, path: Path, **rest: object) -> None:
        if path.name == "values.parquet":
            raise OSError(28, "No space left on device")
        real(table, path, **rest)

    monkeypatch.setattr(storing.parquet, "write_table", full)
    with pytest.raises(OSError, match="No space"):
        steps.write(tmp_path / "log", log.coded)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("harm", ["cut", "gone", "other"])
def test_a_damaged_file_is_refused_at_once(log: EventLog, tmp_path: Path, name: str, harm: str) -> None:
    steps.write(tmp_path / "log", log.coded)
    path = tmp_path / "log" / name
    content = path.read_bytes()
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes(content[: len(content) // 2] if harm == "cut" else b"x" * len(content))

    with pytest.raises(InputError) as refused:
        steps.read(tmp_path / "log")

    assert (refused.value.code, refused.value.data) == (refusals.DAMAGED, {"file": name})


@pytest.mark.parametrize("name", FILES)
def test_one_other_bit_is_found_by_a_check(log: EventLog, tmp_path: Path, name: str) -> None:
    steps.write(tmp_path / "log", log.coded)
    path = tmp_path / "log" / name
    content = bytearray(path.read_bytes())
    content[40] ^= 1
    path.write_bytes(bytes(content))

    with pytest.raises(InputError) as refused:
        steps.check(tmp_path / "log")

    assert refused.value.code == refusals.DAMAGED


@pytest.mark.parametrize(
    ("about", "code"),
    [
        (b"", refusals.DAMAGED),
        (b"[]", refusals.DAMAGED),
        (b'{"version": "1"}', refusals.DAMAGED),
        (b'{"version": 1, "files": {}}', refusals.DAMAGED),
        (b'{"version": 99}', refusals.OTHER_VERSION),
    ],
)
def test_a_damaged_description(log: EventLog, tmp_path: Path, about: bytes, code: str) -> None:
    steps.write(tmp_path / "log", log.coded)
    (tmp_path / "log" / "about.json").write_bytes(about)

    with pytest.raises(InputError) as refused:
        steps.read(tmp_path / "log")

    assert refused.value.code == code


def test_a_file_that_lacks_a_column(log: EventLog, tmp_path: Path) -> None:
    steps.write(tmp_path / "log", log.coded)
    path = tmp_path / "log" / "steps.parquet"
    parquet.write_table(parquet.read_table(path).drop_columns(["position"]), path)
    about = json.loads((tmp_path / "log" / "about.json").read_text())
    about["files"]["steps.parquet"]["bytes"] = path.stat().st_size
    (tmp_path / "log" / "about.json").write_text(json.dumps(about))

    with pytest.raises(InputError) as refused:
        steps.read(tmp_path / "log")

    assert refused.value.code == refusals.DAMAGED


def test_what_is_no_stored_log(tmp_path: Path) -> None:
    (tmp_path / "file.csv").write_text("case")
    for path in (tmp_path, tmp_path / "nowhere", tmp_path / "file.csv"):
        with pytest.raises(InputError) as refused:
            steps.read(path)
        assert refused.value.code == refusals.NOT_STORED


def test_the_sentence_is_dutch() -> None:
    said = wording.sentence(InputError(refusals.DAMAGED, file="steps.parquet"))

    assert said == (
        "Dit opgeslagen logboek is beschadigd: “steps.parquet” is niet wat er geschreven is. Lees het logboek opnieuw "
        "in of haal de map uit een back-up."
    )


@pytest.mark.parametrize("code", sorted(refusals.SENTENCES))
def test_every_refusal_is_translated(code: str) -> None:
    with override("nl"):
        assert str(sentences.REFUSALS[code]) != refusals.SENTENCES[code]
