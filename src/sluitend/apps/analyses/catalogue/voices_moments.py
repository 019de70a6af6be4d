"""The interim evaluation beside the final one: what was said then, and what is said now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from sluitend.apps.analyses.kit import counting, grids, words
from sluitend.apps.analyses.kit.analysis import CODINGS, Analysis, CodedInputs, Progress
from sluitend.apps.analyses.kit.counting import CODE, COUNTS, Basis
from sluitend.apps.analyses.kit.guards import Guard
from sluitend.apps.analyses.kit.parameters import CodedParameters, codes, flag, values
from sluitend.apps.analyses.kit.result import PEOPLE, Chart, Column, Kind, Result, Table
from sluitend.apps.analyses.kit.tables import table
from sluitend.apps.analyses.kit.telling import Given, Telling, result, telling
from sluitend.engines.retrieval.material import Material
from sluitend.engines.retrieval.query import Coded
from sluitend.engines.retrieval.tables import EVERYBODY, Count
from sluitend.errors import InputError

MOMENT = "moment"
EARLIER, LATER = "eerst", "later"
_MOST = 10  # codes of which a sentence tells


class MomentsParameters(CodedParameters):
    """What comes first and what comes later, and which codes."""

    before: tuple[str, ...] = values(
        "Eerst", "Bijvoorbeeld de fase van de tussenevaluatie. Zonder keuze: de eerste fase waarin iemand spreekt."
    )
    after: tuple[str, ...] = values(
        "Later", "Bijvoorbeeld de fase van de eindevaluatie. Zonder keuze: de laatste fase waarin iemand spreekt."
    )
    codes: tuple[str, ...] = codes("Codes", "Zonder keuze: alle codes die ergens staan.")
    below: bool = flag("Met de codes eronder", "Een code telt dan mee met de codes die eronder hangen.", default=True)

    @classmethod
    def in_title(cls, given: Mapping[str, Any]) -> str:
        """tussenevaluatie en eindevaluatie"""
        moments = [_plainly(given.get(name) or ()) for name in ("before", "after")]
        return " en ".join(filter(None, moments))


def _plainly(values_: Any) -> str:
    return ", ".join(str(one).partition("=")[2] for one in values_)


def run(inputs: CodedInputs, params: MomentsParameters, progress: Progress) -> Result:
    """Of every code the share of the people and sources of each moment, and the difference."""
    material = inputs.material
    which = _which(material, params)
    moments = _apart({name: counting.basis(material, chosen) for name, chosen in which.items()})
    progress(20)
    found = [
        (path, {name: basis.count(Coded(material.coded[path], params.below)) for name, basis in moments.items()})
        for path in counting.used(material, params.codes)
    ]
    columns = [CODE, Column(MOMENT, "moment"), *COUNTS]
    rows = [
        (path, name, *moments[name].cells(EVERYBODY, count[EVERYBODY]))
        for path, by in found
        for name, count in by.items()
    ]
    made = table("moments", "Eerst en later", columns, rows, by=(CODE.key, MOMENT))
    tables = (
        _changes(found),
        made,
        *_unchosen(which, params),
        *counting.apart(*(one.material for one in moments.values())),
    )
    people = {one for basis in moments.values() for one in basis.known[EVERYBODY].respondents}
    return result(tables, len(people), tell, params, PEOPLE)


def _which(material: Material, params: MomentsParameters) -> dict[str, tuple[str, ...]]:
    """Raises InputError("analyses.one_group")."""
    phases = [] if params.before and params.after else _spoken(material)
    before = params.before or tuple(phases[:1])
    after = params.after or tuple(phases[1:][-1:])
    if not before or not after or set(before) == set(after):
        raise InputError("analyses.one_group")
    return {EARLIER: before, LATER: after}


def _spoken(material: Material) -> list[str]:
    """The phases in which respondents speak: of one with documents only there is no share of them, nor of one in which
    nobody coded anything yet."""
    found = []
    for phase in (f"phase={one}" for one in material.values.get("phase", ())):
        with suppress(InputError):  # nobody speaks
            if counting.basis(material, [phase]).known[EVERYBODY].heard:
                found.append(phase)
    return found


def _unchosen(which: Mapping[str, Sequence[str]], params: MomentsParameters) -> Iterator[Table]:
    """The phases that stand for what nobody chose."""
    given = {EARLIER: params.before, LATER: params.after}
    rows = [(name, _plainly(chosen)) for name, chosen in which.items() if not given[name]]
    if rows:
        yield table("phases", "Welke fase het is", [Column(MOMENT, "moment"), Column("phase", "fase")], rows, (MOMENT,))


def _with_moments(exact: Table, made: Mapping[str, Table]) -> Table | None:
    """Says nothing of people, and is of no use without what it is about."""
    return exact if "moments" in made else None


def _apart(moments: dict[str, Basis]) -> dict[str, Basis]:
    """With how many people spoke at both."""
    one, two = (basis.known[EVERYBODY].heard for basis in moments.values())
    both = {EVERYBODY: len(one & two)}
    return {name: replace(basis, rests=replace(basis.rests, shared=both)) for name, basis in moments.items()}


def _changes(found: list[tuple[str, dict[str, dict[str, Count]]]]) -> Table:
    columns = [CODE]
    for key, title in (("respondents", "aandeel van de respondenten"), ("sources", "aandeel van de bronnen")):
        columns += [Column(f"{key}_{EARLIER}", f"{title}, eerst", Kind.SHARE)]
        columns += [Column(f"{key}_{LATER}", f"{title}, later", Kind.SHARE)]
        columns += [Column(f"{key}_more", f"{title}, erbij", Kind.SHARE)]
    rows: list[tuple[str, float | None, float | None, float | None, float | None, float | None, float | None]] = []
    for path, by in found:
        one, two = by[EARLIER][EVERYBODY], by[LATER][EVERYBODY]
        people = one.share_of_respondents, two.share_of_respondents
        sources = one.share_of_sources, two.share_of_sources
        is_known = not (one.group.unheard or two.group.unheard), not (one.group.uncoded or two.group.uncoded)
        more = [_more(*two) if known else None for two, known in zip((people, sources), is_known, strict=True)]
        rows.append((path, *people, more[0], *sources, more[1]))
    rows.sort(key=lambda row: -abs(row[3] or 0))
    return table("changes", "Wat er veranderde", columns, rows, by=(CODE.key,))


def _more(before: float | None, after: float | None) -> float | None:
    return None if before is None or after is None else after - before


def tell(given: Given, params: MomentsParameters) -> Telling:
    """What the tables say."""
    return telling([_chart(given)], _sentences(given), _caveats(given))


def _chart(given: Given) -> Chart | None:
    if "moments" not in given.tables:
        return None
    text = " ".join(_sentences(given))
    title, value = "Aandeel van de respondenten", "share_respondents"
    return grids.shades(given.tables["moments"], title=title, text=text, x=MOMENT, y=CODE.key, value=value)


def _sentences(given: Given) -> Iterator[str]:
    order = {row[CODE.key]: at for at, row in enumerate(given.rows("changes"))}
    if phases := given.rows("phases"):
        yield words.first_upper("; ".join(f"{row[MOMENT]} is de fase ‘{row['phase']}’" for row in phases)) + "."
    groups = sorted(given.group("moments", CODE.key).items(), key=lambda one: order.get(one[0], 0))
    for name, rows in groups[:_MOST]:
        told = "; ".join(f"{row[MOMENT]}: {counting.people(row)}" for row in rows)
        yield f"‘{name}’ – {told}."
    for row in given.rows("changes")[:1]:
        if row["respondents_more"]:
            where = "meer" if row["respondents_more"] > 0 else "minder"
            points = words.number(100 * abs(row["respondents_more"]), 0)
            yield f"Het meest veranderde ‘{row[CODE.key]}’: {points} procentpunt {where}."


def _caveats(given: Given) -> Iterator[str]:
    yield (
        "Op beide momenten spraken deels andere mensen, over andere vragen. Een verschil is nog geen verandering in de "
        "praktijk."
    )
    if any(row["respondents_more"] is None or row["sources_more"] is None for row in given.rows("changes")):
        yield (
            "Een verschil staat er alleen als van beide momenten alles gecodeerd is: anders kan juist dat het verschil "
            "zijn."
        )
    yield from counting.caveats(given)


_GUARDS: dict[str, Guard] = {
    "moments": counting.guard(MOMENT, labels=[CODE.key]),
    "phases": _with_moments,
    **counting.APART_GUARDS,
}

ANALYSIS = Analysis(
    key="eerst-en-later",
    title="Tussenevaluatie en eindevaluatie",
    question="Wat zeiden mensen bij de tussenevaluatie, en wat bij de eindevaluatie?",
    parameters=MomentsParameters,
    run=run,
    engines=("sluitend.engines.retrieval",),
    data=CODINGS,
    order=230,
    tell=tell,
    guards=_GUARDS,
)
