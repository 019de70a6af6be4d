"""Event logs in every kind of file: what is read is what was written, and what cannot be read is said plainly."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pa_parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sluitend.errors import InputError
from sluitend.formats import eventlog
from sluitend.formats.eventlog import codes, refusals
from tests.formats.answer_files import write_xlsx

NAMES = {"case": "c", "activity": "a", "time": "t"}
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]), min_size=1, max_size=8)


def read(folder: Path, content: str | bytes, name: str = "log.csv", **options: object) -> pa.Table:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return eventlog.read(path, **{**NAMES, **options})  # type: ignore[arg-type]


def moments(table: pa.Table) -> list[datetime]:
    return list(table["time"].to_pylist())


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_recognised(tmp_path: Path, delimiter: str) -> None:
    text = 'c,a,t,extra\nNA,"melding, ontvangen",2026-01-31,é\n2,b,2026-02-28,\n'
    rows = delimiter.join(["c", "a", "t", "extra"]) + "\n"
    rows += delimiter.join(["NA", '"melding, ontvangen"', "2026-01-31", "é"]) + "\n"
    rows += delimiter.join(["2", "b", "2026-02-28", ""]) + "\n"

    found = read(tmp_path, rows if delimiter != "," else text)

    assert found["case"].to_pylist() == ["NA", "2"]
    assert found["activity"][0].as_py() == "melding, ontvangen"
    assert found["extra"].to_pylist() == ["é", None]
    assert found["resource"].null_count == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    found = read(tmp_path, "c,a,t\n1,gezin één,2026-01-31\n".encode(encoding))

    assert found["activity"].to_pylist() == ["gezin één"]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_name_of_two_lines_is_no_row(tmp_path: Path, end: str, encoding: str) -> None:
    """What a spreadsheet writes for a cell with a line end in it."""
    path = tmp_path / "file.csv"
    path.write_bytes(f'"naam{end}kind";b{end}1;2{end}"3{end}4";5{end}'.encode(encoding))

    assert eventlog.raw(path).to_pydict() == {f"naam{end}kind": ["1", f"3{end}4"], "b": ["2", "5"]}


def test_a_letter_of_windows_far_into_the_file(tmp_path: Path) -> None:
    plain = "1,melding,2026-01-31\n" * 80_000

    found = read(tmp_path, ("c,a,t\n" + plain + "2,één,2026-01-31\n").encode("cp1252"))

    assert found["activity"][-1].as_py() == "één"


@pytest.mark.parametrize(
    ("text", "expected", "day_only"),
    [
        ("2026-01-31", datetime.fromisoformat("2026-01-31"), True),
        ("31-01-2026", datetime.fromisoformat("2026-01-31"), True),
        ("1-2-2026", datetime.fromisoformat("2026-02-01"), True),
        ("01/31/2026", datetime.fromisoformat("2026-01-31"), True),
        ("2014/10/22 11:15:41.25", datetime.fromisoformat("2014-10-22T11:15:41.250000"), False),
        ("31-01-2026 9:05", datetime.fromisoformat("2026-01-31T09:05:00"), False),
        ("2026-01-31T10:00:00Z", datetime(2026, 1, 31, 10, tzinfo=UTC), False),
        ("2026-01-31 10:00:00.123456+02:00", datetime(2026, 1, 31, 8, 0, 0, 123_456, tzinfo=UTC), False),
        ("2026-01-31T10:00:00-0330", datetime(2026, 1, 31, 13, 30, tzinfo=UTC), False),
        ("2024-02-29 23:59:59", datetime.fromisoformat("2024-02-29T23:59:59"), False),
    ],
)
def test_ways_to_write_a_time(tmp_path: Path, text: str, expected: datetime, *, day_only: bool) -> None:
    found = read(tmp_path, f"c,a,t\n1,b,{text}\n")

    assert moments(found) == [expected]
    assert found.schema.field("time").metadata == {eventlog.DAY_ONLY: b"1" if day_only else b"0"}


@pytest.mark.parametrize("name", ["log.csv", "log.parquet", "log.xes", "log.xes.gz"])
def test_what_is_written_is_read(tmp_path: Path, name: str) -> None:
    log = read(
        tmp_path,
        'c,a,t,wie,plaats\nNA,"a <b> & ""c""",2026-01-31T10:00:00.5+01:00,A,é\nNA,z,2026-01-31T10:00:00+01:00,,\n',
        resource="wie",
    )
    eventlog.write(log, tmp_path / name)

    names = {} if ".xes" in name else {"case": "case", "activity": "activity", "time": "time"}
    whose = "org:resource" if ".xes" in name else "resource"
    again = eventlog.read(tmp_path / name, **names, resource=whose)

    assert again.select(log.column_names).to_pylist() == log.to_pylist()


@pytest.mark.parametrize("name", ["log.csv", "log.parquet", "log.xes"])
def test_days_stay_days(tmp_path: Path, name: str) -> None:
    log = read(tmp_path, "c,a,t\n1,x,2026-01-31\n1,y,2026-02-01\n")
    eventlog.write(log, tmp_path / name)

    names = {} if name == "log.xes" else {"case": "case", "activity": "activity", "time": "time"}
    again = eventlog.read(tmp_path / name, **names)

    assert again["time"].equals(log["time"])
    if name != "log.parquet":  # its own type says what a time is
        assert again.schema.field("time").metadata == {eventlog.DAY_ONLY: b"1"}


def test_what_changes_within_a_case_survives_xes(tmp_path: Path) -> None:
    """A municipality that changes on the way; names of columns that XES uses itself; a letter that XML has not."""
    log = read(
        tmp_path,
        "c,a,t,case:gemeente,case:activity,x\n1,x,2026-01-31,Oost,i,\x01\n2,y,2026-02-01,,j,\n1,y,2026-02-01,West,i,\n",
    )
    eventlog.write(log, tmp_path / "log.xes")
    again = eventlog.read(tmp_path / "log.xes")

    rows = [(row["case"], row["case:gemeente"], row["case:activity"], row["x"]) for row in again.to_pylist()]
    assert rows == [("1", "Oost", "i", "\ufffd"), ("1", "West", "i", None), ("2", None, "j", None)]


def test_attributes_of_a_trace_count_for_its_events(tmp_path: Path) -> None:
    text = """<log><trace><string key="concept:name" value="1"/>
      <event><string key="concept:name" value="a"><string key="nested" value="no"/></string>
        <date key="time:timestamp" value="2026-01-31T10:00:00Z"/></event>
      <string key="gemeente" value="Voorbeeldstad"/></trace></log>"""
    path = tmp_path / "log.xes"
    path.write_text(text)

    found = eventlog.read(path)

    assert found["case:gemeente"].to_pylist() == ["Voorbeeldstad"]
    assert "nested" not in found.column_names


def test_a_workbook(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "log.xlsx", ("Blad1", [["c", "a", "t"], [1, "b", "2026-01-31 09:05"]]))

    found = eventlog.read(path, **NAMES)

    assert found.to_pylist() == [
        {"case": "1", "activity": "b", "time": datetime.fromisoformat("2026-01-31T09:05:00"), "resource": None}
    ]


def test_missing_is_null_but_not_for_a_case(tmp_path: Path) -> None:
    found = read(tmp_path, "c,a,t,wie\nEMPTY,EMPTY,2026-01-31,EMPTY\n", resource="wie", missing=("EMPTY",))

    assert found.to_pylist() == [
        {"case": "EMPTY", "activity": "EMPTY", "time": datetime.fromisoformat("2026-01-31"), "resource": None}
    ]


def test_a_column_of_the_file_does_not_hide_a_column_of_the_log(tmp_path: Path) -> None:
    found = read(tmp_path, "c,a,t,case\n1,b,2026-01-31,anders\n")

    assert found["case"].to_pylist() == ["1"]
    assert found["case_"].to_pylist() == ["anders"]


@pytest.mark.parametrize(
    ("content", "code", "data"),
    [
        ("", codes.EMPTY, {}),
        ("c,a,t\n", codes.EMPTY, {}),
        ("a,b\n1,2\n", codes.NO_COLUMN, {"column": "c", "found": "a, b"}),
        ("c,a,t,t\n1,2,3,4\n", codes.SAME_COLUMN, {"column": "t"}),
        ("c,a,t\n1,b,2026-01-31\n,b,2026-01-31\n", codes.NO_CASE, {"row": 3}),
        ("c,a,t\n1,,2026-01-31\n", codes.NO_ACTIVITY, {"row": 2}),
        ("c,a,t\n1,b,\n", codes.NO_TIME, {"row": 2}),
        ("c,a,t\n1,b,2026-01-31\n1,b,2026-02-31\n", codes.BAD_TIME, {"row": 3}),
        ("c,a,t\n1,b,20260131\n", codes.BAD_TIME, {"row": 2}),
        ("c,a,t\n1,b,2026-01-31 25:00\n", codes.BAD_TIME, {"row": 2}),
        ("c,a,t\n1,b,31-12-26\n", codes.BAD_TIME, {"row": 2}),
        ("c,a,t\n1,b,2026-01-31\n1,b,31-01-2026\n", codes.MIXED_TIMES, {"row": 2, "other": 3}),
        ("c,a,t\n1,b,2026-01-31\n1,b,2026-01-31 10:00\n", codes.MIXED_TIMES, {"row": 2, "other": 3}),
        ("c,a,t\n1,b,2026-01-31 10:00Z\n1,b,2026-01-31 10:00\n", codes.MIXED_TIMES, {"row": 2, "other": 3}),
        ("c,a,t\n1,b,31-01-2026\n1,b,01-31-2026\n", codes.UNCLEAR_TIMES, {"row": 2, "other": 3}),
        ("c,a,t\n1,b,2026-01-31\n1,2,3,4\n", codes.RAGGED_ROW, {"row": 3, "expected": 3, "found": 4}),
        (b"\x1f\x8b\x08\x00broken", codes.DAMAGED, {}),
        (gzip.compress(b"c,a,t\n1,b,2026-01-31\n" * 9, mtime=0)[:-12], codes.DAMAGED, {}),
    ],
)
def test_refusals(tmp_path: Path, content: str | bytes, code: str, data: dict[str, object]) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, content)

    assert (caught.value.code, caught.value.data) == (code, data)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("log.parquet", b"PAR1 and no more", codes.DAMAGED),
        ("log.xlsx", b"PK and no more", codes.DAMAGED),
        ("log.txt.doc", b"something", codes.UNSUPPORTED),
        ("log.xes", b"<log><trace>", codes.DAMAGED),
        ("log.xes", b"<html></html>", codes.NOT_XES),
        ("log.xes", b"<log></log>", codes.EMPTY),
        ("log.xes", b'<!DOCTYPE log [<!ENTITY a "b">]><log>&a;</log>', codes.XML_ENTITIES),
        ("log.xes", b"<log>" + b"<list>" * 100, codes.TOO_DEEP),
    ],
)
def test_refusals_of_other_kinds(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(InputError) as caught:
        eventlog.read(path)

    assert caught.value.code == code


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        (pa.timestamp("us", "UTC"), "9999-12-31"),
        (pa.timestamp("s"), "1799-12-31"),
        (pa.timestamp("ns"), "1677-12-31"),
        (pa.date32(), "2301-01-01"),
        (pa.date64(), "9999-12-31"),
    ],
)
def test_years_that_cannot_be_meant_are_refused_in_native_times_too(
    tmp_path: Path, kind: pa.DataType, wrong: str
) -> None:
    path = tmp_path / "log.parquet"
    days = pa.array([datetime.fromisoformat(day) for day in ("1800-01-01", "2026-01-31", wrong)], pa.timestamp("s"))
    times = days.cast(pa.timestamp("us")).cast(kind) if pa.types.is_timestamp(kind) else days.cast(kind)
    pa_parquet.write_table(pa.table({"c": ["1"] * 2, "a": ["b"] * 2, "t": times[:2]}), path)
    early = eventlog.read(path, **NAMES)
    pa_parquet.write_table(pa.table({"c": ["1"] * 3, "a": ["b"] * 3, "t": times}), path)

    with pytest.raises(InputError) as caught:
        eventlog.read(path, **NAMES)

    assert early["time"][0].as_py().year == 1800
    assert (caught.value.code, caught.value.data) == (codes.BAD_TIME, {"row": 4})


def test_a_column_of_remarks_is_no_column_of_activities(tmp_path: Path) -> None:
    path = tmp_path / "log.parquet"
    many = 60_000
    pa_parquet.write_table(
        pa.table({"c": ["1"] * many, "a": [f"opmerking {n}" for n in range(many)], "t": ["2026-01-31"] * many}), path
    )

    with pytest.raises(InputError) as caught:
        eventlog.read(path, **NAMES)

    assert caught.value.code == codes.TOO_MANY_ACTIVITIES


def test_an_xes_bomb_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sluitend.formats.eventlog.xes.MOST_UNPACKED", 3 * 1024**2)
    path = tmp_path / "log.xes.gz"
    path.write_bytes(gzip.compress(b"<log>" + b" " * 20_000_000 + b"</log>", mtime=0))

    with pytest.raises(InputError) as caught:
        eventlog.read(path)

    assert caught.value.code == codes.TOO_BIG


def test_every_refusal_has_a_sentence() -> None:
    assert set(refusals.SENTENCES) == codes.ALL


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(
            WORDS, WORDS, st.datetimes(datetime.fromisoformat("1990-01-01"), datetime.fromisoformat("2100-01-01"))
        ),
        min_size=1,
    )
)
def test_any_log_comes_back_from_csv(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, datetime]]
) -> None:
    cases, activities, times = zip(*rows, strict=True)
    log = pa.table(
        {
            "case": pa.array(cases, pa.string()),
            "activity": pa.array(activities, pa.string()),
            "time": pa.array(times, pa.timestamp("us")),
            "resource": pa.nulls(len(rows), pa.string()),
        }
    )
    path = tmp_path_factory.mktemp("log") / "log.csv"
    eventlog.write(log, path)

    again = eventlog.read(path, case="case", activity="activity", time="time", resource="resource")

    assert again.to_pylist() == log.to_pylist()
