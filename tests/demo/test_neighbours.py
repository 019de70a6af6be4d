"""The registration of the pilot's town holds what was planted, the same every time."""

from __future__ import annotations

from io import BytesIO
from statistics import median

import pyarrow.parquet as pq
import pytest

from sluitend.demo.events.neighbours import BEGINS, FACTOR, PILOT, TOWNS, registered


def waits(town: str, *, after: bool) -> list[int]:
    """From the report to the intake, by plain loops."""
    begins, found = {}, []
    for row in pq.read_table(BytesIO(registered())).to_pylist():
        if row["gemeente"] == town and row["gebeurtenis"] == "Aanmelding":
            begins[row["casus"]] = row["tijdstip"].date()
        if row["casus"] in begins and row["gebeurtenis"] == "Intake":
            begin = begins[row["casus"]]
            if (begin >= BEGINS) == after:
                found.append((row["tijdstip"].date() - begin).days)
    return found


def test_only_the_town_of_the_pilot_waits_less_since_it_began() -> None:
    ratios = {town: median(waits(town, after=True)) / median(waits(town, after=False)) for town in TOWNS}

    assert ratios.pop(PILOT) == pytest.approx(FACTOR, abs=0.1)
    assert all(0.85 < ratio < 1.18 for ratio in ratios.values())


def test_it_is_the_same_every_time_and_labelled_fictitious() -> None:
    table = pq.read_table(BytesIO(registered()))

    assert registered() == registered()
    assert all(
        "(fictief)" in name
        for column in ("gemeente", "subregio", "uitvoerder")
        for name in table[column].unique().to_pylist()
    )
    assert len(set(table["casus"].to_pylist())) == sum(TOWNS.values())
