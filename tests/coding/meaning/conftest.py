"""A model that is quick and known: what shares words lies near. Everything is fictitious."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from sluitend.apps.coding import actions
from sluitend.apps.coding.actions.meaning import keeping, starting
from sluitend.apps.coding.actions.suggestions import learning
from sluitend.apps.coding.models import Code, Suggestion
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import SourceVersion
from sluitend.engines.text.embedding import Purpose
from sluitend.work import embedding_host, runs
from sluitend.work.models import State
from tests.coding.conftest import MakeVersion

MODEL = "bekend-1"
DIMENSIONS = 64
WAITS = ("Het wachten op hulp duurde maanden.", "Zij moesten lang wachten op hulp.", "Maanden wachten, lang wachten!")
OTHERS = ("De school belde de ouders vaak.", "Er was koffie met een koekje.", "De fiets stond in de gang buiten.")
Read = Callable[[], None]


class KnownModel:
    """Every word has a direction of its own; a text is the sum of its words."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str], purpose: Purpose) -> tuple[NDArray[np.float32], str]:
        self.asked += texts
        rows = np.stack(
            [sum((_direction(word) for word in text.lower().split()), np.zeros(DIMENSIONS)) for text in texts]
        )
        lengths = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
        return (rows / lengths).astype(np.float32), MODEL


def _direction(word: str) -> NDArray[np.float64]:
    return np.random.default_rng(zlib.crc32(word.strip(".,:;?!“”").encode())).normal(size=DIMENSIONS)


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> KnownModel:
    known = KnownModel()
    monkeypatch.setattr(embedding_host, "host", lambda *, is_background=False: known)
    monkeypatch.setattr(embedding_host, "model_name", lambda: MODEL)
    monkeypatch.setattr(embedding_host, "is_there", lambda: True)
    monkeypatch.setattr(embedding_host, "leaves_machine", lambda: False)
    return known


@pytest.fixture
def read(model: KnownModel, evaluation: Evaluation, researcher: User) -> Read:
    """Have all texts read for their meaning, as the worker does."""

    def reading() -> None:
        starting.start_reading(actor=researcher, evaluation=evaluation)
        assert keeping.read_on(evaluation.pk, lambda done, of: None)

    return reading


def _talk(number: int) -> str:
    said = [f"{line} Gesprek {number}." for pair in zip(WAITS, OTHERS, strict=True) for line in pair]
    return "\n\n".join(said)


@pytest.fixture
def coded(make_version: MakeVersion, code: Code, researcher: User) -> list[SourceVersion]:
    """Four texts of which a researcher coded all passages about waiting, and a fifth that nobody coded."""
    versions = [make_version(_talk(number), number=number) for number in range(1, 6)]
    for version in versions[:4]:
        text = version.text or ""
        for line in WAITS:
            start = text.index(line)
            actions.apply_code(actor=researcher, version=version, start=start, end=start + len(line), code=code)
    return versions


@pytest.fixture
def learned(read: Read, coded: list[SourceVersion], evaluation: Evaluation, researcher: User) -> list[Suggestion]:
    read()
    learning.start_learning(actor=researcher, evaluation=evaluation)
    assert all(run.state == State.DONE for run in runs.drain())
    return list(Suggestion.objects.select_related("version__source", "code"))
