"""Which link explains why one group takes longer than another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from sluitend.apps.analyses.kit import charts, words
from sluitend.apps.analyses.kit.analysis import Analysis, Inputs, Progress
from sluitend.apps.analyses.kit.parameters import Ask, Parameters, activities, choice, day
from sluitend.apps.analyses.kit.result import Chart, Column, Kind, Result, Table
from sluitend.apps.analyses.kit.tables import table
from sluitend.engines.chain import Between, EventLog, Explanation
from sluitend.engines.chain.survival import Bounded
from sluitend.errors import InputError

_BETWEEN = {"activity": "activiteiten", "resource": "organisaties"}
_GROUP = "Vergelijk casussen met"
_SHOWN = 12  # bars
_TOLD = 3  # links that get a sentence


class ExplainParameters(Parameters):
    """Which two groups, and between what links run."""

    group: tuple[str, ...] = Field(
        default=(),
        json_schema_extra={
            "ask": Ask.VALUES,
            "label": _GROUP,
            "help": "Van één kenmerk. De andere groep zijn de casussen met een andere bekende waarde.",
        },
    )
    split: date | None = day(
        "of vergelijk begonnen vanaf", "De andere groep begon ervoor. Kies een groep of een dag, niet allebei."
    )
    between: Literal["activity", "resource"] = choice("Schakels tussen", _BETWEEN, default="activity")
    closes: tuple[str, ...] = activities(
        "Alleen casussen die eindigen met", "Een casus die nog loopt, telt anders met wat hij al heeft."
    )

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.group and self.split:
            raise InputError("analyses.by_or_split", where="split")
        if len({one.split("=", 1)[0] for one in self.group}) != (0 if self.split else 1):
            raise InputError("analyses.parameter", where="group", field=_GROUP, name="group")
        return self


def run(inputs: Inputs, params: ExplainParameters, progress: Progress) -> Result:
    """The difference in mean throughput, laid at links."""
    new, old = _groups(inputs, params)
    progress(10)
    try:
        found = new.explain(old, between=Between(params.between), closes=params.closes)
    except ValueError:
        raise InputError("analyses.no_cases") from None
    progress(90)
    links = _links(found)
    return Result(
        tables=(links, _variants(found)),
        charts=(_chart(links),) if links.rows else (),
        sentences=tuple(_sentences(found, params)),
        caveats=tuple(_caveats(found, params)),
        n=found.cases + found.base_cases,
    )


def _groups(inputs: Inputs, params: ExplainParameters) -> tuple[EventLog, EventLog]:
    log = inputs.log
    if params.split:
        zone = ZoneInfo(log.coded.zone) if log.coded.zoned else None
        at = datetime(params.split.year, params.split.month, params.split.day, tzinfo=zone)
        return log.where(since=at), log.where(until=at)
    pairs = [inputs.vocabulary.values[one] for one in params.group]
    name, chosen = pairs[0][0], {value for _name, value in pairs}
    others = [value for value in inputs.vocabulary.attributes[name] if value not in chosen]
    mine: dict[str, Any] = {name: sorted(chosen)}
    theirs: dict[str, Any] = {name: others}
    return log.where(**mine), log.where(**theirs)


def _links(found: Explanation) -> Table:
    columns = [Column("one", "van"), Column("next", "naar"), Column("total", "dagen van het verschil", Kind.NUMBER)]
    columns += [Column("low", "ondergrens", Kind.NUMBER), Column("high", "bovengrens", Kind.NUMBER)]
    columns += [Column("clear", "duidelijk", Kind.FLAG)]
    for key, title in (("share", "door het aandeel"), ("times", "door vaker"), ("days", "door langer")):
        columns += [Column(f"by_{key}", f"{title}, dagen", Kind.NUMBER)]
    for key, title, kind in (
        ("share", "aandeel", Kind.SHARE), ("times", "keren", Kind.NUMBER), ("days", "dagen per keer", Kind.NUMBER),
    ):  # fmt: skip
        columns += [Column(f"base_{key}", f"{title}, andere groep", kind), Column(key, f"{title}, deze groep", kind)]
    rows = ([_known(row[one.key]) for one in columns] for row in _named(found.links.to_pylist()))
    return table("links", "Wat elke schakel bijdraagt aan het verschil", columns, rows, by=("one", "next"))


def _known(value: Any) -> Any:
    """Rounded so that the same data give the same result on every machine."""
    return round(value, 9) if isinstance(value, float) else value


def _named(rows: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield row | {name: "onbekend" if row[name] is None else row[name] for name in ("one", "next")}


def _variants(found: Explanation) -> Table:
    columns = [Column("part", "wat"), Column("days", "dagen van het verschil", Kind.NUMBER)]
    rows = [
        ("andere volgordes (mix)", _known(found.mix)),
        ("dezelfde volgordes duren anders", _known(found.within)),
        ("samen", _known(found.difference)),
    ]
    return table("variants", "Hetzelfde verschil naar volgorde", columns, rows, by=("part",))


def _chart(links: Table) -> Chart:
    columns = (Column("link", "schakel"), *links.columns)
    rows = tuple((f"{row[0]} → {row[1]}", *row) for row in links.rows[:_SHOWN])
    told = "; ".join(f"{row[0]}: {words.number(float(row[3] or 0))}" for row in rows)
    shown = Table(links.key, links.title, columns, rows, ("link",))
    return charts.bars(shown, title="Dagen per schakel", text=f"Bijdrage in dagen. {told}.", x="total", y="link")


def _sentences(found: Explanation, params: ExplainParameters) -> Iterator[str]:
    chosen = f"begonnen vanaf {params.split:%d-%m-%Y}" if params.split else ", ".join(params.group)
    between = Bounded(found.difference, found.low, found.high)
    more = "langer" if found.difference >= 0 else "korter"
    yield (
        f"{words.cases_do(found.cases, 'duurt', 'duren', f'({chosen})')} gemiddeld {words.days(found.mean)}; de andere "
        f"{words.cases(found.base_cases)} {words.days(found.base_mean)}. Dat is {words.days(abs(found.difference))} "
        f"{more}: een verschil van {words.number(found.difference)} {words.interval(between)}."
    )
    clear = [row for row in _named(found.links.to_pylist()) if row["clear"]]
    for row in clear[:_TOLD]:
        whole = Bounded(row["total"], row["low"], row["high"])
        yield (
            f"De schakel {row['one']} → {row['next']} draagt {words.number(row['total'])} dagen bij "
            f"{words.interval(whole)}, waarvan {words.number(row['by_days'])} doordat één keer langer of korter duurt."
        )
    if not clear:
        yield "Van geen enkele schakel is de bijdrage duidelijk iets anders dan nul: dit verschil kan toeval zijn."


def _intervals(found: Explanation) -> Iterator[tuple[float, float]]:
    """Of the links that have one."""
    return zip(*(found.links[name].drop_null().to_pylist() for name in ("low", "high")), strict=True)


def _caveats(found: Explanation, params: ExplainParameters) -> Iterator[str]:
    if not params.closes:
        yield "Casussen die nog lopen, tellen met wat zij al hebben en maken hun groep te snel: kies liever een einde."
    yield "Een bijdrage zegt waar de tijd zit, niet waardoor."
    if any(low > 0 or high < 0 for low, high in _intervals(found)):
        yield (
            "Van elke twintig schakels ligt er wel één buiten zijn eigen interval bij toeval. “Duidelijk” zijn alleen "
            "de schakels die er ook uitspringen als u alle schakels samen beoordeelt."
        )
    yield "De intervallen doen alsof casussen los van elkaar staan; broers en zussen doen dat niet."
    if found.shared < 0.5:
        yield f"Maar {words.share(found.shared)} van de casussen heeft een volgorde die in beide groepen voorkomt."
    if params.split:
        yield "Wie later begon, is korter gevolgd: kies een einde, en een dag waarna nog lang genoeg is gekeken."


ANALYSIS = Analysis(
    key="welke-schakel",
    title="Welke schakel het verschil verklaart",
    question="Waar zit het verschil in doorlooptijd tussen twee groepen casussen?",
    parameters=ExplainParameters,
    run=run,
    order=45,
)
