"""How long cases take from their first event to their last, and along which ways."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sluitend.apps.analyses.kit import charts, words
from sluitend.apps.analyses.kit.analysis import Analysis, Inputs, Progress
from sluitend.apps.analyses.kit.cohorts import Compared
from sluitend.apps.analyses.kit.compared import Comparison, compared, figure
from sluitend.apps.analyses.kit.guards import Counts, Guard, Made
from sluitend.apps.analyses.kit.parameters import number
from sluitend.apps.analyses.kit.parts import LEAST, ROUNDED
from sluitend.apps.analyses.kit.result import Chart, Column, Kind, Result, Table
from sluitend.apps.analyses.kit.tables import records, table
from sluitend.apps.analyses.kit.telling import Given, Row, Telling, result, telling
from sluitend.engines.chain.shares import wilson

_MEAN = "gemiddeld"
_PERCENTILES = (10, 25, 50, 75, 90)
_SHOWN = 12  # bars


class ThroughputParameters(Compared):
    """How much is shown."""

    variants: int = number("Zoveel varianten", "De meest gevolgde volgorden.", default=20, least=1, most=200)


def run(inputs: Inputs, params: ThroughputParameters, progress: Progress) -> Result:
    """Throughput, variants, and the time between activities."""
    lasted, summary = inputs.log.throughput(), inputs.log.summary()
    progress(40)
    found = inputs.log.variants(params.variants).to_pylist()
    progress(70)
    pairs = {(row["activity"], row["next_activity"]): row["cases"] for row in inputs.log.pairs().to_pylist()}
    tables = (
        _lasted(lasted), _variants(found, summary.cases), _between(inputs.log.performance(), pairs),
        _whole(summary.cases, summary.variants),
    )  # fmt: skip
    return result(tables, summary.cases, tell, params)


def tell(given: Given, params: ThroughputParameters) -> Telling:
    """What the tables say."""
    caveats = (
        "De doorlooptijd is van de eerste tot de laatste gebeurtenis, ook van casussen die nog lopen: "
        "die duren langer dan hier staat. Hoe lang het dán duurt, vraagt u met “Wachten”.",
        "Gebeurtenissen op hetzelfde tijdstip houden de volgorde van het bestand; "
        "waar alleen dagen zijn vastgelegd, hangt de variant daarvan af.",
    )
    return telling([_chart(given)], _sentences(given), caveats)


def _lasted(lasted: dict[str, Any]) -> Table:
    rows = [(_MEAN, lasted["mean_days"]), *((_percentile(one), lasted[f"p{one}_days"]) for one in _PERCENTILES)]
    columns = [Column("figure", "cijfer"), Column("days", "dagen", Kind.NUMBER)]
    return table("throughput", "Doorlooptijd in dagen", columns, rows, by=("figure",))


def _percentile(share: int) -> str:
    return f"{share}e percentiel"


def _whole(cases: int, variants: int) -> Table:
    columns = [Column("cases", "casussen", Kind.COUNT), Column("variants", "verschillende volgorden", Kind.COUNT)]
    return table("whole", "Alles bij elkaar", columns, [(cases, variants)])


def _variants(found: list[dict[str, Any]], cases: int) -> Table:
    columns = [
        Column("rank", "plaats"),
        Column("cases", "casussen", Kind.COUNT),
        Column("share", "aandeel", Kind.SHARE),
    ]
    columns += [Column("low", "ondergrens", Kind.SHARE), Column("high", "bovengrens", Kind.SHARE)]
    columns += [Column("median_days", "mediaan, dagen", Kind.NUMBER), Column("activities", "volgorde")]
    return table("variants", "Meest gevolgde volgorden", columns, _rows(found, cases), by=("activities",))


def _rows(found: list[dict[str, Any]], cases: int) -> Iterator[list[Any]]:
    for rank, row in enumerate(found, 1):
        share = wilson(row["cases"], cases)
        yield [f"{rank}e", row["cases"], share.value, share.low, share.high, row["median_days"], row["activities"]]


def _between(found: Any, pairs: dict[tuple[str, str], int]) -> Table:
    columns = [Column("activity", "van"), Column("next_activity", "naar"), Column("count", "keer", Kind.COUNT)]
    columns += [Column("cases", "casussen", Kind.COUNT)]
    columns += [Column("median_days", "mediaan, dagen", Kind.NUMBER), Column("p90_days", "90e percentiel", Kind.NUMBER)]
    columns += [Column("mean_days", "gemiddeld", Kind.NUMBER)]
    rows = [row | {"cases": pairs[row["activity"], row["next_activity"]]} for row in found.to_pylist()]
    title = "Tijd tussen activiteiten die op elkaar volgen"
    cells = ([row[one.key] for one in columns] for row in rows)
    return table("between", title, columns, cells, by=("activity", "next_activity"))


def _chart(given: Given) -> Chart | None:
    if not given.rows("variants"):
        return None
    variants = given.tables["variants"]
    shown = replace(variants, rows=variants.rows[:_SHOWN])
    rows = given.rows("variants")[:_SHOWN]
    told = ", ".join(f"{row['rank']}: {words.cases(row['cases'])}" for row in rows)
    return charts.bars(
        shown, title="Casussen per volgorde", text=f"De volgorden op plaats: {told}.", x="cases", y="rank"
    )


def _sentences(given: Given) -> Iterator[str]:
    days = {row["figure"]: row["days"] for row in given.rows("throughput")}
    half, low, high, tenth = (days.get(_percentile(one)) for one in (50, 25, 75, 90))
    if None not in (half, low, high, tenth):
        yield (
            f"Van {words.cases(given.n)} duurde de helft hooguit {words.days(half)}; de middelste helft duurde "
            f"{words.number(low)} tot {words.days(high)}, één op de tien langer dan {words.days(tenth)}."
        )
    for row in given.rows("variants")[:1]:
        yield _first(row, given.one("whole"))


def _first(row: Row, whole: Row) -> str:
    share = f"{words.share(row['share'])} van de casussen {words.between(row['low'], row['high'], words.share)}"
    if whole["variants"] is None:
        return f"De meest gevolgde volgorde geldt voor {share}."
    number = whole["variants"]
    noun = words.verb(number, "verschillende volgorde", "verschillende volgorden")
    return (
        f"Er {words.verb(number, 'is', 'zijn')} {words.count(number)} {noun} van activiteiten. "
        f"De meest gevolgde geldt voor {share}."
    )


def _lasted_outside(exact: Table, made: Made) -> Table | None:
    """Percentiles beyond which ten cases at least lie; the mean of ten. What is told is rounded, so that there may be
    two fewer."""
    cases = next((row["cases"] for row in records(made["whole"])), None) if "whole" in made else None
    if not isinstance(cases, int):
        return None
    beyond: dict[str, float] = {_percentile(one): min(one, 100 - one) / 100 for one in _PERCENTILES} | {_MEAN: 1.0}
    rows = (
        (name, float(f"{days:.3g}"))
        for name, days in exact.rows
        if isinstance(days, int | float) and (cases - ROUNDED) * beyond[str(name)] >= LEAST
    )
    return replace(exact, rows=tuple(rows))


_GUARDS: dict[str, Guard] = {
    "whole": Counts(counts=("cases",)),
    "throughput": _lasted_outside,
    "variants": Counts(
        pairs=("activities",),
        counts=("cases",),
        values={"share": ("cases",), "low": ("cases",), "high": ("cases",), "median_days": ("cases",)},
        tails={"median_days": 0.5},
        labels=("rank",),
        drop=True,
    ),
    "between": Counts(
        pairs=("activity", "next_activity"),
        counts=("cases",),
        amounts={"count": "cases"},
        values=dict.fromkeys(("median_days", "p90_days", "mean_days"), ("cases",)),
        tails={"median_days": 0.5, "p90_days": 0.1},
        drop=True,
    ),
}

_ALONE = Analysis(
    key="doorlooptijd",
    title="Doorlooptijd en volgorden",
    question="Hoe lang duren casussen van begin tot eind, en welke volgorden komen het meest voor?",
    parameters=ThroughputParameters,
    run=run,
    tell=tell,
    guards=_GUARDS,
    order=40,
)
_COMPARISON = Comparison(
    figures=(
        figure("median", "mediaan, dagen", Kind.NUMBER, "throughput", "days", figure=_percentile(50)),
        figure("p90", "90e percentiel, dagen", Kind.NUMBER, "throughput", "days", figure=_percentile(90)),
    ),
    n=("whole", "cases"),
    complete=("between",),
    alone=("throughput",),
)
ANALYSIS = compared(_ALONE, _COMPARISON)
