"""What leaves the team: no small number in any form. What can be computed: see `test_outside_computed`."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from sluitend.apps.analyses.catalogue import funnel as entry
from sluitend.apps.analyses.discovery import analyses
from sluitend.apps.analyses.kit.analysis import Analysis
from sluitend.apps.analyses.kit.guards import Counts
from sluitend.apps.analyses.kit.outside import keeps_to_limits, outside, rounded
from sluitend.apps.analyses.kit.parameters import Ask, Parameters, asked
from sluitend.apps.analyses.kit.result import Chart, Column, Kind, Result, Table
from sluitend.apps.analyses.kit.tables import Row, records
from sluitend.apps.analyses.kit.telling import telling
from sluitend.engines.chain.derived import LAST, QUARTER
from sluitend.engines.learning.spc import funnel
from tests.analyses import crowd
from tests.analyses.reckoning import LEAST, SEEDS, is_told

NAMES = {"organisations", "hands"}  # of columns that say what a row is about, in whole numbers
WHOLE = re.compile(r"(?<![\d.,])\d+(?:\.\d{3})*(?![\d,]*\d|%)")
CONSTANTS = {"10", "12", "3", "6", "7", "90", "95", "30", "40", "2", "1"}  # of terms, levels and parameters
OF_LOG = [*(key for key in analyses() if key in crowd.ASKED), *crowd.GROUPED]


def counts(table: Table) -> Iterator[tuple[str, Any]]:
    for row in records(table):
        for column in table.columns:
            if column.kind is Kind.COUNT and column.key not in NAMES:
                yield column.key, row[column.key]


def figures(part: Any) -> Iterator[tuple[str, Any]]:
    """Every pair of name and number, however deep."""
    if isinstance(part, Mapping):
        for key, value in part.items():
            if isinstance(value, int | float) and not isinstance(value, bool):
                yield key, value
            yield from figures(value)
    elif isinstance(part, list | tuple):
        for one in part:
            yield from figures(one)


@pytest.mark.parametrize("key", OF_LOG)
@pytest.mark.parametrize("seed", SEEDS)
def test_no_small_count_stands_in_a_table_or_a_chart(key: str, seed: int) -> None:
    _exact, told = crowd.both(key, seed)
    tables = {table.key: table for table in told.tables}

    assert tables
    assert [pair for table in told.tables for pair in counts(table) if not is_told(pair[1])] == []
    for chart in told.charts:
        kinds = {one.key for one in tables[chart.table].columns if one.kind is Kind.COUNT} - NAMES | {"weight"}
        data = list(_values(chart.spec))
        assert [pair for pair in figures(data) if pair[0] in kinds and not is_told(pair[1])] == []


@pytest.mark.parametrize("key", OF_LOG)
@pytest.mark.parametrize("seed", SEEDS)
def test_what_leaves_the_team_keeps_to_the_limits(key: str, seed: int) -> None:
    """An archive holds it against them when it comes back."""
    assert keeps_to_limits(*crowd.both(key, seed))


@pytest.mark.parametrize(("cases", "n"), [(103, 100), (108, 110)])
def test_how_few_cases_are_not_in_what_was_counted_around_families_is_not_told(cases: int, n: int) -> None:
    """As with every question that counts something else than all cases."""
    found = analyses()["rond-een-gezin"]
    whole = Table("whole", "", (Column("units", "", Kind.COUNT),), ((98,),))

    assert outside(found, Result((whole,), (), (), (), cases), found.parameters(starts=("hulp",))).n == n


@pytest.mark.parametrize("key", OF_LOG)
def test_there_was_something_to_keep_back(key: str) -> None:
    exact = [crowd.both(key, seed)[0] for seed in SEEDS]

    assert any(
        value is not None and 0 < value < LEAST
        for one in exact
        for table in one.tables
        for _key, value in counts(table)
    )


BY = [key for key in OF_LOG if (crowd.ASKED | crowd.GROUPED)[key].get("by")]


@pytest.mark.parametrize("by", [LAST, QUARTER])
@pytest.mark.parametrize("key", BY)
def test_groups_that_are_organisations_or_periods_are_kept_back_as_others_are(key: str, by: str) -> None:
    exact, told = crowd.both(key, 1, by=by)
    small = [one for table in exact.tables for _key, one in counts(table) if one is not None and 0 < one < LEAST]

    assert small or by == QUARTER
    assert [pair for table in told.tables for pair in counts(table) if not is_told(pair[1])] == []
    assert keeps_to_limits(exact, told)


@pytest.mark.parametrize("key", [key for key in OF_LOG if "split" not in (crowd.ASKED | crowd.GROUPED)[key]])
def test_every_entry_can_be_asked_by_organisation_and_of_an_organisation(key: str) -> None:
    """Whichever attributes it asks."""
    asked_for = [one.name for one in asked(analyses()[key.partition("/")[0]].parameters) if one.ask is Ask.ATTRIBUTE]
    exact, told = crowd.both(key, 1, 300, involved=("Jeugdhulp Een",), **dict.fromkeys(asked_for, LAST))

    assert exact.n is not None
    assert 0 < exact.n < 300
    assert keeps_to_limits(exact, told)


def _values(part: Any) -> Iterator[Any]:
    """The rows of data of a chart."""
    if isinstance(part, Mapping):
        yield from part.get("values", [])
        for value in part.values():
            yield from _values(value)
    elif isinstance(part, list | tuple):
        for one in part:
            yield from _values(one)


@pytest.mark.parametrize("key", OF_LOG)
@pytest.mark.parametrize("seed", SEEDS)
def test_every_whole_number_in_words_stands_in_a_protected_table(key: str, seed: int) -> None:
    """Sentences, caveats, texts beside charts and what stands at the arrows of a map."""
    _exact, told = crowd.both(key, seed)
    cells = {cell for table in told.tables for row in table.rows for cell in row if cell is not None}
    known = CONSTANTS | {f"{cell:,.0f}".replace(",", ".") for cell in cells if isinstance(cell, int | float)}
    known |= set(WHOLE.findall(" ".join(str(cell) for cell in cells if isinstance(cell, str))))
    known |= {str(number) for table in told.tables for number in _countable(table)} | {str(told.n)}
    said = [*told.sentences, *told.caveats, *(chart.text for chart in told.charts)]
    said += [one["told"] for chart in told.charts for one in _drawn(chart)]

    unknown = {
        one for text in said for one in WHOLE.findall(re.sub(r"\d+(?:\.\d+)?e\b|\d\d-\d\d-\d{4}", "", text))
    } - known
    assert {one for one in unknown if not _sum(one, told)} == set()
    assert not any("\ue000" in text for text in said)


def _countable(table: Table) -> set[int]:
    """What anybody can count in a table: its rows, its groups, and the rows of each group."""
    groups = Counter(row[0] for row in table.rows)
    return {len(table.rows), len(groups), *groups.values()}


def _drawn(chart: Chart) -> list[Any]:
    spec = chart.spec.get("process_map", {})
    return [one for part in ("boxes", "arrows") for one in spec.get(part, []) if "told" in one]


def _sum(one: str, told: Result) -> bool:
    """Whether it is a sum of two rounded counts or more: a multiple of five that is not small."""
    number = int(one.replace(".", ""))
    return bool(told.tables) and is_told(number)


@pytest.mark.parametrize("key", OF_LOG)
def test_cases_are_never_named(key: str) -> None:
    exact, told = crowd.both(key, 1)
    names = {f"k{number}" for number in range(700)}

    text = json.dumps(told.as_json())
    assert not names & set(re.findall(r"\bk\d+\b", text))
    assert Result.from_json(told.as_json()) == told
    assert told.sha256 != exact.sha256


@pytest.mark.parametrize("key", ["doorlooptijd", "netwerk", "normen", "proceskaart", "stroom", "wachten"])
def test_something_is_left_to_be_read(key: str) -> None:
    _exact, told = crowd.both(key, 1)

    assert told.charts
    assert told.sentences
    assert told.caveats[0].startswith("Aantallen onder de 10 staan er niet")


@pytest.mark.parametrize("key", ["stroom", "vertraging"])
def test_how_many_are_open_on_average_is_rounded_as_a_count_is(key: str) -> None:
    """In three digits a month of 118.0 after one of 120.0 tells of two who went; a mean a day times days, of all."""
    _exact, told = crowd.both(key, 1)
    names = {"mean_stock", "mean_stock_after", "expected_stock"}

    means = [row[one] for table in told.tables for row in records(table) for one in names & row.keys()]

    assert any(means)
    assert [one for one in means if not is_told(one)] == []
    assert not any(column.key == "per_day" for table in told.tables for column in table.columns)


@pytest.mark.parametrize("smallest", [3, 4, 8])
def test_the_lines_of_a_funnel_do_not_tell_how_small_the_smallest_group_is(smallest: int) -> None:
    """The same groups of 400 and one that is small: what is told of the lines is the same whatever its size is."""

    def lines(small: int) -> list[tuple[Any, ...]]:
        groups = [(f"Groep {at}", 400, 80) for at in range(12)] + [("Klein", small, 1)]
        told = [{"group": name, "cases": cases, "having": having} for name, cases, having in groups]
        found = funnel([row["having"] for row in told], [row["cases"] for row in told])
        exact = entry._limits(found, told)
        places = Table("places", "", (Column("cases", "", Kind.COUNT),), ((400,), (100,), (None,)))
        whole = Table("whole", "", (Column("share", "", Kind.SHARE),), ((0.2,),))
        made = entry._limits_outside(exact, {"places": places, "whole": whole})
        assert made is not None
        return [row[:3] for row in made.rows]

    assert lines(smallest) == lines(9)
    assert {size for _line, _level, size in lines(smallest)} == {100, 150, 200, 300, 400}


@pytest.mark.parametrize("key", ["wachten", "terug"])
@pytest.mark.parametrize("seed", SEEDS)
def test_a_line_steps_down_for_ten_at_least(key: str, seed: int) -> None:
    exact, told = crowd.both(key, seed)
    rows = [Row(row) for row in records(next(one for one in exact.tables if one.key == "curve"))]
    count = {(row["cohort"], row["time"]): (row["so_far"], row["at_risk"]) for row in rows}
    curve = [Row(row) for table in told.tables if table.key == "curve" for row in records(table)]

    assert curve
    for group in {row["cohort"] for row in curve}:
        seen = [count[row["cohort"], row["time"]] for row in curve if row["cohort"] == group]
        assert all(later[0] - earlier[0] >= LEAST for earlier, later in pairwise(seen))
        assert all(at_risk >= LEAST for _so_far, at_risk in seen)


COLUMNS = (Column("name", "wie"), Column("cases", "casussen", Kind.COUNT), Column("share", "deel", Kind.SHARE))


def fake(**more: Any) -> tuple[Analysis, Result]:
    table = Table("towns", "Gemeenten", COLUMNS, (("Waterdam", 41, 0.5), ("Kleinerode", 3, 1.0)), ("name",))
    found = Result((table,), (), ("In Kleinerode waren het er 3.",), ("Let op de 3 in Kleinerode.",), 44)
    return Analysis("nieuw", "Nieuw", "Hoeveel?", Parameters, lambda inputs, params, progress: found, **more), found


def test_an_entry_that_declares_nothing_lets_nothing_out() -> None:
    entry, found = fake()
    told = outside(entry, found, Parameters())

    assert (told.tables, told.charts, told.sentences, told.n) == ((), (), (), 45)
    assert "Kleinerode" not in json.dumps(told.as_json())


def test_a_column_that_a_guard_does_not_name_is_left_out() -> None:
    entry, found = fake(
        guards={"towns": Counts(by=("name",), counts=("cases",))},
        tell=lambda given, params: telling(sentences=[f"Het zijn er {row['cases']}." for row in given.rows("towns")]),
    )
    large = replace(found.tables[0], rows=(("Waterdam", 41, 0.5), ("Kleinerode", 33, 1.0)))
    (table,) = outside(entry, replace(found, tables=(large,), n=74), Parameters()).tables
    assert [column.key for column in table.columns] == ["name", "cases"]
    assert table.rows == (("Waterdam", 40), ("Kleinerode", 35))


def test_a_number_of_cases_is_rounded_or_not_told() -> None:
    assert [rounded(one) for one in (None, 0, 9, 10, 12, 13, 44)] == [None, None, None, 10, 10, 15, 45]
