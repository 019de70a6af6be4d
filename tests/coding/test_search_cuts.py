"""A long passage is cut, and what lies across the cut is found all the same, once. Everything is fictitious."""

from __future__ import annotations

import random
import re

import pytest

from sluitend.apps.coding.actions.search import keeping
from sluitend.apps.coding.models import SearchText
from sluitend.apps.coding.search.asking import Question, question_of
from sluitend.apps.coding.search.finding import search
from sluitend.apps.coding.search.lines import lines_for
from sluitend.apps.coding.search.passages import BESIDE, LONGEST, passages_of
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import SourceVersion
from tests.coding.conftest import MakeVersion

FILL = "woord " * 332  # 1,992 characters: the next word ends before the cut, and "charlie" after it
TEXT = f"{FILL}alpha bravo charlie delta {'woord ' * 400}einde"


@pytest.fixture
def long(make_version: MakeVersion) -> SourceVersion:
    version = make_version(TEXT, 1)
    keeping.keep()
    return version


def asked(words: str) -> Question:
    found = question_of(words)
    assert found is not None
    return found


def hits(user: User, evaluation: Evaluation, words: str) -> int:
    return search(user, evaluation, asked(words)).count


def lines(user: User, evaluation: Evaluation, words: str) -> list[str]:
    return [one.found.keyword for one in lines_for(user, evaluation, asked(words)).lines]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words", ['"alpha bravo"', '"bravo charlie"', '"alpha bravo charlie delta"', '"woord alpha"', '"charlie delta"']
)
def test_a_phrase_is_found_wherever_the_cut_is(
    long: SourceVersion, leader: User, evaluation: Evaluation, words: str
) -> None:
    assert hits(leader, evaluation, words) == 1
    assert lines(leader, evaluation, words) == [words.strip('"')]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "words", ["alpha delta", "alph* delta", "alpha del*", '"alpha bravo" delta', "alpha-bravo delta"]
)
def test_words_on_both_sides_of_a_cut_are_found_together(
    long: SourceVersion, leader: User, evaluation: Evaluation, words: str
) -> None:
    assert hits(leader, evaluation, words) == 1


@pytest.mark.django_db
def test_what_stands_near_a_cut_is_counted_once(long: SourceVersion, leader: User, evaluation: Evaluation) -> None:
    for word in ("alpha", "bravo", "charlie", "delta", "char*"):
        assert hits(leader, evaluation, word) == 1
        assert len(lines(leader, evaluation, word)) == 1
    pieces = [one for one in passages_of(long, TEXT) if one.cut is None]
    assert hits(leader, evaluation, "woord") == len(pieces)
    assert len(lines(leader, evaluation, "woord")) == TEXT.count("woord")
    assert hits(leader, evaluation, "woord -alpha -charlie") == len(pieces) - 2
    assert hits(leader, evaluation, "alpha -delta") == 1  # beside it, in the passage itself, no delta stands


@pytest.mark.django_db
def test_a_phrase_on_a_side_and_across_is_two_passages_and_two_lines(
    make_version: MakeVersion, leader: User, evaluation: Evaluation
) -> None:
    make_version(f"alpha bravo {FILL[: -len('alpha bravo ')]}alpha bravo charlie delta {'woord ' * 100}", 1)
    keeping.keep()

    assert hits(leader, evaluation, '"alpha bravo"') == 2  # else the list shows the second nowhere
    assert lines(leader, evaluation, '"alpha bravo"') == ["alpha bravo"] * 2
    assert hits(leader, evaluation, "alpha bravo") == 1  # loose words: the side that has them both


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("words", ['"alpha bravo"', "alpha-bravo", '"alpha bravo alpha"', '"bravo"'])
def test_every_place_is_a_line_wherever_it_lies(
    make_version: MakeVersion, leader: User, evaluation: Evaluation, seed: int, words: str
) -> None:
    """Words at random, few of them, so that what is asked stands near cuts, over them, and twice near one."""
    chance = random.Random(seed)
    text = " ".join(chance.choices(["alpha", "bravo", "woord", "zin."], weights=[4, 4, 2, 1], k=1_500))
    make_version(text, 1)
    keeping.keep()
    said = words.strip('"').replace("-", " ").split()
    listed = re.findall("[a-z]+", text)

    truth = sum(listed[at : at + len(said)] == said for at in range(len(listed)))
    assert len(lines(leader, evaluation, words)) == truth > 0


def test_a_cut_stands_at_the_end_of_a_sentence_where_there_is_one(make_version: MakeVersion, db: None) -> None:
    text = "Dit is een zin van niets. " * 300
    version = make_version(text, 1)
    found = passages_of(version, text)
    pieces = [one for one in found if one.cut is None]

    assert all(text[one.start : one.end].endswith(".") for one in pieces)
    assert "".join(text[one.start : one.end] for one in pieces).replace(" ", "") == text.replace(" ", "")
    assert all(LONGEST // 2 <= one.end - one.start <= LONGEST for one in pieces[:-1])
    across = [one for one in found if one.cut is not None]
    assert len(across) == len(pieces) - 1
    assert all(one.cut - one.start <= BESIDE and one.end - one.cut <= BESIDE + 1 for one in across if one.cut)


@pytest.mark.django_db
def test_an_index_that_has_no_words_across_cuts_is_made_anew(
    long: SourceVersion, leader: User, evaluation: Evaluation
) -> None:
    SearchText.objects.update(stems="nl-1+3")
    assert lines(leader, evaluation, "alpha") == []

    keeping.keep()

    assert hits(leader, evaluation, '"bravo charlie"') == 1
