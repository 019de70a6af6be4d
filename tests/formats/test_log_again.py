"""What leaves as XES or OCEL comes back as the same log: activities, order, times, resources, attributes, families."""

from __future__ import annotations

import gzip
import json
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sluitend import cli
from sluitend.engines.chain import EventLog
from sluitend.errors import InputError
from sluitend.formats import eventlog, ocel, steps
from sluitend.formats.eventlog import parts
from sluitend.formats.steps.log_again import Again

REAL = Path(__file__).parents[3] / "shared" / "real" / "logs"
BEGIN = 1_700_000_000_000_000  # microseconds
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"),
                min_size=1, max_size=6)  # fmt: skip
NAMES = st.sampled_from(["NA", "null", "a", "A", "é <&> \"'"]) | WORDS


@st.composite
def logs(draw: st.DrawFn) -> pa.Table:
    """Cases in any order, with ties, gaps and whatever letters; an attribute and a family of whole cases."""
    case = draw(st.lists(NAMES, min_size=1, max_size=30))
    many = len(case)
    of_case = {
        one: draw(st.tuples(st.none() | NAMES, st.none() | st.sampled_from(["NA", "G1", *case]))) for one in case
    }
    kind = draw(st.sampled_from(["zoned", "plain", "days"]))
    ticks = draw(st.lists(st.integers(0, 5), min_size=many, max_size=many))
    step = 86_400_000_000 if kind == "days" else draw(st.sampled_from([1, 500_000, 1_000_000]))
    begin = BEGIN // 86_400_000_000 * 86_400_000_000
    times = pa.array([begin + one * step for one in ticks], pa.timestamp("us", "UTC" if kind == "zoned" else None))
    listed = st.lists(st.none() | NAMES, min_size=many, max_size=many)
    return pa.table(
        {
            "case": case,
            "activity": draw(st.lists(NAMES, min_size=many, max_size=many)),
            "time": times,
            "resource": pa.array(draw(listed), pa.string()),
            "plaats": pa.array([of_case[one][0] for one in case], pa.string()),
            "gezin": pa.array([of_case[one][1] for one in case], pa.string()),
        }
    )


def by_hand(table: pa.Table) -> dict[str, list[tuple[Any, ...]]]:
    """Of every case its events by time, ties in the order of the rows."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    for row in table.to_pylist():
        found.setdefault(row["case"], []).append(tuple(row.values())[1:])
    return {case: sorted(rows, key=lambda row: row[1]) for case, rows in found.items()}


def coded(table: pa.Table, registered: str | None = None) -> Any:
    return EventLog(table, attributes=["plaats", "gezin"], registered=registered).coded


@settings(max_examples=40, deadline=None)
@given(table=logs())
def test_a_log_comes_back_from_xes(tmp_path_factory: pytest.TempPathFactory, table: pa.Table) -> None:
    path = tmp_path_factory.mktemp("xes") / "log.xes.gz"
    eventlog.write(Again(coded(table)), path)

    again = eventlog.read(path, resource="org:resource" if table["resource"].null_count < len(table) else None)

    for name in ("plaats", "gezin"):  # what nobody has is in no file
        if f"case:{name}" not in again.column_names:
            again = again.append_column(f"case:{name}", pa.nulls(len(again), pa.string()))
    names = ["case", "activity", "time", "resource", "case:plaats", "case:gezin"]
    assert by_hand(again.select(names)) == by_hand(table)
    assert list(by_hand(again)) == list(by_hand(table))  # the cases in the order in which they came
    assert again["time"].type == table["time"].type


@settings(max_examples=40, deadline=None)
@given(table=logs())
def test_a_log_comes_back_from_ocel(tmp_path_factory: pytest.TempPathFactory, table: pa.Table) -> None:
    """A family may be called as a case is: an object of its own then, and the same families."""
    path = tmp_path_factory.mktemp("ocel") / "log.jsonocel"
    ocel.write(ocel.of_cases(Again(coded(table)), family="gezin"), path)

    back = ocel.flatten(ocel.read(path), "case", family="family", resource="resource")

    plaats = back["case:plaats"].to_pylist() if "case:plaats" in back.column_names else [None] * len(back)
    families = [one and one.rpartition("family:")[2] for one in back["family"].to_pylist()]
    named = pa.table({"plaats": pa.array(plaats, pa.string()), "gezin": pa.array(families, pa.string())})
    both = [back[name] for name in ("case", "activity", "time", "resource")]
    again = pa.table([*both, *named.columns], ["case", "activity", "time", "resource", "plaats", "gezin"])
    assert by_hand(again) == by_hand(table)
    assert again["time"].type == table["time"].type


@settings(max_examples=20, deadline=None)
@given(table=logs())
def test_what_was_brought_back_is_written_as_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, table: pa.Table
) -> None:
    folder = tmp_path_factory.mktemp("twice")
    eventlog.write(Again(coded(table)), folder / "1.xes")
    whose = "org:resource" if table["resource"].null_count < len(table) else None
    once = eventlog.read(folder / "1.xes", resource=whose)
    about = [name for name in ("case:plaats", "case:gezin") if name in once.column_names]
    eventlog.write(Again(EventLog(once, attributes=about).coded), folder / "2.xes")

    assert (folder / "1.xes").read_bytes() == (folder / "2.xes").read_bytes()


def test_large_logs_are_written_part_by_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No part is larger than its cases, whether the log lies in memory or on disk."""
    monkeypatch.setattr("sluitend.formats.steps.log_again.CASES", 2)
    monkeypatch.setattr("sluitend.formats.steps.log_again._ROWS", 3)
    monkeypatch.setattr(parts, "CASES", 2)
    rows = [(f"c{at % 7}", f"a{at % 3}", BEGIN + at % 5, None if at % 4 else f"r{at % 2}") for at in range(60)]
    names = ("case", "activity", "time", "resource")
    table = pa.table(dict(zip(names, zip(*rows, strict=True), strict=True)))
    table = table.set_column(2, "time", table["time"].cast(pa.timestamp("us")))
    stored = steps.write(tmp_path / "log", EventLog(table).coded)

    for log in (Again(stored), Again(EventLog(table).coded), parts.parts_of(table)):
        sizes = [len(set(part["case"].to_pylist())) for part in log]
        assert (sum(sizes), max(sizes)) == (7, 2)
        assert by_hand(pa.concat_tables(list(log)).select(names)) == by_hand(table)


def test_a_day_of_registration_stays_a_day(tmp_path: Path) -> None:
    table = pa.table({"case": ["NA", "NA"], "activity": ["x", "y"], "resource": pa.nulls(2, pa.string()),
                      "time": pa.array([BEGIN, BEGIN], pa.timestamp("us", "UTC")), "vast": ["2026-01-31", None]},
                     )  # fmt: skip
    log = EventLog(table, registered="vast").coded
    eventlog.write(Again(log), tmp_path / "log.xes")
    ocel.write(ocel.of_cases(Again(log)), tmp_path / "log.json")

    assert eventlog.read(tmp_path / "log.xes")["registered"].to_pylist() == ["2026-01-31", None]
    assert ocel.flatten(ocel.read(tmp_path / "log.json"), "case")["registered"].to_pylist() == ["2026-01-31", None]


@pytest.mark.parametrize("name", ["log.xes", "log.jsonocel"])
def test_days_stay_days(tmp_path: Path, name: str) -> None:
    table = pa.table({"case": ["1"], "activity": ["x"], "time": pa.array([0], pa.timestamp("us")),
                      "resource": pa.nulls(1, pa.string())})  # fmt: skip
    log = Again(EventLog(table).coded)
    if name == "log.xes":
        eventlog.write(log, tmp_path / name)
        again = eventlog.read(tmp_path / name)
    else:
        ocel.write(ocel.of_cases(log), tmp_path / name)
        again = ocel.flatten(ocel.read(tmp_path / name), "case")

    assert again.schema.field("time").metadata == {eventlog.DAY_ONLY: b"1"}


def test_the_xes_is_in_the_order_of_its_schema_and_says_the_kind_of_every_value(tmp_path: Path) -> None:
    """IEEE 1849-2016: extensions, globals, classifiers, attributes, traces; a trace its attributes, then its events."""
    table = pa.table({"case": ["1", "1"], "activity": ["x", "y"], "resource": ["A", None],
                      "time": pa.array([0, 1], pa.timestamp("us", "UTC")), "case:concept:name": ["z", "z"],
                      "concept:name": ["q", "r"], "n": [1, 2], "f": [0.5, float("inf")], "b": [True, False],
                      "t": pa.array([0, 1], pa.timestamp("s", "Europe/Amsterdam"))})  # fmt: skip
    eventlog.write(table, tmp_path / "log.xes", {"sluitend:licence": "Convenant <1>"})
    log = ET.fromstring((tmp_path / "log.xes").read_text())

    order = ["extension", "global", "classifier", "string", "trace"]
    assert list(dict.fromkeys(one.tag for one in log)) == order
    (trace,) = log.findall("trace")
    assert [(one.tag, one.get("key"), one.get("value")) for one in trace if one.tag != "event"] == [
        ("string", "concept:name", "1"), ("string", "concept:name_", "z")]  # fmt: skip
    first, second = trace.findall("event")
    assert [(one.tag, one.get("key"), one.get("value")) for one in second] == [
        ("string", "concept:name", "y"), ("date", "time:timestamp", "1970-01-01T00:00:00.000001+00:00"),
        ("string", "concept:name_", "r"), ("int", "n", "2"), ("float", "f", "INF"), ("boolean", "b", "false"),
        ("date", "t", "1970-01-01T00:00:01+00:00")]  # fmt: skip
    keys = [one.get("key") for one in first]
    assert len(keys) == len(set(keys))  # a key stands there once


def test_the_ocel_has_the_structure_that_was_published(tmp_path: Path) -> None:
    """OCEL 2.0, JSON: the required parts, declared types, times, and relationships with a qualifier."""
    table = pa.table({"case": ["1", "2"], "activity": ["x", "y"], "resource": ["A", None], "plaats": ["Oost", None],
                      "gezin": ["G", "G"], "time": pa.array([0, 1], pa.timestamp("us", "UTC"))})  # fmt: skip
    ocel.write(ocel.of_cases(Again(coded(table)), family="gezin"), tmp_path / "log.json")
    found = json.loads((tmp_path / "log.json").read_bytes())

    assert list(found) == ["objectTypes", "eventTypes", "objects", "events"]
    assert found["objectTypes"] == [{"name": "case", "attributes": [{"name": "plaats", "type": "string"}]},
                                    {"name": "family", "attributes": []}]  # fmt: skip
    assert found["objects"] == [
        {"id": "G", "type": "family"},
        {"id": "1", "type": "case", "attributes": [{"name": "plaats", "time": "1970-01-01T00:00:00Z", "value": "Oost"}],
         "relationships": [{"objectId": "G", "qualifier": "family"}]},
        {"id": "2", "type": "case", "relationships": [{"objectId": "G", "qualifier": "family"}]},
    ]  # fmt: skip
    assert found["events"][0] == {
        "id": "e1", "type": "x", "time": "1970-01-01T00:00:00.000000+00:00",
        "attributes": [{"name": "resource", "value": "A"}],
        "relationships": [{"objectId": "1", "qualifier": "case"}],
    }  # fmt: skip


def test_a_family_that_no_attribute_names_is_refused() -> None:
    table = pa.table({"case": ["1"], "activity": ["x"], "time": pa.array([0], pa.timestamp("us")),
                      "resource": ["A"], "plaats": ["Oost"], "gezin": ["G"]})  # fmt: skip
    with pytest.raises(InputError) as refused:
        ocel.of_cases(Again(coded(table)), family="huis")
    assert (refused.value.code, refused.value.data) == ("ocel.no_family", {"family": "huis", "found": "plaats, gezin"})


@pytest.mark.skipif(not REAL.exists(), reason="the real logs are not here")
def test_a_real_log_comes_back(tmp_path: Path) -> None:
    """Patients of a hospital; one case is literally called NA."""
    log = eventlog.read(REAL / "sepsis.csv.gz", case="Case ID", activity="Activity",
                        time="Complete Timestamp", resource="org:group")  # fmt: skip
    eventlog.write(Again(EventLog(log).coded), tmp_path / "log.xes.gz")
    again = eventlog.read(tmp_path / "log.xes.gz", resource="org:resource")

    names = ["case", "activity", "time", "resource"]
    assert by_hand(again.select(names)) == by_hand(log.select(names))
    assert "NA" in again["case"].to_pylist()
    assert EventLog(again).summary() == EventLog(log).summary()


CSV = "zaak,stap,dag,wie,gezin,bsn\nNA,a,2026-01-01,A,G1,1\n2,b,2026-01-02,,G1,2\nNA,b,2026-01-03,B,G1,1\n"
COLUMNS = ["--case", "zaak", "--activity", "stap", "--time", "dag", "--resource", "wie"]


def test_the_command_line_writes_what_was_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From a file and from a stored log alike; nothing that was not named goes along."""
    (tmp_path / "log.csv").write_text(CSV)
    given = ["chain", str(tmp_path / "log.csv"), *COLUMNS, "--attribute", "gezin"]

    assert cli.main([*given, "--store", str(tmp_path / "map"), "--to", str(tmp_path / "a.xes")]) == 0
    assert cli.main(["chain", str(tmp_path / "map"), "--to", str(tmp_path / "b.xes.gz")]) == 0
    assert cli.main(["chain", str(tmp_path / "map"), "--to", str(tmp_path / "c.jsonocel"), "--family", "gezin"]) == 0

    text = (tmp_path / "a.xes").read_text()
    assert gzip.decompress((tmp_path / "b.xes.gz").read_bytes()).decode() == text
    assert "bsn" not in text
    found = ocel.flatten(ocel.read(tmp_path / "c.jsonocel"), "case", family="family")
    assert Counter(zip(found["case"].to_pylist(), found["family"].to_pylist(), strict=True)) == {
        ("NA", "G1"): 2, ("2", "G1"): 1}  # fmt: skip
    assert (tmp_path / "c.jsonocel").stat().st_mode & 0o077 == 0
    assert {one.name for one in tmp_path.iterdir()} == {"log.csv", "map", "a.xes", "b.xes.gz", "c.jsonocel"}
    capsys.readouterr()


@pytest.mark.parametrize(
    ("name", "more", "said"),
    [
        ("log.pdf", [], "Een logboek kan niet als “.pdf” worden geschreven."),
        ("log.csv", [], "“log.csv” bestaat al."),
        ("uit.jsonocel", ["--family", "huis"], "huis"),
    ],
)
def test_what_cannot_be_written_leaves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, more: list[str], said: str
) -> None:
    (tmp_path / "log.csv").write_text(CSV)

    assert cli.main(["chain", str(tmp_path / "log.csv"), *COLUMNS, "--to", str(tmp_path / name), *more]) == 1

    assert said in capsys.readouterr().err
    assert [one.name for one in tmp_path.iterdir()] == ["log.csv"]


def test_numbers_of_people_do_not_leave(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    numbers = ("999990019", "999990020", "999990032")
    rows = "".join(f"{one},a,2026-01-0{day}\n" for day, one in enumerate(numbers, start=1))
    (tmp_path / "log.csv").write_text(f"zaak,stap,dag\n{rows}")

    assert cli.main(["chain", str(tmp_path / "log.csv"), *COLUMNS[:6], "--to", str(tmp_path / "log.xes")]) == 1

    assert not (tmp_path / "log.xes").exists()
    assert "zaak" in capsys.readouterr().err
