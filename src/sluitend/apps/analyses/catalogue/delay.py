"""What a delay in one link costs further on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Self

from pydantic import model_validator

from sluitend.apps.analyses.kit import charts, words
from sluitend.apps.analyses.kit.analysis import Analysis, Inputs, Progress
from sluitend.apps.analyses.kit.cohorts import Compared
from sluitend.apps.analyses.kit.compared import Comparison, compared, figure, ratio
from sluitend.apps.analyses.kit.guards import Counts, Guard
from sluitend.apps.analyses.kit.parameters import activities, day, number
from sluitend.apps.analyses.kit.result import Chart, Column, Kind, Result, Table
from sluitend.apps.analyses.kit.stock import OPENS, check_apart, group_name, since_day
from sluitend.apps.analyses.kit.tables import of_arrow, table
from sluitend.apps.analyses.kit.telling import Given, Row, Telling, result, telling
from sluitend.engines.chain import Delay, Link, Open, Per


class DelayParameters(Compared):
    """Which link, by how many days, and when a case is open."""

    start: tuple[str, ...] = activities("De schakel begint met", required=True)
    then: tuple[str, ...] = activities("en eindigt met", "Als dit er meteen op volgt.", required=True)
    days: int = number("Zoveel dagen langer", "Met een min ervoor: korter.", default=7, least=-3650, most=3650)
    opens: tuple[str, ...] = activities(OPENS, "Zonder keuze: met de eerste gebeurtenis.")
    closes: tuple[str, ...] = activities("Een casus sluit met", required=True)
    first_day: date | None = day("Geteld vanaf", "Zonder keuze: de eerste dag van het logboek.")

    @model_validator(mode="after")
    def _apart(self) -> Self:
        check_apart(self.opens, self.closes)
        return self


def run(inputs: Inputs, params: DelayParameters, progress: Progress) -> Result:
    """The observed cases again, with that link longer or shorter."""
    since = since_day(params.first_day, inputs, Per.MONTH)
    found = inputs.log.delay(
        Link(params.start, params.then), params.days, Open(closes=params.closes, opens=params.opens),
        since=since, until=inputs.until, by=params.by or None,
    )  # fmt: skip
    progress(80)
    tables = (_groups(found), _periods(found), _further(found), _whole(found))
    return result(tables, inputs.log.summary().cases, tell, params)


def tell(given: Given, params: DelayParameters) -> Telling:
    """What the tables say."""
    whole = given.one("whole")
    return telling([_chart(given)], _sentences(whole, params), _caveats(whole, params))


def _names(found: Delay) -> list[str | None]:
    return [one.group for one in found.before.little]


def _groups(found: Delay) -> Table:
    columns = [Column("group", "groep")]
    for key, title in (("mean_stock", "gemiddeld open"), ("mean_days", "dagen open van wie eruit ging")):
        columns += [Column(key, title, Kind.NUMBER), Column(f"{key}_after", f"{title}, anders", Kind.NUMBER)]
    columns += [Column("stock", "open aan het eind", Kind.COUNT), Column("stock_after", "open, anders", Kind.COUNT)]
    rows = (
        [
            group_name(old.group, _names(found)),
            *(
                value
                for key in ("mean_stock", "mean_days", "stock")
                for value in (getattr(old, key), getattr(new, key))
            ),
        ]
        for old, new in zip(found.before.little, found.after.little, strict=True)
    )
    return table("groups", "Zoals het was, en met de andere schakel", columns, rows, by=("group",))


def _periods(found: Delay) -> Table:
    columns = [Column("group", "groep"), Column("first", "vanaf"), Column("last", "tot en met")]
    for key, title, kind in (
        ("stock", "open erna", Kind.COUNT), ("mean_stock", "gemiddeld open", Kind.NUMBER),
        ("outflow", "uitstroom", Kind.COUNT),
    ):  # fmt: skip
        columns += [Column(key, title, kind), Column(f"{key}_after", f"{title}, anders", kind)]
    rows = (
        [group_name(row["group"], _names(found)), *(row[one.key] for one in columns[1:])]
        for row in found.periods.to_pylist()
    )
    return table("periods", "Per maand", columns, rows, by=("group", "first"))


def _further(found: Delay) -> Table:
    columns = [Column("activity", "wat erna komt"), Column("events", "gebeurtenissen die schuiven", Kind.COUNT)]
    columns += [Column("mean_days", "dagen, gemiddeld", Kind.NUMBER)]
    columns += [Column("past_until", "valt voorbij de laatste dag", Kind.COUNT)]
    return of_arrow(found.further, "further", "Wat verderop verschuift", columns, by=("activity",))


def _whole(found: Delay) -> Table:
    columns = [Column("cases", "casussen met deze schakel", Kind.COUNT), Column("passes", "keer", Kind.COUNT)]
    columns += [Column("days", "dagen bij elkaar", Kind.NUMBER)]
    for key, title, kind in (("mean_stock", "gemiddeld open", Kind.NUMBER), ("stock", "open aan het eind", Kind.COUNT)):
        columns += [Column(key, title, kind), Column(f"{key}_after", f"{title}, anders", kind)]
    columns += [Column("cut", "keer werd de schakel 0", Kind.COUNT), Column("unsure", "niet zeker", Kind.COUNT)]
    days = found.before.little[0].days if found.before.little else 1
    sides = found.before.little, found.after.little
    means = [sum(one.case_days for one in side) / days for side in sides]
    stocks = [sum(one.stock for one in side) for side in sides]
    row = (found.cases, found.passes, abs(found.days), *means, *stocks, found.cut, found.unsure)
    return table("whole", "Alle groepen samen", columns, [row])


def _chart(given: Given) -> Chart | None:
    rows = given.rows("further")[:12]
    if not rows:
        return None
    shown = replace(given.tables["further"], rows=given.tables["further"].rows[:12])
    told = ", ".join(f"{row['activity']} {words.days(float(row['mean_days'] or 0))}" for row in rows)
    return charts.bars(shown, title="Dagen die verderop verschuiven", text=f"{told}.", x="mean_days", y="activity")


def _sentences(whole: Row, params: DelayParameters) -> Iterator[str]:
    longer = f"{words.days(abs(params.days))} {'korter' if params.days < 0 else 'langer'}"
    if whole["days"] is not None:
        yield (
            f"{words.cases_do(whole['cases'], 'gaat', 'gaan samen')} {words.count(whole['passes'])} keer door deze "
            f"schakel. Duurt elke keer {longer}, dan scheelt dat {words.days(whole['days'])} bij elkaar."
        )
    if whole["mean_stock"] is not None and whole["mean_stock_after"] is not None:
        yield (
            f"Gemiddeld zijn er dan {words.number(whole['mean_stock_after'])} casussen open in plaats van "
            f"{words.number(whole['mean_stock'])}, en aan het eind {words.count(whole['stock_after'])} in plaats van "
            f"{words.count(whole['stock'])}."
        )


def _caveats(whole: Row, params: DelayParameters) -> Iterator[str]:
    yield (
        "Dit rekent met de casussen die er waren. De andere schakels duren even lang, niemand breekt erom af, en er is "
        "geen rij: wie later komt, wacht niet op wie ervoor zit. Is er wel een rij, dan kost vertraging meer."
    )
    if params.split:
        yield (
            "In de groep ervoor komt na die dag niemand meer bij, en de groep erna begint dan leeg. Vergelijk de dagen "
            "per casus, niet hoeveel er open zijn."
        )
    if whole["cut"]:
        often = words.count(whole["cut"])
        yield f"{often} keer duurde de schakel al korter dan wat eraf zou gaan; korter dan 0 kan niet."
    if whole["unsure"]:
        is_, would = ("is", "zou") if whole["unsure"] == 1 else ("zijn", "zouden")
        yield (
            f"Van {words.cases(whole['unsure'])} die nog open {is_}, is niet te zien wat zij eerder gedaan {would} "
            "hebben: het aantal open casussen aan het eind is hoogstens wat hier staat."
        )


_MEANS = {"mean_stock": ("stock",), "mean_stock_after": ("stock_after",)}
_GUARDS: dict[str, Guard] = {
    "whole": Counts(
        counts=("cases", "stock", "stock_after"),
        amounts={"passes": "cases", "days": "cases"},
        values=_MEANS,
        means=tuple(_MEANS),
    ),
    "groups": Counts(by=("group",), counts=("stock", "stock_after"), values=_MEANS, means=tuple(_MEANS)),
}

_ALONE = Analysis(
    key="vertraging",
    title="Wat een vertraging kost",
    question="Wat gebeurt er verderop als één schakel langer of korter duurt?",
    parameters=DelayParameters,
    told_by=("start", "then"),
    run=run,
    tell=tell,
    guards=_GUARDS,
    within_n=("whole", "cases"),
    order=60,
)
_COMPARISON = Comparison(
    figures=(
        ratio("passes_each", "keer door de schakel, per casus", Kind.NUMBER, "whole", "passes", "cases"),
        ratio("days_each", "dagen bij elkaar, per casus", Kind.NUMBER, "whole", "days", "cases"),
        figure("mean_days", "dagen open van wie eruit ging", Kind.NUMBER, "groups"),
        figure("mean_days_after", "dagen open van wie eruit ging, anders", Kind.NUMBER, "groups"),
    ),
    n=("whole", "cases"),
    counted="casussen met deze schakel",
    sentences=2,
    in_groups=("groups", "periods"),
)
ANALYSIS = compared(_ALONE, _COMPARISON)
