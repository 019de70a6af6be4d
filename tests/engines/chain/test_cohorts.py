"""Groups of cases by an attribute, against a count by hand; cases without a value are a group too."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.engines.chain.asked import PLACE, Row, drawn, log_of


def places(rows: list[Row]) -> dict[str, str | None]:
    return {row.case: row.place for row in rows}


@pytest.mark.parametrize("seed", range(4))
def test_sizes_are_those_of_a_count_by_hand(seed: int) -> None:
    rows = drawn(seed)

    assert log_of(rows).sizes(PLACE) == Counter(places(rows).values())


@pytest.mark.parametrize("values", [["p0"], [None], ["p1", None], [None, "p2", "nergens"], []])
def test_the_cases_of_some_values_are_all_that_is_left(values: list[str | None]) -> None:
    rows = drawn(5)
    kept = [row for row in rows if row.place in values]

    found = log_of(rows).of_values(PLACE, values)

    assert (found.summary().cases, found.summary().events) == (len({row.case for row in kept}), len(kept))
    if kept:
        assert found.summary() == log_of(kept).summary()
        assert found.throughput() == log_of(kept).throughput()


def test_what_is_no_attribute_has_no_groups() -> None:
    with pytest.raises(KeyError):
        log_of(drawn(1)).sizes("verzonnen")
