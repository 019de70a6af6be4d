"""Re-anchoring: what is placed is equal, what is untouched is placed, what is gone is reported."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sluitend.engines.text.anchoring import Changed, Lost, Placed, align

# Repeats, emoji of one and of several code points, letters with combining marks that have no composed form.
PIECES = (
    "ja ",
    "Nee. ",
    "R1: Ja, dat klopt.\n\n",
    "Interviewer: Waarom?\n\n",
    "R2: ",
    "de wijk ",
    "👍🏽 ",
    "👨‍👩‍👧 ",
    "q̇x̣ ",
    "é",
    "\n",
    "overdracht ",
    "mogelijk",
    " ",
)
texts = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


@dataclass(frozen=True)
class Edit:
    """In the place of ``gone`` pieces before piece ``at`` come ``come``."""

    at: int
    gone: int
    come: str


edits = st.lists(
    st.builds(
        Edit, st.integers(0, 80), st.integers(0, 3), st.sampled_from(["", "on", "moeder A ", "Nee. ", "ja ", "."])
    ),
    max_size=8,
)


def edited(text: str, changes: list[Edit]) -> str:
    for change in changes:
        at = min(change.at, len(text))
        text = text[:at] + change.come + text[at + change.gone :]
    return text


@given(texts, edits, texts, st.data())
@settings(max_examples=300, deadline=None)
def test_what_is_placed_is_equal_and_lies_in_the_text(
    text: str, changes: list[Edit], other: str, data: st.DataObject
) -> None:
    old = text + "."
    new = edited(old, changes) if data.draw(st.booleans()) else other
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))

    alignment = align(old, new)
    placement = alignment.place(start, end)

    assert alignment.unchanged(start, end) == (placement if isinstance(placement, Placed) else None)
    if isinstance(placement, Placed):
        assert new[placement.start : placement.end] == old[start:end]
    if isinstance(placement, Changed):
        assert 0 <= placement.start < placement.end <= len(new)
        assert new[placement.start : placement.end].strip()


@given(texts, texts, st.data())
@settings(max_examples=200, deadline=None)
def test_placed_spans_keep_their_order(old: str, new: str, data: st.DataObject) -> None:
    old += "."
    found = align(old, new)

    placed = [found.place(i, i + 1) for i in range(len(old))]

    starts = [one.start for one in placed if isinstance(one, Placed)]
    assert starts == sorted(set(starts))


@given(texts, edits, texts, st.data())
@settings(max_examples=200, deadline=None)
def test_what_lies_apart_from_every_edit_is_placed_there(
    before: str, changes: list[Edit], after: str, data: st.DataObject
) -> None:
    """However often the same is said on either side of it, and whatever was changed there."""
    sentence = "Zij zei dat de overdracht in week elf bleef liggen, en dat niemand haar dat had verteld. "
    old = f"{before}\n\n{sentence}\n\n{after}"
    left, right = edited(before, changes), edited(after, changes)
    new = f"{left}\n\n{sentence}\n\n{right}"
    start = data.draw(st.integers(0, len(sentence) - 1))
    end = data.draw(st.integers(start + 1, len(sentence)))
    at, new_at = len(before) + 2, len(left) + 2

    assert align(old, new).place(at + start, at + end) == Placed(new_at + start, new_at + end)


@given(texts)
def test_the_same_text_moves_nothing(text: str) -> None:
    text += "."

    assert align(text, text).place(0, len(text)) == Placed(0, len(text))


@given(texts, texts)
@settings(max_examples=100, deadline=None)
def test_stretches_and_changes_make_up_both_texts(old: str, new: str) -> None:
    found = align(old, new)

    parts = sorted(
        [(one.old, one.old_end, one.new, one.new_end) for one in found.same]
        + [(one.old_start, one.old_end, one.new_start, one.new_end) for one in found.changes]
    )
    assert "".join(old[part[0] : part[1]] for part in parts) == old
    assert "".join(new[part[2] : part[3]] for part in parts) == new
    assert all(old[one.old : one.old_end] == new[one.new : one.new_end] for one in found.same)


REPEATED = (
    "Interviewer: Kende u de regiehouder?\n\nR1: Ja, dat klopt.\n\n"
    "Interviewer: En de wijkcoach?\n\nR1: Ja, dat klopt.\n\n"
    "Interviewer: En de gezinsvoogd?\n\nR1: Ja, dat klopt.\n\n"
)
ANSWER = "Ja, dat klopt."


def nth(text: str, words: str, n: int) -> int:
    at = -1
    for _ in range(n):
        at = text.index(words, at + 1)
    return at


def test_an_answer_given_often_goes_with_its_own_question() -> None:
    new = REPEATED.replace("Interviewer: Kende u de regiehouder?\n\nR1: Ja, dat klopt.\n\n", "")
    found = align(REPEATED, new)

    second = nth(REPEATED, ANSWER, 2)
    third = nth(REPEATED, ANSWER, 3)

    assert found.place(second, second + len(ANSWER)) == Placed(nth(new, ANSWER, 1), nth(new, ANSWER, 1) + len(ANSWER))
    assert found.place(third, third + len(ANSWER)) == Placed(nth(new, ANSWER, 2), nth(new, ANSWER, 2) + len(ANSWER))


def test_an_answer_whose_question_was_taken_out_is_lost_although_others_gave_it_too() -> None:
    new = REPEATED.replace("Interviewer: Kende u de regiehouder?\n\nR1: Ja, dat klopt.\n\n", "")
    first = nth(REPEATED, ANSWER, 1)

    assert align(REPEATED, new).place(first, first + len(ANSWER)) == Lost()


@pytest.mark.parametrize(
    ("old", "new", "quote", "suggested"),
    [
        ("Het is mogelijk.", "Het is onmogelijk.", "mogelijk", "onmogelijk"),
        ("Ik was tevreden met de zorg.", "Ik was niet tevreden met de zorg.", "was tevreden", "was niet tevreden"),
        ("Het gesprk met haar liep goed.", "Het gesprek met haar liep goed.", "Het gesprk met", "Het gesprek met"),
        ("Toen belde Jannie de school.", "Toen belde moeder A de school.", "Jannie", "moeder A"),
        ("Toen belde Jannie de school.", "Toen belde moeder A de school.", "belde Jannie", "belde moeder A"),
        ("Toen belde 👩 de school.", "Toen belde 👩🏽 de school.", "belde 👩", "belde 👩🏽"),
    ],
)  # fmt: skip
def test_a_changed_passage_is_reported_with_what_it_became(old: str, new: str, quote: str, suggested: str) -> None:
    start = old.index(quote)

    placement = align(old, new).place(start, start + len(quote))

    assert isinstance(placement, Changed)
    assert new[placement.start : placement.end] == suggested


def test_a_passage_that_was_moved_is_suggested_where_it_went_but_not_placed() -> None:
    moved = "Wij hoorden pas na elf weken wie de regie had. "
    rest = "Daarna ging het snel, want de wijkcoach kende het gezin al van eerder. Niemand vroeg naar de oudste zoon. "
    old, new = moved + rest, rest + moved

    placement = align(old, new).place(0, len(moved) - 1)

    assert placement == Changed(len(rest), len(rest) + len(moved) - 1)


def test_a_deleted_passage_is_lost() -> None:
    old = "De een zegt dit. Dat stond er verkeerd. De ander zegt dat."

    placement = align(old, "De een zegt dit. De ander zegt dat.").place(17, 39)

    assert placement == Lost()


def test_words_that_happen_to_stand_in_a_passage_written_anew_are_not_placed() -> None:
    old = "Begin. De zorg kwam te laat voor dit gezin, zei de school toen. Einde van het gesprek."
    new = "Begin. Wij vonden de zorg prima en hebben daar ook nooit over geklaagd bij iemand. Einde van het gesprek."

    placement = align(old, new).place(old.index("zorg"), old.index("zorg") + 4)

    assert not isinstance(placement, Placed)


def test_a_long_text_without_a_space_is_compared_too() -> None:
    old = "".join(chr(0x4E00 + (i * i * 7) % 900) for i in range(5000))
    new = old[:1000] + "好" + old[1000:3000] + old[3010:]

    found = align(old, new)

    assert found.place(2000, 2100) == Placed(2001, 2101)
    assert found.place(4000, 4100) == Placed(3991, 4091)


@pytest.mark.parametrize(("start", "end"), [(0, 0), (2, 1), (-1, 2), (0, 5)])
def test_what_is_no_span_is_a_fault(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="no span"):
        align("abcd", "abcd").place(start, end)


def test_of_an_emptied_text_everything_is_lost() -> None:
    assert align("abcd", "").place(0, 4) == Lost()
