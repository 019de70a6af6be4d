"""How much is new in each next source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sluitend.apps.analyses.kit import charts, counting, words
from sluitend.apps.analyses.kit.analysis import CODINGS, Analysis, CodedInputs, Progress
from sluitend.apps.analyses.kit.parameters import CodedParameters, codes
from sluitend.apps.analyses.kit.result import PEOPLE, Chart, Column, Kind, Result
from sluitend.apps.analyses.kit.tables import table
from sluitend.apps.analyses.kit.telling import Given, Telling, result, telling
from sluitend.engines.retrieval.tables import EVERYBODY, saturation

_LAST = 3  # sources of which a sentence says how much was new


class SaturationParameters(CodedParameters):
    """Which codes, and who said it."""

    codes: tuple[str, ...] = codes("Codes", "Zonder keuze: alle. Van een gekozen code tellen ook de codes eronder.")
    who: tuple[str, ...] = counting.who()

    @classmethod
    def in_title(cls, given: Mapping[str, Any]) -> str:
        """Its codes, groups and voices."""
        return counting.told(given)


def run(inputs: CodedInputs, params: SaturationParameters, progress: Progress) -> Result:
    """The number of different codes after each source, in the order of the fieldwork."""
    basis = counting.basis(inputs.material, params.who)
    material = basis.material
    wanted = frozenset(
        one
        for name in params.codes or inputs.material.coded
        for one in material.codes(inputs.material.coded[name], below=True)
    )
    steps = saturation(material, [one for one in material.texts if one not in material.uncoded], wanted)
    progress(80)
    columns = [Column("step", "na zoveel bronnen", Kind.COUNT), Column("source", "bron"), Column("date", "datum")]
    columns += [Column("new", "nieuwe codes", Kind.COUNT), Column("so_far", "codes tot nu toe", Kind.COUNT)]
    columns += [Column("line", "lijn")]
    more, about = counting.about_sources(material)
    rows = (
        (at, f"S{step.source}", material.dates.get(step.source), step.new, step.so_far, "codes", *about[step.source])
        for at, step in enumerate(steps, start=1)
    )
    tables = (table("steps", "Na elke bron", [*columns, *more], rows, by=("step",)), *counting.apart(material))
    return result(tables, len(basis.known[EVERYBODY].heard), tell, params, PEOPLE)


def tell(given: Given, params: SaturationParameters) -> Telling:
    """What the tables say."""
    return telling([_chart(given)], _sentences(given), _caveats(given))


def _chart(given: Given) -> Chart | None:
    if not given.rows("steps"):
        return None
    text = " ".join(_sentences(given))
    title = "Verschillende codes na elke bron"
    return charts.lines(given.tables["steps"], title=title, text=text, x="step", y="so_far", group="line")


def _sentences(given: Given) -> Iterator[str]:
    rows = given.rows("steps")
    if not rows:
        return
    all_ = rows[-1]["so_far"]
    yield f"Na {_sources(len(rows))} zijn er {_codes(all_)}."
    if all_:
        half = next(row["step"] for row in rows if 2 * row["so_far"] >= all_)
        yield f"De helft daarvan was er na {_sources(half)}."
    if len(rows) > _LAST:
        new = sum(row["new"] for row in rows[-_LAST:])
        yield f"In de laatste {_LAST} bronnen kwamen er {_codes(new)} bij."


def _sources(number: int) -> str:
    return f"{words.count(number)} {'bron' if number == 1 else 'bronnen'}"


def _codes(number: int) -> str:
    return f"{words.count(number)} {'code' if number == 1 else 'codes'}"


def _caveats(given: Given) -> Iterator[str]:
    yield (
        "Een vlak einde zegt dat deze manier van vragen bij deze mensen weinig nieuws meer geeft. Over mensen die niet "
        "gehoord zijn, zegt het niets."
    )
    yield "De lijn hangt af van de volgorde van de bronnen en van hoe fijn het codeboek is."
    if any(row["date"] is None for row in given.rows("steps")):
        yield "Bronnen zonder datum staan achteraan, op hun nummer."
    yield from counting.left_out_of(given)
    if uncoded := given.one(counting.UNCODED)["texts"]:
        told = "bron is nog niet gecodeerd en staat" if uncoded == 1 else "bronnen zijn nog niet gecodeerd en staan"
        yield f"{words.count(uncoded)} {told} niet in de lijn."


ANALYSIS = Analysis(
    key="verzadiging",
    title="Verzadiging",
    question="Hoeveel nieuwe codes geeft elke volgende bron nog?",
    parameters=SaturationParameters,
    run=run,
    engines=("sluitend.engines.retrieval",),
    data=CODINGS,
    order=220,
    tell=tell,
    guards={},  # every step is one source, and so often one person: it stays with the team
)
