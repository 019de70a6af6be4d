"""A small log of which the answers are known beforehand (all fictitious).

Forty cases in two municipalities are reported on the first of a month. In Waterdam help starts after 10 days, in
Rietveen after 30; every tenth case of either still waits when the log ends. The team (Wijkteam) takes a case at the
report and lets go of it after 5 days; who helps takes it when help starts. Every fourth case of Rietveen then goes back
to the team and once more to who helps: A→B→A, and B→A→B. One case is called NA.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import pyarrow as pa

from sluitend.engines.chain import EventLog

REPORT, LET_GO, START, BACK = "melding", "losgelaten", "start hulp", "terug"
TEAM, HELP = "Wijkteam", "Jeugdhulp Verzonnen"
WAITS = {"Waterdam": 10, "Rietveen": 30}
LAST = date(2025, 12, 31)
WAITING = {"start": [REPORT], "end": [START], "by": "gemeente", "norm": 14}
NOBODY = {"takes": [REPORT, START, BACK], "lets_go": [LET_GO]}
Event = tuple[str, str, datetime, str | None, str]


def events() -> Iterator[Event]:
    """Case, activity, time, resource, municipality."""
    for town, days in WAITS.items():
        for place in range(20):
            name = "NA" if (town, place) == ("Waterdam", 3) else f"{town[0]}{place}"
            first = datetime(2025, 1 + place % 6, 1)  # noqa: DTZ001 - a log of days
            yield name, REPORT, first, TEAM, town
            yield name, LET_GO, first + timedelta(days=5), TEAM, town
            if place % 10 == 9:
                continue
            yield name, START, first + timedelta(days=days), HELP, town
            if town == "Rietveen" and place % 4 == 0:
                yield name, BACK, first + timedelta(days=days + 7), TEAM, town
                yield name, BACK, first + timedelta(days=days + 9), HELP, town
    yield "laatste", "afsluiting", datetime(2025, 12, 31), None, "Waterdam"  # noqa: DTZ001


def table(extra: tuple[Event, ...] = ()) -> pa.Table:
    """As `formats.eventlog` reads it."""
    return table_of([*events(), *extra])


def table_of(rows: Sequence[Event]) -> pa.Table:
    """The same of events alone."""
    columns = zip(*rows, strict=True)
    names = ("case", "activity", "time", "resource", "gemeente")
    found: dict[str, Any] = dict(zip(names, map(list, columns), strict=True))
    made = pa.table(found)
    return made.set_column(2, "time", made["time"].cast(pa.timestamp("us")))


def log(extra: tuple[Event, ...] = ()) -> EventLog:
    """The log."""
    return EventLog(table(extra), attributes=["gemeente"])
