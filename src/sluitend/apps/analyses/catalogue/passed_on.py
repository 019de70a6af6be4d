"""How often cases are passed on, back and forth, and over how many organisations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sluitend.apps.analyses.kit import charts, words
from sluitend.apps.analyses.kit.analysis import Analysis, Inputs, Progress
from sluitend.apps.analyses.kit.parameters import Parameters, attribute, number
from sluitend.apps.analyses.kit.result import Chart, Column, Kind, Result, Table
from sluitend.apps.analyses.kit.tables import of_arrow, table
from sluitend.engines.chain import Summary
from sluitend.engines.chain.shares import wilson


class PassedOnParameters(Parameters):
    """Per case or per family."""

    per: str = attribute(
        "Organisaties per", "Zonder keuze: per casus. Kies het kenmerk dat zegt van welk gezin zij is."
    )
    many: int = number("Veel is meer dan zoveel organisaties", default=2, most=100)
    longest: int = number("Zoveel langste ketens", default=20, least=1, most=200)


def run(inputs: Inputs, params: PassedOnParameters, progress: Progress) -> Result:
    """Handovers, back and forth, chains of hands and organisations."""
    log = inputs.log
    summary, passed = log.summary(), _handovers(log.handovers())
    progress(30)
    back, hands = _back(log.ping_pongs()), _hands(log.hands())
    progress(60)
    spread = log.organisations(params.per or None).to_pylist()
    organisations = _organisations(spread, params)
    return Result(
        tables=(passed, back, organisations, hands, _chains(log.longest_chains(params.longest))),
        charts=(_chart(organisations),) if organisations.rows else (),
        sentences=tuple(_sentences(summary, spread, params)),
        caveats=tuple(_caveats(params)),
        n=summary.cases,
    )


def _handovers(found: Any) -> Table:
    columns = [Column("resource", "van"), Column("next_resource", "naar"), Column("count", "keer", Kind.COUNT)]
    columns += [Column("cases", "casussen", Kind.COUNT)]
    columns += [Column("median_days", "mediaan, dagen ertussen", Kind.NUMBER)]
    return of_arrow(found, "handovers", "Overdrachten", columns, by=("resource", "next_resource"))


def _back(found: Any) -> Table:
    columns = [Column("resource", "van en terug naar"), Column("by_way_of", "via"), Column("count", "keer", Kind.COUNT)]
    columns += [Column("cases", "casussen", Kind.COUNT)]
    return of_arrow(found, "back", "Heen en terug", columns, by=("resource", "by_way_of"))


def _hands(found: Any) -> Table:
    columns = [Column("hands", "handen in de langste keten", Kind.COUNT), Column("cases", "casussen", Kind.COUNT)]
    return of_arrow(found, "hands", "Handen per casus", columns, by=("hands",))


def _chains(found: Any) -> Table:
    columns = [Column("case", "casus"), Column("hands", "handen", Kind.COUNT)]
    columns += [Column("handovers", "overdrachten", Kind.COUNT), Column("resources", "door wie")]
    return of_arrow(found, "chains", "Langste ketens", columns, by=("case",))


def _organisations(spread: list[dict[str, int]], params: PassedOnParameters) -> Table:
    columns = [Column("organisations", "organisaties", Kind.COUNT)]
    columns += [Column("units", _units(params, 2), Kind.COUNT), Column("cases", "casussen", Kind.COUNT)]
    rows = ([row["organisations"], row["units"], row["cases"]] for row in spread)
    return table("organisations", f"Organisaties per {_units(params, 1)}", columns, rows, by=("organisations",))


def _units(params: PassedOnParameters, number: int) -> str:
    if params.per:
        return f"waarde van {params.per}" if number == 1 else f"waarden van {params.per}"
    return "casus" if number == 1 else "casussen"


def _chart(organisations: Table) -> Chart:
    told = ", ".join(f"{row[0]}: {row[1]}" for row in organisations.rows[:12])
    return charts.bars(
        organisations, title=organisations.title, text=f"Aantal per getal: {told}.", x="units", y="organisations"
    )


def _sentences(summary: Summary, spread: list[dict[str, int]], params: PassedOnParameters) -> Iterator[str]:
    yield (
        f"In {words.cases(summary.cases)} zijn {words.count(summary.handovers)} overdrachten tussen bekende "
        f"uitvoerders: gemiddeld {words.number(summary.handovers / summary.cases, 2)} per casus."
    )
    share = wilson(summary.ping_pong_cases, summary.cases)
    yield (
        f"{words.cases_do(summary.ping_pong_cases, 'ging', 'gingen')} heen en terug (A→B→A): "
        f"{words.share(share.value)} {words.interval(share, words.share)}; "
        f"samen {words.count(summary.ping_pongs)} keer."
    )
    units = sum(row["units"] for row in spread)
    many = sum(row["units"] for row in spread if row["organisations"] > params.many)
    share = wilson(many, units)
    if units:
        yield (
            f"Van {words.count(units)} {_units(params, units)} hadden er {words.count(many)} met meer dan "
            f"{params.many} organisaties te maken: {words.share(share.value)} {words.interval(share, words.share)}."
        )


def _caveats(params: PassedOnParameters) -> Iterator[str]:
    yield "Een gebeurtenis zonder uitvoerder verbreekt een keten: waar uitvoerders ontbreken, is dit een ondergrens."
    yield "Een overdracht is een wisseling in de registratie. Of zij warm of koud was, staat hier niet."
    if params.per:
        yield f"Casussen waarvan “{params.per}” niet bekend is, blijven buiten de telling van organisaties."


ANALYSIS = Analysis(
    key="doorgegeven",
    title="Doorgegeven",
    question="Hoe vaak gaat een casus van hand tot hand, heen en terug, en langs hoeveel organisaties?",
    parameters=PassedOnParameters,
    run=run,
    needs_resource=True,
    order=30,
)
