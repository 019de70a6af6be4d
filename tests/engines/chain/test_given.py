"""A log may be given as an Arrow table, a DataFrame or a Parquet file."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from sluitend.engines.chain import EventLog
from tests.engines.chain import asked
from tests.engines.chain.test_spark import check

ABOUT: dict[str, Any] = {"attributes": [asked.PLACE, asked.FAMILY], "registered": "registered"}


@pytest.fixture(params=[False, True], ids=["no zone", "zone"])
def table(request: pytest.FixtureRequest) -> pa.Table:
    found = asked.table(asked.drawn(11))
    time = found["time"].cast(pa.timestamp("us", "UTC" if request.param else None))
    return found.set_column(found.column_names.index("time"), "time", time)


def test_a_frame_and_a_file_answer_as_the_table(table: pa.Table, tmp_path: Path) -> None:
    parquet.write_table(table, tmp_path / "log [1].parquet")
    frame = table.to_pandas()
    finer = frame.assign(time=frame["time"].astype(frame["time"].dtype.name.replace("us", "ns")))
    first = EventLog(table, **ABOUT)

    for given in (frame, finer, tmp_path / "log [1].parquet", str(tmp_path / "log [1].parquet")):
        log = EventLog(given, **ABOUT)
        assert log.coded.zoned == first.coded.zoned
        for name, ask in {**asked.FIVE, **asked.OTHERS}.items():
            check(ask(log), ask(first), name)


def test_a_case_may_be_a_number_and_a_resource_may_not_be_there() -> None:
    begin = datetime(2025, 1, 1)  # noqa: DTZ001 - these times have no zone
    times = [begin, begin + timedelta(days=2)]
    log = EventLog(pd.DataFrame({"case": [7, 7], "activity": ["a", "b"], "time": times}))

    assert log.case_at(0) == "7"
    assert log.pairs().to_pylist() == [{"activity": "a", "next_activity": "b", "count": 1, "cases": 1}]
    assert log.handovers().num_rows == 0


@pytest.mark.parametrize("name", ["case", "activity", "time"])
def test_a_row_without_what_makes_it_an_event_is_refused(table: pa.Table, name: str) -> None:
    frame = table.to_pandas()
    frame.loc[3, name] = None

    with pytest.raises(ValueError, match=f"rows without {name}"):
        EventLog(frame)
    with pytest.raises(KeyError):
        EventLog(frame.drop(columns=[name]))
