"""A stretch of days in two, before and from a day: the tables of both, and what may be told of them.

Not cases are parted here, but days: a case that is open on the day is counted in both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from sluitend.apps.analyses.kit import words
from sluitend.apps.analyses.kit.guards import Guard, Made
from sluitend.apps.analyses.kit.result import Column, Kind, Table
from sluitend.apps.analyses.kit.tables import Row, records, table
from sluitend.apps.analyses.kit.telling import Given

SIDE, LAW = "before_and_from", "little"
PART: Final = Column("group", "deel")
_EACH = 30  # days over which in and out are told, so that stretches of other lengths can be held beside each other
_NEEDED = ("stock", "arrivals", "departures")


def names(split: date) -> tuple[str, str]:
    """What both are called."""
    return f"vóór {split:%d-%m-%Y}", f"vanaf {split:%d-%m-%Y}"


def laid(parts: Sequence[tuple[str, Sequence[Table]]]) -> list[Table]:
    """The tables of both below each other: their first column names the part instead of a group."""
    found = []
    for place, one in enumerate(parts[0][1]):
        rows = tuple((name, *row[1:]) for name, tables in parts for row in tables[place].rows)
        found.append(replace(one, columns=(PART, *one.columns[1:]), rows=rows))
    return found


def is_parted(found: Table) -> bool:
    """Whether it is of stretches, and not of groups of cases."""
    return found.columns[:1] == (PART,)


def beside(made: Made) -> Table | None:
    """Both parts side by side, of exact tables or of what is told."""
    if LAW not in made or not is_parted(made[LAW]):
        return None
    columns = [PART, Column("days", "dagen geteld", Kind.NUMBER)]
    columns += [Column("inflow", f"instroom per {_EACH} dagen", Kind.NUMBER)]
    columns += [Column("outflow", f"uitstroom per {_EACH} dagen", Kind.NUMBER)]
    columns += [Column("mean_stock", "gemiddeld open", Kind.NUMBER)]
    columns += [Column("median_age", "mediaan, dagen open aan het eind", Kind.NUMBER)]
    columns += [Column("p90_age", "90e percentiel", Kind.NUMBER)]
    given = Given(made, None)
    last = {name: rows[-1] for name, rows in given.group("periods", "group").items()}
    rows = [
        [
            row["group"], row["days"], *(_EACH * row[one] / row["days"] for one in ("arrivals", "departures")),
            row["mean_stock"], *(last.get(row["group"], Row())[one] for one in ("median_age", "p90_age")),
        ]
        for row in given.rows(LAW)
    ]  # fmt: skip
    return table(SIDE, "Vóór en vanaf de dag", columns, rows, by=("group",))


def all_told(guard: Guard) -> Guard:
    """Of two parts everything that came in, went out and stayed, or nothing: somebody may know both together, and then
    the one that is kept back would follow."""

    def told(exact: Table, made: Made) -> Table | None:
        found = guard(exact, made)
        if found is None or not is_parted(exact):
            return found
        return found if all(row.get(one) is not None for row in records(found) for one in _NEEDED) else None

    return told


def beside_law(guard: Guard, of_part: Guard) -> Guard:
    """Of two parts only beside that: the stock on the day itself would tell how few came in or went out in the periods
    around it. `of_part` protects a part as it would be protected alone: who asks the whole stretch sees the same."""

    def told(exact: Table, made: Made) -> Table | None:
        if not is_parted(exact):
            return guard(exact, made)
        return of_part(exact, made) if LAW in made else None

    return told


def sentences(given: Given) -> Iterator[str]:
    """What came in and went out in both, in as many days."""
    rows = given.rows(SIDE)
    if len(rows) > 1:
        told = "; ".join(
            f"{row['group']} {words.number(row['inflow'])} erin en {words.number(row['outflow'])} eruit" for row in rows
        )
        yield f"Per {_EACH} dagen: {told}."


def caveats(split: date, per: str, period: str) -> Iterator[str]:
    """What a reader of two parts has to know. `per` is the key of a period, `period` what it is called."""
    yield "Een casus die op de dag zelf openstond, telt in beide delen: in het tweede staat zij bij “eerst open”."
    yield "Of een verschil meer is dan toeval, is hier niet getoetst. Het kan ook een andere oorzaak hebben."
    if not _begins(split, per):
        yield (
            f"De dag valt midden in een {period}: die staat in twee stukken in de tabel, elk met minder dagen. "
            f"De cijfers per {_EACH} dagen hebben daar geen last van."
        )


def _begins(day: date, per: str) -> bool:
    """Whether a period of the calendar begins on it."""
    if per == "week":
        return day.weekday() == 0
    months = {"month": 1, "quarter": 3, "year": 12}[per]
    return day.day == 1 and (day.month - 1) % months == 0
