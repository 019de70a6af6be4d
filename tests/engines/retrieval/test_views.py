"""Some voices only, over time, and who was asked, beside twins written from docs/methods/stemmen.md."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from sluitend.engines.retrieval import tables
from sluitend.engines.retrieval.material import Hit, Material, Passage, Turn
from sluitend.engines.retrieval.query import Coded, found
from sluitend.engines.retrieval.views import (
    Per,
    Point,
    asked_people,
    begin_of,
    is_said_by,
    narrowed,
    people_in,
    timeline,
)
from sluitend.engines.retrieval.words import word_starts
from tests.engines.retrieval.test_query import characters, materials

WACHTEN, REGIE = 10, 11
MAART, APRIL = date(2026, 3, 1), date(2026, 4, 1)
# Source 1: a group, asked by speaker 9. Source 2: one of them alone. Source 3: a document.
GROUP = Material(
    passages=(
        Passage(1, 0, 12, WACHTEN),
        Passage(1, 12, 14, REGIE),
        Passage(2, 0, 5, WACHTEN),
        Passage(3, 0, 5, REGIE),
    ),
    turns=(Turn(1, 0, 5, 1), Turn(1, 5, 10, 9), Turn(1, 10, 15, 2)),
    about_speakers={1: {"p": "ouders", "niveau": "a"}, 2: {"p": "bestuur"}},
    about_sources={1: {"p": "bestuur", "niveau": "b"}, 2: {"p": "ouders", "niveau": "a"}, 3: {"p": "bestuur"}},
    people={1: "R1", 2: "R2"},
    alone={2: "R1"},
    nobody=frozenset({9}),
    texts=(2, 1, 3),
    words={1: (0, 6, 11), 2: (0, 3), 3: (0,)},
    dates={1: date(2026, 4, 9), 2: date(2026, 3, 31)},
    topics={"wachten": frozenset({"ouders"}), "regie": frozenset({"bestuur"})},
    asked_by="p",
)


def test_somebody_who_speaks_in_two_texts_is_one_person() -> None:
    known = tables.groups(GROUP, "p", GROUP.texts, GROUP.words)
    said = tables.counted(found(Coded(WACHTEN), GROUP), GROUP, "p", known, GROUP.words)["ouders"]

    assert (known["ouders"].respondents, known["ouders"].sources) == ({"R1"}, {1, 2})
    assert (said.respondents, said.sources, said.places) == (1, 2, 2)


def test_who_asks_the_questions_is_no_voice() -> None:
    known = tables.groups(GROUP, "niveau", GROUP.texts, GROUP.words)

    assert sum(group.words for group in known.values()) == 4  # not the word at 6, nor that of the document
    assert people_in(GROUP, (Hit(1, 5, 10),)) == frozenset()
    assert tables.together(GROUP, (WACHTEN, REGIE))[WACHTEN, REGIE] == tables.Together(0, 0, 0)


def test_of_some_voices_only_their_part_is_left() -> None:
    ouders = narrowed(GROUP, {"p": frozenset({"ouders"})})
    bestuur = narrowed(GROUP, {"p": frozenset({"bestuur"}), "niveau": frozenset({"b"})})

    assert ouders.passages == (Passage(1, 0, 5, WACHTEN), Passage(2, 0, 5, WACHTEN))
    assert (ouders.texts, ouders.turns) == ((2, 1), (Turn(1, 0, 5, 1),))
    assert bestuur.passages == (Passage(1, 10, 12, WACHTEN), Passage(1, 12, 14, REGIE))
    assert bestuur.texts == (1,)
    assert narrowed(GROUP, {}) is GROUP


def test_who_was_asked_goes_by_the_topic_list_of_who_speaks() -> None:
    assert set(asked_people(GROUP, "p", ["wachten"])) == {"ouders"}
    assert set(asked_people(GROUP, "niveau", ["wachten"])) == {"a"}
    assert set(asked_people(GROUP, "niveau", ["regie"])) == {"b"}  # of the document no level is known
    assert set(asked_people(GROUP, "p", ["wachten", "regie"])) == {"ouders", "bestuur"}
    assert asked_people(GROUP, "p", []) == {}


def test_a_period_counts_its_own_texts_and_people() -> None:
    assert timeline(GROUP, [WACHTEN, REGIE], Per.MONTH) == [
        Point(MAART, WACHTEN, 1, 1, 1, 1, 1),
        Point(APRIL, WACHTEN, 1, 1, 2, 2, 1),
        Point(MAART, REGIE, 0, 1, 0, 1, 0),
        Point(APRIL, REGIE, 1, 1, 1, 2, 1),
    ]


def test_periods_begin_with_their_first_day() -> None:
    day = date(2026, 11, 22)
    assert [begin_of(day, per) for per in Per] == [date(2026, 11, 1), date(2026, 10, 1), date(2026, 1, 1)]


def test_words_begin_where_they_begin() -> None:
    assert word_starts("Zo'n jeugd-GI: één, 👩‍👧 niets.") == (0, 5, 15, 24)
    assert word_starts("") == ()


@given(materials, st.sampled_from(("a", "b")))
def test_the_twin_keeps_the_same_characters(material: Material, value: str) -> None:
    given_ = replace(material, texts=(1, 2))
    who = {"p": frozenset({value})}
    made = narrowed(given_, who)

    for code in (1, 2, 3):
        expected = {
            (source, at)
            for hit in found(Coded(code, below=False), given_)
            for source, at in characters(hit)
            if _said_by(given_, source, at) == value
        }
        places = found(Coded(code, below=False), made)
        assert set().union(*map(characters, places)) == expected
        assert {hit.source for hit in places} <= set(made.texts)
    assert all(is_said_by(given_, turn.source, turn.speaker, who) for turn in made.turns)


def _said_by(material: Material, source: int, at: int) -> str | None:
    """Of one character, read as the page says it: the turn's speaker, else the source; nobody between turns."""
    turns = [turn for turn in material.turns if turn.source == source]
    if not turns:
        return material.about_sources.get(source, {}).get("p")
    for turn in turns:
        if turn.start <= at < turn.end:
            return material.about_speakers.get(turn.speaker, material.about_sources.get(source, {})).get("p")
    return None


@given(materials, st.dictionaries(st.integers(1, 2), st.dates(date(2025, 11, 1), date(2026, 3, 1))))
def test_the_twin_counts_the_same_over_time(material: Material, dates: dict[int, date]) -> None:
    given_ = replace(material, texts=(1, 2), dates=dates, words={1: (0, 29), 2: (0, 29)}, alone={2: "R9"})

    for point in timeline(given_, [1], Per.QUARTER):
        texts = {source for source, day in dates.items() if _quarter(day) == _quarter(point.first)}
        hits = [hit for hit in found(Coded(1), given_) if hit.source in texts and _is_said(given_, hit)]
        spoken = {source: set().union(*(characters(hit) for hit in hits if hit.source == source)) for source in texts}
        assert point.of_sources == len(texts) > 0
        assert point.sources == sum(bool(one) for one in spoken.values())
        assert point.places == len(hits)
        assert point.respondents == len(_people(given_, spoken))
        everything = {source: {(source, at) for at in range(40)} for source in texts}
        assert point.of_respondents == len(_people(given_, everything))
    assert {_quarter(point.first) for point in timeline(given_, [1], Per.QUARTER)} == set(map(_quarter, dates.values()))


def _is_said(material: Material, hit: Hit) -> bool:
    """By somebody, read as the page says it: what stands between turns is nobody's."""
    turns = [turn for turn in material.turns if turn.source == hit.source]
    said = [characters(Hit(turn.source, turn.start, turn.end)) for turn in turns]
    return not turns or bool(set().union(*said) & characters(hit))


def _quarter(day: date) -> tuple[int, int]:
    return day.year, (day.month + 2) // 3


def _people(material: Material, said: dict[int, set[tuple[int, int]]]) -> set[object]:
    people: set[object] = set()
    for source, places in said.items():
        turns = [turn for turn in material.turns if turn.source == source]
        if not turns and places and source in material.alone:
            people.add(material.alone[source])
        people |= {turn.speaker for turn in turns if places & characters(Hit(source, turn.start, turn.end))}
    return people


def test_what_is_nobodys_voice_brings_no_code_and_no_text_of_a_period() -> None:
    asking = replace(GROUP, passages=(Passage(1, 5, 10, WACHTEN), Passage(1, 5, 10, REGIE), Passage(2, 0, 5, REGIE)))
    silent = replace(asking, nobody=frozenset({1, 2, 9}))

    assert tables.together(asking, (WACHTEN, REGIE))[WACHTEN, REGIE] == tables.Together(0, 0, 0)
    assert tables.saturation(asking, asking.texts) == [tables.Step(2, 1, 1), tables.Step(1, 0, 1), tables.Step(3, 0, 1)]
    assert [(one.sources, one.of_sources, one.places) for one in timeline(asking, [WACHTEN], Per.MONTH)] == [
        *((0, 1, 0), (0, 1, 0))
    ]
    assert [one.first for one in timeline(silent, [WACHTEN], Per.MONTH)] == [MAART]
