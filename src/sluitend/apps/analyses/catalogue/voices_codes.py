"""Which codes stand with whom: code by perspective, level, place, organisation or phase."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from sluitend.apps.analyses.kit import counting, grids
from sluitend.apps.analyses.kit.analysis import CODINGS, Analysis, CodedInputs, Progress
from sluitend.apps.analyses.kit.counting import CODE, COUNTS, GROUP
from sluitend.apps.analyses.kit.guards import Guard
from sluitend.apps.analyses.kit.parameters import CodedParameters, codes, flag
from sluitend.apps.analyses.kit.result import PEOPLE, Chart, Column, Result
from sluitend.apps.analyses.kit.tables import table
from sluitend.apps.analyses.kit.telling import Given, Telling, result, telling
from sluitend.engines.retrieval.asked import ATTRIBUTES
from sluitend.engines.retrieval.query import Coded

_MOST = 6  # codes of which a sentence tells


class CodesParameters(CodedParameters):
    """Which codes, and by what of who speaks."""

    codes: tuple[str, ...] = codes("Codes", "Zonder keuze: alle codes die ergens staan.")
    by: Literal["perspective", "level", "place", "organisation", "phase"] = counting.by("Per")
    below: bool = flag("Met de codes eronder", "Een code telt dan mee met de codes die eronder hangen.", default=True)
    who: tuple[str, ...] = counting.who()

    @classmethod
    def in_title(cls, given: Mapping[str, Any]) -> str:
        """Its codes, groups and voices."""
        return counting.told(given)


def run(inputs: CodedInputs, params: CodesParameters, progress: Progress) -> Result:
    """Of every code and group how many sources and people, beside passages and words."""
    material = inputs.material
    basis = counting.basis(material, params.who, params.by)
    progress(20)
    name = ATTRIBUTES[params.by]
    rows = [
        (path, group, *basis.cells(group, count))
        for path in counting.used(material, params.codes)
        for group, count in basis.count(Coded(material.coded[path], params.below)).items()
    ]
    columns = [CODE, Column(GROUP, name), *COUNTS]
    made = table("cross", f"Codes per {name}", columns, rows, by=(CODE.key, GROUP))
    tables = (made, *counting.apart(basis.material))
    return result(tables, counting.everybody(material, params.who), tell, params, PEOPLE)


def tell(given: Given, params: CodesParameters) -> Telling:
    """What the tables say."""
    return telling(_charts(given), _sentences(given), counting.caveats(given))


def _charts(given: Given) -> Iterator[Chart | None]:
    if (cross := given.tables.get("cross")) is None:
        return
    for value, of in (("share_respondents", "respondenten"), ("share_sources", "bronnen")):
        text = "; ".join(_sentences(given)) or "Zie de tabel."
        made = grids.shades(cross, title=f"Aandeel van de {of}", text=text, x=GROUP, y=CODE.key, value=value)
        if made is not None:
            yield made
            return


def _sentences(given: Given) -> Iterator[str]:
    for name, rows in list(given.group("cross", CODE.key).items())[:_MOST]:
        told = "; ".join(f"{row[GROUP]}: {counting.people(row)}" for row in rows)
        yield f"‘{name}’ – {told}."


_GUARDS: dict[str, Guard] = {
    "cross": counting.guard(GROUP, labels=[CODE.key]),
    **counting.APART_GUARDS,
}

ANALYSIS = Analysis(
    key="codes-per-groep",
    title="Codes en wie erover sprak",
    question="Welk deel van de bronnen en van de respondenten sprak over elke code, per groep?",
    parameters=CodesParameters,
    run=run,
    engines=("sluitend.engines.retrieval",),
    data=CODINGS,
    order=205,
    tell=tell,
    guards=_GUARDS,
)
