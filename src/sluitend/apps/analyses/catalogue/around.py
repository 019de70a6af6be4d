"""Who is around one family: how many organisations, how many that help at once, and which do so together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from sluitend.apps.analyses.kit import charts, words
from sluitend.apps.analyses.kit.across import Among
from sluitend.apps.analyses.kit.analysis import Analysis, Inputs, Progress
from sluitend.apps.analyses.kit.cohorts import Compared
from sluitend.apps.analyses.kit.compared import Comparison, compared, figure, ratio
from sluitend.apps.analyses.kit.families import PER, which
from sluitend.apps.analyses.kit.guards import Counts, Guard, Made
from sluitend.apps.analyses.kit.matching import groups
from sluitend.apps.analyses.kit.parameters import activities, attribute, lines, number
from sluitend.apps.analyses.kit.parts import LEAST, ROUNDED
from sluitend.apps.analyses.kit.result import Chart, Column, Kind, Result, Table
from sluitend.apps.analyses.kit.tables import apart, of_arrow, records, table
from sluitend.apps.analyses.kit.telling import Given, Row, Telling, result, telling
from sluitend.engines.chain import Around, Helping
from sluitend.engines.chain.shares import wilson
from sluitend.errors import InputError

_CALLED = "Neem samen als één organisatie"
_FIVE = 5  # so many or more are one row
_TOLD = 6  # groups that get a sentence each


class AroundParameters(Compared):
    """What is help, and of which family a case is."""

    per: str = attribute(PER, none="Elke casus staat op zichzelf")
    starts: tuple[str, ...] = activities(
        "Hulp begint met", "Wie dit doet, helpt vanaf die dag, naast wie er al helpt.", required=True
    )
    takes_over: tuple[str, ...] = activities(
        "Hulp gaat over met", "Wie dit doet, helpt vanaf die dag; anderen niet meer."
    )
    stops: tuple[str, ...] = activities("Hulp eindigt met", "Wie dit doet, helpt niet meer. Anderen blijven.")
    closes: tuple[str, ...] = activities("Een casus sluit met", "Dan eindigt alle hulp in die casus.")
    called: tuple[str, ...] = lines(
        _CALLED,
        "Voor teams en professionals. Eén organisatie per regel: naam = uitvoerder | uitvoerder. Een * staat voor elk "
        "volgend stuk tekst: De Brug = De Brug team* | J. Verzonnen.",
    )
    many: int = number("Veel is meer dan zoveel organisaties", default=4, most=100)
    largest: int = number("Zoveel met de meeste organisaties", default=20, least=1, most=200)


def run(inputs: Inputs, params: AroundParameters, progress: Progress) -> Result:
    """All together, by group, who help at once, and where most are."""
    helping, log = _helping(params), inputs.families(params.per)
    called = groups(params.called, log.coded.values["resource"].to_pylist(), field=_CALLED)
    asked: dict[str, Any] = {"until": inputs.until, "per": params.per or None, "called": called, "most": params.largest}
    found = log.around(helping, **asked)
    progress(60)
    tables = [_whole(found, params), _spread(found, params), _days(found, params), _pairs(found, params)]
    if params.by:
        tables.append(_groups(log.around(helping, by=params.by, of=inputs.log, **asked), params))
    tables += [_largest(found, params), apart(found.not_placed)]
    return result(tables, inputs.log.summary().cases, tell, params)


def _helping(params: AroundParameters) -> Helping:
    """Raises InputError("analyses.activity_twice")."""
    seen: set[str] = set()
    for name in ("starts", "takes_over", "stops", "closes"):
        for one in {*getattr(params, name)}:
            if one in seen:
                raise InputError("analyses.activity_twice", where=name, value=one)
            seen.add(one)
    return Helping(params.starts, params.stops, params.takes_over, params.closes)


def tell(given: Given, params: AroundParameters) -> Telling:
    """What the tables say."""
    sentences = (*_sentences(given, given.one("whole"), params), *_by_group(given, params), *_most(given, params))
    return telling(_charts(given, params), sentences, _caveats(given, params))


def _units(params: AroundParameters, many: int | None = None) -> str:
    one, more = ("gezin", "gezinnen") if params.per else ("casus", "casussen")
    return words.verb(many, one, more)


def _columns(params: AroundParameters) -> list[Column]:
    units = _units(params)
    columns = [Column("units", units, Kind.COUNT), Column("helped", f"{units} met hulp", Kind.COUNT)]
    columns += [Column("parallel", "met een dag hulp van twee of meer tegelijk", Kind.COUNT)]
    columns += [Column("share", f"aandeel van {units} met hulp", Kind.SHARE)]
    columns += [Column("low", "ondergrens", Kind.SHARE), Column("high", "bovengrens", Kind.SHARE)]
    columns += [Column("help_days", "dagen met hulp", Kind.COUNT)]
    return [*columns, Column("parallel_days", "waarvan van twee of meer tegelijk", Kind.COUNT)]


def _cells(row: Mapping[str, Any]) -> list[Any]:
    share = wilson(row["parallel"], row["helped"])
    bounds = [share.value, share.low, share.high]
    return [row["units"], row["helped"], row["parallel"], *bounds, row["help_days"], row["parallel_days"]]


def _whole(found: Around, params: AroundParameters) -> Table:
    """All groups together: what sentences say."""
    many = sum(row["organisations"] for row in found.spread.to_pylist() if row["number"] > params.many)
    columns = [*_columns(params), Column("many", f"met meer dan {params.many} organisaties", Kind.COUNT)]
    return table("whole", "Alles bij elkaar", columns, [[*_cells(row), many] for row in found.groups.to_pylist()])


def _groups(found: Around, params: AroundParameters) -> Table:
    rows = found.groups.to_pylist()
    names = [row["group"] for row in rows]
    cells = ([words.cohort(row["group"], params.by, None, taken=names), *_cells(row)] for row in rows)
    columns = [Column("group", "groep"), *_columns(params)]
    return table("groups", "Tegelijk hulp, per groep", columns, cells, by=("group",))


def _spread(found: Around, params: AroundParameters) -> Table:
    columns = [Column("number", "aantal"), Column("organisations", "organisaties betrokken", Kind.COUNT)]
    if params.called:
        columns.append(Column("involved", "uitvoerders betrokken", Kind.COUNT))
    columns += [Column("helping", "organisaties die hielpen", Kind.COUNT)]
    columns += [Column("at_once", "op één dag tegelijk, hoogstens", Kind.COUNT)]
    counted = {column.key: [0] * (_FIVE + 1) for column in columns[1:]}
    for row in found.spread.to_pylist():
        for key, counts in counted.items():
            counts[min(row["number"], _FIVE)] += row[key]
    names = [*map(str, range(_FIVE)), f"{_FIVE} of meer"]
    rows = zip(names, *counted.values(), strict=True)
    title = f"Hoeveel organisaties er rond een {_units(params, 1)} zijn (aantal {_units(params)})"
    return table("spread", title, columns, rows, by=("number",))


def _days(found: Around, params: AroundParameters) -> Table:
    columns = [Column("at_once", "organisaties tegelijk", Kind.NUMBER), Column("days", "dagen", Kind.COUNT)]
    columns += [Column("units", f"{_units(params)} met zo'n dag", Kind.COUNT)]
    return of_arrow(found.days, "days", "Dagen met hulp", columns, by=("at_once",))


def _pairs(found: Around, params: AroundParameters) -> Table:
    columns = [Column("one", "organisatie"), Column("other", "en"), Column("units", _units(params), Kind.COUNT)]
    columns += [Column("days", "dagen", Kind.COUNT)]
    return of_arrow(found.pairs, "pairs", "Wie tegelijk hielpen", columns, by=("one", "other"))


def _largest(found: Around, params: AroundParameters) -> Table:
    columns = [Column("unit", _units(params, 1)), Column("organisations", "organisaties betrokken", Kind.COUNT)]
    columns += [Column("helping", "hielpen", Kind.COUNT), Column("at_once", "tegelijk, hoogstens", Kind.COUNT)]
    columns += [Column("parallel_days", "dagen hulp van twee of meer", Kind.COUNT)]
    return of_arrow(found.largest, "largest", "De meeste organisaties", columns, by=("unit",))


def _charts(given: Given, params: AroundParameters) -> Iterator[Chart | None]:
    if rows := [row for row in given.rows("spread") if row["organisations"] is not None]:
        told = ", ".join(f"{row['number']}: {words.count(row['organisations'])}" for row in rows)
        title = f"Organisaties rond een {_units(params, 1)}"
        text = f"Aantal {_units(params)} per aantal organisaties: {told}."
        yield charts.bars(given.tables["spread"], title=title, text=text, x="organisations", y="number")
    if rows := [row for row in given.rows("groups") if row["share"] is not None]:
        told = "; ".join(f"{row['group']}: {words.share(row['share'])}" for row in rows[:10])
        title = f"Aandeel van {_units(params)} met hulp dat een dag hulp van twee of meer tegelijk had"
        yield charts.bars(given.tables["groups"], title=title, text=told, x="share", y="group")


def _sentences(given: Given, whole: Row, params: AroundParameters) -> Iterator[str]:
    units, many, helped = whole["units"], whole["many"], whole["helped"]
    if units:
        yield (
            f"Van {words.count(units)} {_units(params, units)} {words.verb(many, 'had', 'hadden')} er "
            f"{words.count(many)} met meer dan {params.many} "
            f"{words.verb(params.many, 'organisatie', 'organisaties')} te maken: {_part(many, units)}."
        )
    if helped:
        yield f"{_parallel(whole, params)}."
    if whole["help_days"] and whole["parallel_days"] is not None:
        days, parallel = whole["help_days"], whole["parallel_days"]
        share = words.share(parallel / days)
        yield f"Dat was zo op {words.count(parallel)} van {words.count(days)} dagen met hulp: {share}."
    pairs = [f"{row['one']} en {row['other']} ({_number(row['units'], params)})" for row in given.rows("pairs")[:3]]
    if pairs:
        often = "Tegelijk hielpen onder meer" if given.outside else "Het vaakst hielpen tegelijk"
        yield f"{often}: {'; '.join(pairs)}."


def _parallel(row: Row, params: AroundParameters) -> str:
    helped, parallel = row["helped"], row["parallel"]
    return (
        f"Van {_number(helped, params)} met hulp {words.verb(parallel, 'had', 'hadden')} er {words.count(parallel)} "
        f"minstens één dag hulp van twee of meer organisaties tegelijk: {_part(parallel, helped)}"
    )


def _number(many: int | None, params: AroundParameters) -> str:
    return f"{words.count(many)} {_units(params, many)}"


def _part(hits: int | None, total: int | None) -> str:
    if hits is None or total is None:
        return words.UNTOLD
    share = wilson(min(hits, total), total)
    return f"{words.share(share.value)} {words.interval(share, words.share)}"


def _by_group(given: Given, params: AroundParameters) -> Iterator[str]:
    for row in given.rows("groups")[:_TOLD]:
        if row["helped"]:
            yield f"{words.first_upper(row['group'])}: v{_parallel(row, params)[1:]}."


def _most(given: Given, params: AroundParameters) -> Iterator[str]:
    """Who knows the number knows which family it is: only in the team."""
    rows = given.rows("largest")
    if rows:
        at_once = max((row["at_once"] for row in given.rows("days")), default=0)
        most = words.count(rows[0]["organisations"])
        yield (
            f"Het grootste aantal organisaties rond één {_units(params, 1)} is {most}; "
            f"op één dag hielpen er hoogstens {words.count(at_once)} tegelijk."
        )


def _caveats(given: Given, params: AroundParameters) -> Iterable[str]:
    yield "Hulp loopt van begin tot einde zoals u die koos. Is een einde niet vastgelegd, dan lijkt hulp door te gaan."
    yield "Van wie niet bekend is dat die iets deed, telt niets mee: het aantal organisaties is een ondergrens."
    yield "Tegelijk hulp is niet goed of slecht: zij kan afgesproken en afgestemd zijn. Dat staat niet in het logboek."
    if params.by and params.per:
        yield "Hoort een gezin met verschillende casussen bij twee groepen, dan telt het in allebei."
    yield from which(params, params.per, groups=bool(params.split))
    if params.per:
        yield from words.not_placed(given.one("apart")["not_placed"])
    else:
        yield f"Dit is per casus. Kies bij “{PER}” het kenmerk voor gezin, als uw gegevens dat hebben."


_TOGETHER: dict[str, Any] = {
    "within": {"helped": "units", "parallel": "helped"},
    "shares": {"share": ("parallel", "helped")},
    "intervals": {key: ("parallel", "helped", key) for key in ("low", "high")},
    "amounts": {"help_days": "helped", "parallel_days": "parallel"},
}


def _far_from_all(exact: Table, made: Made) -> Table:
    """The pairs beside which ten at least have parallel help of others: who subtracts a pair from all of these would
    otherwise know of few. What is told is rounded, so that there may be two fewer."""
    parallel = Given(made, None).one("whole")["parallel"]
    rows = (row for row in records(exact) if parallel is None or parallel - ROUNDED - row["units"] >= LEAST)
    kept = {(row["one"], row["other"]) for row in rows}
    at = [[one.key for one in exact.columns].index(key) for key in ("one", "other")]
    return replace(exact, rows=tuple(row for row in exact.rows if tuple(row[place] for place in at) in kept))


# How many helped, how many at once, and days by their number are parts of what `whole` tells: beside it what is left of
# them would follow. So would rows of `spread` beside how many had to do with many.
_GUARDS: dict[str, Guard] = {
    "whole": Counts(**_TOGETHER),
    "groups": Counts(by=("group",), **_TOGETHER),
    "spread": Counts(by=("number",), counts=("organisations",), drop=True),
    "pairs": Among(
        _far_from_all, Counts(pairs=("one", "other"), counts=("units",), amounts={"days": "units"}, drop=True)
    ),
}

_ALONE = Analysis(
    key="rond-een-gezin",
    title="Rond een gezin",
    question="Hoeveel organisaties zijn er rond één gezin, hoeveel helpen tegelijk, en welke doen dat samen?",
    parameters=AroundParameters,
    run=run,
    tell=tell,
    guards=_GUARDS,
    needs_resource=True,
    within_n=("whole", "units"),
    order=31,
)
_COMPARISON = Comparison(
    figures=(
        figure("share", "aandeel met een dag hulp van twee of meer tegelijk", Kind.SHARE, "whole"),
        ratio(
            "days", "aandeel van de dagen met hulp van twee of meer", Kind.SHARE, "whole", "parallel_days", "help_days"
        ),
        ratio("many", "aandeel met veel organisaties", Kind.SHARE, "whole", "many", "units"),
    ),
    n=("whole", "units"),
    counted="casussen of gezinnen",
    complete=("spread", "pairs"),
    sentences=3,
    in_groups=("groups",),
)
ANALYSIS = compared(_ALONE, _COMPARISON)
