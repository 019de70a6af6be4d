"""What entries are made of: comparing, drawing, and files that a spreadsheet opens."""

from __future__ import annotations

import io
import random
from pathlib import Path
from xml.etree import ElementTree

import pyarrow as pa
import pytest
from django.template.loader import render_to_string
from python_calamine import CalamineWorkbook

from sluitend.apps.analyses.kit import grids, words
from sluitend.apps.analyses.kit.charts import bars, lines
from sluitend.apps.analyses.kit.compare import Change, compare
from sluitend.apps.analyses.kit.parameters import Vocabulary
from sluitend.apps.analyses.kit.result import Column, Kind, Result, Table
from sluitend.apps.analyses.kit.tables import table
from sluitend.apps.analyses.kit.vocabulary import MOST_VALUES, vocabulary_of
from sluitend.apps.analyses.models import AnalysisResult
from sluitend.apps.analyses.views.showing import (
    ShownChange,
    ShownComparison,
    ShownTable,
    shown_comparison,
    shown_parameters,
    shown_table,
)
from sluitend.engines.chain import EventLog
from sluitend.engines.chain.shares import wilson
from sluitend.engines.chain.survival import Bounded
from sluitend.formats import steps
from sluitend.formats.drawn_chart import draw, marked
from sluitend.formats.drawn_notes import with_notes
from sluitend.formats.spreadsheet import Sheet, csv_of, plain, xlsx_of
from tests.analyses import planted

COLUMNS = (Column("town", "gemeente"), Column("cases", "casussen", Kind.COUNT), Column("days", "dagen", Kind.NUMBER))


def result(*rows: tuple[str, int, float]) -> Result:
    return Result((Table("towns", "Gemeenten", COLUMNS, rows, by=("town",)),), (), (), (), 1)


def test_rows_are_compared_by_what_tells_them_apart_whatever_their_order() -> None:
    (found,) = compare(
        result(("A", 1, 2.0), ("B", 5, 1.0), ("C", 3, 3.0)), result(("C", 3, 3.0), ("D", 1, 1.0), ("A", 2, 2.0))
    )

    assert [(row.change, (row.after or row.before or ("",))[0], row.differs) for row in found.rows] == [
        (Change.SAME, "C", ()),
        (Change.ADDED, "D", ()),
        (Change.CHANGED, "A", ("cases",)),
        (Change.GONE, "B", ()),
    ]


def test_a_number_that_was_only_rounded_otherwise_is_the_same() -> None:
    (found,) = compare(result(("A", 1, 0.1 + 0.2)), result(("A", 1, 0.3)))
    assert not found.changed


def test_a_table_that_one_of_them_lacks_is_new_or_gone() -> None:
    empty = Result((), (), (), (), 1)

    assert [row.change for one in compare(empty, result(("A", 1, 2.0))) for row in one.rows] == [Change.ADDED]
    assert [row.change for one in compare(result(("A", 1, 2.0)), empty) for row in one.rows] == [Change.GONE]


def test_a_long_table_is_cut_on_screen_only() -> None:
    long = table("towns", "Gemeenten", COLUMNS, ((f"P{place:03}", place, 1.0) for place in range(342)), by=("town",))
    assert len(long.rows) == 342
    shown = shown_table(long)
    assert (len(shown.rows), shown.total) == (200, 342)
    (found,) = compare(result(), Result((long,), (), (), (), 1))
    changed = shown_comparison(found)
    assert (len(changed.rows), changed.total, changed.same) == (200, 342, 0)
    drawn = bars(long, title="Gemeenten", text="", x="cases", y="town")
    assert drawn.title == "Gemeenten (de eerste 200 van 342 rijen)"
    assert len(drawn.spec["data"]["values"]) == 200


@pytest.mark.parametrize("name", ["table", "changes"])
def test_a_cut_table_says_how_many_rows_there_are(name: str) -> None:
    headings: list[tuple[str, bool]] = [("gemeente", False)]
    cut = (
        ShownTable("towns", "Gemeenten", headings, [[("P1", False)]], 342)
        if name == "table"
        else ShownComparison("Gemeenten", headings, [ShownChange("nieuw", [("P1", False, "")])], 342, 0)
    )
    part = "analyses/parts/changes.html" if name == "changes" else "analyses/parts/table_rows.html"
    assert "De eerste 1 van 342 rijen" in render_to_string(part, {"table": cut})


def test_numbers_are_written_as_here() -> None:
    assert words.number(1234.5) == "1.234,5"
    assert words.number(1200) == "1.200"
    assert words.number(-0.02, 2) == "\N{MINUS SIGN}0,02"
    assert words.number(-0.001, 2) == "0"  # and no minus before nothing
    assert words.share(0.125) == "12,5%"
    assert words.cell(COLUMNS[0], "2026-05-13") == "13-05-2026"
    assert words.cell(COLUMNS[0], "2026-05") == "2026-05"
    assert words.interval(Bounded(0.5, 0.25, None), words.share) == "(95%-interval 25% tot niet te bepalen)"
    assert words.interval(Bounded(None, None, None)) == "(interval niet te bepalen)"
    assert words.cell(COLUMNS[1], None) == "–"


def test_wilson_is_where_a_test_of_the_share_just_rejects() -> None:
    """The naive twin: walk away from the share until it lies 1.96 standard errors off."""

    def bound(hits: int, total: int, end: float) -> float:
        inside, outside = hits / total, end
        for _step in range(60):
            middle = (inside + outside) / 2
            error = (middle * (1 - middle) / total) ** 0.5
            kept = abs(hits / total - middle) <= 1.959963984540054 * error
            inside, outside = (middle, outside) if kept else (inside, middle)
        return inside

    draws = random.Random(7)
    for _try in range(200):
        total = draws.randrange(1, 500)
        hits = draws.choice([0, total, draws.randrange(total + 1)])
        found = wilson(hits, total)
        assert found.value == hits / total
        assert found.low == pytest.approx(bound(hits, total, 0.0), abs=1e-9)
        assert found.high == pytest.approx(bound(hits, total, 1.0), abs=1e-9)
    assert wilson(0, 0) == Bounded(None, None, None)
    with pytest.raises(ValueError):
        wilson(3, 2)


def test_the_vocabulary_is_that_of_the_log_also_when_it_was_stored(tmp_path: Path) -> None:
    log = planted.log()
    stored = steps.write(tmp_path / "log", log.coded)
    again = EventLog.stored(stored)

    found = vocabulary_of(log)
    assert vocabulary_of(again) == found
    organisations = (planted.HELP, planted.TEAM)
    assert found.attributes == {
        "gemeente": ("Rietveen", "Waterdam"),
        "eerste organisatie": organisations,
        "laatste organisatie": organisations,
        "jaar van begin": ("2025",),
        "kwartaal van begin": ("2025-K1", "2025-K2", "2025-K3", "2025-K4"),
    }
    assert found.organisations == organisations
    assert (found.first.isoformat(), found.last) == ("2025-01-01", planted.LAST)
    assert (found.cases, found.resources) == (41, 2)


IN_1970 = {"jaar van begin": ("1970",), "kwartaal van begin": ("1970-K1",)}


def of_organisations(names: list[str | None], own: str = "gemeente") -> Vocabulary:
    rows = {"case": [str(place) for place in range(len(names))], "activity": ["a"] * len(names)}
    rows["resource"], rows[own] = pa.array(names, pa.string()), ["x"] * len(names)
    return vocabulary_of(
        EventLog(pa.table({**rows, "time": pa.array([*range(len(names))], pa.timestamp("us"))}), attributes=[own])
    )


def test_an_attribute_of_the_log_goes_before_what_is_derived_of_its_events() -> None:
    assert of_organisations(["B", "A"], "Eerste organisatie").attributes == {
        "Eerste organisatie": ("x",),
        "laatste organisatie": ("A", "B"),
        **IN_1970,
    }


def test_organisations_are_not_named_when_there_are_too_many_nor_offered_when_there_are_none() -> None:
    many = of_organisations([f"o{place}" for place in range(MOST_VALUES + 1)])

    assert (many.organisations, many.attributes["laatste organisatie"], many.resources) == ((), (), MOST_VALUES + 1)
    assert of_organisations([None, None]).attributes == {"gemeente": ("x",), **IN_1970}


@pytest.mark.parametrize("cell", ["=1+1", "+31", "-x", "@SUM(A1)", "\tx", "\rx"])
def test_no_cell_is_taken_for_a_formula(cell: str) -> None:
    assert csv_of([cell], [[cell]]).decode("utf-8-sig").count("'" + cell.strip()[:1]) >= 0
    assert plain(cell) == f"'{cell}"
    assert plain(-3) == -3
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_of([Sheet("Blad", [cell], [[cell]])])))
    assert book.get_sheet_by_index(0).to_python()[0] == [cell]  # a text, and no formula


def test_a_workbook_is_the_same_every_time_and_takes_odd_names() -> None:
    sheets = [
        Sheet("Wie met wie / [van] tot?" * 3, ["a"], [[1.5, True, None, "x"]]),
        Sheet("Wie met wie / [van] tot?" * 3, ["a"], []),
    ]

    assert xlsx_of(sheets) == xlsx_of(sheets)
    names = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_of(sheets))).sheet_names
    assert len({name.lower() for name in names}) == 2
    assert csv_of(["a"], [[1.5, None, "x"]]).decode("utf-8-sig") == "a\r\n1,5;;x\r\n"


def test_a_chart_fetches_nothing() -> None:
    """A chart holds its own data; one that names an address, also of a file, is not drawn."""
    spec = {"mark": "bar", "encoding": {"x": {"field": "a", "type": "quantitative"}}}

    assert "<svg" in draw({**spec, "data": {"values": [{"a": 1}]}}).svg
    for address in ("https://voorbeeld.invalid/a.csv", "file:///etc/hostname"):
        with pytest.raises(ValueError):
            draw({**spec, "data": {"url": address, "format": {"type": "csv"}}})


def test_parts_of_a_bar_lie_as_the_legend_has_them() -> None:
    columns = (Column("town", "gemeente"), Column("verdict", "oordeel"), Column("cases", "casussen", Kind.COUNT))
    rows = (("A", "niet gehaald", 1), ("A", "gehaald", 2), ("A", "'anders'", 3))

    chart = bars(Table("t", "T", columns, rows), title="T", text="t", x="cases", y="town", stack="verdict")

    drawn = ElementTree.fromstring(draw(chart.spec).svg)
    parts = [one for one in drawn.iter() if one.get("aria-roledescription") == "bar"]
    lying = sorted(parts, key=lambda one: float(one.get("d", "")[1:].partition(",")[0]))
    assert [one.get("aria-label") for one in lying] == [
        "gemeente: A; oordeel: niet gehaald; casussen: 1",
        "gemeente: A; oordeel: gehaald; casussen: 2",
        "gemeente: A; oordeel: 'anders'; casussen: 3",
    ]


def test_no_two_ticks_of_counts_are_written_the_same() -> None:
    rows = (("A", 0, 0), ("A", 1, 2))
    columns = (Column("code", "code"), Column("at", "periode"), Column("count", "aantal", Kind.COUNT))
    source = Table("codes", "Codes", columns, rows)

    chart = grids.over_time(source, title="T", text="t", x="at", y="count", group="code")

    assert chart is not None
    drawn = ElementTree.fromstring(draw(chart.spec).svg)
    (axis,) = [one for one in drawn.iter() if one.get("aria-label", "").startswith("Y-axis")]
    ticks = [one.text for one in axis.iter() if one.tag.endswith("text") and one.text not in (None, "aantal")]
    assert ticks == ["0", "1", "2"]


@pytest.mark.parametrize("kind", ["stairs", "periods"])
def test_a_legend_has_the_whole_name_of_each_line(kind: str) -> None:
    """Of codes with one parent the end of the path is what tells them apart."""
    ends = ("Uitvoering door het wijkteam en de aanbieder", "Uitvoering door het wijkteam en de school")
    rows = tuple((f"Rol van de regiehouder › {end}", at, at + 1) for end in ends for at in (0, 1))
    columns = (Column("code", "code"), Column("at", "dag", Kind.NUMBER), Column("count", "aantal", Kind.COUNT))
    said = {"title": "T", "text": "t", "x": "at", "y": "count", "group": "code"}
    source = Table("codes", "Codes", columns, rows)

    chart = lines(source, **said) if kind == "stairs" else grids.over_time(source, **said)

    assert chart is not None
    svg = draw(chart.spec).svg
    assert [f"{end}</text>" in svg for end in ends] == [True, True]


def test_notes_stand_under_a_drawing_and_make_its_image_higher() -> None:
    encoding = {"x": {"field": "a", "type": "quantitative"}}
    spec = {"mark": "bar", "encoding": encoding, "data": {"values": [{"a": 1}]}}
    plain_, said = draw(spec), draw(spec, ["Alleen voor <ons> & u.", "woord " * 40])

    assert said.svg == plain_.svg  # on a page the notes stand elsewhere
    high = {one: int.from_bytes(one.png[20:24]) for one in (plain_, said)}
    assert high[said] >= high[plain_] + 2 * 3 * 17
    root = ElementTree.fromstring(marked(plain_.svg, ["Alleen voor <ons> & u.", "woord " * 40]))
    texts = [one.text or "" for one in root.findall("./{*}g/{*}text")]
    assert texts[0] == "Alleen voor <ons> & u."
    assert " ".join(texts[1:]).split() == ["woord"] * 40
    assert len(texts) > 2
    assert with_notes(plain_.svg, ()) == plain_.svg
    with pytest.raises(ValueError):
        with_notes("<svg></svg>", ["x"])


def test_how_near_is_only_told_where_something_had_to_be_near() -> None:
    def labels(relation: str) -> list[str]:
        asked = {"code": "Wachten", "relation_2": relation, "code_2": "Regie", "characters": 200}
        row = AnalysisResult(analysis="vraag-aan-teksten", parameters=asked)
        return [label for label, _value in shown_parameters(row)]

    near = "Dicht bij is hooguit zoveel tekens"
    assert near in labels("near")
    assert near not in labels("and")
