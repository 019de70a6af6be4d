"""What leaves the team of tables of people: words in the place of numbers, and nothing of one or two of them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from itertools import combinations, permutations, product

import pytest

from sluitend.apps.analyses.kit.result import Column, Kind, Table
from sluitend.apps.analyses.kit.tables import records
from sluitend.apps.analyses.kit.voices import (
    ALL,
    FEW,
    LEAST,
    MOST,
    NOBODY,
    NOT_ASKED,
    OTHERS,
    PARTLY,
    SEVERAL,
    SILENT,
    SOME,
    Key,
    Voices,
    in_words,
    people,
    told_groups,
    told_n,
    told_of,
)
from sluitend.apps.analyses.kit.words import UNTOLD

ATTRIBUTES = ("perspective", "level", "place")
Person = tuple[str, str, str, bool]  # what is known of somebody, and whether he or she said it


@pytest.mark.parametrize(
    ("said", "of", "word"),
    [
        (0, 3, NOBODY), (1, 3, SOME), (3, 3, SOME), (4, 4, SOME),
        (1, 5, FEW), (2, 5, FEW), (3, 5, MOST), (5, 5, MOST),
        (2, 6, FEW), (3, 6, SEVERAL), (4, 6, MOST),
        (3, 9, FEW), (4, 9, SEVERAL), (5, 9, MOST), (9, 9, MOST),
        (3, 10, FEW), (5, 10, SEVERAL), (7, 10, MOST), (8, 10, ALL), (40, 40, ALL), (31, 40, MOST),
    ],
)  # fmt: skip
def test_words_follow_the_written_rule(said: int, of: int, word: str) -> None:
    assert in_words(said, of) == word


@pytest.mark.parametrize("of", range(LEAST, 60))
def test_nobody_of_a_group_can_tell_what_each_of_the_others_said(of: int) -> None:
    """Whoever is in it knows one answer: of the others then never certainly all spoke, nor certainly none of them."""
    for said in range(1, of + 1):
        same = {number for number in range(of + 1) if in_words(number, of) == in_words(said, of)}
        knows_as_speaker = {number - 1 for number in same if number}
        knows_as_silent = {number for number in same if number < of}
        for possible in (knows_as_speaker, knows_as_silent):
            assert possible not in ({0}, {of - 1})


def test_words_only_go_up() -> None:
    order = [NOBODY, SOME, FEW, SEVERAL, MOST, ALL]
    for of in range(LEAST, 60):
        places = [order.index(in_words(said, of)) for said in range(of + 1)]
        assert places == sorted(places)


COLUMNS = (
    Column("code", "code"),
    *(Column(name, name) for name in ATTRIBUTES),
    Column("asked", "bevraagd", Kind.COUNT),
    Column("all", "respondenten", Kind.COUNT),
    Column("said", "zeiden het", Kind.COUNT),
    Column("sources", "bronnen", Kind.COUNT),
)


def table_of(crowd: list[Person], by: tuple[str, ...], code: str = "Wachten") -> Table:
    """How many of every group said it: as an entry makes it."""
    at = [ATTRIBUTES.index(name) for name in by]
    groups: dict[tuple[str, ...], list[Person]] = {}
    for one in crowd:
        groups.setdefault(tuple(str(one[place]) for place in at), []).append(one)
    columns = tuple(one for one in COLUMNS if one.key in {*by, "code", "all", "said", "sources"})
    rows = tuple(
        (code, *key, len(some), sum(one[3] for one in some), 2 * len(some)) for key, some in sorted(groups.items())
    )
    return Table("-".join(by) or "all", "Wie", columns, rows, by=("code", *by))


def protected(crowd: list[Person], by: tuple[str, ...]) -> list[Mapping[str, object]]:
    found = Voices("said", "all", by=by, labels=("code",))(table_of(crowd, by), {})
    return [] if found is None else list(records(found))


def crowds(many: int) -> Iterator[list[Person]]:
    """Small ones, with groups of one and two."""
    for seed in range(many):
        rng = random.Random(seed)
        yield [
            (rng.choice("AB"), rng.choice("12"), rng.choice("xy"), rng.random() < 0.5)
            for _one in range(rng.randint(3, 11))
        ]


def members(crowd: list[Person], by: tuple[str, ...], row: Mapping[str, object]) -> set[int]:
    """Whom a told row is about: those of the groups that are not told apart, for the joined row."""
    if by and row[by[0]] == OTHERS:
        told = {one[by[0]] for one in protected(crowd, by)}
        at = ATTRIBUTES.index(by[0])
        return {place for place, one in enumerate(crowd) if one[at] not in told}
    wanted = [(ATTRIBUTES.index(name), row[name]) for name in by]
    return {place for place, one in enumerate(crowd) if all(one[at] == value for at, value in wanted)}


WAYS = [by for many in range(4) for by in combinations(ATTRIBUTES, many)]


def test_no_told_group_nor_what_it_leaves_of_a_larger_one_is_one_or_two_people() -> None:
    """Of every table of the same question: a group less all told groups within it, of the finer tables one by one."""
    looked = 0
    for crowd in crowds(150):
        told = {by: [members(crowd, by, row) for row in protected(crowd, by)] for by in WAYS}
        assert all(len(group) >= LEAST for groups in told.values() for group in groups)
        for coarse, fine in product(WAYS, WAYS):
            if not set(coarse) < set(fine):
                continue
            for whole in told[coarse]:
                rest = whole - set().union(*(one for one in told[fine] if one <= whole))
                assert len(rest) == 0 or len(rest) >= LEAST
                looked += 1
    assert looked > 500


def test_an_attacker_who_goes_from_coarse_to_fine_learns_of_nobody_that_he_or_she_said_it() -> None:
    """All answers that fit with every word of the tables, by trying them all: in none of the crowds is somebody in all
    of them one who said it, nor one who did not, unless the whole group is told to be silent. No result tells of
    everybody beside groups: `test_catalogue_voices` tries what leaves the team at once."""
    chains = [tuple(order[: at + 1] for at in range(3)) for order in permutations(ATTRIBUTES)]
    looked = 0
    for number, crowd in enumerate(crowds(400)):
        ways = [tuple(sorted(by, key=ATTRIBUTES.index)) for by in chains[number % len(chains)]]
        told = [(members(crowd, by, row), row["said"]) for by in ways for row in protected(crowd, by)]
        fitting = [said for said in product((0, 1), repeat=len(crowd)) if _fits(said, told)]
        silent = set().union(*(group for group, word in told if word == NOBODY), set())
        for one in range(len(crowd)):
            assert any(not said[one] for said in fitting), "somebody certainly said it"
            assert one in silent or any(said[one] for said in fitting), "somebody certainly did not say it"
        looked += len(told) > 1
    assert looked > 20


def _fits(said: tuple[int, ...], told: list[tuple[set[int], object]]) -> bool:
    return all(in_words(sum(said[one] for one in group), len(group)) == word for group, word in told)


def test_what_a_choice_left_out_is_a_rest_as_well() -> None:
    sizes: dict[Key, int] = {("A",): 4, ("B",): 5, ("C",): 3}
    assert told_groups(sizes) == {("A",), ("B",), ("C",)}
    # Of A two more people were left out by the choice: with the same question about all of them they would be known.
    assert told_groups(sizes, {("A",): 2}) == {("B",), ("C",)}
    assert told_groups(sizes, {("A",): 3}) == set(sizes)


def test_who_is_in_two_groups_is_one_of_what_is_left() -> None:
    sizes: dict[Key, int] = {("A",): 5, ("B",): 2, ("C",): 2}
    assert told_groups(sizes) == {("A",)}
    # The two of B are those of C: beside the total they would be known.
    assert told_groups(sizes, shared={("B",): 2, ("C",): 2}) == set()


def test_who_is_in_no_group_is_left_of_everybody() -> None:
    sizes: dict[Key, int] = {("A",): 5, ("B",): 4}
    assert told_groups(sizes, elsewhere=3) == set(sizes)
    assert told_groups(sizes, elsewhere=2) == {("A",)}
    # Of a choice that another table tells as a whole: the two of B are its rest, however many the choice leaves out.
    assert told_groups({("A",): 5, ("B",): 2}, elsewhere=5) == set()


def test_a_rest_of_one_takes_the_smallest_group_along() -> None:
    assert told_groups({("A",): 5, ("B",): 3, ("C",): 1}) == {("A",)}
    assert told_groups({("A",): 5, ("B",): 3, ("C",): 1, ("D",): 2}) == {("A",), ("B",)}
    assert told_groups({("A",): 2, ("B",): 1}) == set()
    assert told_groups({(): 2}) == set()
    assert told_groups({(): 3}) == {()}


def rows_of(*rows: tuple[str, int, int, int]) -> Table:
    columns = tuple(one for one in COLUMNS if one.key in {"perspective", "asked", "all", "said"})
    return Table("silence", "Stil", columns, rows, by=("perspective",))


def test_silent_is_only_who_was_asked() -> None:
    guard = Voices("said", "all", by=("perspective",), asked="asked")
    found = guard(rows_of(("A", 4, 4, 0), ("B", 0, 5, 0), ("C", 0, 6, 2), ("D", 6, 15, 0)), {})
    assert found is not None
    assert found.rows == (("A", SILENT), ("B", NOT_ASKED), ("C", FEW), ("D", PARTLY))
    assert [one.key for one in found.columns] == ["perspective", "said"]
    assert found.columns[1].kind is Kind.TEXT


def test_small_groups_are_taken_together() -> None:
    guard = Voices("said", "all", by=("perspective",), asked="asked")
    found = guard(rows_of(("A", 5, 5, 3), ("B", 2, 2, 0), ("C", 0, 1, 0)), {})
    assert found is not None
    assert found.rows == (("A", MOST), (OTHERS, PARTLY))
    assert guard(rows_of(("A", 2, 2, 1)), {}) is None


def test_the_sentence_is_told_of_the_number_or_of_the_word() -> None:
    assert people(2, 6) == "2 van de 6 respondenten"
    assert people(1) == "1 respondent"
    assert people(FEW, None) == "enkele respondenten"
    assert people(SILENT) == "stil"
    assert people(None) == UNTOLD
    assert [told_of(number) for number in (None, 2, 3, 40)] == [None, None, 3, 40]
    assert [told_n(number) for number in (None, 40)] == ["minder dan 3", "40"]
