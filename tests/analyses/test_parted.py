"""Before and from a day by when something happened, not by when a case began: the days of nobody, and handovers."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from sluitend.apps.analyses.discovery import analysis
from sluitend.apps.analyses.kit.across import part
from sluitend.apps.analyses.kit.analysis import checked, inputs_of
from sluitend.apps.analyses.kit.result import Result, Table
from sluitend.apps.analyses.kit.tables import Row, records
from sluitend.apps.analyses.kit.vocabulary import vocabulary_of
from sluitend.errors import InputError
from tests.analyses import crowd
from tests.analyses.reckoning import LEAST, Cells, cells_of, rooms
from tests.analyses.test_compared import OWN_GROUPS, PARTED, ask, events, log_of, tables

SPLIT = date(2024, 9, 1)
KEYS = pytest.mark.parametrize("key", sorted(PARTED))
SEEDS = pytest.mark.parametrize("seed", [3, 4])
_PER = {"per": "gemeente"}  # as if that were a family
_COUNTS = {  # what counts cases once in each part, by table
    ("zonder-regiehouder", "whole", ()): ("cases", "cases_nobody"),
    ("doorgegeven", "whole", ()): ("cases", "back_cases"),
    ("doorgegeven", "handovers", ("resource", "next_resource")): ("cases",),
    ("netwerk", "links", ("resource", "next_resource")): ("cases",),
    ("netwerk", "groups", ()): ("cases",),
}


def asked(key: str) -> dict[str, Any]:
    return {} if key == "netwerk" else _PER


@KEYS
@SEEDS
def test_before_is_the_same_question_followed_to_the_day_before(key: str, seed: int) -> None:
    log = log_of(events(seed))

    both = ask(log, key, None, split=SPLIT.isoformat(), **asked(key))
    alone = ask(log, key, None, last_day=(SPLIT - timedelta(days=1)).isoformat(), **asked(key))
    for one in alone.tables:
        if one.key in OWN_GROUPS and key != "netwerk":
            continue
        same = part(tables(both)[one.key], names(both)[0])
        assert [row[: len(one.columns)] for row in same.rows] == [*one.rows]
    assert both.n == ask(log, key, None, **asked(key)).n


def names(result: Result) -> list[str]:
    return [str(row[0]) for row in tables(result)["side_by_side"].rows]


@KEYS
@SEEDS
def test_both_parts_are_all_of_it(key: str, seed: int) -> None:
    """Days and handovers are in one part each; of cases, who is in both is told."""
    log = log_of(events(seed))
    both, whole = (ask(log, key, None, **asked(key), **how) for how in ({"split": SPLIT.isoformat()}, {}))

    sums = {"zonder-regiehouder": ("case_days", "nobody", "one"), "doorgegeven": ("handovers", "back"), "netwerk": ()}
    of_all, parts = Row(), list[Row]()
    if key != "netwerk":
        (of_all,), parts = ([Row(row) for row in records(tables(one)["whole"])] for one in (whole, both))
    for column in sums[key]:
        assert sum(row[column] for row in parts) == of_all[column] > 0
    for (entry, table, by), columns in _COUNTS.items():
        for column in columns if entry == key else ():
            known = {cell[1:-1]: value for cell, value in cells_of(whole, table, by, column).items()}
            known |= {(): whole.n} if table == "groups" else {}
            found = tables(both)[table]
            for own, rows in grouped(found, by).items():
                assert {row[f"{column}_both"] for row in rows} == {sum(row[column] for row in rows) - known[own]}


def grouped(found: Table, by: tuple[str, ...]) -> dict[tuple[str, ...], list[Row]]:
    rows: dict[tuple[str, ...], list[Row]] = {}
    for row in map(Row, records(found)):
        rows.setdefault(tuple(str(row[one]) for one in by), []).append(row)
    return rows


@SEEDS
def test_the_network_and_what_organisations_say_see_the_same_handovers(seed: int) -> None:
    log, known = crowd.log(seed, 300), vocabulary_of(crowd.log(seed, 300))

    def seen(key: str, table: str, columns: tuple[str, ...], **given: str) -> Counter[tuple[Any, ...]]:
        params = checked(analysis(key), given | {"split": SPLIT.isoformat()}, known)
        inputs = inputs_of(log, known, params, crowd.answers(log, 1) if key == "zeggen-en-doen" else None)
        result = analysis(key).run(inputs, params, lambda percent: None)
        found = Counter[tuple[Any, ...]]()
        for row in map(Row, records(tables(result)[table])):
            group, one, two, handovers = (row[name] for name in columns)
            found[group, *sorted((one, two))] += handovers
        return +found

    said = seen("zeggen-en-doen", "pairs", ("group", "one", "other", "handovers"), questionnaire="D2")
    assert seen("netwerk", "links", ("cohort", "resource", "next_resource", "handovers")) == said
    assert seen("doorgegeven", "handovers", ("cohort", "resource", "next_resource", "count")) == said


def test_handovers_on_the_day_of_the_pilot_are_of_after_it() -> None:
    """A hundred cases that began before it get a director on that day; a hundred more begin since."""
    rows: list[Any] = []
    for place in range(100):
        for name, at in (("a", datetime(2024, 5, 1)), ("b", datetime(2024, 9, 1))):  # noqa: DTZ001
            at += timedelta(days=place)
            taken = max(at, datetime(2024, 9, 1))  # noqa: DTZ001
            rows += [
                (f"{name}{place}", "melding", at, "W", "Waterdam"),
                (f"{name}{place}", "hulp", taken, "R", "Waterdam"),
                (f"{name}{place}", "einde", datetime(2025, 6, 30), "R", "Waterdam"),  # noqa: DTZ001
            ]
    log = log_of(rows)

    found = tables(ask(log, "zonder-regiehouder", None, split=SPLIT.isoformat(), takes=["hulp"], closes=["einde"]))
    assert [row[3] for row in found["side_by_side"].rows] == [1, 0]
    found = tables(ask(log, "doorgegeven", None, split=SPLIT.isoformat(), lawful=[]))
    assert [row[:3] for row in found["side_by_side"].rows] == [
        ("overgedragen vóór 01-09-2024", 100, 0), ("overgedragen vanaf 01-09-2024", 200, 1),
    ]  # fmt: skip
    found = tables(ask(log, "netwerk", None, split=SPLIT.isoformat()))
    assert found["links"].rows == (("overgedragen vanaf 01-09-2024", "W", "R", 200, 200, 0),)


@KEYS
@pytest.mark.parametrize("split", ["2023-01-01", "2024-01-01", "2030-01-01"])
def test_a_day_with_nothing_before_it_or_from_it_on_is_refused(key: str, split: str) -> None:
    rows = [one for one in events(3) if one[2] >= datetime(2024, 1, 1)]  # noqa: DTZ001
    with pytest.raises(InputError) as refused:
        ask(log_of([*rows, ("eerst", "melding", datetime(2024, 1, 1), "Wijkteam", "Waterdam")]), key, split=split)  # noqa: DTZ001
    assert (refused.value.code, refused.value.where) == ("analyses.split_outside", "split")


@KEYS
def test_a_part_in_which_nobody_is_has_no_row(key: str) -> None:
    """All that are chosen ended before the day, or began after it."""
    log, known = log_of(events(3)), vocabulary_of(log_of(events(3)))
    early = {"until": "2024-02-15", "split": known.last.isoformat()}
    late = {"since": "2024-10-01", "split": "2024-09-01"}
    for given, name in ((late, "vanaf 01-09-2024"), (early, "vóór")):
        result = ask(log, key, None, **given, **asked(key))
        assert any(name in one for one in names(result))
        assert result.n


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(("entry", "counts"), _COUNTS.items())
def test_nothing_small_follows_from_the_other_part_and_the_whole(
    entry: tuple[str, str, tuple[str, ...]], counts: tuple[str, ...], seed: int
) -> None:
    """Who knows exactly what is told of both parts, and all of the same question without parts."""
    key, table, by = entry
    exact, told = crowd.both(f"{key}/split", seed, 1500, split=SPLIT.isoformat())
    shown = 0
    for column in counts:
        known: set[tuple[str, ...]] = set()
        true: Cells = {}
        lines: list[dict[tuple[str, ...], float]] = []
        said = cells_of(told, table, ("cohort", *by), column)
        for own, rows in grouped(tables(exact)[table], by).items():
            both_ = float(rows[0][f"{column}_both"])
            values = {str(row["cohort"]): float(row[column]) for row in rows}
            of_all = (*own, "all")
            true |= {(*own, "both"): both_, of_all: sum(values.values()) - both_}
            known |= {of_all} if true[of_all] >= LEAST else set()
            lines.append({(*own, "both"): 1.0, of_all: -1.0} | {(*own, "only", name): 1.0 for name in values})
            for name, value in values.items():
                true |= {(*own, name): value, (*own, "only", name): value - both_}
                lines.append({(*own, name): -1.0, (*own, "only", name): 1.0, (*own, "both"): 1.0})
                known |= {(*own, name)} if said.get((table, name, *own, column)) is not None else set()
        shown += len(known)
        small = {cell for cell, value in true.items() if value < LEAST and cell not in known}
        # That nobody is in both says of no case what it is; of one of many rows how few are in both is only rounded.
        small -= {cell for cell in small if cell[-1] == "both" and (by or not true[cell])}
        found = rooms(true, known, lines)
        assert {cell: found[cell] for cell in small if found[cell] < LEAST - 1e-6} == {}
    assert shown
