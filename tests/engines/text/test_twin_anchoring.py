"""The twin itself: by hand, and against all alignments written out."""

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.text.twin_anchoring import certain_place, characters, possible_places, words

OLD = "Roos kwam niet. Kees belde."


def places(old: str, new: str, said: str, cut=characters) -> set[int]:
    start = old.index(said)
    return set(possible_places(cut(old), cut(new), start, start + len(said)))


def certain(old: str, new: str, said: str, cut=characters) -> int | None:
    start = old.index(said)
    return certain_place(cut(old), cut(new), start, start + len(said))


@pytest.mark.parametrize("cut", [characters, words])
def test_in_the_same_text_a_span_stays(cut):
    assert places(OLD, OLD, "Kees", cut) == {16}
    assert certain(OLD, OLD, "Kees", cut) == 16


@pytest.mark.parametrize("cut", [characters, words])
def test_what_is_put_in_before_shifts_the_span(cut):
    new = "Ja. " + OLD
    assert certain(OLD, new, "Kees belde", cut) == new.index("Kees belde")


@pytest.mark.parametrize("cut", [characters, words])
def test_a_changed_span_has_no_place(cut):
    assert places(OLD, OLD.replace("Kees", "Koos"), "Kees", cut) == set()
    assert certain(OLD, OLD.replace("Kees", "Koos"), "Kees", cut) is None


def test_something_put_inside_a_span_breaks_it():
    assert places(OLD, OLD.replace("kwam niet", "kwam uh niet"), "kwam niet", words) == set()


def test_a_part_of_a_word_needs_the_whole_word_only_with_words():
    assert places("de huisarts", "de huisartsen", "huis", words) == set()
    assert places("de huisarts", "de huisartsen", "huis", characters) == {3}
    assert places("de huisarts", "ja de huisarts", "arts", words) == {10}


def test_two_equally_good_places_are_both_told_and_neither_is_certain():
    assert places("ja", "ja ja", "ja", words) == {0, 3}
    assert certain("ja", "ja ja", "ja", words) is None


def test_one_place_that_another_alignment_drops_is_not_certain():
    assert places("a b", "b a", "a", words) == {2}
    assert certain("a b", "b a", "a", words) is None


def test_what_moved_past_longer_text_that_stayed_has_no_place():
    assert places("a bcdef", "bcdef a", "a ") == set()


@pytest.mark.parametrize(("start", "end"), [(0, 0), (2, 1), (-1, 2), (0, 99)])
def test_what_is_no_span_is_refused(start, end):
    with pytest.raises(ValueError):
        possible_places(characters("abc"), characters("abc"), start, end)


Pairing = tuple[tuple[int, int], ...]


def pairings(old: Sequence[str], new: Sequence[str], i: int = 0, j: int = 0) -> Iterator[Pairing]:
    """Write out every order-keeping pairing of equal units."""
    yield ()
    for left in range(i, len(old)):
        for right in range(j, len(new)):
            if old[left] == new[right]:
                for rest in pairings(old, new, left + 1, right + 1):
                    yield ((left, right), *rest)


def kept_at(pairing: Pairing, start: int, end: int) -> int | None:
    paired = dict(pairing)
    at = paired.get(start)
    if at is None:
        return None
    return at if all(paired.get(start + step) == at + step for step in range(end - start)) else None


@settings(max_examples=150, deadline=None)
@given(st.text("abc", min_size=1, max_size=5), st.text("abc", max_size=5), st.data())
def test_the_twin_tells_what_all_alignments_written_out_tell(old, new, data):
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))
    everything = list(pairings(old, new))
    longest = max(map(len, everything))
    kept = {kept_at(pairing, start, end) for pairing in everything if len(pairing) == longest}

    assert possible_places(characters(old), characters(new), start, end) == kept - {None}
    agreed = next(iter(kept)) if len(kept) == 1 else None
    assert certain_place(characters(old), characters(new), start, end) == agreed


@given(st.text(max_size=60))
def test_cut_and_joined_a_text_is_the_same(text):
    assert "".join(words(text)) == "".join(characters(text)) == text
