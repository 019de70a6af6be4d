"""How long cases take from their first event to their last, and along which ways."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sluitend.apps.analyses.kit import charts, words
from sluitend.apps.analyses.kit.analysis import Analysis, Inputs, Progress
from sluitend.apps.analyses.kit.parameters import Parameters, number
from sluitend.apps.analyses.kit.result import Chart, Column, Kind, Result, Table
from sluitend.apps.analyses.kit.tables import of_arrow, table
from sluitend.engines.chain.shares import wilson

_PERCENTILES = (10, 25, 50, 75, 90)
_SHOWN = 12  # bars


class ThroughputParameters(Parameters):
    """How much is shown."""

    variants: int = number("Zoveel varianten", "De meest gevolgde volgorden.", default=20, least=1, most=200)


def run(inputs: Inputs, params: ThroughputParameters, progress: Progress) -> Result:
    """Throughput, variants, and the time between activities."""
    lasted, summary = inputs.log.throughput(), inputs.log.summary()
    progress(40)
    found = inputs.log.variants(params.variants).to_pylist()
    progress(70)
    variants = _variants(found, summary.cases)
    return Result(
        tables=(_lasted(lasted), variants, _between(inputs.log.performance())),
        charts=(_chart(variants),),
        sentences=tuple(_sentences(lasted, found, summary.variants)),
        caveats=(
            "De doorlooptijd is van de eerste tot de laatste gebeurtenis, ook van casussen die nog lopen: "
            "die duren langer dan hier staat. Hoe lang het dán duurt, vraagt u met “Wachten”.",
            "Gebeurtenissen op hetzelfde tijdstip houden de volgorde van het bestand; "
            "waar alleen dagen zijn vastgelegd, hangt de variant daarvan af.",
        ),
        n=summary.cases,
    )


def _lasted(lasted: dict[str, Any]) -> Table:
    rows = [
        ("gemiddeld", lasted["mean_days"]),
        *((f"{one}e percentiel", lasted[f"p{one}_days"]) for one in _PERCENTILES),
    ]
    columns = [Column("figure", "cijfer"), Column("days", "dagen", Kind.NUMBER)]
    return table("throughput", "Doorlooptijd in dagen", columns, rows, by=("figure",))


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


def _between(found: Any) -> Table:
    columns = [Column("activity", "van"), Column("next_activity", "naar"), Column("count", "keer", Kind.COUNT)]
    columns += [Column("median_days", "mediaan, dagen", Kind.NUMBER), Column("p90_days", "90e percentiel", Kind.NUMBER)]
    columns += [Column("mean_days", "gemiddeld", Kind.NUMBER)]
    title = "Tijd tussen activiteiten die op elkaar volgen"
    return of_arrow(found, "between", title, columns, by=("activity", "next_activity"))


def _chart(variants: Table) -> Chart:
    shown = Table(variants.key, variants.title, variants.columns, variants.rows[:_SHOWN], variants.by)
    told = ", ".join(f"{row[0]}: {row[1]} casussen" for row in shown.rows)
    return charts.bars(
        shown, title="Casussen per volgorde", text=f"De volgorden op plaats: {told}.", x="cases", y="rank"
    )


def _sentences(lasted: dict[str, Any], found: list[dict[str, Any]], variants: int) -> Iterator[str]:
    cases = lasted["cases"]
    yield (
        f"Van {words.cases(cases)} duurde de helft hooguit {words.days(lasted['p50_days'])}; de middelste helft duurde "
        f"{words.number(lasted['p25_days'])} tot {words.days(lasted['p75_days'])}, één op de tien langer dan "
        f"{words.days(lasted['p90_days'])}."
    )
    share = wilson(found[0]["cases"], cases)
    yield (
        f"Er zijn {words.count(variants)} verschillende volgorden van activiteiten. De meest gevolgde geldt voor "
        f"{words.share(share.value)} van de casussen {words.interval(share, words.share)}."
    )


ANALYSIS = Analysis(
    key="doorlooptijd",
    title="Doorlooptijd en volgorden",
    question="Hoe lang duren casussen van begin tot eind, en welke volgorden komen het meest voor?",
    parameters=ThroughputParameters,
    run=run,
    order=40,
)
