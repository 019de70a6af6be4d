"""Who is behind what was found, beside a twin that counts one word and one person after another."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sluitend.engines.retrieval import tables
from sluitend.engines.retrieval.material import Hit, Material, Passage, Turn
from sluitend.engines.retrieval.query import Coded, found
from sluitend.engines.retrieval.tables import Step, Together
from tests.engines.retrieval.test_query import characters, materials

OUDER, JONGERE, WETHOUDER = 1, 2, 3
WACHTEN, REGIE = 10, 11
GROUP = Material(
    passages=(
        Passage(1, 0, 4, WACHTEN),
        Passage(1, 6, 8, WACHTEN),
        Passage(1, 2, 5, REGIE),
        Passage(2, 0, 20, WACHTEN),
    ),
    turns=(Turn(1, 0, 5, OUDER), Turn(1, 5, 10, JONGERE), Turn(1, 10, 15, OUDER), Turn(2, 0, 20, WETHOUDER)),
    about_speakers={OUDER: {"p": "gezin"}, JONGERE: {"p": "gezin"}, WETHOUDER: {"p": "bestuur"}},
)
WORDS = {1: [0, 2, 5, 7, 10, 13], 2: [0, 10], 3: [0]}


def counts(code: int) -> dict[str, tables.Count]:
    known = tables.groups(GROUP, "p", (1, 2, 3), WORDS)
    return tables.counted(found(Coded(code), GROUP), GROUP, "p", known, WORDS)


def test_people_and_sources_are_counted_once_and_words_where_they_begin() -> None:
    gezin, bestuur = counts(WACHTEN)["gezin"], counts(WACHTEN)["bestuur"]

    assert (gezin.sources, gezin.respondents, gezin.places, gezin.words) == (1, 2, 2, 3)
    assert (gezin.share_of_sources, gezin.share_of_respondents) == (1, 1)
    assert gezin.per_1000_words == pytest.approx(500)
    assert (bestuur.respondents, bestuur.per_1000_words) == (1, 1000)


def test_who_said_nothing_is_there_with_nothing() -> None:
    assert counts(REGIE)["bestuur"].places == 0
    assert counts(REGIE)["bestuur"].share_of_respondents == 0


def test_codes_that_share_words() -> None:
    assert tables.together(GROUP, (WACHTEN, REGIE)) == {(WACHTEN, REGIE): Together(1, 1, 1)}


def test_saturation_goes_by_the_order_of_the_fieldwork() -> None:
    assert tables.saturation(GROUP, (2, 3, 1)) == [Step(2, 1, 1), Step(3, 0, 1), Step(1, 1, 2)]


def test_a_quote_comes_with_what_was_said_around_it() -> None:
    assert tables.in_context(Hit(1, 6, 8), GROUP) == Hit(1, 0, 15)
    assert tables.in_context(Hit(1, 6, 8), GROUP, before=0, after=0) == Hit(1, 5, 10)
    assert tables.in_context(Hit(3, 6, 8), GROUP) == Hit(3, 6, 8)


def test_a_group_without_words_has_no_share() -> None:
    known = tables.groups(GROUP, "p", (1, 2), {})
    assert tables.counted((), GROUP, "p", known, {})["gezin"].per_1000_words is None


words = st.fixed_dictionaries({source: st.sets(st.integers(0, 30), min_size=1).map(sorted) for source in (1, 2)})


@given(materials, words)
@settings(max_examples=200)
def test_the_twin_counts_the_same(material: Material, starts: dict[int, list[int]]) -> None:
    hits = found(Coded(1), material)
    known = tables.groups(material, "p", (1, 2), starts)

    made = tables.counted(hits, material, "p", known, starts)

    for value in ("a", "b"):
        said = naive([Hit(1, 0, 99), Hit(2, 0, 99)], material, value)
        assert (value in known) == bool(said)
        if said:
            mine = naive(hits, material, value)
            assert known[value].words == begun(said, starts)
            assert known[value].respondents == {speaker for _hit, speaker in said if speaker}
            assert made[value].words == begun(mine, starts)
            assert made[value].respondents == len({speaker for _hit, speaker in mine if speaker})
            assert made[value].sources == len({hit.source for hit, _speaker in mine})


Said = list[tuple[Hit, int | None]]


def naive(hits: object, material: Material, value: str) -> Said:
    """Parts of the places that were said by who has this value."""
    said: Said = []
    for hit in hits:  # type: ignore[attr-defined]
        turns = [turn for turn in material.turns if turn.source == hit.source]
        for turn in turns or [None]:
            common = characters(hit) & (characters(Hit(turn.source, turn.start, turn.end)) if turn else characters(hit))
            own = material.about_speakers.get(turn.speaker, {}).get("p") if turn else None
            if common and (own or material.about_sources.get(hit.source, {}).get("p")) == value:
                part = Hit(hit.source, min(common)[1], max(common)[1] + 1)
                said.append((part, turn.speaker if turn else None))
    return said


def begun(said: Said, starts: dict[int, list[int]]) -> int:
    places = set().union(*(characters(hit) for hit, _speaker in said)) if said else set()
    return sum((source, start) in places for source, found_ in starts.items() for start in found_)
