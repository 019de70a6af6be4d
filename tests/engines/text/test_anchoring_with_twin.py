"""The anchoring engine beside its slow twin, on small texts that were edited at random."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from sluitend.engines.text.anchoring import Placed, align
from tests.engines.text.twin_anchoring import characters, possible_places, words

SPOKEN = (
    "ja",
    "nee",
    "school",
    "moeder",
    "belde",
    "kwam",
    "de",
    "het",
    "wijkteam",
    "niet",
    "toen",
    "zei",
    "hulp",
    "rechter",
)


def allowed(old: str, new: str, start: int, end: int) -> frozenset[int]:
    """Every place that an alignment by words or by characters allows."""
    return possible_places(words(old), words(new), start, end) | possible_places(
        characters(old), characters(new), start, end
    )


@st.composite
def corrected(draw: st.DrawFn) -> tuple[str, str]:
    """A text in which every word stands once, and the text with words taken out, put in and replaced by others."""
    count = draw(st.integers(3, 12))
    new = [f"woord{number}" for number in range(count)]
    old = " ".join(new)
    for edit in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(new)))
        new[at : at + draw(st.integers(0, 2))] = draw(st.sampled_from([[], [f"anders{edit}"]]))
    return old, " ".join(new)


@settings(max_examples=150, deadline=None)
@given(corrected(), st.data())
def test_in_a_text_without_repetition_nothing_is_placed_where_no_alignment_keeps_it(texts, data):
    old, new = texts
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))
    placed = align(old, new).place(start, end)

    if isinstance(placed, Placed):
        assert new[placed.start : placed.end] == old[start:end]
        assert placed.start in allowed(old, new, start, end)


def edited(chance: random.Random) -> tuple[str, str]:
    """Speech of few words, as it was and with words put in, taken out, replaced and moved."""
    old = [chance.choice(SPOKEN) for _ in range(14)]
    new = list(old)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(new))
        taken = new[at : at + chance.randint(0, 3)]
        new[at : at + len(taken)] = [chance.choice(SPOKEN)] if chance.random() < 0.5 else []
        if chance.random() < 0.25:
            back = chance.randrange(len(new) + 1)
            new[back:back] = taken
        new = new or ["ja"]
    return " ".join(old), " ".join(new)


def test_in_speech_that_repeats_itself_the_place_is_nearly_always_one_of_a_longest_alignment():
    # Not always: where few words recur all the time, keeping neighbours together may be better than keeping the most.
    chance = random.Random(3)
    inside = outside = 0
    for _ in range(80):
        old, new = edited(chance)
        alignment = align(old, new)
        for start in chance.sample(range(len(old)), 6):
            placed = alignment.place(start, end := chance.randint(start + 1, len(old)))
            if isinstance(placed, Placed):
                inside += placed.start in allowed(old, new, start, end)
                outside += placed.start not in allowed(old, new, start, end)
    assert inside > 100
    assert outside <= inside // 100
