"""How often cases are passed on, back and forth, and over how many organisations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sluitend.apps.analyses.kit import charts, words
from sluitend.apps.analyses.kit.across import Among
from sluitend.apps.analyses.kit.analysis import Analysis, Inputs, Progress
from sluitend.apps.analyses.kit.cohorts import Compared
from sluitend.apps.analyses.kit.compared import Comparison, compared, ratio
from sluitend.apps.analyses.kit.families import which
from sluitend.apps.analyses.kit.guards import Counts, Guard, Made
from sluitend.apps.analyses.kit.matching import matching
from sluitend.apps.analyses.kit.parameters import attribute, lines, number
from sluitend.apps.analyses.kit.parted import Parted
from sluitend.apps.analyses.kit.result import Chart, Column, Kind, Result, Table
from sluitend.apps.analyses.kit.tables import of_arrow, records, table
from sluitend.apps.analyses.kit.telling import Given, Row, Telling, result, telling
from sluitend.engines.chain import EventLog
from sluitend.engines.chain.shares import wilson

_LAWFUL = "Heen en terug telt niet mee met"


class PassedOnParameters(Compared):
    """Per case or per family."""

    per: str = attribute("Organisaties per", "Kies het kenmerk dat zegt van welk gezin een casus is.", none="Per casus")
    many: int = number("Veel is meer dan zoveel organisaties", default=2, most=100)
    lawful: tuple[str, ...] = lines(
        _LAWFUL,
        "Bij wie heen en terug bij het werk hoort, zoals de Raad. Eén per regel; een * staat voor elk vervolg: Raad*.",
    )
    longest: int = number("Zoveel langste ketens", default=20, least=1, most=200)


def run(inputs: Inputs, params: PassedOnParameters, progress: Progress) -> Result:
    """Handovers, back and forth, chains of hands and organisations."""
    log = inputs.arriving(inputs.log)
    lawful = matching(params.lawful, log.coded.values["resource"].to_pylist(), field=_LAWFUL)
    handovers = log.handovers()
    counted = _counted(log, handovers, lawful)
    progress(30)
    back, hands = _back(log.ping_pongs(lawful)), _hands(log.hands())
    progress(60)
    spread = inputs.arriving(inputs.families(params.per)).organisations(params.per or None).to_pylist()
    tables = (
        _handovers(handovers), back, _organisations(spread, params), hands, _chains(log.longest_chains(params.longest)),
        _whole(counted, spread, params),
    )  # fmt: skip
    return result(tables, counted.cases, tell, params)


def tell(given: Given, params: PassedOnParameters) -> Telling:
    """What the tables say."""
    return telling([_chart(given)], _sentences(given.one("whole"), params), _caveats(params))


class _Counted(NamedTuple):
    """Without the back and forth that belongs to the work."""

    cases: int
    handovers: int
    back_cases: int
    back: int


def _counted(log: EventLog, handovers: Any, lawful: Sequence[str]) -> _Counted:
    times, cases = log.back_and_forth(lawful)
    return _Counted(log.size, sum(handovers["count"].to_pylist()), cases, times)


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
    columns += [Column("units", _units(params, 2), Kind.COUNT), Column("cases", "casussen, samen", Kind.COUNT)]
    rows = ([row[column.key] for column in columns] for row in spread)
    return table("organisations", f"Organisaties per {_units(params, 1)}", columns, rows, by=("organisations",))


def _units(params: PassedOnParameters, number: int) -> str:
    if params.per:
        return f"waarde van {params.per}" if number == 1 else f"waarden van {params.per}"
    return "casus" if number == 1 else "casussen"


def _whole(counted: _Counted, spread: list[dict[str, int]], params: PassedOnParameters) -> Table:
    """What sentences say."""
    columns = [Column("cases", "casussen", Kind.COUNT), Column("handovers", "overdrachten", Kind.COUNT)]
    columns += [Column("back_cases", "casussen heen en terug", Kind.COUNT)]
    columns += [
        Column("back", "keer heen en terug", Kind.COUNT),
        Column("units", f"{_units(params, 2)} met hun organisaties", Kind.COUNT),
    ]
    columns += [Column("many", f"met meer dan {params.many} organisaties", Kind.COUNT)]
    units = sum(row["units"] for row in spread)
    many = sum(row["units"] for row in spread if row["organisations"] > params.many)
    cells = (*counted, units, many)
    return table("whole", "Alles bij elkaar", columns, [cells])


def _chart(given: Given) -> Chart | None:
    if not given.rows("organisations"):
        return None
    shown = given.tables["organisations"]
    told = ", ".join(
        f"{row['organisations']}: {words.count(row['units'])}"
        for row in given.rows("organisations")[:12]
        if row["units"] is not None
    )
    return charts.bars(shown, title=shown.title, text=f"Aantal per getal: {told}.", x="units", y="organisations")


def _sentences(whole: Row, params: PassedOnParameters) -> Iterator[str]:
    cases, handovers, back = whole["cases"], whole["handovers"], whole["back_cases"]
    if cases and handovers is not None:
        verb, noun = words.verb(handovers, "is", "zijn"), words.verb(handovers, "overdracht", "overdrachten")
        yield (
            f"In {words.cases(cases)} {verb} {words.count(handovers)} {noun} tussen bekende "
            f"uitvoerders: gemiddeld {words.number(handovers / cases, 2)} per casus."
        )
    yield (
        f"{words.cases_do(back, 'ging', 'gingen')} heen en terug (A→B→A): {_part(back, cases)}; "
        f"samen {words.count(whole['back'])} keer."
    )
    units, many = whole["units"], whole["many"]
    if units:
        yield (
            f"Van {words.count(units)} {_units(params, units)} {words.verb(many, 'had', 'hadden')} er "
            f"{words.count(many)} met meer dan {params.many} "
            f"{words.verb(params.many, 'organisatie', 'organisaties')} te maken: {_part(many, units)}."
        )


def _part(hits: int | None, total: int | None) -> str:
    if hits is None or total is None:
        return words.UNTOLD
    share = wilson(min(hits, total), total)
    return f"{words.share(share.value)} {words.interval(share, words.share)}"


def _caveats(params: PassedOnParameters) -> Iterator[str]:
    yield "Een gebeurtenis zonder uitvoerder verbreekt een keten: waar uitvoerders ontbreken, is dit een ondergrens."
    if params.lawful:
        yield f"Heen en terug met deze uitvoerders telt niet mee: {', '.join(params.lawful)}."
    yield "Een overdracht is een wisseling in de registratie. Of zij warm of koud was, staat hier niet."
    if params.per:
        yield f"Casussen waarvan “{params.per}” niet bekend is, blijven buiten de telling van organisaties."
    yield from which(params, params.per, groups=bool(params.by))


def _known_pairs(made: Made) -> set[frozenset[str]]:
    """Between whom handovers are told, both ways."""
    rows = records(made["handovers"]) if "handovers" in made else []
    told = {(str(row["resource"]), str(row["next_resource"])) for row in rows}
    return {frozenset(two) for two in told if two[::-1] in told}


def _between_known(exact: Table, made: Made) -> Table:
    """Who went back and forth, where those handovers are told too: less than ten of them would be known by it."""
    pairs = _known_pairs(made)
    return replace(exact, rows=tuple(row for row in exact.rows if frozenset((str(row[0]), str(row[1]))) in pairs))


_BACK = Counts(pairs=("resource", "by_way_of"), counts=("cases",), amounts={"count": "cases"}, drop=True)
_GUARDS: dict[str, Guard] = {
    # All handovers together are told, those of one organisation are not: so one total is known of all pairs.
    "handovers": Counts(
        pairs=("resource", "next_resource"),
        counts=("cases",),
        amounts={"count": "cases"},
        values={"median_days": ("cases",)},
        tails={"median_days": 0.5},
        drop=True,
    ),
    "back": Among(_between_known, _BACK),
    "organisations": Counts(by=("organisations",), counts=("units",), amounts={"cases": "units"}, drop=True),
    "hands": Counts(by=("hands",), counts=("cases",), drop=True),
    # How many had to do with many is a sum of the rows of organisations: told beside them it could tell a small one.
    "whole": Counts(
        within={"back_cases": "cases"}, counts=("units",), amounts={"handovers": "cases", "back": "back_cases"}
    ),
}

_ALONE = Analysis(
    key="doorgegeven",
    title="Doorgegeven",
    question="Hoe vaak gaat een casus van hand tot hand, heen en terug, en langs hoeveel organisaties?",
    parameters=PassedOnParameters,
    run=run,
    tell=tell,
    guards=_GUARDS,
    needs_resource=True,
    order=30,
)
_COMPARISON = Comparison(
    figures=(
        ratio("per_case", "overdrachten per casus", Kind.NUMBER, "whole", "handovers", "cases"),
        ratio("back_share", "aandeel heen en terug", Kind.SHARE, "whole", "back_cases", "cases"),
        ratio("many_share", "aandeel met veel organisaties", Kind.SHARE, "whole", "many", "units"),
    ),
    n=("whole", "cases"),
    complete=("handovers", "organisations", "hands"),
    sentences=2,
    parted=Parted(
        "overgedragen",
        (
            "Een overdracht hoort bij de dag waarop iemand de casus kreeg, niet bij het begin van de casus.",
            "Een casus telt in elk deel waarin er iets in gebeurde. Het tweede deel begint met wie de casus toen had.",
            "De delen duren niet even lang: in een langer deel is tijd voor meer overdrachten.",
        ),
        {"handovers": ("cases",), "whole": ("cases", "back_cases")},
    ),
)
ANALYSIS = compared(_ALONE, _COMPARISON)
