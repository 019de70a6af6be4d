"""Rows that are told are those of the file, also below empty lines, which a reader passes over."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sluitend import cli
from sluitend.errors import InputError
from sluitend.formats import eventlog
from sluitend.formats.eventlog import codes, delimited, rows
from sluitend.work import events_process
from tests.formats.answer_files import write_xlsx

NAMES = {"case": "c", "activity": "a", "time": "t"}
COLUMNS = ["--case", "c", "--activity", "a", "--time", "t"]
# Row 5 is before the others in time of reading: two empty lines stand above it, and one above row 7.
BELOW = "c,a,t\n1,a,2026-01-01\n\n\n{}\n\n{}\n"
GOOD, BAD_DAY = "2,b,2026-01-02", "2,b,2026-02-31"


def plain(text: str) -> bytes:
    return text.encode()


def windows(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()


def returns(text: str) -> bytes:
    return text.replace("\n", "\r").encode()


def marked(text: str) -> bytes:
    return text.encode("utf-8-sig")


def wide(text: str) -> bytes:
    return text.encode("utf-16")


def packed(text: str) -> bytes:
    return gzip.compress(text.encode(), mtime=0)


@pytest.mark.parametrize("write", [plain, windows, returns, marked, wide, packed])
@pytest.mark.parametrize(
    ("lines", "code", "told"),
    [
        ((GOOD, ",b,2026-01-02"), codes.NO_CASE, {"row": 7}),
        ((GOOD, "2,,2026-01-02"), codes.NO_ACTIVITY, {"row": 7}),
        (("2,b,", GOOD), codes.NO_TIME, {"row": 5}),
        ((BAD_DAY, GOOD), codes.BAD_TIME, {"row": 5}),
        ((GOOD, "2,b,2026-01-02 10:00"), codes.MIXED_TIMES, {"row": 2, "other": 7}),
        ((GOOD, "2,b"), codes.RAGGED_ROW, {"row": 7, "expected": 3, "found": 2}),
        (('"2\n\n",b,2026-01-02', ",b,2026-01-02"), codes.NO_CASE, {"row": 7}),
    ],
)
def test_a_refusal_tells_the_row_of_the_file(
    tmp_path: Path, write: Callable[[str], bytes], lines: tuple[str, str], code: str, told: dict[str, int]
) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(write(BELOW.format(*lines)))

    with pytest.raises(InputError) as refused:
        eventlog.read(path, **NAMES)

    assert (refused.value.code, refused.value.data) == (code, told)


CELL = st.sampled_from(["x", "é", "", 'a"b', "a\nb", "a\n\nb", "a;b", "\r\n"])


def written(record: tuple[str, str]) -> str:
    line = io.StringIO(newline="")
    csv.writer(line, delimiter=";").writerow(record)
    return line.getvalue().removesuffix("\r\n")


@given(
    records=st.lists(st.tuples(CELL, CELL).filter(any), min_size=1, max_size=12),
    empties=st.lists(st.integers(0, 3), min_size=12, max_size=12),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
)
@example(records=[("x", "x")] * 12, empties=[0] * 12, end="\n")
def test_every_row_is_found_where_it_was_written(records: list[tuple[str, str]], empties: list[int], end: str) -> None:
    """Empty lines stand above some records; a field with line ends in it is one row, as in a spreadsheet."""
    text, at, places = f"een;twee{end}", 1, []
    for record, above in zip(records, empties, strict=False):
        text += end * above + written(record) + end
        at += above + 1
        places.append(at)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "log.csv"
        path.write_bytes(text.encode())

        read = delimited.read(path).num_rows
        found = eventlog.in_file(path, range(2, read + 2))

    assert read == len(records)
    assert found == dict(enumerate(places, start=2))


def test_a_file_without_empty_lines_is_not_gone_through_row_by_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "_counted", lambda *_: 1 / 0)
    path = tmp_path / "log.csv"
    path.write_text("c,a,t\n" + "1,a,2026-01-01\n" * 200_000)

    assert eventlog.in_file(path, [7]) == {7: 7}


def test_line_ends_on_either_side_of_what_is_looked_at_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(b"c,a,t\r\n1,a,2026-01-01\r\n\r\n2,a,2026-01-01\r\n")

    for size in range(1, 48):
        monkeypatch.setattr(rows, "_CHUNK", size)
        assert eventlog.in_file(path, [3]) == {3: 4}


def test_empty_rows_above_the_names_of_a_sheet_count(tmp_path: Path) -> None:
    sheet = [["", "", ""], ["", "", ""], ["c", "a", "t"], ["1", "a", "2026-01-01"], ["", "b", "2026-01-01"]]
    path = write_xlsx(tmp_path / "log.xlsx", ("blad", sheet))

    with pytest.raises(InputError) as refused:
        eventlog.read(path, **NAMES)

    assert (refused.value.code, refused.value.data) == (codes.NO_CASE, {"row": 5})


TWICE = BELOW.format("1,a,2026-01-01", "3,a,2099-01-01")


@pytest.mark.parametrize("asked", ["analyse", "chain"])
def test_the_command_line_tells_where_an_error_stands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], asked: str
) -> None:
    path = tmp_path / "keten.csv"
    path.write_text(TWICE)
    more = {
        "analyse": ["analyse", "doorlooptijd", "--file", str(path)],
        "chain": ["chain", str(path), "--store", str(tmp_path / "map")],
    }

    assert cli.main([*more[asked], *COLUMNS]) == 1

    told = capsys.readouterr().err
    assert "rij 7: een datum die nog moet komen" in told
    assert "rij 5: gelijk aan een eerdere rij" in told


def test_preparing_tells_where_a_date_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "keten.csv"
    lines = ["c,a,t,geboren", "1,a,2026-01-01,2010-01-01", "", "2,a,2026-01-01,2010-02-31"]
    path.write_text("\n".join(lines))

    assert cli.main(["prepare", str(path), *COLUMNS, "--birth", "geboren", "--out", str(tmp_path / "uit")]) == 1

    assert "in rij 4 bestaat niet" in capsys.readouterr().err


def test_the_report_of_a_delivery_tells_the_rows_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "keten.csv"
    path.write_text(TWICE + "\n,b,2026-01-05\n4,b,2026-02-31\n")
    wanted = {"resource": None, "registered": None, "attributes": [], "missing": [], "known": {}, "today": "2026-06-01"}

    made = events_process.prepare(path, {**NAMES, **wanted}, tmp_path / "steps")

    found = {code: places for code, _column, _count, places, _data in made["remarks"]}
    assert (found["twice"], found["future_time"], found["no_case"], found["bad_time"]) == ([5], [7], [9], [10])
    json.dumps(made)


def test_the_report_of_a_series_too(tmp_path: Path) -> None:
    path = tmp_path / "reeks.csv"
    path.write_text("maand;aantal\n2026-01;12\n\n\n2026-02;veel\n2026-03;12\n")
    columns = {"period": "maand", "value": "aantal"}
    wanted = {"kind": "series", "columns": columns, "missing": [], "known": {}, "today": "2026-06-01"}

    made = events_process.prepare(path, wanted, tmp_path / "tabel")

    assert [(code, places) for code, _c, _n, places, _d in made["remarks"] if code == "bad_value"] == [
        ("bad_value", [5])
    ]
