"""A question to coded texts: codes in a relation with each other, and who said it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, Self

from pydantic import model_validator

from sluitend.apps.analyses.kit import charts, counting, voices, words
from sluitend.apps.analyses.kit.analysis import CODINGS, Analysis, CodedInputs, Progress
from sluitend.apps.analyses.kit.counting import COUNTS, GROUP, WHOLE, Basis
from sluitend.apps.analyses.kit.guards import Guard
from sluitend.apps.analyses.kit.parameters import CodedParameters, choice, codes, expression, flag, number, values
from sluitend.apps.analyses.kit.parameters import code as one_code
from sluitend.apps.analyses.kit.result import PEOPLE, Chart, Column, Kind, Result, Table
from sluitend.apps.analyses.kit.tables import Row, table
from sluitend.apps.analyses.kit.telling import Given, Telling, result, telling
from sluitend.engines.retrieval.asked import ATTRIBUTES, GROUP_TIES, RELATIONS, TIES, Question
from sluitend.engines.retrieval.material import Hit, Material
from sluitend.engines.retrieval.query import found, of_voices, voiced
from sluitend.engines.retrieval.spans import Hits
from sluitend.engines.retrieval.tables import EVERYBODY, counted_words
from sluitend.errors import InputError

Relation = Literal["", "and", "or", "without", "within", "overlapping", "near", "turn"]
Tie = Literal["en", "of"]
_NEXT = "Zonder code telt deze regel niet mee. Zonder verband betekent een code: samen met."
_RELATIONS = {"": "Geen", **RELATIONS}
_GROUPED = "In plaats van een code: groepen van codes. Een groep zonder codes telt niet mee."
_EXPRESSED = (
    'In plaats van een code, bijvoorbeeld: ("Wachten" of "Regie › Lang") en spreker:perspectief=ouders en '
    "bron:fase=eindevaluatie. Tussen codes: en, of, niet, binnen, overlapt, dichtbij 200, beurt."
)
_APART = "De uitkomst blijft dan bij het team. Van één kenmerk is één van de gekozen waarden genoeg."
_STAYS = "Deze vraag noemt kenmerken van de bron of van de spreker. Daarom blijft de uitkomst bij het team."
_INSIDE = "team_"  # before the key of a table that no guard names: it would tell what few people said


class QuestionParameters(CodedParameters):
    """Rows of a relation and a code, groups of codes or an expression, and who said it."""

    code: str = one_code("Passages met code", "Kies hier een code, of stel de vraag met groepen of een uitdrukking.")
    relation_2: Relation = choice("Verband", _RELATIONS, default="")
    code_2: str = one_code("Code", _NEXT)
    relation_3: Relation = choice("Daarna: verband", _RELATIONS, default="")
    code_3: str = one_code("Code", _NEXT)
    relation_4: Relation = choice("Daarna: verband", _RELATIONS, default="")
    code_4: str = one_code("Code", _NEXT)
    tie_1: Tie = choice("Of met groepen: de eerste", TIES, _GROUPED, default="of")
    group_1: tuple[str, ...] = codes("Codes van de eerste groep")
    tie_2: Tie = choice("De tweede groep", TIES, default="of")
    group_2: tuple[str, ...] = codes("Codes van de tweede groep")
    tie_3: Tie = choice("De derde groep", TIES, default="of")
    group_3: tuple[str, ...] = codes("Codes van de derde groep")
    tie: Tie = choice("Tussen de groepen", GROUP_TIES, default="en")
    expression: str = expression("Of in een uitdrukking", _EXPRESSED)
    characters: int = number("Dicht bij is hooguit zoveel tekens", "Een regel is ongeveer 80 tekens.", default=200)
    below: bool = flag("Met de codes eronder", "Een code telt dan mee met de codes die eronder hangen.", default=True)
    who: tuple[str, ...] = counting.who()
    of_source: tuple[str, ...] = values("Bron met", _APART)
    of_speaker: tuple[str, ...] = values("Spreker met", _APART)
    by: Literal["perspective", "level", "place", "organisation", "phase"] = counting.by("Tel per")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        grouped = self.group_1 or self.group_2 or self.group_3
        ways = [bool(self.code), bool(grouped), bool(self.expression.strip())]
        if sum(ways) != 1:
            raise InputError("coding.one_question" if any(ways) else "coding.no_question", where="code")
        return self

    @classmethod
    def in_title(cls, given: Mapping[str, Any]) -> str:
        """‘Wachten’ in dezelfde beurt als ‘Regie’, gezegd door cliënten"""
        return Question.from_parameters(given).words if given else ""


def run(inputs: CodedInputs, params: QuestionParameters, progress: Progress) -> Result:
    """The places that answer it, by who said them and where they stand."""
    material = inputs.material
    asked = _asked(params)
    query = asked.query(material.coded, material.values)
    one, all_ = counting.basis(material, params.who, params.by), counting.basis(material, params.who)
    progress(40)
    hits = found(query, material)  # beside whatever anybody said; what is counted is cut to the voices that were chosen
    inside = _INSIDE if asked.names_who else ""
    tables = (
        _whole(all_, hits, inside),
        _groups(one, hits, inside),
        _sources(hits, material),
        *counting.apart(all_.material),
    )
    return result(tables, len(all_.known[EVERYBODY].respondents), tell, params, PEOPLE)


def _asked(params: QuestionParameters) -> Question:
    return Question.from_parameters(params.model_dump())


def _whole(basis: Basis, hits: Hits, inside: str) -> Table:
    count = basis.count_of(hits)[EVERYBODY]
    return table(f"{inside}whole", "Bij elkaar", COUNTS, [basis.cells(EVERYBODY, count)])


def _groups(basis: Basis, hits: Hits, inside: str) -> Table:
    counts = basis.count_of(hits)
    columns = [Column(GROUP, ATTRIBUTES[basis.by]), *COUNTS]
    rows = ((group, *basis.cells(group, count)) for group, count in counts.items())
    return table(f"{inside}groups", f"Per {ATTRIBUTES[basis.by]}", columns, rows, by=(GROUP,))


def _sources(hits: Hits, material: Material) -> Table:
    """Only sources with something in them, in the order of the fieldwork."""
    columns = [Column("source", "bron"), Column("date", "datum"), Column("places", "plaatsen", Kind.COUNT)]
    columns += [Column("words", "woorden", Kind.COUNT)]
    more, about = counting.about_sources(material)
    by_source: dict[int, list[Hit]] = {}
    for hit in of_voices(hits, material):
        by_source.setdefault(hit.source, []).append(hit)
    rows = (
        (f"S{source}", material.dates.get(source), len(here), _words(tuple(here), material), *about[source])
        for source in material.texts
        if (here := by_source.get(source))
    )
    return table("sources", "Per bron", [*columns, *more], rows, by=("source",))


def _words(hits: Hits, material: Material) -> int:
    return counted_words((part for part, _speaker in voiced(hits, material)), material.words)


def tell(given: Given, params: QuestionParameters) -> Telling:
    """What the tables say."""
    asked = _asked(params)
    stays = [_STAYS] if asked.names_who else []
    if given.outside and stays:
        return telling(caveats=[*stays, *counting.caveats(given)])
    return telling([_chart(given)], _sentences(given, params), [*stays, *counting.caveats(given)])


def _key(given: Given, key: str) -> str:
    return key if key in given.tables else f"{_INSIDE}{key}"


def _chart(given: Given) -> Chart | None:
    groups = given.tables.get(_key(given, "groups"))
    if groups is None or given.outside:
        return None
    told = "; ".join(f"{row[GROUP]}: {counting.people(row)}" for row in given.rows(_key(given, "groups")))
    return charts.bars(groups, title="Aandeel van de respondenten", text=f"{told}.", x="share_respondents", y=GROUP)


def _sentences(given: Given, params: QuestionParameters) -> Iterator[str]:
    whole = given.one(_key(given, "whole"))
    about = _asked(params).words
    if not given.outside and not whole["places"]:
        yield f"Geen enkele passage beantwoordt de vraag {about}."
        return
    if whole[WHOLE] != 0:
        yield f"{words.first_upper(_spoke(whole, about))}."
    sources = f"{words.count(whole['sources'])} van de {words.count(whole['of_sources'])} bronnen"
    yield f"Dat staat op {_places(whole['places'])}, in {sources}."
    for row in given.rows(_key(given, "groups")):
        told = counting.people(row) if whole else _spoke(row, about)
        yield f"{words.first_upper(str(row[GROUP]))}: {told}."


def _spoke(row: Row, about: str) -> str:
    who = counting.people(row)
    if who.startswith(voices.UNCODED):
        return who
    who, comma, late = who.partition(", ")  # of nobody as far as it is coded
    return f"{who} {'zei' if who == voices.NOBODY else 'zeiden'} iets over {about}{comma}{late}"


def _places(number_: int | None) -> str:
    return f"{words.count(number_)} {'plaats' if number_ == 1 else 'plaatsen'}"


def _whole_told(exact: Table, made: Mapping[str, Table]) -> Table | None:
    """Only where no group is told: beside a group that is silent, three of six would tell that all others spoke, and
    a whole that is left out only then would tell the same."""
    return None if "groups" in made else counting.guard()(exact, made)


_GUARDS: dict[str, Guard] = {
    "groups": counting.guard(GROUP),
    "whole": _whole_told,
    **counting.APART_GUARDS,
}

ANALYSIS = Analysis(
    key="vraag-aan-teksten",
    title="Vraag aan de teksten",
    question="Wie zei iets dat deze codes heeft, samen, dicht bij elkaar of juist niet?",
    parameters=QuestionParameters,
    run=run,
    engines=("sluitend.engines.retrieval",),
    data=CODINGS,
    order=200,
    tell=tell,
    guards=_GUARDS,
)
