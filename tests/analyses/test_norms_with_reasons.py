"""The norm of stop messages asked of data with the reason of a stop behind its activity (fictitious).

Forty cases stop for a time after twenty days, which is on record the next day, and for good on the same day, which is
on record forty days later: too late, were it not that the term may have begun on any day in between.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest

from sluitend.apps.analyses.discovery import analysis
from sluitend.apps.analyses.kit.outside import outside
from sluitend.apps.analyses.kit.result import Result
from sluitend.engines.chain import EventLog
from sluitend.formats.reasons import joined
from tests.analyses.test_catalogue import rows
from tests.analyses.test_catalogue_flow import of_log

CASES = 40
PAUSED = "Tijdelijk gestopt"


def log(*, reasons: bool, paused: str = PAUSED) -> EventLog:
    found = []
    for case in range(CASES):
        begin = datetime(2024, 3, 4) + timedelta(days=case)  # noqa: DTZ001 - a log of days
        stop = begin + timedelta(days=20)
        found.append((f"k{case}", "Gestart", begin, begin, None))
        found.append((f"k{case}", paused, stop, stop + timedelta(days=1), "tijdelijk"))
        found.append((f"k{case}", "Gestopt", stop, stop + timedelta(days=40), "volgens plan"))
    found.append(("laatste", "Gestart", datetime(2025, 3, 1), datetime(2025, 3, 1), None))  # noqa: DTZ001
    names = ("case", "activity", "time", "registered", "reason")
    table = pa.table([pa.array(list(column)) for column in zip(*found, strict=True)], names=list(names))
    table = table.append_column("resource", pa.nulls(len(found), pa.string()))
    return EventLog(joined(table, "reason") if reasons else table, registered="registered")


def stops(*, reasons: bool, paused: str = PAUSED, **given: Any) -> Result:
    return of_log(log(reasons=reasons, paused=paused), "normen", {"norm": "stopbericht", **given})


CHOSEN = {"trigger": ["Gestopt: volgens plan"], "answer": ["Gestopt: volgens plan"]}


@pytest.mark.parametrize("given", [{}, CHOSEN], ids=["as the norm names it", "chosen"])
def test_what_seems_late_after_a_temporary_stop_with_its_reason_has_no_verdict(given: dict[str, Any]) -> None:
    plain, found = stops(reasons=False), stops(reasons=True, **given)

    (one,) = rows(found, "cohorts")
    assert (one["not_met"], one["not_recorded"]) == (0, CASES)
    assert rows(plain, "cohorts") == rows(found, "cohorts")
    assert not any("staan niet in de gegevens" in said for said in found.caveats)
    told = {row["what"]: row["value"] for row in rows(found, "norm")}
    assert told["te laat is niet te zeggen na"] == PAUSED
    assert told["deze namen"] == "ook met een reden erachter"
    assert "deze namen" not in {row["what"] for row in rows(plain, "norm")}


def test_what_the_data_lack_of_it_is_told_outside_too() -> None:
    found = stops(reasons=True, paused="Onderbroken")

    (one,) = rows(found, "cohorts")
    assert one["not_met"] == CASES
    for told in (found, outside(analysis("normen"), found, _parameters())):
        assert any(said.startswith(f"Deze activiteiten staan niet in de gegevens: {PAUSED}.") for said in told.caveats)


def _parameters() -> Any:
    return analysis("normen").parameters(norm="stopbericht")
