"""Process behaviour charts: what entries share that ask which periods differ more than a series does by itself.

The rules are those of `engines.learning.spc.xmr`. An entry gives its series (`Line`); tables, and what is told of them,
are made here, as is what may leave the team: of counts of ten and more, or of figures that rest on as many.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from sluitend.apps.analyses.kit import charts, words
from sluitend.apps.analyses.kit.guards import Counts, Guard
from sluitend.apps.analyses.kit.parameters import choice, day, number
from sluitend.apps.analyses.kit.parts import each
from sluitend.apps.analyses.kit.result import Chart, Column, Kind, Table
from sluitend.apps.analyses.kit.tables import Row, table
from sluitend.apps.analyses.kit.telling import Given, Telling, telling

Better = Literal["", "increase", "decrease"]
MOST_GROUPS = 4  # that get a chart and sentences
FEW = 12  # periods below which limits are provisional
CAUSES: Mapping[str, str] = {
    "above_limit": "boven de bovengrens",
    "below_limit": "onder de ondergrens",
    "rising": "zeven op rij die stijgen",
    "falling": "zeven op rij die dalen",
    "two_in_three_above": "twee van drie dicht bij de bovengrens",
    "two_in_three_below": "twee van drie dicht bij de ondergrens",
    "seven_above": "zeven op rij boven het gemiddelde",
    "seven_below": "zeven op rij onder het gemiddelde",
}
COMMON = "gewone variatie"
_ASSURANCE = {
    "passes": "wordt door dit proces steeds gehaald",
    "fails": "wordt door dit proces steeds niet gehaald",
    "both": "wordt de ene keer wel en de andere keer niet gehaald, zonder dat er iets verandert",
}


def better() -> Any:
    """Which way is an improvement: `Better`."""
    return choice("Beter is", {"": "niet te zeggen", "increase": "hoger", "decrease": "lager"}, default="")


def target() -> Any:
    """What is aimed at: `float | None`."""
    return number("Streefwaarde", "In de eenheid van de reeks; een percentage als deel, dus 0,8 voor 80%.")


def new_limits() -> Any:
    """From when mean and limits are computed anew: `date | None`."""
    return day("Nieuwe grenzen vanaf", "De dag waarop bekend is dat er iets veranderde, zoals het begin van een pilot.")


@dataclass(frozen=True, slots=True)
class Line:
    """One series without gaps: the first days of its periods, its values, and (where known) of how many each is: of a
    share also how many have it.

    `left_out`: how many earlier values were not used, because a period is missing after them.
    """

    group: str
    firsts: tuple[date, ...]
    values: tuple[float, ...]
    basis: tuple[int | None, ...]
    parts: tuple[int | None, ...] | None = None
    left_out: int = 0


def tables(lines: Sequence[Line], params: Any, value: Column) -> tuple[Table, Table]:
    """The points of every series with their limits, and its stretches. Lines have at least two values."""
    from sluitend.engines.learning.spc import Better as Way
    from sluitend.engines.learning.spc import xmr

    points: list[list[Any]] = []
    segments: list[list[Any]] = []
    way = Way(params.better) if params.better else None
    for line in lines:
        found = xmr(line.values, params.target, better=way, rebase=_rebase(line, params.new_limits))
        for one in found.segments:
            limits = [_plain(one.mean), _plain(one.low), _plain(one.high)]
            told = found.assurance if one is found.segments[-1] else None
            causes = [found.causes[at] for at in range(one.first, one.last)]
            several = sum(cause is not None for cause in causes)
            days = [line.firsts[one.first], line.firsts[one.last - 1]]
            segments.append(
                [line.group, *days, len(causes), *limits, several, _ASSURANCE.get(str(told)), line.left_out]
            )
            points += [[*_point(line, at), *limits, _words(found.causes[at])] for at in range(one.first, one.last)]
    return _points(points, value), _segments(segments, value)


def _point(line: Line, at: int) -> list[Any]:
    part = line.parts[at] if line.parts else None
    return [line.group, line.firsts[at], line.values[at], part, line.basis[at]]


def _rebase(line: Line, since: date | None) -> list[int]:
    place = next((at for at, first in enumerate(line.firsts) if since and first >= since), 0)
    return [place] if 0 < place < len(line.firsts) else []


def _plain(value: float | None) -> float | None:
    """Rounded so that the same data give the same result on every machine."""
    return None if value is None else round(float(value), 9)


def _words(cause: Any) -> str:
    return COMMON if cause is None else CAUSES[str(cause)]


def _limits(value: Column) -> list[Column]:
    kind = Kind.SHARE if value.kind is Kind.SHARE else Kind.NUMBER
    named = (("mean", "gemiddeld"), ("low", "ondergrens"), ("high", "bovengrens"))
    return [Column(key, title, kind) for key, title in named]


def _points(rows: list[list[Any]], value: Column) -> Table:
    columns = [Column("group", "groep"), Column("first", "periode vanaf"), value]
    columns += [Column("part", "teller", Kind.COUNT), Column("basis", "op hoeveel", Kind.COUNT)]
    columns += [*_limits(value), Column("signal", "wat het zegt")]
    return table("points", "Elke periode met haar grenzen", columns, rows, by=("group", "first"))


def _segments(rows: list[list[Any]], value: Column) -> Table:
    """Periods are numbers and no counts: of nobody, so that a few of them may be told."""
    columns = [Column("group", "groep"), Column("first", "vanaf"), Column("last", "tot en met")]
    columns += [Column("points", "perioden", Kind.NUMBER), *_limits(value), Column("signals", "opvallend", Kind.NUMBER)]
    columns += [Column("assurance", "de streefwaarde"), Column("left_out", "vóór een gat", Kind.NUMBER)]
    return table("segments", "Het gemiddelde en de gewone variatie", columns, rows, by=("group", "first"))


def tell(given: Given, params: Any) -> Telling:
    """Charts, sentences and caveats of the two tables."""
    return telling(_charts(given, params), _sentences(given, params), _caveats(given))


def _charts(given: Given, params: Any) -> Iterator[Chart]:
    for place, (group, rows) in enumerate(list(given.group("points", "group").items())[:MOST_GROUPS]):
        said = "; ".join(f"{row['first']}: {row['signal']}" for row in rows if row["signal"] != COMMON)
        text = f"{group}, van {rows[0]['first']} tot en met {rows[-1]['first']}. {said or 'Niets valt op'}."
        spec = _layers(rows, params.target).to_dict()
        yield Chart(f"points-{place + 1}", f"Procesgrafiek: {group}", spec, text, "points")


def _layers(rows: Sequence[Row], aim: float | None) -> Any:
    """The series, its mean and limits, a shape of its own for what stands out, and the target as dots."""
    import altair as alt

    def drawn(some: Sequence[Mapping[str, Any]]) -> Any:
        return alt.Chart(alt.Data(values=[dict(row) for row in some]))  # type: ignore[no-untyped-call]

    time = alt.X("first", type="temporal", title="periode", axis=alt.Axis(format="%m-%Y", labelAngle=-45))
    base = drawn(rows)
    parts = [
        base.mark_line(color=charts.COLOURS[7], strokeDash=dash, interpolate="step-after").encode(
            x=time, y=alt.Y(key, type="quantitative", title="waarde")
        )
        for key, dash in (("mean", [1, 0]), ("low", [6, 3]), ("high", [6, 3]))
    ]
    value = alt.Y("value", type="quantitative", title="waarde")
    said: dict[str, Any] = {
        "type": "nominal",
        "title": "wat het zegt",
        "sort": None,
        "legend": charts.legend(row["signal"] for row in rows),
    }
    shape = alt.Shape("signal", **said)
    color = alt.Color("signal", scale=alt.Scale(range=list(charts.COLOURS)), **said)
    parts.append(base.mark_line(color=charts.COLOURS[0]).encode(x=time, y=value))
    parts.append(base.mark_point(filled=True, size=60).encode(x=time, y=value, shape=shape, color=color))
    if aim is not None:
        parts.append(drawn([{"value": aim}]).mark_rule(strokeDash=[2, 2]).encode(y=value))
    return alt.layer(*parts).properties(width=charts.WIDTH, height=280)


def _sentences(given: Given, params: Any) -> Iterator[str]:
    groups = given.group("segments", "group")
    shown = list(groups.items())[:MOST_GROUPS]
    write = _writer(given)
    for group, rows in shown:
        begin = f"{words.first_upper(group)}: " if len(groups) > 1 else ""
        for row in rows:
            told = f"van {row['first']} tot en met {row['last']} is het gemiddelde {write(row['mean'])}"
            if row["high"] is not None:
                told += f", met een gewone variatie tussen {write(row['low'])} en {write(row['high'])}"
            yield f"{begin}{told}." if begin else f"{words.first_upper(told)}."
        yield from _standing_out(given.group("points", "group").get(group, []), begin)
        if rows[-1]["assurance"]:
            yield f"{begin}{'d' if begin else 'D'}e streefwaarde {write(params.target)} {rows[-1]['assurance']}."
    if len(groups) > len(shown):
        yield f"De andere {words.count(len(groups) - len(shown))} groepen staan in de tabel."


def _standing_out(rows: Sequence[Row], begin: str) -> Iterator[str]:
    """Stretches of the same signal, in the order of time."""
    stretches: list[tuple[str, str, str]] = []
    for row in rows:
        signal, first = str(row["signal"]), str(row["first"])
        if signal == COMMON:
            stretches.append(("", "", ""))
        elif stretches and stretches[-1][0] == signal:
            stretches[-1] = (signal, stretches[-1][1], first)
        else:
            stretches.append((signal, first, first))
    told = [one for one in stretches if one[0]]
    for signal, first, last in told:
        when = first if first == last else f"{first} tot en met {last}"
        yield f"{begin}{when}: {signal}."
    if rows and not told:
        yield f"{begin}{'g' if begin else 'G'}een periode wijkt meer af dan deze reeks uit zichzelf doet."


def _writer(given: Given) -> Any:
    kinds = [one.kind for made in given.tables.values() for one in made.columns if one.key == "mean"]
    return words.share if Kind.SHARE in kinds else words.number


def _caveats(given: Given) -> Iterator[str]:
    yield "Deze grafiek zegt dat er iets veranderde, niet waardoor. Een verklaring staat in wat er toen gebeurde."
    rows = given.rows("segments")
    if any(row["points"] is not None and row["points"] < FEW for row in rows):
        yield f"Met minder dan {FEW} perioden zijn de grenzen voorlopig."
    left = sum(row["left_out"] or 0 for row in rows)
    if left:
        yield f"{words.count(left)} waarden vóór een periode die ontbreekt tellen niet mee: een reeks heeft geen gaten."
    yield "De regels zijn die van een XmR-grafiek: grenzen op 2,66 keer het gemiddelde verschil van periode op periode."


def _points_told(exact: Table, made: Mapping[str, Table]) -> Table | None:
    """Counts stand by themselves; other figures where they rest on ten at least, and nowhere when that is not known."""
    kind = next(column.kind for column in exact.columns if column.key == "value")
    rests = _RESTS[kind]
    rows = tuple(row for row in exact.rows if _of(exact, row, rests) is not None)
    found = each("first", _guard(kind, rests))(replace(exact, rows=rows), made)
    if found is None:
        return None
    told = replace(found, rows=tuple(row for row in found.rows if _of(found, row, "value") is not None))
    return replace(told, rows=tuple(_without_limits(told, exact))) if told.rows else None


def _without_limits(told: Table, exact: Table) -> Iterator[tuple[Any, ...]]:
    """Mean and limits are of all points: where one is kept back, they would tell it."""
    every, there = (Counter(_of(one, row, "group") for row in one.rows) for one in (exact, told))
    for row in told.rows:
        group = _of(told, row, "group")
        hides = there[group] < every[group]
        cells = zip(told.columns, row, strict=True)
        yield tuple(None if hides and column.key in _LIMITS else cell for column, cell in cells)


_LIMITS = ("mean", "low", "high")
_RESTS = {Kind.COUNT: "value", Kind.SHARE: "part", Kind.NUMBER: "basis"}


def _guard(kind: Kind, rests: str) -> Counts:
    told: dict[str, Any] = {"by": ("group",), "labels": ("first", "signal"), "drop": True}
    limits = dict.fromkeys(_LIMITS, (rests,))
    if kind is Kind.SHARE:
        return Counts(within={"part": "basis"}, shares={"value": ("part", "basis")}, values=limits, **told)
    return Counts(counts=(rests,), values=limits if rests == "value" else {"value": (rests,), **limits}, **told)


def _of(found: Table, row: Sequence[Any], key: str) -> Any:
    return row[[column.key for column in found.columns].index(key)]


def _segments_told(exact: Table, made: Mapping[str, Table]) -> Table | None:
    """Of the groups of which every point is told."""
    if "points" not in made:
        return None
    there = [_of(made["points"], row, "group") for row in made["points"].rows]
    wanted: dict[Any, int] = {}
    for row in exact.rows:
        group = _of(exact, row, "group")
        wanted[group] = wanted.get(group, 0) + _of(exact, row, "points")
    whole = {group for group, points in wanted.items() if there.count(group) == points}
    kept = tuple(tuple(map(_short, row)) for row in exact.rows if _of(exact, row, "group") in whole)
    return replace(exact, rows=kept) if kept else None


def _short(value: Any) -> Any:
    """Three digits: more would tell what was divided by what."""
    return float(f"{value:.3g}") if isinstance(value, float) else value


GUARDS: Mapping[str, Guard] = {"points": _points_told, "segments": _segments_told}
