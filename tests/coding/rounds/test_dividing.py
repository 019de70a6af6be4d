"""A fair division: who reads how much, which texts are read twice, and the same again from the same seed."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sluitend.apps.coding.dividing import divide


@given(
    lengths=st.dictionaries(st.integers(1, 500), st.integers(1, 90_000), min_size=1, max_size=25),
    people=st.integers(1, 6),
    share=st.integers(0, 100),
    seed=st.integers(0, 2**31),
)
def test_every_text_has_a_coder_and_the_asked_share_has_two(
    lengths: dict[int, int], people: int, share: int, seed: int
) -> None:
    coders = list(range(100, 100 + people))

    division = divide(lengths, coders, share, seed)

    sizes = Counter(len(chosen) for chosen in division.values())
    assert set(division) == set(lengths)
    assert all(set(chosen) <= set(coders) and len(set(chosen)) == len(chosen) for chosen in division.values())
    assert sizes[2] == (0 if people == 1 else -(-len(lengths) * share // 100))
    assert sizes[1] + sizes[2] == len(lengths)
    assert divide(lengths, coders[::-1], share, seed) == division


@given(seed=st.integers(0, 2**31), people=st.integers(2, 5))
def test_nobody_reads_a_text_more_than_another_when_all_are_as_long(seed: int, people: int) -> None:
    division = divide(dict.fromkeys(range(20), 1000), range(people), 50, seed)

    load = Counter(coder for chosen in division.values() for coder in chosen)
    assert max(load.values()) - min(load.values()) <= 1


def test_pairs_take_turns() -> None:
    division = divide(dict.fromkeys(range(6), 1000), [1, 2, 3], 100, 7)

    assert Counter(division.values()) == dict.fromkeys(combinations([1, 2, 3], 2), 2)


def test_the_seed_decides_which_texts_are_read_twice() -> None:
    def twice(seed: int) -> set[int]:
        return {
            text for text, chosen in divide(dict.fromkeys(range(40), 9), [1, 2], 25, seed).items() if len(chosen) == 2
        }

    drawn = [twice(seed) for seed in range(5)]
    assert all(len(one) == 10 for one in drawn)
    assert len({frozenset(one) for one in drawn}) > 1


@pytest.mark.parametrize("coders", [[], [4]])
def test_without_a_second_coder_nothing_is_read_twice(coders: list[int]) -> None:
    assert divide({1: 5, 2: 6}, coders, 100, 1) == {1: tuple(coders), 2: tuple(coders)}
