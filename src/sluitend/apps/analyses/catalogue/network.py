"""Who works with whom, as the handovers show it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from sluitend.apps.analyses.kit import charts, networks, words
from sluitend.apps.analyses.kit.analysis import Analysis, Inputs, Progress
from sluitend.apps.analyses.kit.cohorts import Compared
from sluitend.apps.analyses.kit.compared import Comparison, Figure, compared, figure, rows_of
from sluitend.apps.analyses.kit.guards import Counts, Guard, Made
from sluitend.apps.analyses.kit.parameters import choice, number
from sluitend.apps.analyses.kit.parted import Parted
from sluitend.apps.analyses.kit.result import Chart, Column, Kind, Result, Table
from sluitend.apps.analyses.kit.tables import of_arrow, records, table
from sluitend.apps.analyses.kit.telling import Given, Row, Telling, result, telling
from sluitend.engines.chain import Network
from sluitend.engines.chain.network import MOST
from sluitend.errors import InputError

_WEIGHTS = {"handovers": "overdrachten", "cases": "casussen"}
_SHOWN = 15  # bars
_TOLD = 3
_DENSITY, _MUTUAL, _RETURNED = "dichtheid", "wederkerig", "teruggegeven, naar gewicht"
_MISSING = "stappen waarvan een uitvoerder ontbreekt"


class NetworkParameters(Compared):
    """What a link weighs, and from what weight it counts."""

    weight: Literal["handovers", "cases"] = choice("Een verbinding weegt", _WEIGHTS, default="handovers")
    least: int = number("Alleen verbindingen van minstens", default=1, least=1)


def run(inputs: Inputs, params: NetworkParameters, progress: Progress) -> Result:
    """The network of handovers."""
    log = inputs.arriving(inputs.log)
    if inputs.log.summary().resources > MOST:
        raise InputError("analyses.too_many_resources", where="only", most=MOST)
    found = log.network(weight=params.weight, least=params.least)
    progress(80)
    tables = (_organisations(found, params), _links(found), _whole(found))
    return result(tables, log.size, tell, params)


def tell(given: Given, params: NetworkParameters) -> Telling:
    """What the tables say."""
    return telling([_chart(given), _drawing(given, params)], _sentences(given), _caveats(given))


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
    rows = [(_DENSITY, found.density), (_MUTUAL, found.reciprocity), (_RETURNED, found.returned)]
    rows.append((_MISSING, found.missing))
    columns = [Column("figure", "cijfer"), Column("share", "deel", Kind.SHARE)]
    return table("whole", "Het netwerk als geheel", columns, rows, ("figure",))


def _chart(given: Given) -> Chart | None:
    rows = given.rows("organisations")[:_SHOWN]
    if not rows:
        return None
    organisations = given.tables["organisations"]
    told = "; ".join(f"{row['resource']}: {words.share(row['share'] or 0)}" for row in rows)
    text = f"Deel van de overdrachten waarin elke uitvoerder geeft of ontvangt. {told}."
    shown = replace(organisations, rows=organisations.rows[:_SHOWN])
    return charts.bars(shown, title="Aandeel in de overdrachten", text=text, x="share", y="resource")


def _drawing(given: Given, params: NetworkParameters) -> Chart | None:
    """Both directions of a link as one line."""
    names = [row["resource"] for row in given.rows("organisations")]
    if not names or "links" not in given.tables:
        return None
    weights: dict[tuple[str, str], float] = {}
    for row in given.rows("links"):
        two = networks.pair(row["resource"], row["next_resource"])
        weights[two] = weights.get(two, 0) + (row[params.weight] or 0)
    heaviest = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:_TOLD]
    told = "; ".join(f"{one} en {two}: {words.number(weight)}" for (one, two), weight in heaviest)
    few = f" De {networks.MOST} met het grootste aandeel staan erin." if len(names) > networks.MOST else ""
    return networks.drawing(
        names, weights, table="links", title="Het netwerk",
        text=f"Hoe dikker de lijn, hoe meer {_WEIGHTS[params.weight]}. De zwaarste verbindingen: {told}.{few}",
    )  # fmt: skip


def _sentences(given: Given) -> Iterator[str]:
    nodes, links = given.rows("organisations"), given.rows("links")
    whole = {row["figure"]: row["share"] for row in given.rows("whole")}
    yield _size(len(nodes), len(links), whole)
    if nodes and nodes[0]["share"]:
        of = "de overdrachten die worden getoond" if given.outside else "alle overdrachten"
        yield f"Door {nodes[0]['resource']} gaat {words.share(nodes[0]['share'])} van {of}."
    if not given.outside:
        yield from _places(nodes)


def _size(nodes: int, links: int, whole: dict[str, float]) -> str:
    noun = words.verb(nodes, "uitvoerder heeft", "uitvoerders hebben")
    many = words.verb(links, "verbinding", "verbindingen")
    told = f"{words.count(nodes)} {noun} {words.count(links)} {many}"
    if not whole:
        return f"{told} van tien casussen of meer."
    density, mutual = words.share(whole[_DENSITY]), words.share(whole[_MUTUAL])
    return f"{told}: {density} van wat kan. Ook andersom bestaat {mutual} daarvan."


def _places(nodes: list[Row]) -> Iterator[str]:
    """Over whom lines go, and without whom others are cut off."""
    brokers = sorted((one for one in nodes if one["broker"]), key=lambda one: (-one["broker"], one["resource"]))
    if brokers:
        told = ", ".join(f"{one['resource']} ({words.share(one['broker'])})" for one in brokers[:_TOLD])
        yield f"De kortste weg tussen anderen loopt het vaakst over: {told}."
    alone = sorted((one for one in nodes if one["cut_off"]), key=lambda one: (-one["cut_off"], one["resource"]))
    for one in alone[:_TOLD]:
        others = "één ander" if one["cut_off"] == 1 else f"{words.count(one['cut_off'])} anderen"
        verb = words.verb(one["cut_off"], "verliest", "verliezen")
        yield f"Zonder {one['resource']} {verb} {others} elk contact met de rest: alles hangt daar aan één punt."
    if not alone:
        yield "Er is geen uitvoerder zonder wie anderen het contact met de rest verliezen."


def _caveats(given: Given) -> Iterator[str]:
    yield "Dit is wat de registratie aan overdrachten laat zien. Samenwerken gaat ook zonder, en dat staat hier niet."
    yield "Een overdracht zegt niet of zij warm of koud was, en niet of zij nodig was."
    missing = next((row["share"] for row in given.rows("whole") if row["figure"] == _MISSING), None)
    if missing:
        yield f"Bij {words.share(missing)} van de stappen ontbreekt een uitvoerder: die zijn niet te zien."
    if given.outside:
        yield "Verbindingen van minder dan tien casussen staan er niet: het netwerk is dichter dan het hier lijkt."


def _told_organisations(exact: Table, made: Made) -> Table | None:
    """Of the links that are told: who gives and takes in them, the most first."""
    links = [Row(row) for row in records(made["links"])] if "links" in made else []
    key = "cases" if any("casussen" in one.title for one in exact.columns if one.key == "in_weight") else "handovers"
    got = {name: _sums(links, name, key) for name in {row[end] for row in links for end in _ENDS}}
    every = sum(row[key] or 0 for row in links)
    rows = [
        (name, *(one or None for one in two), round(min(1.0, sum(two) / every), 2))
        for name, two in got.items()
        if every
    ]
    columns = tuple(one for one in exact.columns if one.key in ("resource", "in_weight", "out_weight", "share"))
    ordered = tuple(sorted(rows, key=lambda row: (-row[3], str(row[0]))))
    return replace(exact, columns=columns, rows=ordered) if ordered else None


def _sums(links: list[Row], name: str, key: str) -> tuple[int, int]:
    """What comes from others, and what goes to others."""
    came, went = (sum(row[key] or 0 for row in links if row[end] == name) for end in reversed(_ENDS))
    return came, went


def _broker(given: Given) -> str | None:
    """Over whom the shortest way goes most often."""
    nodes = sorted((one for one in given.rows("organisations") if one["broker"]), key=lambda one: -one["broker"])
    return nodes[0]["resource"] if nodes else None


_ENDS = ("resource", "next_resource")
_GUARDS: dict[str, Guard] = {
    "links": Counts(pairs=_ENDS, counts=("cases",), amounts={"handovers": "cases"}, drop=True),
    "organisations": _told_organisations,
}

_ALONE = Analysis(
    key="netwerk",
    title="Wie met wie werkt",
    question="Wie draagt aan wie over, over wie lopen de lijnen, en waar hangt alles aan één punt?",
    parameters=NetworkParameters,
    run=run,
    tell=tell,
    guards=_GUARDS,
    needs_resource=True,
    order=35,
)
_COMPARISON = Comparison(
    figures=(
        rows_of("resources", "uitvoerders", "organisations"),
        rows_of("links", "verbindingen", "links"),
        figure("density", _DENSITY, Kind.SHARE, "whole", "share", figure=_DENSITY),
        figure("mutual", _MUTUAL, Kind.SHARE, "whole", "share", figure=_MUTUAL),
        Figure(Column("broker", "grootste makelaar"), _broker),
    ),
    alone=("organisations",),
    own=("links-network",),
    parted=Parted(
        "overgedragen",
        (
            "Een overdracht hoort bij de dag waarop iemand de casus kreeg, niet bij het begin van de casus.",
            "Een casus telt in elk deel waarin er iets in gebeurde. Het tweede deel begint met wie de casus toen had.",
            "De delen duren niet even lang: in een langer deel is tijd voor meer verbindingen.",
        ),
        {"groups": ("cases",), "links": ("cases",)},
    ),
)
ANALYSIS = compared(_ALONE, _COMPARISON)
