"""PostgreSQL reads its index in stretches from the newest backwards: everything once, and in that order."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connection

from sluitend.apps.coding.actions.search import keeping
from sluitend.apps.coding.search.asking import question_of
from sluitend.apps.coding.search.index import entry, first_id, index, newest
from sluitend.apps.design.models import Evaluation
from sluitend.engines.text.stemming import words
from tests.coding.conftest import MakeVersion

POSTGRES = "sluitend.apps.coding.search.postgres"
only_postgres = pytest.mark.skipif(connection.vendor != "postgresql", reason="stretches are PostgreSQL's")


def found(asked: str, evaluation_id: int) -> list[int]:
    question = question_of(asked)
    assert question is not None
    return [passage_id for passage_id, *_words in newest(question, evaluation_id)]


def take_in(said: Sequence[tuple[int, str]]) -> None:
    """Passages by their ids, of a text that is not there."""
    index().add(1, [entry(passage_id, text, list(words(text))) for passage_id, text in said])


@only_postgres
def test_no_more_comes_over_at_once_than_was_asked_for(
    make_version: MakeVersion, evaluation: Evaluation, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sluitend.apps.coding.search import postgres

    came, rows = [], postgres._rows

    def counted(*arguments: Any) -> list[tuple[int, str, str]]:
        came.append(len(read := rows(*arguments)))
        return read

    monkeypatch.setattr(postgres, "_rows", counted)
    monkeypatch.setattr(postgres, "_BITS", range(3, 6))
    for name in ("_FEW", "_SOME", "_PAGE"):
        monkeypatch.setattr(postgres, name, 20)
    make_version("\n\n".join("De keten." if number % 3 else "Een zeldzaam woord." for number in range(700)))
    make_version("\n\n".join("De keten." for _ in range(100)), 2)
    keeping.keep()

    for asked, count in (("keten", 100 + 466), ("zeldzaam", 234), ("afwezig", 0)):
        ids = found(asked, evaluation.pk)

        assert ids == sorted(set(ids), reverse=True)
        assert len(ids) == count
        assert max(came) <= 20  # also of what only older texts have, and many times


@only_postgres
@pytest.mark.parametrize("seed", range(8))
def test_stretches_of_any_size_find_what_was_taken_in(
    seed: int, evaluation: Evaluation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two evaluations next to each other, with gaps between ids, and words that only older passages have."""
    draw = random.Random(seed)
    lowest = draw.choice([2, 3, 5])
    monkeypatch.setattr(f"{POSTGRES}._BITS", range(lowest, lowest + draw.choice([1, 3, 6])))
    for name, sizes in (("_PAGE", [2, 7, 20]), ("_FEW", [1, 15, 60]), ("_SOME", [1, 20, 80])):
        monkeypatch.setattr(f"{POSTGRES}.{name}", draw.choice(sizes))
    evaluations = (evaluation.pk, evaluation.pk + 1)
    said = {one: _said(draw, one) for one in evaluations}
    for passages in said.values():
        take_in(passages)

    for one in evaluations:
        for asked in ("de", "keten", "zelden", "een-van", '"van een"', "afwezig"):
            plain = asked.strip('"').replace("-", " ")
            expected = [passage_id for passage_id, text in said[one] if f" {plain} " in f" {text} "]
            assert found(asked, one) == sorted(expected, reverse=True), (one, asked)


def _said(draw: random.Random, evaluation_id: int) -> list[tuple[int, str]]:
    places = sorted(draw.sample(range(3_000), draw.choice([1, 300, 1_200])))
    return [(first_id(evaluation_id) + place, _text(draw, is_old=place < 1_500)) for place in places]


def _text(draw: random.Random, *, is_old: bool) -> str:
    text = "de keten " if draw.random() < (0.9 if is_old else 0.02) else "de "
    return text + ("zelden " if draw.random() < 0.01 else "") + draw.choice(["een van", "van een", "van een van"])


def test_an_evaluation_ends_where_the_next_begins(evaluation: Evaluation) -> None:
    evaluations = (evaluation.pk, evaluation.pk + 1)
    for one in evaluations:
        take_in([(first_id(one), "de keten"), (first_id(one) + 5, "de keten")])

    for one in evaluations:
        assert found("keten", one) == [first_id(one) + 5, first_id(one)]
