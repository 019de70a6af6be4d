"""Logs that are too large or broken: refused at once, whatever their size, and what is wide stays exact."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from sluitend.engines.chain import EventLog
from sluitend.errors import InputError
from sluitend.formats import eventlog
from sluitend.formats.eventlog import codes
from sluitend.formats.eventlog.reading import MAX_BYTES

MANY = 70_000  # more than 16 bits hold


@pytest.mark.parametrize("name", ["log.csv", "log.parquet", "log.xes.gz", "log.xlsx"])
def test_a_file_beyond_the_limit_is_not_opened(tmp_path: Path, name: str) -> None:
    with (tmp_path / name).open("wb") as file:
        file.truncate(MAX_BYTES + 1)  # without taking room on the disk

    with pytest.raises(InputError) as caught:
        eventlog.read(tmp_path / name)

    assert caught.value.code == codes.TOO_BIG


@pytest.mark.parametrize("kept", [0.2, 0.9, 0.999])
def test_a_parquet_file_that_was_cut_off(tmp_path: Path, kept: float) -> None:
    path = tmp_path / "log.parquet"
    names = [f"zaak {number}" for number in range(5_000)]
    parquet.write_table(pa.table({"case": names, "activity": names, "time": names}), path)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * kept)])

    with pytest.raises(InputError) as caught:
        eventlog.read(path, case="case", activity="activity", time="time")

    assert caught.value.code == codes.DAMAGED


def test_very_many_activities_and_resources_are_counted_as_by_hand() -> None:
    """Each case does the next step twice, so that every pair but the first comes back in its case or another."""
    activities = [f"stap {number}" for number in range(MANY)]
    walked = [activities[place] for start in range(0, MANY, 100) for place in (start, MANY - 1 - start) * 2]
    cases = [f"zaak {place // 8}" for place in range(len(walked))]
    times = pa.array(range(len(walked)), pa.timestamp("us"))
    everybody = activities + walked  # all names first, so that codes go beyond 16 bits
    table = pa.table(
        {
            "case": ["alles"] * MANY + cases,
            "activity": everybody,
            "time": pa.concat_arrays([pa.array(range(MANY), pa.timestamp("us")), times]),
            "resource": everybody,
        }
    )

    log = EventLog(table)

    pairs = [*pairwise(activities)]
    in_cases = {*pairs}
    for begin in range(0, len(walked), 8):
        own = [*pairwise(walked[begin : begin + 8])]
        pairs += own
        in_cases |= {(begin, *pair) for pair in own}
    counted = Counter(pairs)
    of_cases = Counter(pair[-2:] for pair in in_cases)
    for found, one, two in (
        (log.pairs(), "activity", "next_activity"),
        (log.handovers(), "resource", "next_resource"),
    ):
        rows = zip(found[one].to_pylist(), found[two].to_pylist(), found["count"].to_pylist(), strict=True)
        assert {(a, b): count for a, b, count in rows} == counted
        rows = zip(found[one].to_pylist(), found[two].to_pylist(), found["cases"].to_pylist(), strict=True)
        assert {(a, b): count for a, b, count in rows} == of_cases
