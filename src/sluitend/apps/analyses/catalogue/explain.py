"""Which link explains why one group takes longer than another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from sluitend.apps.analyses.kit import charts, words
from sluitend.apps.analyses.kit.analysis import Analysis, Inputs, Progress
from sluitend.apps.analyses.kit.guards import Beside, Counts, Guard
from sluitend.apps.analyses.kit.parameters import Ask, Parameters, activities, choice, day
from sluitend.apps.analyses.kit.result import Chart, Column, Kind, Result, Table
from sluitend.apps.analyses.kit.tables import table
from sluitend.apps.analyses.kit.telling import Given, Row, Telling, result, telling
from sluitend.apps.analyses.kit.titles import plainly
from sluitend.engines.chain import Between, EventLog, Explanation
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
    tables = (_links(found), _variants(found), _whole(found))
    return result(tables, found.cases + found.base_cases, tell, params)


def tell(given: Given, params: ExplainParameters) -> Telling:
    """What the tables say."""
    whole = given.one("whole")
    return telling([_chart(given)], _sentences(given, whole, params), _caveats(given, whole, params))


def _groups(inputs: Inputs, params: ExplainParameters) -> tuple[EventLog, EventLog]:
    log = inputs.log
    if params.split:
        zone = ZoneInfo(log.coded.zone) if log.coded.zoned else None
        at = datetime(params.split.year, params.split.month, params.split.day, tzinfo=zone)
        return log.where(since=at), log.where(until=at)
    pairs = [inputs.vocabulary.values[one] for one in params.group]
    name, chosen = pairs[0][0], {value for _name, value in pairs}
    others = [value for value in inputs.vocabulary.attributes[name] if value not in chosen]
    return log.where({name: sorted(chosen)}), log.where({name: others})


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
    for key, title in (("base_cases", "casussen, andere groep"), ("cases", "casussen, deze groep")):
        columns.append(Column(key, title, Kind.COUNT))
    rows = (
        [_known(row[one.key]) for one in columns[:-2]]
        + [round(row["base_share"] * found.base_cases), round(row["share"] * found.cases)]
        for row in _named(found.links.to_pylist())
    )
    return table("links", "Wat elke schakel bijdraagt aan het verschil", columns, rows, by=("one", "next"))


def _known(value: Any) -> Any:
    """Rounded so that the same data give the same result on every machine."""
    return round(value, 9) if isinstance(value, float) else value


def _named(rows: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    nameless = words.nameless([row[name] for row in rows for name in ("one", "next")])
    for row in rows:
        yield row | {name: nameless if row[name] is None else row[name] for name in ("one", "next")}


def _variants(found: Explanation) -> Table:
    columns = [Column("part", "wat"), Column("days", "dagen van het verschil", Kind.NUMBER)]
    rows = [
        ("andere volgordes (mix)", _known(found.mix)),
        ("dezelfde volgordes duren anders", _known(found.within)),
        ("samen", _known(found.difference)),
    ]
    return table("variants", "Hetzelfde verschil naar volgorde", columns, rows, by=("part",))


def _whole(found: Explanation) -> Table:
    columns = [Column("cases", "casussen, deze groep", Kind.COUNT)]
    columns += [Column("base_cases", "casussen, andere groep", Kind.COUNT)]
    for key, title in (
        ("mean", "dagen, gemiddeld"), ("base_mean", "dagen, andere groep"), ("difference", "verschil"),
        ("low", "ondergrens"), ("high", "bovengrens"),
    ):  # fmt: skip
        columns.append(Column(key, title, Kind.NUMBER))
    columns.append(Column("shared", "volgorde komt in beide groepen voor", Kind.SHARE))
    row = [_known(getattr(found, one.key)) for one in columns]
    return table("whole", "De twee groepen", columns, [row])


def _chart(given: Given) -> Chart | None:
    """Bars of links by both their names."""
    rows = [row for row in given.rows("links") if row["total"] is not None][:_SHOWN]
    if not rows:
        return None
    columns = (Column("link", "schakel"), Column("total", "dagen van het verschil", Kind.NUMBER))
    cells = [(f"{row['one']} → {row['next']}", row["total"]) for row in rows]
    told = "; ".join(f"{name}: {words.number(days)}" for name, days in cells)
    shown = Table("links", given.tables["links"].title, columns, tuple(cells), ("link",))
    return charts.bars(shown, title="Dagen per schakel", text=f"Bijdrage in dagen. {told}.", x="total", y="link")


def _sentences(given: Given, whole: Row, params: ExplainParameters) -> Iterator[str]:
    chosen = f"begonnen vanaf {params.split:%d-%m-%Y}" if params.split else ", ".join(map(plainly, params.group))
    if whole["mean"] is not None:
        difference = whole["difference"]
        yield (
            f"{words.cases_do(whole['cases'], 'duurt', 'duren', f'({chosen})')} gemiddeld {words.days(whole['mean'])}; "
            f"de andere {words.cases(whole['base_cases'])} {words.days(whole['base_mean'])}. Dat is "
            f"{words.days(abs(difference))} {'langer' if difference >= 0 else 'korter'}: een verschil van "
            f"{words.number(difference)} {words.between(whole['low'], whole['high'])}."
        )
    links = given.rows("links")
    clear = [row for row in links if row["clear"]]
    for row in clear[:_TOLD]:
        yield (
            f"De schakel {row['one']} → {row['next']} draagt {words.days(row['total'])} bij "
            f"{words.between(row['low'], row['high'])}, waarvan {words.number(row['by_days'])} doordat één keer langer "
            f"of korter duurt."
        )
    if not clear and None not in [row["clear"] for row in links] and not given.outside:
        yield "Van geen enkele schakel is de bijdrage duidelijk iets anders dan nul: dit verschil kan toeval zijn."


def _caveats(given: Given, whole: Row, params: ExplainParameters) -> Iterator[str]:
    if not params.closes:
        yield "Casussen die nog lopen, tellen met wat zij al hebben en maken hun groep te snel: kies liever een einde."
    yield "Een bijdrage zegt waar de tijd zit, niet waardoor."
    bounds = [(row["low"], row["high"]) for row in given.rows("links") if None not in (row["low"], row["high"])]
    if any(low > 0 or high < 0 for low, high in bounds):
        yield (
            "Van elke twintig schakels ligt er wel één buiten zijn eigen interval bij toeval. “Duidelijk” zijn alleen "
            "de schakels die er ook uitspringen als u alle schakels samen beoordeelt."
        )
    yield "De intervallen doen alsof casussen los van elkaar staan; broers en zussen doen dat niet."
    if whole["shared"] is not None and whole["shared"] < 0.5:
        yield f"Maar {words.share(whole['shared'])} van de casussen heeft een volgorde die in beide groepen voorkomt."
    if params.split:
        yield "Wie later begon, is korter gevolgd: kies een einde, en een dag waarna nog lang genoeg is gekeken."


_BOTH = ("cases", "base_cases")
_GUARDS: dict[str, Guard] = {
    "whole": Counts(counts=_BOTH, values=dict.fromkeys(("mean", "base_mean", "difference", "low", "high"), _BOTH)),
    # What links contribute adds up to the difference, which is told: of one alone that is left out, it would follow.
    # In how many cases there is one, would tell in how few there is none.
    "links": Counts(
        pairs=("one", "next"),
        counts=_BOTH,
        values=dict.fromkeys(("total", "low", "high", "clear", "by_days"), _BOTH),
        unshown=_BOTH,
        drop=True,
    ),
    "variants": Beside("whole", _BOTH, ("days",), by=("part",)),
}

ANALYSIS = Analysis(
    key="welke-schakel",
    title="Welke schakel het verschil verklaart",
    question="Waar zit het verschil in doorlooptijd tussen twee groepen casussen?",
    parameters=ExplainParameters,
    run=run,
    tell=tell,
    guards=_GUARDS,
    order=45,
)
