"""One family, one case director: what is told of the days of families, all cases of a family together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sluitend.apps.analyses.kit import words
from sluitend.apps.analyses.kit.analysis import Inputs
from sluitend.apps.analyses.kit.cohorts import Compared
from sluitend.apps.analyses.kit.guards import Counts, Made
from sluitend.apps.analyses.kit.result import Column, Kind, Table
from sluitend.apps.analyses.kit.tables import apart, table
from sluitend.apps.analyses.kit.telling import Given, Row
from sluitend.engines.chain import Rules
from sluitend.engines.chain.shares import wilson

PER = "Van welk gezin een casus is"
STATES = {
    "one": "één regiehouder",
    "several": "meer dan één",
    "unknown": "opgepakt, niet bekend door wie",
    "late": "te laat vastgelegd",
    "nobody": "niemand",
}


def tables(inputs: Inputs, rules: Rules, per: str) -> Iterator[Table]:
    """None when nobody said of which family a case is."""
    if not per:
        return
    found = inputs.families(per).families(rules, per=per, until=inputs.until, since=inputs.since)
    columns = [Column("state", "aan het eind van de dag"), Column("days", "dagen", Kind.COUNT)]
    columns += [Column("share", "aandeel van de dagen", Kind.SHARE), Column("families", "gezinnen", Kind.COUNT)]
    columns += [Column("of", "van alle gezinnen", Kind.COUNT)]
    states = found.days.to_pylist()
    every = sum(row["days"] for row in states)
    rows = (
        (STATES[row["state"]], row["days"], row["days"] / every if every else None, row["families"], found.families)
        for row in states
    )
    yield table("families", f"Eén gezin, één regisseur (per {per})", columns, rows, by=("state",))
    yield apart(found.not_placed)


def sentences(given: Given) -> Iterator[str]:
    """On how many days families have exactly one case director, and how many had a day with more."""
    rows = {row["state"]: row for row in given.rows("families")}
    of = next((row["of"] for row in rows.values()), None)
    if not of:
        return
    yield (
        f"Van de dagen van {_families(of)} was er, over alle casussen van een gezin samen, "
        f"{words.clauses(*_shares(rows))}."
    )
    several = rows.get(STATES["several"], Row())["families"]
    if several is not None:
        share = wilson(min(several, of), of)
        yield (
            f"{_families(several)} {words.verb(several, 'had', 'hadden')} minstens één dag meer dan één regiehouder: "
            f"{words.share(share.value)} {words.interval(share, words.share)}."
        )


def _families(number: int) -> str:
    return f"{words.count(number)} {words.verb(number, 'gezin', 'gezinnen')}"


def _shares(rows: dict[str, Row]) -> Iterator[str]:
    said = {"one": "precies één regiehouder", "several": "meer dan één", "nobody": "niemand"}
    for key, title in said.items():
        share = rows.get(STATES[key], Row())["share"]
        yield words.UNTOLD if share is None else f"op {words.share(share)} {title}"


def which(params: Compared, per: str, *, groups: bool) -> Iterator[str]:
    """Which families count of a choice of cases and, where families stand in `groups`, with which of their cases."""
    if per and params.chooses:
        yield (
            "Een gezin telt mee als minstens één van zijn casussen in uw keuze valt. Het telt dan met al zijn "
            "casussen, ook die buiten de keuze."
        )
    if per and groups:
        several = "in beide groepen" if params.split else "in meer groepen"
        yield f"Een gezin met casussen {several} telt in elke groep mee, met alleen de casussen van die groep."


def caveats(given: Given, per: str) -> Iterator[str]:
    """What a day of a family is; or how to measure it."""
    if not per:
        yield (
            "Of een gezin één regiehouder heeft, is zo niet gemeten. Kies het kenmerk voor gezin bij "
            f"“{PER}”, als uw gegevens dat hebben."
        )
        return
    yield (
        "Per gezin telt een dag waarop minstens één van zijn casussen openstaat. Eén regiehouder per gezin kan ook "
        "betekenen dat een andere casus van dat gezin er geen heeft."
    )
    without = given.one("apart")["not_placed"]
    if without:
        verb = words.verb(without, "die telt", "die tellen")
        yield f"Van {words.cases(without)} is het gezin niet bekend; {verb} alleen per casus mee."


_COUNTS = Counts(
    by=("state",),
    counts=("families",),
    within={"families": "of"},
    amounts={"days": "families"},
    values={"share": ("families",)},
    drop=True,
)


def outside(exact: Table, made: Made) -> Table | None:
    """A state that no family has tells of nobody. A share of the days would tell days that are kept back."""
    days, share = 1, 2
    told = _COUNTS(replace(exact, rows=tuple(row for row in exact.rows if row[days])), made)
    if told is None:
        return None
    rows = (row if row[days] is not None else (*row[:share], None, *row[share + 1 :]) for row in told.rows)
    return replace(told, rows=tuple(rows))
