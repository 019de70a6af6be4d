"""Events in their stored order: the same answers however the rows come in, and from logs of every shape."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as parquet
import pytest
from ibis import _

from sluitend.engines.chain import EventLog, Rules, Wait
from sluitend.engines.chain.reading import Marks, parts, worked
from sluitend.engines.chain.steps import Steps, steps_of
from sluitend.engines.chain.store import Store
from sluitend.formats import steps
from tests.engines.chain.asked import ALONE, FIVE, OTHERS, PLACE, UNTIL, drawn, log_of, norm
from tests.engines.chain.test_spark import check


def large(places: int, activities: int) -> pa.Table:
    """So many events that a database reads them with all its threads: 200,000 cases of two events in turn."""
    number = np.random.default_rng(1).permutation(400_000)
    begin = np.datetime64("2025-01-01", "us")
    return pa.table(
        {
            "case": pa.array([f"c{one // 2}" for one in number.tolist()]),
            "activity": pa.array([f"a{one % activities}" for one in number.tolist()]),
            "time": pa.array(begin + number.astype("timedelta64[s]")),
            "resource": pa.nulls(len(number), pa.string()),
            PLACE: pa.array([f"p{one // 2 % places}" for one in number.tolist()]),
        }
    )


def slices(rows: int, asked: Callable[..., Iterator[pa.RecordBatch]]) -> Callable[..., Iterator[pa.RecordBatch]]:
    def sliced(store: Store, table: Any, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        for batch in asked(store, table, columns):
            yield from (batch.slice(at, rows) for at in range(0, batch.num_rows, rows))

    return sliced


@pytest.mark.parametrize("rows", [1])
def test_answers_do_not_depend_on_where_the_rows_are_cut(rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    log = log_of(drawn(7))
    whole = {name: ask(log) for name, ask in {**FIVE, **OTHERS}.items()}

    monkeypatch.setattr(Store, "in_order", slices(rows, Store.in_order))

    for name, ask in {**FIVE, **OTHERS}.items():
        check(ask(log), whole[name], name)


@pytest.mark.parametrize("places", [20, 2_000])
def test_chosen_cases_come_in_their_order(places: int, tmp_path: Path) -> None:
    """Twenty places are looked up, two thousand are joined and sorted."""
    coded = steps_of(large(places, 2), [PLACE])
    written = steps.write(tmp_path / "log", coded)
    stored = Steps(written.steps, written.cases, written.values, written.zoned)
    wanted = [f"p{number}" for number in range(places - 9)]
    for tables in (coded, stored):
        store = Store(tables).where({PLACE: wanted}, None, None)
        found = list(parts(store, store.steps.filter(_.position >= 0), "position"))
        case, position = (np.concatenate([part[name] for part in found]) for name in ("case", "position"))
        assert len(case) == 400_000 // places * len(wanted)
        assert (np.diff(case.astype(np.int64) << 32 | position) > 0).all()
        assert len({*case.tolist()}) == sum(len({*part["case"].tolist()}) for part in found)


def test_what_is_made_of_parts_comes_in_their_order() -> None:
    made = worked(range(50), lambda part: np.full(1 + 5_000 * (part % 2), part).max())  # every other takes longer

    assert list(made) == list(range(50))
    assert list(worked([], lambda part: part)) == []


def test_a_part_that_cannot_be_worked_on_is_told_and_no_more_are_read() -> None:
    read = []

    def rows() -> Iterator[int]:
        for part in range(50):
            read.append(part)
            yield part

    with pytest.raises(ZeroDivisionError):
        list(worked(rows(), lambda part: 1 // (part - 3)))

    assert len(read) < 10


def test_a_kind_is_known_among_more_activities_than_a_number_has_bits() -> None:
    begin = datetime(2025, 4, 1)  # noqa: DTZ001 - a log without a zone
    rows = [
        {"case": f"c{number}", "activity": name, "time": begin + timedelta(days=day), "resource": None}
        for number in range(80)
        for day, name in enumerate((f"a{number}", f"b{number}", "end"))
    ]
    log = EventLog(pa.Table.from_pylist(rows))
    store = Store(log.coded)

    found = parts(store, store.steps.filter(Marks(store, ["a70"]).condition(store.steps)), "activity")
    [cohort] = log.waiting(Wait(("a70", "a71"), ("end",)), until=UNTIL).cohorts

    assert sum(int(Marks(store, ["a70"], ["end"])(part["activity"])[0].sum()) for part in found) == 1
    assert (cohort.cases, cohort.no_start, cohort.reached, cohort.median.value) == (80, 78, 2, 2.0)


def test_a_log_that_was_stored_before_names_had_a_place_answers_the_same(tmp_path: Path) -> None:
    log = log_of(drawn(3))
    stored = steps.write(tmp_path / "log", log.coded)
    former = parquet.read_table(stored.cases).drop_columns("by_name")
    parquet.write_table(former, tmp_path / "former")
    old = EventLog.stored(replace(stored, cases=tmp_path / "former"))

    check(old.judged(norm(), until=UNTIL, by=PLACE), log.judged(norm(), until=UNTIL, by=PLACE), "norm")
    check(old.ownership(ALONE, until=UNTIL), log.ownership(ALONE, until=UNTIL), "nobody's")


def test_a_log_that_was_stored_with_nulls_answers_the_same(tmp_path: Path) -> None:
    log = log_of(drawn(5))
    stored = steps.write(tmp_path / "log", log.coded)
    table = parquet.read_table(stored.steps)
    for name in ("resource", "next_activity", "next_resource", "wait", "next_hand", "second_hand"):
        known = pc.if_else(pc.equal(table[name], -1), None, table[name])
        known = pc.multiply(known.cast(pa.int64()), stored.tick) if name == "wait" else known
        assert known.null_count > 0, name
        table = table.set_column(table.column_names.index(name), name, known)
    parquet.write_table(table, tmp_path / "former")
    former = replace(stored, steps=tmp_path / "former", with_nulls=True, tick=1)
    old = EventLog.stored(former)

    for name, ask in {**FIVE, **OTHERS}.items():
        check(ask(old), ask(log), name)
    again = steps.write(tmp_path / "again", old.coded)
    assert again.with_nulls
    check(EventLog.stored(again).pairs(), log.pairs(), "stored once more")
    assert not stored.with_nulls


def test_waits_in_seconds_answer_as_those_in_microseconds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = log_of(drawn(7))
    monkeypatch.setattr("sluitend.engines.chain.steps.tick_of", lambda is_whole, span: 1)
    finer = log_of(drawn(7))

    assert (log.coded.tick, finer.coded.tick) == (1_000_000, 1)
    assert [one.coded.steps.schema.field("wait").type for one in (log, finer)] == [pa.int32(), pa.int64()]
    for name, ask in {**FIVE, **OTHERS}.items():
        check(ask(log), ask(finer), name)
    stored = [EventLog.stored(steps.write(tmp_path / str(one.coded.tick), one.coded)) for one in (log, finer)]
    assert [one.coded.tick for one in stored] == [1_000_000, 1]
    check(stored[0].performance(), stored[1].performance(), "stored")


@pytest.mark.parametrize(
    ("moments", "tick"),
    [
        ([], 1_000_000),
        ([timedelta(0)], 1_000_000),
        ([timedelta(0), timedelta(seconds=1)], 1_000_000),
        ([timedelta(0), timedelta(seconds=1, microseconds=1)], 1),
        ([timedelta(0), timedelta(days=68 * 365)], 1_000_000),
        ([timedelta(0), timedelta(seconds=2**31)], 1),  # 68 years and some days
    ],
)
def test_waits_are_in_seconds_where_all_times_are(moments: list[timedelta], tick: int, tmp_path: Path) -> None:
    begin = datetime(1957, 1, 1)  # noqa: DTZ001 - these times have no zone
    rows = [{"case": "c", "activity": "a", "time": begin + one, "resource": None} for one in moments]
    schema = pa.schema(
        [("case", pa.string()), ("activity", pa.string()), ("time", pa.timestamp("us")), ("resource", pa.string())]
    )
    table = pa.Table.from_pylist(rows, schema)
    parquet.write_table(table, tmp_path / "log")

    assert EventLog(table).coded.tick == tick
    assert EventLog.spilled(tmp_path / "log", tmp_path).coded.tick == tick
    if len(moments) > 1:
        [days] = EventLog(table).performance()["mean_days"].to_pylist()
        assert days == moments[1] / timedelta(days=1)


def test_questions_of_nothing_have_no_rows() -> None:
    log = log_of([])

    assert log.longest_chains().num_rows == log.hands().num_rows == log.organisations().num_rows == 0
    assert log.ownership(Rules(("a",), closes=("b",)), until=UNTIL).gaps.num_rows == 0
    assert log.waiting(Wait(("a",), ("b",)), until=UNTIL).cohorts[0].cases == 0
