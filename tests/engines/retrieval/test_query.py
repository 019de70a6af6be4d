"""Questions to coded texts, beside a twin that looks at one character after another."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sluitend.engines.retrieval import query, spans
from sluitend.engines.retrieval.material import Hit, Material, Passage, Turn
from sluitend.engines.retrieval.query import (
    And,
    Coded,
    Known,
    Near,
    Of,
    Or,
    Overlapping,
    Query,
    Said,
    SameTurn,
    Within,
    Without,
    found,
)

WACHTEN, REGIE, SCHOOL = 1, 2, 3
OUDER, WETHOUDER = 7, 8
SAID = Material(
    passages=(
        Passage(1, 0, 10, WACHTEN),
        Passage(1, 5, 15, REGIE),
        Passage(1, 30, 40, WACHTEN),
        Passage(1, 32, 35, SCHOOL),
        Passage(2, 0, 10, WACHTEN),
    ),
    turns=(Turn(1, 0, 8, OUDER), Turn(1, 8, 20, WETHOUDER), Turn(1, 28, 50, OUDER)),
    about_speakers={OUDER: {"perspectief": "ouders"}, WETHOUDER: {"perspectief": "bestuur"}},
    about_sources={1: {"plaats": "Oost"}, 2: {"plaats": "West", "perspectief": "jongeren"}},
    under={WACHTEN: frozenset({SCHOOL})},
)


def asked(question: Query) -> list[tuple[int, int, int]]:
    return [tuple(hit) for hit in found(question, SAID)]


def test_a_code_with_and_without_those_below_it() -> None:
    assert asked(Coded(WACHTEN)) == [(1, 0, 10), (1, 30, 40), (1, 32, 35), (2, 0, 10)]
    assert asked(Coded(WACHTEN, below=False)) == [(1, 0, 10), (1, 30, 40), (2, 0, 10)]
    assert asked(Coded(99)) == []


def test_and_is_what_they_share_and_overlapping_is_the_whole_place() -> None:
    wachten, regie = Coded(WACHTEN, below=False), Coded(REGIE)

    assert asked(And((wachten, regie))) == [(1, 5, 10)]
    assert asked(Overlapping(wachten, regie)) == [(1, 0, 10)]
    assert asked(Without(wachten, regie)) == [(1, 30, 40), (2, 0, 10)]
    assert asked(Within(Coded(SCHOOL), wachten)) == [(1, 32, 35)]
    assert asked(Or((regie, Coded(SCHOOL)))) == [(1, 5, 15), (1, 32, 35)]


def test_near_counts_what_stands_between() -> None:
    regie, school = Coded(REGIE), Coded(SCHOOL)

    assert asked(Near(regie, school, 16)) == []
    assert asked(Near(regie, school, 17)) == [(1, 5, 15)]
    with pytest.raises(ValueError, match="below zero"):
        Near(regie, school, -1)


def test_places_that_touch_have_nothing_between_them() -> None:
    material = Material((Passage(1, 0, 5, WACHTEN), Passage(1, 5, 9, REGIE)))

    assert found(Near(Coded(WACHTEN), Coded(REGIE), 0), material) == (Hit(1, 0, 5),)
    assert found(Overlapping(Coded(WACHTEN), Coded(REGIE)), material) == ()


def test_a_turn_belongs_to_its_speaker_and_a_place_over_two_turns_is_cut() -> None:
    assert asked(Said(Coded(WACHTEN, below=False), "perspectief", frozenset({"ouders"}))) == [(1, 0, 8), (1, 30, 40)]
    assert asked(Said(Coded(WACHTEN, below=False), "perspectief", frozenset({"bestuur"}))) == [(1, 8, 10)]
    assert asked(Said(Coded(WACHTEN), "perspectief", frozenset({"jongeren"}))) == [(2, 0, 10)]


def test_what_is_not_known_of_a_speaker_is_as_of_the_source() -> None:
    assert asked(Said(Coded(REGIE), "plaats", frozenset({"Oost"}))) == [(1, 5, 8), (1, 8, 15)]


def test_the_same_turn() -> None:
    assert asked(SameTurn(Coded(REGIE), Coded(SCHOOL))) == []
    assert asked(SameTurn(Coded(SCHOOL), Coded(WACHTEN, below=False))) == [(1, 32, 35)]


places = st.tuples(st.integers(1, 2), st.integers(0, 20), st.integers(1, 6)).map(
    lambda one: (one[0], one[1], one[1] + one[2])
)
passages = st.lists(st.tuples(places, st.integers(1, 3)).map(lambda one: Passage(*one[0], one[1])), max_size=12)


@st.composite
def turned(draw: st.DrawFn) -> tuple[Turn, ...]:
    """Turns of the first source only; the second has none."""
    cuts = sorted(draw(st.sets(st.integers(0, 27), max_size=8)))
    pairs = list(pairwise(cuts))
    return tuple(Turn(1, start, end, draw(st.integers(1, 3))) for start, end in pairs if draw(st.booleans()))


materials = st.builds(
    Material,
    passages=passages.map(tuple),
    turns=turned(),
    about_speakers=st.just({1: {"p": "a"}, 2: {"p": "b"}}),
    about_sources=st.sampled_from(({}, {1: {"p": "b"}, 2: {"p": "a"}})),
    under=st.sampled_from(({}, {1: frozenset({2})}, {1: frozenset({2, 3}), 2: frozenset({3})})),
)
questions = st.recursive(
    st.builds(Coded, st.integers(1, 3), st.booleans()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda parts: And(tuple(parts))),
        st.lists(inner, max_size=3).map(lambda parts: Or(tuple(parts))),
        st.builds(Without, inner, inner),
        st.builds(Within, inner, inner),
        st.builds(Overlapping, inner, inner),
        st.builds(Near, inner, inner, st.integers(0, 9)),
        st.builds(SameTurn, inner, inner),
        st.builds(Said, inner, st.just("p"), st.sets(st.sampled_from("ab")).map(frozenset)),
    ),
    max_leaves=5,
)


@given(materials, questions)
@settings(max_examples=400)
def test_the_twin_finds_the_same(material: Material, question: Query) -> None:
    assert found(question, material) == tuple(sorted(naive(question, material)))


def characters(hit: Hit) -> set[tuple[int, int]]:
    return {(hit.source, place) for place in range(hit.start, hit.end)}


def naive(question: Query, material: Material) -> set[Hit]:  # noqa: PLR0911 - one line a kind
    match question:
        case Coded(code, below):
            wanted = {code} | (set(material.under.get(code, ())) if below else set())
            return {Hit(one.source, one.start, one.end) for one in material.passages if one.code in wanted}
        case Or(parts):
            return {hit for part in parts for hit in naive(part, material)}
        case And(parts):
            return _shared([naive(part, material) for part in parts])
        case Said(what, attribute, values):
            return {part for hit in naive(what, material) for part in _said(hit, attribute, values, material)}
    ours, theirs = naive(question.what, material), naive(question.other, material)
    return {hit for hit in ours if any(_fits(question, hit, other, material) for other in theirs)} ^ (
        ours if isinstance(question, Without) else set()
    )


def _fits(question: Query, hit: Hit, other: Hit, material: Material) -> bool:
    mine, others = characters(hit), characters(other)
    match question:
        case Within():
            return mine <= others
        case Near(_what, _other, most):
            if hit.source != other.source:
                return False
            between = [abs(one - two) - 1 for _source, one in mine for _same, two in others]
            return min(between) <= most
        case SameTurn():
            turns = [characters(Hit(turn.source, turn.start, turn.end)) for turn in material.turns]
            return any(turn & mine and turn & others for turn in turns)
    return bool(mine & others)


def _shared(parts: list[set[Hit]]) -> set[Hit]:
    if not parts:
        return set()
    hits = parts[0]
    for others in parts[1:]:
        hits = {
            Hit(one.source, min(common)[1], max(common)[1] + 1)
            for one in hits
            for other in others
            if (common := characters(one) & characters(other))
        }
    return hits


def _said(hit: Hit, attribute: str, values: frozenset[str], material: Material) -> list[Hit]:
    turns = [turn for turn in material.turns if turn.source == hit.source]
    if not turns:
        return [hit] if material.about_sources.get(hit.source, {}).get(attribute) in values else []
    said = []
    for turn in turns:
        common = characters(hit) & characters(Hit(turn.source, turn.start, turn.end))
        value = material.about_speakers.get(turn.speaker, {}).get(attribute)
        value = value or material.about_sources.get(hit.source, {}).get(attribute)
        if common and value in values:
            said.append(Hit(hit.source, min(common)[1], max(common)[1] + 1))
    return said


@given(st.lists(places.map(lambda one: Hit(*one))))
def test_no_character_is_counted_twice(hits: list[Hit]) -> None:
    everything = set().union(*map(characters, hits)) if hits else set()

    assert spans.length(hits) == len(everything)
    assert sum(hit.end - hit.start for hit in spans.joined(hits)) == len(everything)


def test_words_between_turns_are_nobodys() -> None:
    material = Material((Passage(1, 0, 30, WACHTEN),), (Turn(1, 5, 10, OUDER),))

    assert list(query.spoken(found(Coded(WACHTEN), material), material)) == [(Hit(1, 5, 10), OUDER)]


def test_of_the_source_and_of_the_speaker_are_told_apart() -> None:
    """A place over two turns is cut; what is known of the source tells of who speaks only in a text of one voice."""
    wachten = Coded(WACHTEN, below=False)
    west, jongeren = frozenset({"West"}), frozenset({"jongeren"})
    alone = replace(SAID, alone={2: "R9"})

    assert asked(And((wachten, Known(Of.SOURCE, "plaats", west)))) == [(2, 0, 10)]
    assert asked(And((wachten, Known(Of.SPEAKER, "perspectief", frozenset({"ouders"}))))) == [(1, 0, 8), (1, 30, 40)]
    assert asked(And((wachten, Known(Of.SPEAKER, "plaats", frozenset({"Oost"}))))) == []
    assert asked(And((wachten, Known(Of.VOICE, "plaats", frozenset({"Oost"}))))) == [(1, 0, 8), (1, 8, 10), (1, 30, 40)]
    assert asked(And((wachten, Known(Of.SPEAKER, "perspectief", jongeren)))) == []  # of a document nobody speaks
    assert found(And((wachten, Known(Of.SPEAKER, "perspectief", jongeren))), alone) == (Hit(2, 0, 10),)
    assert asked(Without(wachten, Known(Of.SOURCE, "plaats", west))) == [(1, 0, 10), (1, 30, 40)]


def test_who_asks_the_questions_is_no_speaker() -> None:
    material = replace(SAID, nobody=frozenset({OUDER}))

    for of in (Of.SPEAKER, Of.VOICE):
        question = And((Coded(WACHTEN, below=False), Known(of, "perspectief", frozenset({"ouders", "bestuur"}))))
        assert found(question, material) == (Hit(1, 8, 10),)
