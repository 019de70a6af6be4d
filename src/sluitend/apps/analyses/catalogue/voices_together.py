"""Codes that stand on the same words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sluitend.apps.analyses.kit import counting, grids
from sluitend.apps.analyses.kit.analysis import CODINGS, Analysis, CodedInputs, Progress
from sluitend.apps.analyses.kit.counting import BEYOND, CODE, PART, WHOLE
from sluitend.apps.analyses.kit.guards import Guard
from sluitend.apps.analyses.kit.parameters import CodedParameters, codes, flag
from sluitend.apps.analyses.kit.result import PEOPLE, Cell, Chart, Column, Kind, Result
from sluitend.apps.analyses.kit.tables import table
from sluitend.apps.analyses.kit.telling import Given, Telling, result, telling
from sluitend.apps.analyses.kit.voices import Voices
from sluitend.engines.retrieval.tables import EVERYBODY, together

OTHER = Column("other", "samen met")
_MOST = 8  # pairs of which a sentence tells
_COLUMNS = (
    *(CODE, OTHER, Column("sources", "bronnen", Kind.COUNT), Column("of_sources", "van de bronnen", Kind.COUNT)),
    *(Column(PART, "respondenten", Kind.COUNT), Column(WHOLE, "van de respondenten", Kind.COUNT)),
    *counting.NOT_YET,
    *(Column("places", "plaatsen", Kind.COUNT), Column(BEYOND, "respondenten die niet gekozen zijn", Kind.COUNT)),
)


class TogetherParameters(CodedParameters):
    """Which codes, and who said it."""

    codes: tuple[str, ...] = codes("Codes", "Zonder keuze: alle codes die ergens staan.")
    below: bool = flag(
        "Met de codes eronder", "Een code en een code die eronder hangt, worden niet vergeleken.", default=False
    )
    who: tuple[str, ...] = counting.who()

    @classmethod
    def in_title(cls, given: Mapping[str, Any]) -> str:
        """Its codes, groups and voices."""
        return counting.told(given)


def run(inputs: CodedInputs, params: TogetherParameters, progress: Progress) -> Result:
    """Of every two codes that share words how many sources and people, and at how many places."""
    basis = counting.basis(inputs.material, params.who)
    material, group = basis.material, basis.known[EVERYBODY]
    names = counting.used(inputs.material, params.codes)
    pairs = together(material, [material.coded[name] for name in names], below=params.below)
    progress(80)
    rows: list[tuple[Cell, ...]] = []
    for (one, two), found in pairs.items():
        if found.places and not _related(one, two, material.under):
            of = len(group.sources), found.respondents, len(group.respondents)
            told = found.sources, *of, *counting.not_yet(group), found.places, basis.rests.beyond.get(EVERYBODY, 0)
            rows.append((material.names[one], material.names[two], *told))
    rows.sort(key=lambda row: tuple(-int(row[at] or 0) for at in (4, 2, 8)))
    made = table("pairs", "Codes op dezelfde woorden", _COLUMNS, rows, by=(CODE.key, OTHER.key))
    tables = (made, *counting.apart(material))
    return result(tables, len(group.respondents), tell, params, PEOPLE)


def _related(one: int, two: int, under: Mapping[int, frozenset[int]]) -> bool:
    return two in under.get(one, ()) or one in under.get(two, ())


def tell(given: Given, params: TogetherParameters) -> Telling:
    """What the tables say."""
    return telling([_chart(given)], _sentences(given), counting.caveats(given))


def _chart(given: Given) -> Chart | None:
    if "pairs" not in given.tables or not given.rows("pairs"):
        return None
    text = " ".join(_sentences(given))
    title = "Respondenten bij wie twee codes samen staan"
    return grids.shades(given.tables["pairs"], title=title, text=text, x=OTHER.key, y=CODE.key, value=PART)


def _sentences(given: Given) -> Iterator[str]:
    rows = given.rows("pairs")
    if not rows and not given.outside:
        yield "Geen twee van deze codes staan op dezelfde woorden."
    for row in rows[:_MOST]:
        yield f"‘{row[CODE.key]}’ samen met ‘{row[OTHER.key]}’: {counting.people(row)}."


_GUARDS: dict[str, Guard] = {
    "pairs": Voices(PART, WHOLE, labels=(CODE.key, OTHER.key), beyond=BEYOND, uncoded=counting.UNCODED),
    **counting.APART_GUARDS,
}

ANALYSIS = Analysis(
    key="codes-samen",
    title="Codes die samen voorkomen",
    question="Welke codes staan op dezelfde woorden, en bij hoeveel mensen?",
    parameters=TogetherParameters,
    run=run,
    engines=("sluitend.engines.retrieval",),
    data=CODINGS,
    order=210,
    tell=tell,
    guards=_GUARDS,
)
