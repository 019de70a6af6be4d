"""What leaves the team: no small number in any form, and nothing from which one can be computed."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog

from sluitend.apps.analyses.catalogue import funnel as entry
from sluitend.apps.analyses.discovery import analyses
from sluitend.apps.analyses.kit.analysis import Analysis
from sluitend.apps.analyses.kit.guards import Counts
from sluitend.apps.analyses.kit.outside import keeps_to_limits, outside, rounded
from sluitend.apps.analyses.kit.parameters import Parameters
from sluitend.apps.analyses.kit.result import Chart, Column, Kind, Result, Table
from sluitend.apps.analyses.kit.saying import MATCHES
from sluitend.apps.analyses.kit.tables import Row, records
from sluitend.apps.analyses.kit.telling import telling
from sluitend.engines.learning.spc import funnel
from tests.analyses import crowd

LEAST, BASE = 10, 5
SOLVED, UNBOUNDED = 0, 3  # as `linprog` numbers what came of it
SEEDS = (1, 2)
NAMES = {"organisations", "hands"}  # of columns that say what a row is about, in whole numbers
WHOLE = re.compile(r"(?<![\d.,])\d+(?:\.\d{3})*(?![\d,]*\d|%)")
CONSTANTS = {"10", "12", "3", "6", "7", "90", "95", "30", "40", "2", "1"}  # of terms, levels and parameters
OF_LOG = [key for key, one in analyses().items() if key in crowd.ASKED]


def is_told(value: Any) -> bool:
    """Whether a count may be told: not, as zero of all, or rounded and not small."""
    return value is None or value == 0 or (value >= LEAST and value % BASE == 0)


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


@pytest.mark.parametrize("key", OF_LOG)
def test_there_was_something_to_keep_back(key: str) -> None:
    exact = [crowd.both(key, seed)[0] for seed in SEEDS]

    assert any(
        value is not None and 0 < value < LEAST
        for one in exact
        for table in one.tables
        for _key, value in counts(table)
    )


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
    known |= {str(len(table.rows)) for table in told.tables} | {str(told.n)}
    said = [*told.sentences, *told.caveats, *(chart.text for chart in told.charts)]
    said += [one["told"] for chart in told.charts for one in _drawn(chart)]

    unknown = {
        one for text in said for one in WHOLE.findall(re.sub(r"\d+(?:\.\d+)?e\b|\d\d-\d\d-\d{4}", "", text))
    } - known
    assert {one for one in unknown if not _sum(one, told)} == set()
    assert not any("\ue000" in text for text in said)


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


Cells = dict[tuple[str, ...], float]


def cells_of(result: Result, key: str, by: tuple[str, ...], column: str) -> dict[tuple[str, ...], Any]:
    """Of one column, by what names its row and by its own name."""
    table = next((one for one in result.tables if one.key == key), None)
    rows = map(Row, records(table)) if table else ()
    return {(key, *(str(row[name]) for name in by), column): row[column] for row in rows}


def rooms(true: Cells, known: set[tuple[str, ...]], lines: list[dict[tuple[str, ...], float]]) -> dict[Any, float]:
    """How far apart the least and the most lie that every other cell can be, for who knows these cells exactly."""
    free = sorted(true.keys() - known)
    matrix = np.array([[line.get(cell, 0.0) for cell in free] for line in lines]).reshape(len(lines), len(free))
    right = np.array([-sum(one * true[cell] for cell, one in line.items() if cell in known) for line in lines])
    found = {}
    for at, cell in enumerate(free):
        ends = []
        for sign in (1.0, -1.0):
            goal = np.zeros(len(free))
            goal[at] = sign
            solved = linprog(goal, A_eq=matrix, b_eq=right, bounds=(0, None))
            assert solved.status in (SOLVED, UNBOUNDED), solved.message  # else what is true would not fit the lines
            ends.append(sign * solved.fun if solved.status == SOLVED else -sign * np.inf)
        found[cell] = ends[1] - ends[0]
    return found


WHOLES = {
    "wachten": ("cohorts", "cohort", "cases", ("reached", "open", "stopped", "no_start", "end_before")),
    "normen": (
        "cohorts", "cohort", "cases",
        ("met", "not_met", "running", "no_trigger", "answered_before", "broken_off", "not_in_force", "not_recorded"),
    ),
    "terug": ("cohorts", "cohort", "leavings", ("returned", "final", "away")),
}  # fmt: skip


@pytest.mark.parametrize("key", WHOLES)
@pytest.mark.parametrize("seed", SEEDS)
def test_parts_cannot_be_computed_from_their_wholes_and_totals(key: str, seed: int) -> None:
    """Who knows every number that is told exactly, also of the same question without groups, learns no small count."""
    table, by, whole, parts = WHOLES[key]
    exact, told = crowd.both(key, seed)
    _exact, together = crowd.both(key, seed, together=True)
    true: Cells = {}
    known: set[tuple[str, ...]] = set()
    for column in (*parts, whole):
        found = cells_of(exact, table, (by,), column)
        true |= found
        known |= {cell for cell in found if cells_of(told, table, (by,), column).get(cell) is not None}
        total = (table, "all", column)
        true[total] = sum(found.values())
        (told_of_all,) = cells_of(together, table, (), column).values() or (None,)
        known |= {total} if told_of_all is not None else set()
    names = sorted({cell[1] for cell in true})
    lines = [{(table, name, part): 1.0 for part in parts} | {(table, name, whole): -1.0} for name in names]
    lines += [{(table, name, one): -1.0 if name == "all" else 1.0 for name in names} for one in (*parts, whole)]
    _check(true, known, lines)


def _check(true: Cells, known: set[tuple[str, ...]], lines: list[dict[tuple[str, ...], float]]) -> None:
    small = {cell for cell, value in true.items() if value < LEAST and cell not in known}
    narrow = {cell: room for cell, room in rooms(true, known, lines).items() if room < LEAST - 1e-6}
    assert {cell: room for cell, room in narrow.items() if cell in small} == {}


@pytest.mark.parametrize("seed", range(40))
def test_pairs_of_saying_and_doing_cannot_be_computed_from_what_is_told_beside_them(seed: int) -> None:
    """Of all pairs, those of which both are known, and those of which both are the same; and the bars of the same."""
    chance = random.Random(seed)
    sizes = [0, chance.randint(1, 9), chance.randint(10, 40), chance.randint(10, 40)]
    groups = {name: {match: chance.choice(sizes) for match in MATCHES} for name in "AB"[: 1 + seed % 2]}
    lines: list[dict[tuple[str, ...], float]] = []
    true: Cells = {}
    for name, row in groups.items():
        sums = {"pairs": [*MATCHES], "known": [*MATCHES][:-1], "same": ["both", "neither"]}
        true |= {(name, key): value for key, value in row.items()}
        true |= {(name, key): sum(row[part] for part in parts) for key, parts in sums.items()}
        for key, parts in sums.items():
            line: Cells = {(name, one): 1.0 for one in parts}
            lines.append(line | {(name, key): -1.0})
    keys = [*MATCHES, "pairs", "known", "same"]
    counts = table_of("counts", ["group", *keys], [[name, *(true[name, key] for key in keys)] for name in groups])
    bars = [[name, MATCHES[match], value] for name, row in groups.items() for match, value in row.items()]
    matches = table_of("matches", ["group", "match", "pairs"], bars)

    guards, said = analyses()["zeggen-en-doen"].guards, {told: match for match, told in MATCHES.items()}
    known: set[tuple[str, ...]] = {(name, "pairs") for name in groups if true[name, "pairs"] >= LEAST}
    made: dict[str, Table] = {}
    for table in (counts, matches):
        told = guards[table.key](table, made)
        made |= {table.key: told} if told else {}
    known |= {(row["group"], key) for row in told_rows(made.get("counts")) for key in keys if row[key] is not None}
    known |= {(row["group"], said[row["match"]]) for row in told_rows(made.get("matches")) if row["pairs"] is not None}
    narrow = {cell for cell, room in rooms(true, known, lines).items() if room < LEAST - 1e-6}
    assert {cell for cell in narrow if cell[1] in MATCHES and true[cell] < LEAST} == set()


def table_of(key: str, columns: list[str], rows: list[list[Any]]) -> Table:
    kinds = {"group": Kind.TEXT, "match": Kind.TEXT}
    made = tuple(Column(one, one, kinds.get(one, Kind.COUNT)) for one in columns)
    return Table(key, key, made, tuple(map(tuple, rows)), by=tuple(kinds.keys() & set(columns)))


def told_rows(table: Table | None) -> list[Row]:
    return [] if table is None else [Row(row) for row in records(table)]


@pytest.mark.parametrize("seed", SEEDS)
def test_days_without_a_director_are_told_of_no_few_by_group_and_whole_together(seed: int) -> None:
    exact, told = crowd.both("zonder-regiehouder", seed)
    columns = {"cases_nobody": "cases", "longer": "cases_nobody", "now": "cases_nobody"}
    true: Cells = {}
    known: set[tuple[str, ...]] = set()
    lines: list[dict[tuple[str, ...], float]] = []
    for column in {*columns, *columns.values()}:
        for key in ("groups", "whole") if column in ("cases", "cases_nobody") else ("whole",):
            by = ("group",) if key == "groups" else ()
            found = cells_of(exact, key, by, column)
            true |= found
            known |= {cell for cell, value in cells_of(told, key, by, column).items() if value is not None}
        if column in ("cases", "cases_nobody"):
            groups = [cell for cell in true if cell[0] == "groups" and cell[-1] == column]
            lines.append(dict.fromkeys(groups, 1.0) | {("whole", column): -1.0})
    for cell in [one for one in true if one[-1] in columns]:
        rest, whole = (*cell, "rest"), (*cell[:-1], columns[cell[-1]])
        true[rest] = true[whole] - true[cell]
        lines.append({cell: 1.0, rest: 1.0, whole: -1.0})
    _check(true, known, lines)


STATES_OF_FAMILIES = ("één regiehouder", "meer dan één", "opgepakt, niet bekend door wie", "te laat vastgelegd")


@pytest.mark.parametrize("seed", range(40))
def test_days_of_families_are_told_of_no_few(seed: int) -> None:
    """Who knows all families together and every count that is told exactly learns no small one, nor what is left."""
    chance = random.Random(seed)
    of = chance.choice([8, 30, 200])
    having = {state: chance.choice([0, chance.randint(0, min(of, 12)), of, chance.randint(0, of)])
              for state in STATES_OF_FAMILIES}  # fmt: skip
    days = {state: number * chance.randint(1, 30) for state, number in having.items()}
    every = sum(days.values()) or 1
    columns = (
        Column("state", "state"), Column("days", "days", Kind.COUNT), Column("share", "share", Kind.SHARE),
        Column("families", "families", Kind.COUNT), Column("of", "of", Kind.COUNT),
    )  # fmt: skip
    cells = tuple((state, days[state], days[state] / every, having[state], of) for state in having)

    told = analyses()["zonder-regiehouder"].guards["families"](Table("families", "", columns, cells, ("state",)), {})

    shown = told_rows(told)
    assert [pair for row in shown for pair in row.items() if pair[0] in ("days", "families", "of")
            and not is_told(pair[1])] == []  # fmt: skip
    assert not any(row["share"] is not None and None in (row["days"], row["families"]) for row in shown)
    true: Cells = {("of",): of} | {(state,): number for state, number in having.items()}
    true |= {(state, "rest"): of - number for state, number in having.items()}
    known = {(row["state"],) for row in shown if row["families"] is not None}
    known |= {("of",)} if of >= LEAST else set()
    known |= {(state,) for state, number in having.items() if not number}  # which states there are is told
    _check(true, known, [{(state,): 1.0, (state, "rest"): 1.0, ("of",): -1.0} for state in having])


@pytest.mark.parametrize("seed", SEEDS)
def test_days_of_families_leave_the_team(seed: int) -> None:
    exact, told = crowd.both("zonder-regiehouder", seed)

    assert cells_of(exact, "families", ("state",), "families").keys() >= {("families", "meer dan één", "families")}
    assert cells_of(told, "families", ("state",), "share")
    assert any("alle casussen van een gezin samen" in sentence for sentence in told.sentences)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("key", "table", "by", "column"),
    [
        ("einde", "endings", ("cohort", "reason"), "cases"),
        ("stroom", "ages", ("group", "age"), "cases"),
        ("doorgegeven", "handovers", ("resource", "next_resource"), "cases"),
        ("doorgegeven", "organisations", ("organisations",), "units"),
        ("doorgegeven", "hands", ("hands",), "cases"),
        ("proceskaart", "arrows", ("source", "target"), "cases"),
        ("doorlooptijd", "variants", ("activities",), "cases"),
    ],
)
def test_cells_cannot_be_computed_from_the_total(
    key: str, table: str, by: tuple[str, ...], column: str, seed: int
) -> None:
    exact, told = crowd.both(key, seed)
    true = cells_of(exact, table, by, column)
    known = {cell for cell, value in cells_of(told, table, by, column).items() if value is not None}
    total = (table, "all", column)
    lines = [dict.fromkeys(true, 1.0) | {total: -1.0}]
    _check({**true, total: sum(true.values())}, known | {total}, lines)


@pytest.mark.parametrize("seed", SEEDS)
def test_flow_of_a_month_cannot_be_computed_from_the_stock_around_it(seed: int) -> None:
    """In, out and stock of every month and the sums of the whole stretch, all that is told taken for exact."""
    exact, told = crowd.both("stroom", seed)
    for group in crowd.TOWNS:
        true, lines = _months(exact, group)
        told_of = {**cells_of(told, "periods", ("group", "first"), "stock")}
        for column in ("arrivals", "departures", "stock"):
            told_of |= cells_of(told, "little", ("group",), column)
        known = {cell for cell in true if told_of.get(cell) is not None}
        _check(true, known | {("periods", group, "before")}, lines)


@pytest.mark.parametrize(
    ("key", "table", "column"), [("stroom", "periods", "stock"), ("procesgrafiek", "points", "value")]
)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_group_cannot_be_computed_from_the_month_of_all_together(
    key: str, table: str, column: str, seed: int
) -> None:
    """Who knows every month of the same question without groups exactly, learns of no group how few there were."""
    exact, told = crowd.both(key, seed)
    _exact, together = crowd.both(key, seed, together=True)
    true = cells_of(exact, table, ("group", "first"), column)
    known = {cell for cell, value in cells_of(told, table, ("group", "first"), column).items() if value is not None}
    of_all = cells_of(together, table, ("first",), column)

    lines = []
    for month in sorted({cell[2] for cell in true}):
        all_ = (table, "all", month, column)
        own = [cell for cell in true if cell[2] == month]
        lines.append(dict.fromkeys(own, 1.0) | {all_: -1.0})
        known |= {all_} if of_all.get((table, month, column)) is not None else set()
    true |= {one: sum(true[cell] for cell in line if cell != one) for line in lines for one in line if one[1] == "all"}
    assert known
    _check(true, known, lines)


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


def _months(exact: Result, group: str) -> tuple[Cells, list[dict[tuple[str, ...], float]]]:
    true: Cells = {("periods", group, "before"): 0.0}
    lines: list[dict[tuple[str, ...], float]] = []
    before: tuple[str, ...] = ("periods", group, "before")
    sums: dict[str, dict[tuple[str, ...], float]] = {"inflow": {}, "outflow": {}}
    table = next(one for one in exact.tables if one.key == "periods")
    for row in (row for row in map(Row, records(table)) if row["group"] == group):
        at = {column: ("periods", group, row["first"], column) for column in ("inflow", "outflow", "stock")}
        true |= {cell: row[column] for column, cell in at.items()}
        lines.append({before: 1.0, at["inflow"]: 1.0, at["outflow"]: -1.0, at["stock"]: -1.0})
        before = at["stock"]
        for column in sums:
            sums[column][at[column]] = 1.0
    for column, of in (("arrivals", "inflow"), ("departures", "outflow")):
        cell = ("little", group, column)
        true[cell] = sum(true[one] for one in sums[of])
        lines.append({**sums[of], cell: -1.0})
    return true, lines


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
