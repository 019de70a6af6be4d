"""A fair division: who reads how much, which texts are read twice, and the same again from the same seed."""

from __future__ import annotations

import random
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
    together=st.integers(2, 7),
)
def test_every_text_has_a_coder_and_the_asked_share_has_as_many_as_asked(
    lengths: dict[int, int], people: int, share: int, seed: int, together: int
) -> None:
    coders = list(range(100, 100 + people))
    several = min(together, people)

    division = divide(lengths, coders, share, seed, together)

    sizes = Counter(len(chosen) for chosen in division.values())
    assert set(division) == set(lengths)
    assert all(set(chosen) <= set(coders) and len(set(chosen)) == len(chosen) for chosen in division.values())
    if people > 1:
        assert sizes[several] == -(-len(lengths) * share // 100)
    assert sum(sizes[one] for one in {1, several}) == len(lengths)
    assert divide(lengths, coders[::-1], share, seed, together) == division


@given(seed=st.integers(0, 2**31), people=st.integers(2, 5))
def test_nobody_reads_a_text_more_than_another_when_all_are_as_long(seed: int, people: int) -> None:
    division = divide(dict.fromkeys(range(20), 1000), range(people), 50, seed)

    load = Counter(coder for chosen in division.values() for coder in chosen)
    assert max(load.values()) - min(load.values()) <= 1


def test_pairs_take_turns() -> None:
    division = divide(dict.fromkeys(range(6), 1000), [1, 2, 3], 100, 7)

    assert Counter(division.values()) == dict.fromkeys(combinations([1, 2, 3], 2), 2)


def met(division: dict[int, tuple[int, ...]], coders: list[int]) -> dict[tuple[int, int], int]:
    """How many texts every two have together, one by one."""
    return {
        (one, other): sum(1 for chosen in division.values() if one in chosen and other in chosen)
        for one in coders
        for other in coders
        if one < other
    }


@given(
    lengths=st.lists(st.integers(500, 90_000), min_size=1, max_size=40),
    people=st.integers(2, 7),
    together=st.integers(2, 7),
    share=st.integers(0, 100),
    seed=st.integers(0, 2**31),
)
def test_every_two_coders_meet_about_equally_often(
    lengths: list[int], people: int, together: int, share: int, seed: int
) -> None:
    """Of two coders a text never more than one text apart; of more, a group cannot always be chosen so well: of six
    people by three, now and then, some two meet three times more than some others."""
    coders = list(range(people))

    times = met(divide(dict(enumerate(lengths)), coders, share, seed, together), coders).values()

    assert max(times) - min(times) <= (1 if together == 2 else 3)


def test_groups_that_cannot_be_chosen_so_well_are_rare() -> None:
    chance, apart = random.Random(7), list[int]()
    for _ in range(400):
        coders = list(range(chance.randint(3, 7)))
        lengths = {text: chance.randint(500, 90_000) for text in range(chance.randint(1, 40))}
        together = chance.randint(3, len(coders))
        times = met(divide(lengths, coders, 100, chance.randrange(2**31), together), coders).values()
        apart.append(max(times) - min(times))

    assert sum(one > 2 for one in apart) <= 4  # one in a hundred


@pytest.mark.parametrize(("people", "together", "texts"), [(4, 3, 8), (5, 3, 20), (5, 4, 10), (3, 3, 4)])
def test_a_whole_cycle_is_as_fair_as_all_groups_once(people: int, together: int, texts: int) -> None:
    """As many texts as there are groups, or a multiple: every coder reads as many, and every two meet as often."""
    coders = list(range(people))
    division = divide(dict.fromkeys(range(texts), 1000), coders, 100, 5, together)

    reads = Counter(coder for chosen in division.values() for coder in chosen)
    assert set(reads.values()) == {texts * together // people}
    times = met(division, coders).values()
    assert max(times) - min(times) <= 1
    assert sum(times) == texts * together * (together - 1) // 2


@given(
    lengths=st.lists(st.integers(4_000, 12_000), min_size=12, max_size=30),
    people=st.integers(2, 5),
    together=st.integers(2, 4),
    share=st.integers(0, 60),
)
def test_who_meets_often_reads_no_more(lengths: list[int], people: int, together: int, share: int) -> None:
    """What one person reads makes up for it: nobody has more than two of the longest texts above another."""
    division = divide(dict(enumerate(lengths)), range(people), share, 3, together)

    load = Counter(dict.fromkeys(range(people), 0))
    for text, chosen in division.items():
        load.update(dict.fromkeys(chosen, lengths[text]))
    assert max(load.values()) - min(load.values()) <= 2 * max(lengths)


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
