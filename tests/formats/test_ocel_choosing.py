"""Of which objects cases are made, what that leaves unsaid, and the same on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as parquet
import pytest
from hypothesis import given, settings

from sluitend import cli
from sluitend.errors import InputError
from sluitend.formats import events, ocel
from sluitend.formats.eventlog.shape import MOST_ACTIVITIES
from sluitend.formats.ocel import Choice, Event, Log, Object, Relation, Type
from tests.formats.test_ocel import FAMILIES, logs, to

CHILD_OF_TWO = Object("Dirk", "jeugdige", (), to("G1", "G2"))
OF_NONE = Object("Els", "jeugdige")
MORE = Log(
    FAMILIES.event_types,
    FAMILIES.object_types,
    (*FAMILIES.events, Event("e6", "Overleg", "2030-01-06T09:00:00Z", (), to("Dirk", "Els"))),
    (*FAMILIES.objects, CHILD_OF_TWO, OF_NONE),
)


def test_types_are_guessed_by_their_names() -> None:
    assert ocel.guessed(FAMILIES) == Choice("jeugdige", "gezin", "team")


def test_where_no_name_tells_the_case_is_what_most_events_are_of() -> None:
    log = Log((Type("x"),), (Type("a"), Type("b")),
              tuple(Event(f"e{at}", "x", "2030-01-01", (), to("b1")) for at in range(2)),
              (Object("a1", "a"), Object("b1", "b")))  # fmt: skip
    assert ocel.guessed(log) == Choice("b")
    assert ocel.guessed(Log((), (), (), ())) == Choice("")


def test_what_the_rows_do_not_show_is_counted() -> None:
    """Two siblings at one visit, two children at one meeting; events of a team or a measure only; Dirk and Els."""
    assert ocel.counted(MORE, "jeugdige", "gezin") == {
        "shared_events": 2, "elsewhere": 2, "without_family": 1, "several_families": 1}  # fmt: skip
    assert ocel.counted(MORE, "jeugdige", None) == {"shared_events": 2, "elsewhere": 2}


@settings(max_examples=40, deadline=None)
@given(log=logs())
def test_counts_are_those_of_plain_loops(log: Log) -> None:
    types = {one.id: one.type for one in log.objects}
    pairs = {(one.id, r.to) for one in log.objects for r in one.relations}
    for case in {one.name for one in log.object_types}:
        for family in {one.name for one in log.object_types}:
            cases = [{r.to for r in e.relations if types[r.to] == case} for e in log.events]
            having = set().union(*cases)
            of = {c: {f for f in types if types[f] == family and ((c, f) in pairs or (f, c) in pairs)} for c in having}
            assert ocel.counted(log, case, family) == {
                "shared_events": len([one for one in cases if len(one) > 1]),
                "elsewhere": len([one for one in cases if not one]),
                "without_family": len([c for c in of if not of[c]]),
                "several_families": len([c for c in of if len(of[c]) > 1]),
            }


def test_the_family_goes_along_through_the_front_door(tmp_path: Path) -> None:
    ocel.write(MORE, tmp_path / "log.json")

    found = events.read(tmp_path / "log.json", "ocel", case="jeugdige", family="gezin")

    families = dict(zip(found.table["case"].to_pylist(), found.table["family"].to_pylist(), strict=True))
    assert families == {"Anna": "G1", "Bram": "G1", "Cas": "G2", "Dirk": None, "Els": None}
    assert found.report["without_family"] == 1


def test_a_log_with_a_hundred_thousand_activities_is_refused_before_it_takes_an_hour() -> None:
    many = 100_000
    kinds = tuple(Type(f"a{at}") for at in range(many))
    happened = tuple(Event(f"e{at}", f"a{at}", "2030-01-01", (), (Relation("k", ""),)) for at in range(many))
    with pytest.raises(InputError) as refused:
        ocel.flatten(Log(kinds, (Type("kind"),), happened, (Object("k", "kind"),)), "kind")
    assert refused.value.data == {"found": many, "most": MOST_ACTIVITIES}


def test_chain_says_what_it_left_out_and_writes_families_as_objects(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ocel.write(MORE, tmp_path / "log.json")
    given = ["chain", str(tmp_path / "log.json"), "--kind", "ocel", "--case", "jeugdige", "--family", "gezin"]

    assert cli.main([*given, "--to", str(tmp_path / "uit.jsonocel")]) == 0

    told = " ".join(capsys.readouterr().err.split())
    assert "1 casussen zonder gezin" in told
    assert "1 casussen met meer dan één gezin: het gezin telt als onbekend" in told
    again = ocel.flatten(ocel.read(tmp_path / "uit.jsonocel"), "case", family="family")
    assert set(zip(again["case"].to_pylist(), again["family"].to_pylist(), strict=True)) == {
        ("Anna", "G1"), ("Bram", "G1"), ("Cas", "G2"), ("Dirk", None), ("Els", None)}  # fmt: skip


def test_prepare_puts_keys_in_place_of_children_and_families(tmp_path: Path) -> None:
    """Siblings have the same key of their family, and nothing says who they are."""
    ocel.write(MORE, tmp_path / "log.json")
    given = ["prepare", str(tmp_path / "log.json"), "--kind", "ocel", "--case", "jeugdige", "--family", "gezin"]

    assert cli.main([*given, "--least", "3", "--out", str(tmp_path / "uit")]) == 0

    table = parquet.read_table(tmp_path / "uit" / "gebeurtenissen.parquet")
    text = json.dumps(table.to_pylist(), default=str)
    assert not any(f'"{name}"' in text for name in ("Anna", "Bram", "Cas", "Dirk", "Els", "G1", "G2"))
    of_case = dict(zip(table["case"].to_pylist(), table["family"].to_pylist(), strict=True))
    assert sorted(list(of_case.values()).count(one) for one in set(of_case.values())) == [1, 2, 2]
    assert "1 casussen zonder gezin" in (tmp_path / "uit" / "rapport.txt").read_text()
