"""Two years of the entrance to help in the town of the pilot and in two towns beside it (all fictitious).

What is hidden in it stands in docs/developer/planted_events.md.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sluitend.demo.events.deliveries import COLUMNS

PILOT: Final = "Havenrak (fictief)"
TOWNS: Final = {PILOT: 900, "Duinwijk (fictief)": 700, "Sluiskade (fictief)": 500}  # cases
BEGINS: Final = date(2024, 10, 1)  # of the pilot
FIRST: Final = date(2023, 10, 1)
DAYS: Final = 731  # on which a case may begin: up to and without 1 October 2025
LAST: Final = datetime(2025, 12, 31, 23, 59)  # noqa: DTZ001 - the clock of the town
FACTOR: Final = 0.6  # of the wait for who comes from that day on, in that town
_SEED = 20241001
_PROVIDERS = ("Jeugdhulp Verzonnen (fictief)", "De Sluis Jeugdhulp (fictief)")
_KINDS = ("Ambulante jeugdhulp", "Dagbehandeling")


def registered() -> bytes:
    """A Parquet file with the columns of COLUMNS but for the reason, the same every time."""
    random = np.random.RandomState(_SEED)  # its stream is frozen, unlike that of Generator
    rows = [row for town, many in TOWNS.items() for number in range(many) for row in _case(random, town, number)]
    rows.sort(key=lambda row: (row[2], row[0]))
    names = [COLUMNS[name] for name in _NAMES]
    columns = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
    table = pa.table(columns)
    for name, kind in ((COLUMNS["time"], pa.timestamp("s")), (COLUMNS["registered"], pa.date32())):
        table = table.set_column(table.column_names.index(name), name, table[name].cast(kind))
    written = BytesIO()
    pq.write_table(table, written)
    return written.getvalue()


_NAMES = (
    "case", "activity", "time", "resource", "registered", "municipality", "subregion", "family", "kind",
)  # fmt: skip
Row = tuple[str, str, datetime, str, date, str, str, str, str]


def _case(random: np.random.RandomState, town: str, number: int) -> list[Row]:
    """Aanmelding, Intake and Hulp gestart, as far as they came before the data were taken out."""
    begin = FIRST + timedelta(days=int(random.randint(DAYS)))
    wait = 3 + random.gamma(2.0, 12.0)
    if town == PILOT and begin >= BEGINS:
        wait *= FACTOR
    start = wait + 5 + random.gamma(2.0, 10.0)
    who = (f"Toegang {town}", f"Toegang {town}", _PROVIDERS[int(random.randint(len(_PROVIDERS)))])
    kind = _KINDS[int(random.randint(len(_KINDS)))]
    name = f"{town[0]}{number:04d}"
    family = f"{town[0]}g{number // 2:04d}"
    morning = datetime(begin.year, begin.month, begin.day, 9)  # noqa: DTZ001 - the clock of the town
    moments = [morning + timedelta(days=round(days)) for days in (0, wait, start)]
    steps = zip(("Aanmelding", "Intake", "Hulp gestart"), moments, who, strict=True)
    return [
        (name, activity, at, by, at.date(), town, "Havenrak en omgeving (fictief)", family, kind)
        for activity, at, by in steps
        if at <= LAST
    ]
