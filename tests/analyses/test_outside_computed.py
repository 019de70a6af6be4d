"""What leaves the team: nothing small can be computed from all that is told together."""

from __future__ import annotations

import random
from typing import Any

import pytest

from sluitend.apps.analyses.discovery import analyses
from sluitend.apps.analyses.kit.result import Column, Kind, Result, Table
from sluitend.apps.analyses.kit.saying import MATCHES
from sluitend.apps.analyses.kit.tables import Row, records
from tests.analyses import crowd
from tests.analyses.reckoning import LEAST, SEEDS, Cells, cells_of, is_told, learns_nothing_small, rooms, told_rows
from tests.analyses.test_compared import PARTED

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
    learns_nothing_small(true, known, lines)


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
    learns_nothing_small(true, known, lines)


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
    learns_nothing_small(true, known, [{(state,): 1.0, (state, "rest"): 1.0, ("of",): -1.0} for state in having])


@pytest.mark.parametrize("seed", SEEDS)
def test_days_of_families_leave_the_team(seed: int) -> None:
    exact, told = crowd.both("zonder-regiehouder", seed)

    assert cells_of(exact, "families", ("state",), "families").keys() >= {("families", "meer dan één", "families")}
    assert cells_of(told, "families", ("state",), "share")


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("key", "table", "by", "column"),
    [
        ("einde", "endings", ("cohort", "reason"), "cases"),
        ("stroom", "ages", ("group", "age"), "cases"),
        ("doorgegeven", "handovers", ("resource", "next_resource"), "cases"),
        ("doorgegeven", "organisations", ("organisations",), "units"),
        ("doorgegeven", "hands", ("hands",), "cases"),
        ("rond-een-gezin", "spread", ("number",), "organisations"),
        ("rond-een-gezin", "pairs", ("one", "other"), "units"),
        ("rond-een-gezin", "groups", ("group",), "units"),
        ("rond-een-gezin", "groups", ("group",), "helped"),
        ("rond-een-gezin", "groups", ("group",), "parallel"),
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
    learns_nothing_small({**true, total: sum(true.values())}, known | {total}, lines)


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
        learns_nothing_small(true, known | {("periods", group, "before")}, lines)


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
    learns_nothing_small(true, known, lines)


OF_GROUPS: list[tuple[str, str, tuple[str, ...], str]] = [
    ("doorgegeven", "handovers", ("resource", "next_resource"), "cases"),
    ("doorgegeven", "back", ("resource", "by_way_of"), "cases"),
    ("doorgegeven", "organisations", ("organisations",), "units"),
    ("doorgegeven", "hands", ("hands",), "cases"),
    ("doorlooptijd", "variants", ("activities",), "cases"),
    ("doorlooptijd", "between", ("activity", "next_activity"), "cases"),
    ("doorlooptijd", "whole", (), "cases"),
    ("netwerk", "links", ("resource", "next_resource"), "cases"),
    ("netwerk", "groups", (), "cases"),
    ("proceskaart", "activities", ("name",), "cases"),
    ("proceskaart", "arrows", ("source", "target"), "cases"),
    ("proceskaart", "variants", ("activities",), "cases"),
    ("starten-stoppen", "rules", ("rule",), "cases"),
    ("zwaarder-lichter", "moves", ("source", "target"), "units"),
    ("zwaarder-lichter", "units", ("way",), "units"),
    ("zonder-regiehouder", "last", ("last_owner",), "cases"),
    ("zonder-regiehouder", "whole", (), "cases"),
    ("trechter", "whole", (), "cases"),
    ("rond-een-gezin", "spread", ("number",), "organisations"),
    ("rond-een-gezin", "pairs", ("one", "other"), "units"),
    ("rond-een-gezin", "whole", (), "units"),
    ("vertraging", "whole", (), "cases"),
    ("vertraging", "whole", (), "stock"),
    ("vertraging", "whole", (), "stock_after"),
]
PARTS = [
    ("starten-stoppen", "wrong", "checked"),
    ("doorgegeven", "back_cases", "cases"),
    ("rond-een-gezin", "helped", "units"),
    ("rond-een-gezin", "parallel", "helped"),
    ("trechter", "having", "cases"),
    ("zonder-regiehouder", "cases_nobody", "cases"),
    ("zonder-regiehouder", "longer", "cases_nobody"),
    ("zonder-regiehouder", "now", "cases_nobody"),
]


def in_ways(asked: list[Any]) -> list[tuple[Any, ...]]:
    """Each with every way in which groups are made of it that together are all cases."""
    ways = [(*one, how) for one in asked for how in ("by", "split") if f"{one[0]}/{how}" in crowd.GROUPED]
    return [one for one in ways if one[0] not in PARTED or one[-1] != "split"]


@pytest.mark.parametrize(("key", "table", "by", "column", "how"), in_ways(OF_GROUPS))
@pytest.mark.parametrize("seed", SEEDS)
def test_a_group_cannot_be_computed_from_the_other_groups_and_all_together(
    key: str, table: str, by: tuple[str, ...], column: str, how: str, seed: int
) -> None:
    """Who knows every row of the same question without groups exactly, and every total of a group that is not small."""
    exact, told = crowd.both(f"{key}/{how}", seed)
    whole, together = crowd.both(f"{key}/{how}", seed, together=True)
    true = cells_of(exact, table, ("cohort", *by), column)
    known = {cell for cell, value in cells_of(told, table, ("cohort", *by), column).items() if value is not None}
    of_all = cells_of(whole, table, by, column)
    said = {cell for cell, value in cells_of(together, table, by, column).items() if value is not None}
    lines = []
    for row in sorted({cell[2:-1] for cell in true}):
        all_ = (table, "all", *row, column)
        own = [cell for cell in true if cell[2:-1] == row]
        lines.append(dict.fromkeys(own, 1.0) | {all_: -1.0})
        true[all_] = sum(true[cell] for cell in own)
        if row and of_all.get((table, *row, column), true[all_]) != true[all_]:  # cut off in some group
            rest = (table, "rest", *row, column)
            lines[-1][rest], true[all_] = 1.0, of_all[table, *row, column]
            true[rest] = true[all_] - sum(true[cell] for cell in own)
        known |= {all_} if (table, *row, column) in said else set()
    adds_up = table != "activities"  # a case has several: nobody is told their sum
    for group in sorted({cell[1] for cell in true} - {"all", "rest"}) if adds_up else ():
        own = [cell for cell in true if cell[1] == group]
        total = (table, group, "total")
        true[total] = sum(true[cell] for cell in own)
        lines.append(dict.fromkeys(own, 1.0) | {total: -1.0})
        known |= {total} if true[total] >= LEAST else set()
    learns_nothing_small(true, known, lines)


@pytest.mark.parametrize(("key", "part", "whole", "how"), in_ways(PARTS))
@pytest.mark.parametrize("seed", SEEDS)
def test_a_part_of_a_group_cannot_be_computed_from_the_others(
    key: str, part: str, whole: str, how: str, seed: int
) -> None:
    """Nor what is left of its group, from what is told of the groups and of all of them together."""
    exact, told = crowd.both(f"{key}/{how}", seed)
    whole_exact, together = crowd.both(f"{key}/{how}", seed, together=True)
    true: Cells = {}
    known: set[tuple[str, ...]] = set()
    for column in (part, whole):
        for of, shown, by in ((exact, told, ("cohort",)), (whole_exact, together, ())):
            true |= cells_of(of, "whole", by, column)
            known |= {cell for cell, value in cells_of(shown, "whole", by, column).items() if value is not None}
    groups = sorted({cell[1] for cell in true if len(cell) == 3})
    lines: list[dict[tuple[str, ...], float]] = []
    for at in (*((name,) for name in groups), ()):
        rest = ("whole", *at, "rest")
        true[rest] = true["whole", *at, whole] - true["whole", *at, part]
        lines.append({("whole", *at, part): 1.0, rest: 1.0, ("whole", *at, whole): -1.0})
    for column in (part, whole, "rest"):
        lines.append({("whole", name, column): 1.0 for name in groups} | {("whole", column): -1.0})
    learns_nothing_small(true, known, lines)


@pytest.mark.parametrize("key", crowd.GROUPED)
@pytest.mark.parametrize("seed", SEEDS)
def test_what_stands_side_by_side_is_made_of_what_is_told(key: str, seed: int) -> None:
    """A figure of a group is told only where the table that it comes from tells it."""
    exact, told = crowd.both(key, seed)
    beside = [Row(row) for table in told.tables if table.key == "side_by_side" for row in records(table)]
    names = {row["cohort"] for table in exact.tables for row in map(Row, records(table))}

    assert {row["cohort"] for row in beside} <= names
    counts = [row["cases"] for row in beside]
    assert [one for one in counts if not is_told(one)] == []
    tables = {table.key: table for table in told.tables}
    for row in beside:
        if row["median"] is not None:
            days = cells_of(told, "throughput", ("cohort", "figure"), "days")
            assert days["throughput", row["cohort"], "50e percentiel", "days"] == row["median"]
        if row["share"] is not None:
            (found,) = (one for one in told_rows(tables["whole"]) if one["cohort"] == row["cohort"])
            assert found["share"] == row["share"]


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


@pytest.mark.parametrize("seed", SEEDS)
def test_few_families_with_help_at_once_beside_a_pair_are_not_told_by_that_pair(seed: int) -> None:
    exact, told = crowd.both("rond-een-gezin", seed)
    made = {one.key: one for one in told.tables}
    if not any(row["parallel"] is not None for row in told_rows(made.get("whole"))):
        return
    (whole,) = (row for one in exact.tables if one.key == "whole" for row in told_rows(one))
    units = {
        (row["one"], row["other"]): row["units"] for one in exact.tables if one.key == "pairs" for row in told_rows(one)
    }

    assert all(whole["parallel"] - units[row["one"], row["other"]] >= LEAST for row in told_rows(made.get("pairs")))
