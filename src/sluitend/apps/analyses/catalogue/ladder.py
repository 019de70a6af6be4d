"""Whose help gets heavier or lighter."""

from __future__ import annotations

from collections.abc import Iterator

from sluitend.apps.analyses.kit import charts, words
from sluitend.apps.analyses.kit.analysis import Analysis, Inputs, Progress
from sluitend.apps.analyses.kit.parameters import Parameters, activities, attribute
from sluitend.apps.analyses.kit.result import Chart, Column, Kind, Result, Table
from sluitend.apps.analyses.kit.tables import table
from sluitend.engines.chain import Moves
from sluitend.engines.chain.ladder import DOWN, LEVEL, UP

_WAYS = {UP: "zwaarder", DOWN: "lichter", LEVEL: "even zwaar"}
_UNITS = {
    (False, False): "nooit zwaarder of lichter",
    (True, False): "alleen zwaarder",
    (False, True): "alleen lichter",
    (True, True): "zwaarder en lichter",
}


class LadderParameters(Parameters):
    """Which help is how heavy, and whose it is."""

    light: tuple[str, ...] = activities("Lichte hulp", required=True)
    middle: tuple[str, ...] = activities("Zwaardere hulp")
    heavy: tuple[str, ...] = activities("Zwaarste hulp", required=True)
    per: str = attribute("Van wie een casus is", "Een kind of gezin. Zonder keuze staat elke casus op zichzelf.")

    @property
    def rungs(self) -> dict[str, int]:
        """How heavy each activity is; one that was named twice counts as the lightest."""
        given = ((3, self.heavy), (2, self.middle), (1, self.light))
        return {name: weight for weight, names in given for name in names}


def run(inputs: Inputs, params: LadderParameters, progress: Progress) -> Result:
    """Moves from one form of help to another, and who made them."""
    found = inputs.log.moves(params.rungs, until=inputs.until, per=params.per or None)
    progress(70)
    units = _units(found)
    return Result(
        tables=(_moves(found), units),
        charts=(_chart(units),),
        sentences=tuple(_sentences(found, units, params)),
        caveats=tuple(_caveats(found, params)),
        n=inputs.log.summary().cases,
    )


def _moves(found: Moves) -> Table:
    columns = [Column("source", "van"), Column("target", "naar"), Column("direction", "richting")]
    columns += [Column("count", "keer", Kind.COUNT), Column("units", "bij zoveel", Kind.COUNT)]
    columns += [Column("median_days", "mediaan, dagen ertussen", Kind.NUMBER)]
    rows = [{**row, "direction": _WAYS[row["direction"]]} for row in found.moves.to_pylist()]
    cells = ([row[column.key] for column in columns] for row in rows)
    return table("moves", "Overgangen tussen vormen van hulp", columns, cells, by=("source", "target"))


def _units(found: Moves) -> Table:
    counted = {(row["up"], row["down"]): row["units"] for row in found.units.to_pylist()}
    rows = [(title, counted.get(way, 0)) for way, title in _UNITS.items()]
    columns = [Column("way", "wat er gebeurde"), Column("units", "bij zoveel", Kind.COUNT)]
    return table("units", "Zwaarder en lichter", columns, rows, by=("way",))


def _chart(units: Table) -> Chart:
    told = ", ".join(f"{row[0]}: {row[1]}" for row in units.rows)
    return charts.bars(units, title="Zwaarder en lichter", text=f"{told}.", x="units", y="way")


def _sentences(found: Moves, units: Table, params: LadderParameters) -> Iterator[str]:
    counts = {str(row[0]): int(row[1] or 0) for row in units.rows}
    total = sum(counts.values())
    whose = "casussen" if not params.per else f"eenheden ({params.per})"
    heavier = counts["alleen zwaarder"] + counts["zwaarder en lichter"]
    lighter = counts["alleen lichter"] + counts["zwaarder en lichter"]
    yield (
        f"Van {words.count(total)} {whose} met hulp van deze ladder kregen er {words.count(heavier)} ooit zwaardere "
        f"hulp en {words.count(lighter)} ooit lichtere."
    )
    first = next(iter(found.moves.to_pylist()), None)
    if first is not None:
        yield (
            f"De meest gemaakte overgang is {first['source']} → {first['target']} ({_WAYS[first['direction']]}): "
            f"{words.count(first['count'])} keer, na een mediaan van {words.days(first['median_days'])}."
        )


def _caveats(found: Moves, params: LadderParameters) -> Iterator[str]:
    yield "De ladder is die u opgaf. Zwaardere hulp kan juist de goede zijn."
    if not params.per:
        yield "Elke casus staat op zichzelf: zwaardere hulp in een nieuwe casus van hetzelfde kind telt niet mee."
    if found.not_placed:
        yield f"Van {words.cases(found.not_placed)} is niet bekend van wie zij zijn; die tellen niet mee."


ANALYSIS = Analysis(
    key="zwaarder-lichter",
    title="Zwaardere en lichtere hulp",
    question="Hoe vaak wordt hulp zwaarder of lichter, en tussen welke vormen?",
    parameters=LadderParameters,
    run=run,
    order=47,
)
