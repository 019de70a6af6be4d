"""What one group says that another does not, and who is silent on what they were asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from sluitend.apps.analyses.kit import counting, grids
from sluitend.apps.analyses.kit.analysis import CODINGS, Analysis, CodedInputs, Progress
from sluitend.apps.analyses.kit.counting import CODE, COUNTS, GROUP, PART, WHOLE
from sluitend.apps.analyses.kit.guards import Guard
from sluitend.apps.analyses.kit.parameters import CodedParameters, codes, flag, topics
from sluitend.apps.analyses.kit.result import PEOPLE, Cell, Chart, Column, Kind, Result, Table
from sluitend.apps.analyses.kit.tables import Row, records, table
from sluitend.apps.analyses.kit.telling import Given, Telling, result, telling
from sluitend.apps.analyses.kit.voices import NOBODY, NOT_ASKED, PARTLY, SILENT
from sluitend.engines.retrieval.asked import ATTRIBUTES
from sluitend.engines.retrieval.query import Coded
from sluitend.engines.retrieval.views import asked_groups

ASKED = "asked"
_MOST = 12  # codes of which a sentence tells
_NOTHING = {
    NOBODY: "zei er niets over",
    SILENT: "stil",
    PARTLY: "stil, deels niet bevraagd",
    NOT_ASKED: "niet bevraagd",
}


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
    asked = asked_groups(basis.material, params.by, params.topics)
    progress(30)
    name = ATTRIBUTES[params.by]
    known = [Column(ASKED, "bevraagd", Kind.FLAG)] if params.topics else []
    rows = [
        (path, group, *([group in asked] if known else []), *basis.cells(group, count))
        for path in counting.used(material, params.codes)
        for group, count in basis.count(Coded(material.coded[path], params.below)).items()
    ]
    spoke = table(
        "spoke", f"Wie sprak, per {name}", [CODE, Column(GROUP, name), *known, *COUNTS], rows, (CODE.key, GROUP)
    )
    apart = {one.key: one for one in counting.apart(material)}
    silences = (SILENT, PARTLY, NOT_ASKED) if known else (NOBODY,)
    tables = (_beside(spoke, silences), spoke, *apart.values())
    return result(tables, counting.everybody(material, params.who), tell, params, PEOPLE)


def _beside(spoke: Table, silences: Sequence[str]) -> Table:
    """A row for every code: who spoke, and who did not. Of the exact table, or of the one that leaves the team."""
    by_code: dict[Cell, list[Row]] = {}
    for row in map(Row, records(spoke)):
        by_code.setdefault(row[CODE.key], []).append(row)
    columns = [CODE, Column("spoke", "sprak erover"), *(Column(one, _NOTHING[one]) for one in silences)]
    rows = [(code, _named(rows, None), *(_named(rows, one) for one in silences)) for code, rows in by_code.items()]
    rows.sort(key=lambda row: not row[1] or not any(row[2:]))  # first those on which groups differ
    return table("contrast", "Wie sprak en wie niet", columns, rows, by=(CODE.key,))


def _beside_told(exact: Table, made: Mapping[str, Table]) -> Table | None:
    """The same of what may be told, with the columns that it has."""
    silences = [one.key for one in exact.columns if one.key in _NOTHING]
    return _beside(made["spoke"], silences) if "spoke" in made else None


def _named(rows: list[Row], silence: str | None) -> str:
    return ", ".join(str(row[GROUP]) for row in rows if _silence(row) == silence)


def _silence(row: Row) -> str | None:
    """Of a group that did not speak which kind of silence it is."""
    said = row[PART]
    if isinstance(said, str):
        return said if said in _NOTHING else None
    if said or (row["places"] and not row[WHOLE]):  # a document is nobody's voice, unless there is nothing else
        return None
    return NOBODY if row[ASKED] is None else SILENT if row[ASKED] else NOT_ASKED


def tell(given: Given, params: ContrastParameters) -> Telling:
    """What the tables say."""
    return telling([_chart(given)], _sentences(given), _caveats(given, params))


def _chart(given: Given) -> Chart | None:
    if "spoke" not in given.tables:
        return None
    text = " ".join(_sentences(given)) or "Zie de tabel."
    spoke = given.tables["spoke"]
    title = "Aandeel van de respondenten dat erover sprak"
    return grids.shades(spoke, title=title, text=text, x=GROUP, y=CODE.key, value="share_respondents")


def _sentences(given: Given) -> Iterator[str]:
    for row in given.rows("contrast")[:_MOST]:
        spoke = row["spoke"] or "niemand"
        told = [f"{words}: {row[key]}" for key, words in _NOTHING.items() if row[key]]
        yield f"‘{row[CODE.key]}’ – sprak erover: {spoke}{''.join(f'; {one}' for one in told)}."


def _caveats(given: Given, params: ContrastParameters) -> Iterator[str]:
    yield from counting.caveats(given)
    if not params.topics:
        yield "Of mensen hiernaar is gevraagd, is niet gekozen: wie niets zei, kan ook niet bevraagd zijn."
    else:
        yield "Een onderwerp op de topiclijst is niet altijd ook gevraagd: kijk bij een stilte in het gesprek zelf."


def _protected(exact: Table, made: Mapping[str, Table]) -> Table | None:
    asked = ASKED if any(one.key == ASKED for one in exact.columns) else ""
    return counting.guard(GROUP, labels=[CODE.key], asked=asked)(exact, made)


_GUARDS: dict[str, Guard] = {
    "spoke": _protected,
    "contrast": _beside_told,
    counting.APART: counting.as_it_is,
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
