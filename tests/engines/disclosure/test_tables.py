"""Small numbers: planted tables first, then an attacker with linear programs on random ones."""

from __future__ import annotations

import random
from itertools import product

import pyarrow as pa
import pytest

from sluitend.engines.disclosure import grid as grids
from sluitend.engines.disclosure.tables import Rule, protect
from tests.engines.disclosure.attacker import TOTAL, Cell, rooms

LEAST = 10


def table(cells: dict[Cell, float], names: tuple[str, ...] = ("plaats", "soort")) -> pa.Table:
    columns = {name: [cell[at] for cell in cells] for at, name in enumerate(names[: len(next(iter(cells)))])}
    return pa.table({**columns, "n": pa.array([int(one) for one in cells.values()], pa.int64())})


def with_totals(inside: dict[Cell, float]) -> dict[Cell, float]:
    """Plain sums over every side."""
    sides = [sorted({cell[at] for cell in inside}) for at in range(len(next(iter(inside))))]
    found = {}
    for cell in product(*([*side, TOTAL] for side in sides)):
        fits = [one for key, one in inside.items() if all(a in (b, TOTAL) for a, b in zip(cell, key, strict=True))]
        found[cell] = sum(fits)
    return found


def told(cells: dict[Cell, float], rule: Rule | None = None) -> dict[Cell, int | None]:
    by = ["plaats", "soort"][: len(next(iter(cells)))]
    found = protect(table(cells), counts=["n"], by=by, rule=rule)["n"].to_pylist()
    return dict(zip(cells, found, strict=True))


def test_small_ones_and_one_more_are_kept_back_and_the_rest_is_rounded() -> None:
    """23+3+41+12 = 79: the 3 alone would be 79 less the others; with the 12 it lies between 0 and 15."""
    cells = {("a",): 23, ("b",): 3, ("c",): 41, ("d",): 12, (TOTAL,): 79}

    assert told(cells) == {("a",): 25, ("b",): None, ("c",): 40, ("d",): None, (TOTAL,): 80}


def test_without_its_total_in_the_table_it_is_taken_to_be_known() -> None:
    assert told({("a",): 23, ("b",): 3, ("c",): 41, ("d",): 12}) == {
        ("a",): 25, ("b",): None, ("c",): 40, ("d",): None,
    }  # fmt: skip


def test_two_small_ones_that_together_are_small_need_a_third() -> None:
    assert told({("a",): 2, ("b",): 3, ("c",): 41, ("d",): 12, (TOTAL,): 58})[("d",)] is None
    assert told({("a",): 6, ("b",): 8, ("c",): 41, ("d",): 12, (TOTAL,): 67})[("d",)] == 10


@pytest.mark.parametrize(
    ("number", "rounded"), [(0, None), (9, None), (10, 10), (12, 10), (13, 15), (17, 15), (18, 20), (1002, 1000)]
)
def test_rounding_to_fives(number: int, rounded: int | None) -> None:
    assert protect(pa.table({"n": [number]}), counts=["n"], by=[])["n"].to_pylist() == [rounded]


def test_a_zero_is_small_unless_the_rule_shows_it() -> None:
    cells: dict[Cell, float] = {("a",): 0, ("b",): 30, ("c",): 40}

    assert told(cells) == {("a",): None, ("b",): None, ("c",): 40}
    assert told(cells, Rule(zeros=True)) == {("a",): 0, ("b",): 30, ("c",): 40}


def test_the_least_costly_rectangle_of_a_two_way_table() -> None:
    """Only the small 4: the cheapest way to hide it is with the row and column of the two tens and the 11."""
    rows = {"p": (4, 10, 90), "q": (11, 12, 80), "r": (70, 60, 50)}
    inside = {(row, column): float(one) for row, line in rows.items() for column, one in zip("xyz", line, strict=True)}
    found = told(with_totals(inside))

    assert {cell for cell, one in found.items() if one is None} == {("p", "x"), ("p", "y"), ("q", "x"), ("q", "y")}


def random_cells(seed: int, sides: int) -> dict[Cell, float]:
    chance = random.Random(seed)
    names = [[f"{letter}{number}" for number in range(chance.randint(2, 5))] for letter in "rk"[:sides]]
    sizes = [0, 1, 2, 5, 9, 10, 11, 14, 30, 200]
    inside = {cell: float(chance.choice(sizes)) for cell in product(*names) if chance.random() < 0.9}
    inside.setdefault(tuple(side[0] for side in names), 3.0)
    whole = with_totals(inside)
    there = {cell for cell in whole if cell in inside or TOTAL in cell}
    return {cell: one for cell, one in whole.items() if cell in there}


@pytest.mark.parametrize("sides", [1, 2])
def test_totals_that_the_table_does_not_have_help_nobody(sides: int) -> None:
    """Others may know those that are not small: of a district that has ten or more."""
    checked = 0
    for seed in range(200, 215):
        whole = random_cells(seed, sides)
        inside = {cell: one for cell, one in whole.items() if TOTAL not in cell}
        known = {cell: one for cell, one in whole.items() if TOTAL not in cell or one >= LEAST}
        hidden = {cell for cell, one in told(inside).items() if one is None}
        if hidden == set(inside):
            continue  # the last resort: nothing is told
        for cell, (low, high) in rooms(known, hidden).items():
            assert high - low >= LEAST - 1e-6, (seed, cell)
            checked += 1
    assert checked > 10


def test_parts_cannot_be_computed_from_their_whole() -> None:
    """The whole is a column; totals over the rows are not in the table, and known when they are not small."""
    checked = 0
    for seed in range(400, 412):
        cells = with_totals({cell: one for cell, one in random_cells(seed, 2).items() if TOTAL not in cell})
        places, parts = ([*dict.fromkeys(cell[at] for cell in cells)] for at in (0, 1))
        inside = [place for place in places if place != TOTAL]
        rows = pa.table({"plaats": inside, **{part: [int(cells[place, part]) for place in inside] for part in parts}})
        found = protect(rows, counts=parts, by=["plaats"], whole=TOTAL)
        hidden = {
            (place, part)
            for part in parts
            for place, one in zip(inside, found[part].to_pylist(), strict=True)
            if one is None
        }
        known = {cell: one for cell, one in cells.items() if cell[0] != TOTAL or one >= LEAST}
        if len(hidden) == rows.num_rows * len(parts):
            continue  # the last resort
        for cell, (low, high) in rooms(known, hidden).items():
            assert high - low >= LEAST - 1e-6, (seed, cell)
            checked += 1
    assert checked > 10


def test_costs_cannot_be_computed_from_their_totals() -> None:
    """Room of at least a fifth of every amount of a small count, for who knows all that is told exactly."""
    checked = 0
    for seed in range(300, 307):
        cells = random_cells(seed, 2)
        chance = random.Random(seed)
        each = {cell: one * chance.randint(500, 2500) for cell, one in cells.items() if TOTAL not in cell}
        euro = with_totals(each)
        rows = table(cells).append_column("euro", pa.array([euro[cell] for cell in cells]))
        found = protect(rows, counts=["n"], by=["plaats", "soort"], amounts={"euro": "n"})["euro"].to_pylist()
        hidden = {cell for cell, one in zip(cells, found, strict=True) if one is None}
        assert {cell for cell, one in cells.items() if one < LEAST} <= hidden
        for cell, (low, high) in rooms({cell: euro[cell] for cell in cells}, hidden).items():
            if cells[cell] < LEAST:
                assert high - low >= 0.2 * euro[cell] - 1e-6, (seed, cell)
                checked += 1
    assert checked > 30


@pytest.mark.parametrize("sides", [1, 2])
@pytest.mark.parametrize("exact", [True, False])
def test_no_cell_that_is_kept_back_can_be_known_more_closely(
    sides: int, exact: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Room of at least ten for every one, when all that is told is known exactly."""
    if not exact:
        monkeypatch.setattr(grids, "MOST_EXACT", 0)
    checked = 0
    for seed in range(16):
        cells = random_cells(seed, sides)
        hidden = {cell for cell, one in told(cells).items() if one is None}
        assert {cell for cell, one in cells.items() if one < LEAST} <= hidden
        for cell, (low, high) in rooms(cells, hidden).items():
            assert high - low >= LEAST - 1e-6, (seed, cell)
            checked += 1
    assert checked > 30


def test_the_exact_way_keeps_back_no_more_than_the_quick_way(monkeypatch: pytest.MonkeyPatch) -> None:
    def cost(cells: dict[Cell, float]) -> float:
        answer = told(cells)
        return sum((one + 1) * (10 if TOTAL in cell else 1) for cell, one in cells.items() if answer[cell] is None)

    samples = [random_cells(seed, 2) for seed in range(100, 108)]
    exact = [cost(cells) for cells in samples]
    monkeypatch.setattr(grids, "MOST_EXACT", 0)
    quick = [cost(cells) for cells in samples]

    assert all(one <= other for one, other in zip(exact, quick, strict=True))
    assert sum(exact) < sum(quick)


def test_parts_of_a_column_are_protected_with_their_whole() -> None:
    rows = pa.table({"plaats": ["a", "b", "c"], "bereikt": [30, 40, 50], "open": [4, 20, 30], "samen": [34, 60, 80]})
    found = protect(rows, counts=["bereikt", "open", "samen"], by=["plaats"], whole="samen").to_pydict()

    hidden = {
        (name, place) for name in ("bereikt", "open", "samen") for place in range(3) if found[name][place] is None
    }
    assert ("open", 0) in hidden
    assert len({row for _, row in hidden}) == 2
    assert sum(row == 0 for _, row in hidden) == 2


def test_figures_stand_only_where_their_count_does_and_shares_are_made_of_what_is_told() -> None:
    rows = pa.table(
        {
            "plaats": ["a", "b", "c"],
            "n": [27, 5, 200],
            "binnen": [10, 4, 151],
            "deel": [10 / 27, 4 / 5, 151 / 200],
            "mediaan": [23.4567, 7.0, 12.0],
        }
    )
    found = protect(
        rows, counts=["n", "binnen"], by=["plaats"], shares={"deel": ("binnen", "n")}, values={"mediaan": "n"}
    ).to_pydict()

    assert found["n"] == [None, None, 200]
    assert found["deel"] == [None, None, 0.75]
    assert found["mediaan"] == [None, None, 12.0]


def test_costs_of_small_counts_are_kept_back_with_another_and_others_are_as_rough_as_their_count() -> None:
    rows = pa.table({"plaats": ["a", "b", "c", "d"], "n": [27, 5, 200, 14], "euro": [27_000, 9_000, 300_000, 9_100]})
    found = protect(rows, counts=["n"], by=["plaats"], amounts={"euro": "n"}).to_pydict()

    assert found["n"] == [25, None, 200, None]
    assert found["euro"] == [25_000, None, 300_000, None]


def test_costs_stand_beside_counts_that_are_parts() -> None:
    rows = {"plaats": list("abcd"), "open": [20, 30, 40, 50], "klaar": [30, 30, 3, 50], "samen": [50, 60, 43, 100]}
    euro = [50_000, 66_000, 43_000, 300_000]
    found = protect(
        pa.table({**rows, "euro": euro}),
        counts=["open", "klaar", "samen"],
        by=["plaats"],
        whole="samen",
        amounts={"euro": "samen"},
    ).to_pydict()

    assert found["samen"] == [50, 60, 45, 100]
    assert found["euro"] == [50_000, 66_000, 45_000, 300_000]


def test_what_nobody_declared_or_what_is_no_table_of_counts_is_refused() -> None:
    rows = table({("a",): 12, ("b",): 30})

    with pytest.raises(ValueError, match="nothing says how to protect plaats"):
        protect(rows, counts=["n"], by=[])
    with pytest.raises(ValueError, match="stands twice"):
        protect(table({("a",): 12, ("a ",): 3}).set_column(0, "plaats", [["a", "a"]]), counts=["n"], by=["plaats"])
    with pytest.raises(ValueError, match="below zero"):
        protect(table({("a",): -1, ("b",): 30}), counts=["n"], by=["plaats"])


def test_a_count_that_was_not_known_stays_so() -> None:
    rows = pa.table({"plaats": ["a", "b", "c"], "n": pa.array([30, None, 40], pa.int64())})

    assert protect(rows, counts=["n"], by=["plaats"])["n"].to_pylist() == [30, None, 40]
