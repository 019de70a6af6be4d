"""How far cases can be told apart, against plain loops."""

from __future__ import annotations

import random
from collections import Counter
from datetime import datetime, timedelta

import pyarrow as pa
import pytest

from sluitend.engines.chain.steps import steps_of
from sluitend.engines.disclosure.uniqueness import courses, risk

START = datetime(2026, 1, 1)  # noqa: DTZ001


def cases(seed: int, many: int) -> pa.Table:
    chance = random.Random(seed)
    columns = {
        "age": [chance.choice(["0-3", "4-11", None]) for _ in range(many)],
        "place": [chance.choice("abcdef") for _ in range(many)],
        "month": [chance.randrange(-3, 9) for _ in range(many)],
        "same": ["x"] * many,
    }
    return pa.table({name: pa.array(values) for name, values in columns.items()})


@pytest.mark.parametrize(("seed", "many"), [(1, 1), (2, 7), (3, 60), (4, 400)])
def test_classes_are_those_of_a_loop(seed: int, many: int) -> None:
    table = cases(seed, many)
    rows = [tuple(row.values()) for row in table.to_pylist()]
    sizes = Counter(rows)

    found = risk(table, table.column_names)

    assert (found.cases, found.classes, found.smallest) == (many, len(sizes), min(sizes.values()))
    assert found.unique == sum(size == 1 for size in sizes.values())
    for under in found.under:
        assert under.cases == sum(size for size in sizes.values() if size < under.k)
        assert under.share == under.cases / many
    without = {
        name: sum(size == 1 for size in Counter(row[:at] + row[at + 1 :] for row in rows).values())
        for at, name in enumerate(table.column_names)
    }
    assert {one.column: one.unique_without for one in found.worst} == without
    assert found.worst[0].unique_without == min(without.values())


def test_of_no_cases_there_is_nothing_to_say() -> None:
    found = risk(cases(1, 1).slice(0, 0), ["age"])

    assert (found.cases, found.classes, found.unique, found.smallest) == (0, 0, 0, None)
    assert {under.share for under in found.under} == {None}


def test_courses_per_municipality_are_those_of_a_loop() -> None:
    chance = random.Random(9)
    activities = {f"c{number}": chance.choices("abc", k=chance.randint(1, 4)) for number in range(80)}
    place = {case: chance.choice(["noord", "zuid", None]) for case in activities}
    rows = [(case, one, START + timedelta(at)) for case, line in activities.items() for at, one in enumerate(line)]
    table = pa.table(
        {
            "case": [case for case, _, _ in rows],
            "activity": [one for _, one, _ in rows],
            "time": pa.array([at for _, _, at in rows], pa.timestamp("us")),
            "resource": pa.nulls(len(rows), pa.string()),
            "place": pa.array([place[case] for case, _, _ in rows], pa.string()),
        }
    )

    found = courses(steps_of(table, ["place"]), "place")

    assert {course.group for course in found} == {"noord", "zuid", None}
    assert [course.cases for course in found] == sorted((course.cases for course in found), reverse=True)
    for course in found:
        lines = Counter(tuple(line) for case, line in activities.items() if place[case] == course.group)
        assert (course.cases, course.sequences) == (sum(lines.values()), len(lines))
        assert course.unique == sum(size == 1 for size in lines.values())
        assert [under.cases for under in course.under] == [
            sum(size for size in lines.values() if size < k) for k in (5, 10)
        ]
    assert courses(steps_of(table))[0].cases == 80
