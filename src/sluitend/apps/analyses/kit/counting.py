"""Counts of voices in tables: sources and people first, since volume is no weight."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sluitend.apps.analyses.kit import voices, words
from sluitend.apps.analyses.kit.parameters import choice, values
from sluitend.apps.analyses.kit.rests import Rests, rests
from sluitend.apps.analyses.kit.result import Cell, Column, Kind, Table
from sluitend.apps.analyses.kit.tables import Row, table
from sluitend.apps.analyses.kit.telling import Given
from sluitend.apps.analyses.kit.voices import SOME, Voices
from sluitend.engines.retrieval import asked
from sluitend.engines.retrieval.asked import ATTRIBUTES
from sluitend.engines.retrieval.material import Material
from sluitend.engines.retrieval.query import Query, found
from sluitend.engines.retrieval.spans import Hits
from sluitend.engines.retrieval.tables import EVERYBODY, Count, Group, counted, group_of, groups, in_order
from sluitend.engines.retrieval.views import narrowed
from sluitend.errors import InputError

PART, WHOLE, BEYOND = "respondents", "of_respondents", "beyond"
SHARED, ELSEWHERE = "shared", "elsewhere"
UNCODED = "uncoded"  # a column of people, and the key of a table of texts
CODE = Column("code", "code")
GROUP = "group"
APART = "blind"
_FEW = 3  # codes that a title names
RESTS = (  # as `kit.rests.Rests` has them
    Column(BEYOND, "respondenten die niet gekozen zijn", Kind.COUNT),
    Column(SHARED, "respondenten die ook in een andere groep meetellen", Kind.COUNT),
    Column(ELSEWHERE, "respondenten die in geen van deze groepen vallen", Kind.COUNT),
)
NOT_YET = (  # texts that nobody coded, and people who speak in such texts only
    Column("uncoded_sources", "bronnen die nog niet gecodeerd zijn", Kind.COUNT),
    Column(UNCODED, "respondenten die nog niet gecodeerd zijn", Kind.COUNT),
)
COUNTS = (
    Column("share_sources", "aandeel van de bronnen", Kind.SHARE),
    Column("share_respondents", "aandeel van de respondenten", Kind.SHARE),
    Column("sources", "bronnen", Kind.COUNT),
    Column("of_sources", "van de bronnen", Kind.COUNT),
    Column(PART, "respondenten", Kind.COUNT),
    Column(WHOLE, "van de respondenten", Kind.COUNT),
    *NOT_YET,
    Column("places", "plaatsen", Kind.COUNT),
    Column("words", "woorden", Kind.COUNT),
    Column("per_1000", "van elke 1.000 woorden", Kind.NUMBER),
    *RESTS,
)
VOLUME = "Wie veel praat, weegt niet zwaarder: lees eerst de aandelen. Aantallen plaatsen en woorden staan erbij."
_QUALITATIVE = "Wie er spreekt is gekozen, niet geloot: deze aandelen gaan over deze mensen en over niemand anders."


SOME_UNCODED = (
    "Een deel van de teksten is nog niet gecodeerd. De woorden voor hoeveel mensen iets zeiden, gaan alleen over de "
    "mensen in de andere teksten."
)


def who(label: str = "Gezegd door") -> Any:
    """Whose words count: `tuple[str, ...]`."""
    told = "Zonder keuze telt iedereen. Van één kenmerk is één van de gekozen waarden genoeg."
    return values(label, told)


def by(label: str = "Vergelijk per") -> Any:
    """One attribute of who speaks: a `Literal` of `ATTRIBUTES`."""
    return choice(label, ATTRIBUTES, default="perspective")


def told(given: Mapping[str, Any]) -> str:
    """Wachten, Regie per perspectief, gezegd door cliënten: what a title says of parameters, as JSON has them."""
    names = given.get("codes") or ()
    several = f"{len(names)} codes" if len(names) > _FEW else ", ".join(f"‘{one}’" for one in names)
    by_ = f"per {ATTRIBUTES[given['by']]}" if given.get("by") else ""
    return ", ".join(filter(None, (" ".join(filter(None, (several, by_))), asked.said_by(given.get("who") or ()))))


@dataclass(frozen=True, slots=True)
class Basis:
    """Whose words count, by group, in the order of the design, and whom the groups leave out."""

    material: Material
    by: str
    known: dict[str, Group]
    rests: Rests

    def count(self, query: Query) -> dict[str, Count]:
        """Of every group what was found."""
        return self.count_of(found(query, self.material))

    def count_of(self, hits: Hits) -> dict[str, Count]:
        """The same of places that were found already."""
        return counted(hits, self.material, self.by, self.known, self.material.words)

    def cells(self, group: str, count: Count) -> tuple[Cell, ...]:
        """As `COUNTS` names them."""
        of = count.group
        shares = count.share_of_sources, count.share_of_respondents if of.respondents else None
        said = count.sources, len(of.sources), count.respondents, len(of.respondents)
        told = *said, *not_yet(of), count.places, count.words
        return (*shares, *told, count.per_1000_words, *self.rests.cells(group))


def basis(material: Material, chosen: Sequence[str], by: str = EVERYBODY) -> Basis:
    """Raises InputError("analyses.nobody_speaks") when none of these people does."""
    own = narrowed(material, asked.chosen(chosen))
    known = groups(own, by, own.texts, material.words)
    if not known:
        raise InputError("analyses.nobody_speaks")
    left = rests(material, lambda source, speaker: group_of(material, source, speaker, by), chosen)
    return Basis(own, by, in_order(known, material, by), left)


def not_yet(group: Group) -> tuple[int, int]:
    """As `NOT_YET` names them."""
    return len(group.uncoded), group.unheard


def everybody(material: Material, chosen: Sequence[str] = ()) -> int:
    """How many people speak."""
    return len(basis(material, chosen).known[EVERYBODY].respondents)


def used(material: Material, chosen: Sequence[str]) -> list[str]:
    """The codes that were chosen, or all on which something stands, in the order of the codebook."""
    if chosen:
        return [name for name in material.coded if name in frozenset(chosen)]
    with_some = {one.code for one in material.passages}
    return [name for name, code in material.coded.items() if material.codes(code, below=True) & with_some]


def about_sources(material: Material) -> tuple[list[Column], dict[int, tuple[str, ...]]]:
    """A column for every attribute that is known of some source, and the cells of each source."""
    known = [name for name in ATTRIBUTES if any(name in one for one in material.about_sources.values())]
    columns = [Column(f"source_{name}", ATTRIBUTES[name]) for name in known]
    about = {source: material.about_sources.get(source, {}) for source in material.texts}
    return columns, {source: tuple(one.get(name, "") for name in known) for source, one in about.items()}


def apart(*materials: Material) -> Iterator[Table]:
    """The texts of which the coding may not be known yet, and those that have none; nothing when there are none.

    Of the material as it was counted, or the parts of it.
    """
    if blind := materials[0].left_out:
        column = Column("texts", "teksten die blind worden gecodeerd", Kind.COUNT)
        yield table(APART, "Blijft buiten de telling", [column], [(blind,)])
    if uncoded := frozenset[int]().union(*(one.uncoded for one in materials)):
        column = Column("texts", "teksten zonder codering", Kind.COUNT)
        yield table(UNCODED, "Nog niet gecodeerd", [column], [(len(uncoded),)])


def as_it_is(exact: Table, _made: Mapping[str, Table]) -> Table:
    """A guard of a table that says nothing of people."""
    return exact


def only_that(exact: Table, _made: Mapping[str, Table]) -> Table:
    """A guard of the texts without codings: that there are some, and not how many people a word is about."""
    (column,) = exact.columns
    return replace(exact, columns=(replace(column, kind=Kind.TEXT),), rows=((SOME,),))


APART_GUARDS = {APART: as_it_is, UNCODED: only_that}


def guard(*by: str, labels: Sequence[str] = (), **more: Any) -> Voices:
    """Of a table with the columns that are named here."""
    about: dict[str, Any] = {"uncoded": UNCODED, "beyond": BEYOND, "shared": SHARED, "elsewhere": ELSEWHERE}
    return Voices(PART, WHOLE, by=by, labels=tuple(labels), **about, **more)


def caveats(given: Given) -> Iterator[str]:
    """What holds of every count of voices."""
    if not given.outside:
        yield VOLUME
    yield _QUALITATIVE
    yield from left_out_of(given)
    if uncoded := given.one(UNCODED)["texts"]:
        yield SOME_UNCODED if isinstance(uncoded, str) else _uncoded(uncoded)


def left_out_of(given: Given) -> Iterator[str]:
    """How many texts are being coded blind."""
    if left_out := given.one(APART)["texts"]:
        told = "tekst is niet meegeteld: die wordt" if left_out == 1 else "teksten zijn niet meegeteld: zij worden"
        yield f"{left_out} {told} nog blind gecodeerd."


def _uncoded(texts: int) -> str:
    told = "1 tekst is" if texts == 1 else f"{words.count(texts)} teksten zijn"
    as_ = "die telt mee als tekst waarin" if texts == 1 else "zij tellen mee als teksten waarin"
    return f"{told} nog niet gecodeerd: {as_} niets gezegd is. Een groep met alleen zulke teksten heeft geen aandeel."


def people(row: Row) -> str:
    """`voices.people` of a row with these columns, with how many of them nobody coded yet."""
    late, of = row[UNCODED], row[WHOLE]
    if not late:
        return voices.people(row[PART], of)
    if late >= of:
        return f"{voices.UNCODED} ({words.people(of)})"
    return f"{voices.people(row[PART], of)} ({words.count(late)} {voices.UNCODED})"
