"""Who works with whom, as the handovers show it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from sluitend.apps.analyses.kit import charts, networks, words
from sluitend.apps.analyses.kit.analysis import Analysis, Inputs, Progress
from sluitend.apps.analyses.kit.parameters import Parameters, choice, number
from sluitend.apps.analyses.kit.result import Chart, Column, Kind, Result, Table
from sluitend.apps.analyses.kit.tables import of_arrow, table
from sluitend.engines.chain import Network
from sluitend.engines.chain.network import MOST
from sluitend.errors import InputError

_WEIGHTS = {"handovers": "overdrachten", "cases": "casussen"}
_SHOWN = 15  # bars
_TOLD = 3


class NetworkParameters(Parameters):
    """What a link weighs, and from what weight it counts."""

    weight: Literal["handovers", "cases"] = choice("Een verbinding weegt", _WEIGHTS, default="handovers")
    least: int = number("Alleen verbindingen van minstens", default=1, least=1)


def run(inputs: Inputs, params: NetworkParameters, progress: Progress) -> Result:
    """The network of handovers."""
    summary = inputs.log.summary()
    if summary.resources > MOST:
        raise InputError("analyses.too_many_resources", where="only", most=MOST)
    found = inputs.log.network(weight=params.weight, least=params.least)
    progress(80)
    nodes = found.nodes.to_pylist()
    organisations = _organisations(found, params)
    return Result(
        tables=(organisations, _links(found), _whole(found)),
        charts=(_chart(organisations), _drawing(found, params)) if organisations.rows else (),
        sentences=tuple(_sentences(found, nodes)),
        caveats=tuple(_caveats(found)),
        n=summary.cases,
    )


def _organisations(found: Network, params: NetworkParameters) -> Table:
    weight = _WEIGHTS[params.weight]
    columns = [Column("resource", "uitvoerder"), Column("events", "gebeurtenissen", Kind.COUNT)]
    columns += [Column("in_weight", f"{weight} van anderen", Kind.COUNT)]
    columns += [Column("out_weight", f"{weight} naar anderen", Kind.COUNT)]
    columns += [Column("partners", "met zoveel anderen", Kind.COUNT), Column("share", "aandeel", Kind.SHARE)]
    columns += [Column("broker", "makelaar", Kind.SHARE), Column("cut_off", "valt weg zonder deze", Kind.COUNT)]
    return of_arrow(found.nodes, "organisations", "Uitvoerders in het netwerk", columns, by=("resource",))


def _links(found: Network) -> Table:
    columns = [Column("resource", "van"), Column("next_resource", "naar")]
    columns += [Column("handovers", "overdrachten", Kind.COUNT), Column("cases", "casussen", Kind.COUNT)]
    return of_arrow(found.edges, "links", "Verbindingen", columns, by=("resource", "next_resource"))


def _whole(found: Network) -> Table:
    rows = [
        ("dichtheid", found.density),
        ("wederkerig", found.reciprocity),
        ("teruggegeven, naar gewicht", found.returned),
        ("stappen waarvan een uitvoerder ontbreekt", found.missing),
    ]
    return table(
        "whole",
        "Het netwerk als geheel",
        [Column("figure", "cijfer"), Column("share", "deel", Kind.SHARE)],
        rows,
        ("figure",),
    )


def _chart(organisations: Table) -> Chart:
    shown = Table(
        organisations.key, organisations.title, organisations.columns, organisations.rows[:_SHOWN], organisations.by
    )
    told = "; ".join(f"{row[0]}: {words.share(float(row[5] or 0))}" for row in shown.rows)
    text = f"Deel van de overdrachten waarin elke uitvoerder geeft of ontvangt. {told}."
    return charts.bars(shown, title="Aandeel in de overdrachten", text=text, x="share", y="resource")


def _drawing(found: Network, params: NetworkParameters) -> Chart:
    """Both directions of a link as one line."""
    weights: dict[tuple[str, str], float] = {}
    for row in found.edges.to_pylist():
        two = networks.pair(row["resource"], row["next_resource"])
        weights[two] = weights.get(two, 0) + row[params.weight]
    heaviest = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:_TOLD]
    told = "; ".join(f"{one} en {two}: {words.number(weight)}" for (one, two), weight in heaviest)
    names = found.nodes["resource"].to_pylist()
    few = f" De {networks.MOST} met het grootste aandeel staan erin." if len(names) > networks.MOST else ""
    return networks.drawing(
        names, weights, table="links", title="Het netwerk",
        text=f"Hoe dikker de lijn, hoe meer {_WEIGHTS[params.weight]}. De zwaarste verbindingen: {told}.{few}",
    )  # fmt: skip


def _sentences(found: Network, nodes: list[dict[str, Any]]) -> Iterator[str]:
    yield (
        f"{words.count(len(nodes))} uitvoerders hebben {words.count(found.edges.num_rows)} verbindingen: "
        f"{words.share(found.density)} van wat kan. Ook andersom bestaat {words.share(found.reciprocity)} daarvan."
    )
    if nodes and nodes[0]["share"]:
        yield f"Door {nodes[0]['resource']} gaat {words.share(nodes[0]['share'])} van alle overdrachten."
    brokers = sorted((one for one in nodes if one["broker"]), key=lambda one: (-one["broker"], one["resource"]))
    if brokers:
        told = ", ".join(f"{one['resource']} ({words.share(one['broker'])})" for one in brokers[:_TOLD])
        yield f"De kortste weg tussen anderen loopt het vaakst over: {told}."
    alone = sorted((one for one in nodes if one["cut_off"]), key=lambda one: (-one["cut_off"], one["resource"]))
    for one in alone[:_TOLD]:
        others = "één ander" if one["cut_off"] == 1 else f"{words.count(one['cut_off'])} anderen"
        yield f"Zonder {one['resource']} verliest {others} elk contact met de rest: alles hangt daar aan één punt."
    if not alone:
        yield "Er is geen uitvoerder zonder wie anderen het contact met de rest verliezen."


def _caveats(found: Network) -> Iterator[str]:
    yield "Dit is wat de registratie aan overdrachten laat zien. Samenwerken gaat ook zonder, en dat staat hier niet."
    yield "Een overdracht zegt niet of zij warm of koud was, en niet of zij nodig was."
    if found.missing:
        yield f"Bij {words.share(found.missing)} van de stappen ontbreekt een uitvoerder: die zijn niet te zien."


ANALYSIS = Analysis(
    key="netwerk",
    title="Wie met wie werkt",
    question="Wie draagt aan wie over, over wie lopen de lijnen, en waar hangt alles aan één punt?",
    parameters=NetworkParameters,
    run=run,
    needs_resource=True,
    order=35,
)
