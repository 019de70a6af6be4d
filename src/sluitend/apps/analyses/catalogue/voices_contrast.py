"""What one group says that another does not, and who is silent on what they were asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from sluitend.apps.analyses.kit import counting, grids, voices, words
from sluitend.apps.analyses.kit.analysis import CODINGS, Analysis, CodedInputs, Progress
from sluitend.apps.analyses.kit.counting import CODE, COUNTS, GROUP, PART, WHOLE
from sluitend.apps.analyses.kit.guards import Guard
from sluitend.apps.analyses.kit.parameters import CodedParameters, codes, flag, topics
from sluitend.apps.analyses.kit.result import PEOPLE, Cell, Chart, Column, Kind, Result, Table
from sluitend.apps.analyses.kit.tables import Row, records, table
from sluitend.apps.analyses.kit.telling import Given, Telling, result, telling
from sluitend.apps.analyses.kit.voices import (
    NOBODY,
    NOBODY_YET,
    NOT_ASKED,
    NOT_ASKED_YET,
    PARTLY,
    PARTLY_YET,
    SILENT,
    SILENT_YET,
    UNCODED,
)
from sluitend.engines.retrieval.asked import ATTRIBUTES
from sluitend.engines.retrieval.query import Coded
from sluitend.engines.retrieval.views import asked_people

ASKED, OF_ASKED = "asked", "of_asked"
_SHARE, _INSTEAD = "share_respondents", "instead"
_OF_ASKED = "respondenten in gecodeerde teksten die bevraagd zijn"
_MOST = 12  # codes of which a sentence tells
_NOTHING = {
    NOBODY: "zei er niets over",
    SILENT: "stil",
    PARTLY: "stil, deels niet bevraagd",
    NOT_ASKED: "niet bevraagd",
    NOBODY_YET: "zei er niets over, deels nog niet gecodeerd",
    SILENT_YET: "stil, deels nog niet gecodeerd",
    PARTLY_YET: "stil, deels niet bevraagd, deels nog niet gecodeerd",
    NOT_ASKED_YET: "niet bevraagd, deels nog niet gecodeerd",
    UNCODED: UNCODED,
}
_YET = {NOBODY_YET, SILENT_YET, PARTLY_YET, NOT_ASKED_YET, UNCODED}


class ContrastParameters(CodedParameters):
    """Which codes, and what of the topic lists asks about them."""

    codes: tuple[str, ...] = codes("Codes", "Zonder keuze: alle codes die ergens staan.")
    topics: tuple[str, ...] = topics(
        "Onderwerpen van de topiclijsten die hiernaar vragen",
        "Wie zo'n onderwerp op de topiclijst had en niets zei, heet stil; wie het niet had, niet bevraagd. "
        "Zonder keuze staat er alleen wie niets zei. Kies dan codes die bij het onderwerp horen.",
    )
    by: Literal["perspective", "level", "place", "organisation", "phase"] = counting.by()
    below: bool = flag("Met de codes eronder", "Een code telt dan mee met de codes die eronder hangen.", default=True)
    who: tuple[str, ...] = counting.who()

    @classmethod
    def in_title(cls, given: Mapping[str, Any]) -> str:
        """Its codes, groups and voices."""
        return counting.told(given)


def run(inputs: CodedInputs, params: ContrastParameters, progress: Progress) -> Result:
    """Of every code the groups that spoke, those that were silent and those that nobody asked."""
    material = inputs.material
    basis = counting.basis(material, params.who, params.by)
    asked = asked_people(basis.material, params.by, params.topics)
    known_asked = {group: len(people & basis.known[group].heard) for group, people in asked.items()}
    progress(30)
    name = ATTRIBUTES[params.by]
    flag_, number = Column(ASKED, "bevraagd", Kind.FLAG), Column(OF_ASKED, _OF_ASKED, Kind.COUNT)
    known = [flag_, number] if params.topics else []
    rows = [
        (
            path,
            group,
            *([group in asked, known_asked.get(group, 0)] if known else []),
            *_cells(basis.cells(group, count), not known or bool(known_asked.get(group))),
        )
        for path in counting.used(material, params.codes)
        for group, count in basis.count(Coded(material.coded[path], params.below)).items()
    ]
    spoke = table(
        "spoke", f"Wie sprak, per {name}", [CODE, Column(GROUP, name), *known, *COUNTS], rows, (CODE.key, GROUP)
    )
    apart = {one.key: one for one in counting.apart(basis.material)}
    tables = (_beside(spoke, is_asked=bool(known)), spoke, *apart.values())
    return result(tables, counting.everybody(material, params.who), tell, params, PEOPLE)


def _cells(cells: Sequence[Cell], is_asked: bool) -> Iterator[Cell]:
    """Who was not asked and said nothing has no share: nought would say that they had nothing to tell."""
    shares = {place for place, one in enumerate(counting.COUNTS) if one.kind is Kind.SHARE}
    return (None if place in shares and not is_asked and not cell else cell for place, cell in enumerate(cells))


def _beside(spoke: Table, *, is_asked: bool) -> Table:
    """A row for every code: who spoke, and who did not, and of whom that is partly not known yet where there are such.
    Of the exact table, or of the one that leaves the team."""
    by_code: dict[Cell, list[Row]] = {}
    for row in map(Row, records(spoke)):
        by_code.setdefault(row[CODE.key], []).append(row)
    there = {_silence(row) for rows in by_code.values() for row in rows}
    always = {SILENT, PARTLY, NOT_ASKED} if is_asked else {NOBODY}
    silences = [one for one in _NOTHING if one in always or one in _YET & there]
    columns = [CODE, Column("spoke", "sprak erover"), *(Column(one, _NOTHING[one]) for one in silences)]
    rows = [(code, _named(rows, None), *(_named(rows, one) for one in silences)) for code, rows in by_code.items()]
    rows.sort(key=lambda row: not row[1] or not any(row[2:]))  # first those on which groups differ
    return table("contrast", "Wie sprak en wie niet", columns, rows, by=(CODE.key,))


def _beside_told(exact: Table, made: Mapping[str, Table]) -> Table | None:
    """The same of what may be told."""
    is_asked = any(one.key == SILENT for one in exact.columns)
    return _beside(made["spoke"], is_asked=is_asked) if "spoke" in made else None


def _group(row: Row) -> str:
    return str(row[GROUP])


def _named(rows: list[Row], silence: str | None, told: Callable[[Row], str] = _group) -> str:
    return ", ".join(told(row) for row in rows if _silence(row) == silence)


def _silence(row: Row) -> str | None:
    """Of a group that did not speak which kind of silence it is."""
    said = row[PART]
    if isinstance(said, str):
        return said if said in _NOTHING else None
    if said or (row["places"] and not row[WHOLE]):  # a document is nobody's voice, unless there is nothing else
        return None
    if not row[WHOLE] and row["uncoded_sources"] and row["uncoded_sources"] == row["of_sources"]:
        return UNCODED
    late = row[counting.UNCODED] or 0
    asked = row[OF_ASKED]
    return voices.nobody(row[WHOLE], late) if asked is None else voices.silence(asked, row[WHOLE], late)


def tell(given: Given, params: ContrastParameters) -> Telling:
    """What the tables say."""
    return telling([_chart(given)], _sentences(given), _caveats(given, params))


def _chart(given: Given) -> Chart | None:
    if "spoke" not in given.tables:
        return None
    text = " ".join(_sentences(given)) or "Zie de tabel."
    spoke = _drawn(given.tables["spoke"])
    title = "Aandeel van de respondenten dat erover sprak"
    return grids.shades(spoke, title=title, text=text, x=GROUP, y=CODE.key, value=_SHARE, instead=_INSTEAD)


_IN_CELLS = {
    SILENT: f"{_NOTHING[SILENT]} (0%)",
    **dict.fromkeys((NOBODY_YET, SILENT_YET, PARTLY_YET), f"deels {UNCODED}"),
    **dict.fromkeys((NOT_ASKED, NOT_ASKED_YET), _NOTHING[NOT_ASKED]),
    UNCODED: UNCODED,
}


def _drawn(spoke: Table) -> Table:
    """With the words for a group that did not speak: silent, or not asked."""
    columns = (*(one for one in spoke.columns if one.key in (CODE.key, GROUP, _SHARE)), Column(_INSTEAD, "stilte"))
    rows = [Row(row) | {_INSTEAD: _instead(Row(row))} for row in records(spoke)]
    return replace(spoke, columns=columns, rows=tuple(tuple(row[one.key] for one in columns) for row in rows))


def _instead(row: Row) -> str | None:
    return _IN_CELLS.get(_silence(row) or "")


def _sentences(given: Given) -> Iterator[str]:
    groups = given.group("spoke", CODE.key)
    for row in given.rows("contrast")[:_MOST]:
        rows = groups[row[CODE.key]]
        spoke = _named(rows, None, _with_people) or "niemand"
        told = [f"{said}: {_named(rows, key, _with_people)}" for key, said in _NOTHING.items() if row[key]]
        yield f"‘{row[CODE.key]}’ – sprak erover: {spoke}{''.join(f'; {one}' for one in told)}."


def _with_people(row: Row) -> str:
    people = _people(row)
    return f"{row[GROUP]} ({people})" if people else str(row[GROUP])


def _people(row: Row) -> str:
    """How many spoke, of how many, and how many were asked; outside the team only the word for those who spoke."""
    said, of, asked = row[PART], row[WHOLE], row[OF_ASKED]
    if isinstance(said, str):
        return "" if said in _NOTHING else voices.people(said)
    if not of:  # a document
        return ""
    late = f", {words.count(row[counting.UNCODED])} {UNCODED}" if row[counting.UNCODED] else ""
    if _silence(row) in (NOT_ASKED, NOT_ASKED_YET, UNCODED):
        return words.people(of) + (late if row[counting.UNCODED] != of else "")
    if asked == (heard := of - (row[counting.UNCODED] or 0)):
        return f"{words.count(said)} van de {words.count(heard)} bevraagde respondenten{late}"
    return voices.people(said, of) + ("" if asked is None else f", {words.count(asked)} bevraagd") + late


def _caveats(given: Given, params: ContrastParameters) -> Iterator[str]:
    yield from counting.caveats(given)
    if not params.topics:
        yield "Of mensen hiernaar is gevraagd, is niet gekozen: wie niets zei, kan ook niet bevraagd zijn."
    else:
        yield "Een onderwerp op de topiclijst is niet altijd ook gevraagd: kijk bij een stilte in het gesprek zelf."


def _protected(exact: Table, made: Mapping[str, Table]) -> Table | None:
    asked = OF_ASKED if any(one.key == OF_ASKED for one in exact.columns) else ""
    return counting.guard(GROUP, labels=[CODE.key], asked=asked)(exact, made)


_GUARDS: dict[str, Guard] = {
    "spoke": _protected,
    "contrast": _beside_told,
    **counting.APART_GUARDS,
}

ANALYSIS = Analysis(
    key="wie-sprak-en-wie-niet",
    title="Wie sprak en wie niet",
    question="Wat zegt de ene groep wat de andere niet zegt, en wie is stil over wat wel gevraagd is?",
    parameters=ContrastParameters,
    run=run,
    engines=("sluitend.engines.retrieval",),
    data=CODINGS,
    order=215,
    tell=tell,
    guards=_GUARDS,
)
