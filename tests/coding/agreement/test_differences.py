"""What is one place, and when coders agree on it."""

from __future__ import annotations

from sluitend.apps.coding.agreement.differences import Marked, Place, places_of
from sluitend.apps.coding.agreement.units import UnitKind, units_of
from sluitend.apps.coding.comparing_lines import _teaser

A, B, C = 1, 2, 3
CODE, OTHER = 11, 12
TEXT = "Eerste zin. Tweede zin. Derde zin.\n\nVierde zin."


def places(*marks: tuple[int, int, int, int], kind: UnitKind = UnitKind.CHARACTER) -> list[Place]:
    marked = [Marked(number, *one) for number, one in enumerate(marks, 1)]
    return places_of(marked, (A, B), units_of(kind, TEXT, [], []))


def test_the_same_passage_of_everybody_is_agreed() -> None:
    (place,) = places((A, CODE, 0, 11), (B, CODE, 0, 11))

    assert (place.is_agreed, place.is_exact, place.spans, place.codings) == (True, True, [(0, 11)], [1, 2])


def test_one_character_more_differs_in_characters_and_not_in_sentences() -> None:
    marks = [(A, CODE, 0, 11), (B, CODE, 0, 10)]

    (by_character,), (by_sentence,) = places(*marks), places(*marks, kind=UnitKind.SENTENCE)

    assert (by_character.is_agreed, by_sentence.is_agreed, by_sentence.is_exact) == (False, True, False)
    assert by_character.spans == [(0, 10), (0, 11)]


def test_somebody_who_marked_nothing_differs() -> None:
    (place,) = places((A, CODE, 0, 11))

    assert not place.is_agreed
    assert place.by_coder[B] == ()


def test_passages_that_touch_the_same_sentence_are_one_place() -> None:
    (place,) = places((A, CODE, 0, 6), (B, CODE, 7, 16), kind=UnitKind.SENTENCE)

    assert (place.start, place.end, place.extent, place.is_agreed) == (0, 16, (0, 23), False)
    assert place.spans == [(0, 6), (7, 16), (0, 16)]


def test_of_characters_they_are_two_places() -> None:
    found = places((A, CODE, 0, 6), (B, CODE, 7, 16))

    assert [(one.start, one.end) for one in found] == [(0, 6), (7, 16)]


def test_passages_that_overlap_in_a_row_are_one_place_and_codes_never_mix() -> None:
    found = places((A, CODE, 0, 10), (B, CODE, 8, 20), (A, CODE, 18, 30), (A, OTHER, 0, 10), (C, CODE, 0, 47))

    assert [(one.code, one.start, one.end) for one in found] == [(CODE, 0, 30), (OTHER, 0, 10)]


def test_two_passages_of_one_coder_and_one_of_another_agree_when_they_are_the_same_sentences() -> None:
    (place,) = places((A, CODE, 0, 23), (B, CODE, 0, 11), (B, CODE, 12, 23), kind=UnitKind.SENTENCE)

    assert (place.is_agreed, place.is_exact) == (True, False)


def test_a_decision_belongs_to_the_place_that_it_shares_something_with() -> None:
    (place,) = places((A, CODE, 0, 6), kind=UnitKind.SENTENCE)

    assert place.holds(8, 11)
    assert not place.holds(12, 20)


def test_a_turn_of_which_the_words_were_withdrawn_is_no_unit() -> None:
    said = "Ik hoorde niets."
    first, second, third = (0, 16), (17, 37), (38, 42)
    text = f"{said}\n{'[ingetrokken]'.ljust(20)}\n{'…'.ljust(4)}"
    turns = [[*first], [*second], [*third]]

    assert len(units_of(UnitKind.TURN, text, [], turns)) == 1
    assert len(units_of(UnitKind.SENTENCE, text, turns, turns)) == 1
    assert len(units_of(UnitKind.TURN, text.replace("[ingetrokken]", "Wij hoorden ze"), [], turns)) == 2


def test_a_long_passage_is_cut_between_words() -> None:
    words = " ".join(f"woord{number}" for number in range(40))

    start, _dots, end = _teaser(words).partition(" … ")

    assert (start, end) == (" ".join(words.split()[:10]), " ".join(words.split()[-5:]))
    assert len(_teaser("x" * 500)) == 113  # one endless word is cut all the same
