"""A reason behind its activity: as a loop does it, and a rare one goes without its activity."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sluitend import cli
from sluitend.errors import InputError
from sluitend.formats.reasons import joined

Event = tuple[str, str, str | None]
EVENTS = st.lists(
    st.tuples(
        st.sampled_from("abc"), st.sampled_from(["stop", "start"]), st.sampled_from([None, "", " ", "plan", "x: y"])
    ),
    max_size=12,
)


def table(events: list[Event]) -> pa.Table:
    case, activity, reason = zip(*events, strict=True) if events else ((), (), ())
    columns = {"case": case, "activity": activity, "reason": reason}
    return pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})


@given(EVENTS, st.integers(1, 3))
def test_the_same_as_a_loop(events: list[Event], least: int) -> None:
    named = [(case, f"{what}: {why.strip()}" if why and why.strip() else what) for case, what, why in events]
    cases: dict[str, set[str]] = {}
    for case, name in named:
        cases.setdefault(name, set()).add(case)

    found = joined(table(events), "reason", least)

    assert found.column_names == ["case", "activity"]
    assert found["activity"].to_pylist() == [
        name if len(cases[name]) >= least else what
        for (_case, name), (_, what, _why) in zip(named, events, strict=True)
    ]


@pytest.mark.parametrize("column", ["reden", "activity"])
def test_a_column_that_is_not_there_or_that_is_the_activity_is_refused(column: str) -> None:
    with pytest.raises(InputError, match=r"eventlog\.no_column"):
        joined(table([("a", "stop", "plan")]), column)


def test_ends_are_told_apart_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        ("a", "begin", 1, ""),
        ("a", "stop", 5, "volgens plan"),
        ("b", "begin", 1, ""),
        ("b", "stop", 9, "eenzijdig"),
    ]
    text = "\n".join(f"{case};{what};2025-01-{day:02};{why}" for case, what, day, why in rows)
    (tmp_path / "log.csv").write_text(f"zaak;stap;dag;reden\n{text}\n", "utf-8")
    columns = ["--case", "zaak", "--activity", "stap", "--time", "dag", "--reason", "reden"]

    ways = ["--planned", "stop: volgens plan", "--early", "stop: eenzijdig"]
    assert cli.main(["analyse", "einde", "--file", str(tmp_path / "log.csv"), *columns, *ways]) == 0
    assert "van 2 casussen zijn er 2 geëindigd" in capsys.readouterr().out
    assert cli.main(["chain", str(tmp_path / "log.csv"), *columns, "--store", str(tmp_path / "map")]) == 0
    capsys.readouterr()
    assert cli.main(["chain", str(tmp_path / "map"), "--reason", "reden"]) == 1
    assert "--reason" in capsys.readouterr().err
