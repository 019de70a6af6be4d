"""Whose help gets heavier or lighter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from pydantic import model_validator

from sluitend.apps.analyses.kit import charts, words
from sluitend.apps.analyses.kit.analysis import Analysis, Inputs, Progress
from sluitend.apps.analyses.kit.cohorts import Compared
from sluitend.apps.analyses.kit.compared import Comparison, Figure, compared
from sluitend.apps.analyses.kit.guards import Counts, Guard
from sluitend.apps.analyses.kit.parameters import activities, attribute, values
from sluitend.apps.analyses.kit.result import Cell, Chart, Column, Kind, Result, Table
from sluitend.apps.analyses.kit.tables import apart, table
from sluitend.apps.analyses.kit.telling import Given, Telling, result, telling
from sluitend.engines.chain import Moves
from sluitend.engines.chain.ladder import DOWN, LEVEL, UP
from sluitend.errors import InputError

_WAYS = {UP: "zwaarder", DOWN: "lichter", LEVEL: "even zwaar"}
_UNITS = {
    (False, False): "nooit zwaarder of lichter",
    (True, False): "alleen zwaarder",
    (False, True): "alleen lichter",
    (True, True): "zwaarder en lichter",
}


_LIGHT, _HEAVY, _WHOSE = "Lichte hulp", "Zwaarste hulp", "Van wie een casus is"


class LadderParameters(Compared):
    """Which help is how heavy, and whose it is. Forms of help are activities, or values of one attribute."""

    light: tuple[str, ...] = activities(_LIGHT)
    middle: tuple[str, ...] = activities("Zwaardere hulp")
    heavy: tuple[str, ...] = activities(_HEAVY)
    light_values: tuple[str, ...] = values(
        "Lichte hulp, naar kenmerk",
        "In plaats van activiteiten. Kies overal hetzelfde kenmerk, zoals de categorie van de hulp.",
    )
    middle_values: tuple[str, ...] = values("Zwaardere hulp, naar kenmerk")
    heavy_values: tuple[str, ...] = values("Zwaarste hulp, naar kenmerk")
    per: str = attribute(_WHOSE, "Een kind of gezin.", none="Elke casus staat op zichzelf")

    @model_validator(mode="after")
    def _a_ladder(self) -> Self:
        light, _middle, heavy = self._rungs
        if not light:
            raise _missing("light", _LIGHT)
        if not heavy:
            raise _missing("heavy", _HEAVY)
        if self.by_values and (any(self._activities) or len(self._attributes) > 1):
            raise InputError("analyses.one_ladder", where="light_values")
        if self.by_values and not self.per:  # a case has one value: by itself it never moves
            raise _missing("per", _WHOSE)
        return self

    @property
    def by_values(self) -> bool:
        """Whether forms of help are values of an attribute."""
        return any((self.light_values, self.middle_values, self.heavy_values))

    @property
    def rungs(self) -> dict[str, int]:
        """How heavy each form of help is; one that was named twice counts as the lightest."""
        weighed = reversed(list(enumerate(self._rungs, start=1)))
        return {name: weight for weight, names in weighed for name in names}

    @property
    def _activities(self) -> tuple[tuple[str, ...], ...]:
        return self.light, self.middle, self.heavy

    @property
    def _rungs(self) -> tuple[tuple[str, ...], ...]:
        return (self.light_values, self.middle_values, self.heavy_values) if self.by_values else self._activities

    @property
    def _attributes(self) -> set[str]:
        return {one.split("=", 1)[0] for names in self._rungs for one in names}


def _missing(name: str, label: str) -> InputError:
    return InputError("analyses.parameter", where=name, field=label, name=name)


def _form(inputs: Inputs, params: LadderParameters) -> tuple[dict[str, int], str | None]:
    """The ladder, and the attribute of which these are values; none of activities."""
    if not params.by_values:
        return params.rungs, None
    known = inputs.vocabulary.values
    ((name, _value), *_more) = (known[one] for one in params.rungs)
    return {known[one][1]: weight for one, weight in params.rungs.items()}, name


def run(inputs: Inputs, params: LadderParameters, progress: Progress) -> Result:
    """Moves from one form of help to another, and who made them."""
    rungs, form = _form(inputs, params)
    found = inputs.log.moves(rungs, until=inputs.until, per=params.per or None, attribute=form)
    progress(70)
    tables = (_moves(found), _units(found), apart(found.not_placed))
    return result(tables, inputs.log.summary().cases, tell, params)


def tell(given: Given, params: LadderParameters) -> Telling:
    """What the tables say."""
    return telling([_chart(given)], _sentences(given, params), _caveats(given, params))


def _moves(found: Moves) -> Table:
    columns = [Column("source", "van"), Column("target", "naar"), Column("direction", "richting")]
    columns += [Column("count", "keer", Kind.COUNT), Column("units", "bij zoveel", Kind.COUNT)]
    columns += [Column("median_days", "mediaan, dagen ertussen", Kind.NUMBER)]
    rows = [{**row, "direction": _WAYS[row["direction"]]} for row in found.moves.to_pylist()]
    cells = ([row[column.key] for column in columns] for row in rows)
    return table("moves", "Overgangen tussen vormen van hulp", columns, cells, by=("source", "target"))


def _units(found: Moves) -> Table:
    counted = {(row["up"], row["down"]): row["units"] for row in found.units.to_pylist()}
    rows = [(title, *("ja" if one else "nee" for one in way), counted.get(way, 0)) for way, title in _UNITS.items()]
    columns = [Column("way", "wat er gebeurde"), Column("heavier", "ooit zwaarder"), Column("lighter", "ooit lichter")]
    columns += [Column("units", "bij zoveel", Kind.COUNT)]
    return table("units", "Zwaarder en lichter", columns, rows, by=("way",))


def _chart(given: Given) -> Chart | None:
    told = ", ".join(
        f"{row['way']}: {words.count(row['units'])}" for row in given.rows("units") if row["units"] is not None
    )
    if not told:
        return None
    return charts.bars(given.tables["units"], title="Zwaarder en lichter", text=f"{told}.", x="units", y="way")


def _sentences(given: Given, params: LadderParameters) -> Iterator[str]:
    rows = given.rows("units")
    if rows and None not in [row["units"] for row in rows]:
        total, heavier, lighter = (
            sum(row["units"] for row in rows if key is None or row[key] == "ja") for key in (None, "heavier", "lighter")
        )
        one, more = ("casus", "casussen") if not params.per else ("eenheid", f"eenheden ({params.per})")
        got = words.verb(heavier, "kreeg", "kregen")
        yield (
            f"Van {words.count(total)} {words.verb(total, one, more)} met hulp van deze ladder {got} er "
            f"{words.count(heavier)} ooit zwaardere hulp en {words.count(lighter)} ooit lichtere."
        )
    for row in given.rows("moves")[:1]:
        often = f"{words.count(row['count'])} keer"
        days = "" if row["median_days"] is None else f", na een mediaan van {words.days(row['median_days'])}"
        yield f"De meest gemaakte overgang is {row['source']} → {row['target']} ({row['direction']}): {often}{days}."


def _caveats(given: Given, params: LadderParameters) -> Iterator[str]:
    yield "De ladder is die u opgaf. Zwaardere hulp kan juist de goede zijn."
    if params.by_values:
        yield (
            "Elke casus telt als één vorm van hulp, vanaf de dag waarop zij begint: met de eerste waarde van het "
            "kenmerk. Hulp die binnen een casus zwaarder of lichter wordt, is zo niet te zien."
        )
    if params.per and (params.compares or params.chooses):
        yield (
            "Een overgang naar een andere casus telt bij de casus waaruit wordt vertrokken, ook als de andere casus in "
            "een andere groep of buiten uw keuze valt."
        )
    if not params.per:
        yield "Elke casus staat op zichzelf: zwaardere hulp in een nieuwe casus van hetzelfde kind telt niet mee."
    yield from words.not_placed(given.one("apart")["not_placed"])


def _who(given: Given, way: str = "") -> int | None:
    """How many had help of this ladder, or ever moved this way; None where part of it is not told."""
    rows = given.rows("units")
    told = [row["units"] for row in rows if not way or row[way] == "ja"]
    return sum(told) if rows and None not in told else None


def _share(given: Given, way: str) -> Cell:
    who, every = _who(given, way), _who(given)
    return min(1.0, who / every) if who is not None and every else None


_GUARDS: dict[str, Guard] = {
    "moves": Counts(
        pairs=("source", "target"),
        counts=("units",),
        amounts={"count": "units"},
        values={"median_days": ("units",)},
        tails={"median_days": 0.5},
        labels=("direction",),
        drop=True,
    ),
    # Who made one kind of move is who ever got heavier help when there is no other kind: both margins are known.
    "units": Counts(by=("heavier", "lighter"), counts=("units",), labels=("way",)),
}

_ALONE = Analysis(
    key="zwaarder-lichter",
    title="Zwaardere en lichtere hulp",
    question="Hoe vaak wordt hulp zwaarder of lichter, en tussen welke vormen?",
    parameters=LadderParameters,
    run=run,
    tell=tell,
    guards=_GUARDS,
    within_n=("units", "units"),
    order=47,
)
_COMPARISON = Comparison(
    figures=(
        Figure(Column("cases", "met hulp van deze ladder", Kind.COUNT), _who),
        Figure(Column("heavier", "ooit zwaarder", Kind.SHARE), lambda given: _share(given, "heavier")),
        Figure(Column("lighter", "ooit lichter", Kind.SHARE), lambda given: _share(given, "lighter")),
    ),
    complete=("moves", "units"),
    sentences=1,
)
ANALYSIS = compared(_ALONE, _COMPARISON)
