"""A million passages with vectors and sixty questions by meaning, in the database of the environment; all fictitious.

`python -m benchmarks.meaning_set - 1000000` adds texts where there are none and vectors where there are none, asks, and
prints as JSON how long it took. Vectors are drawn in topics around the centre of the model, in a narrow cone as those
of e5 are; the questions go through the model itself.
"""

from __future__ import annotations

import gc
import json
import os
import random
import sys
import time
from collections.abc import Iterator
from typing import Any

import django
import numpy as np

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sluitend.config.settings")
django.setup()

# ruff: noqa: E402 - a program of its own: models can be imported only now
from django.db import transaction

from benchmarks import search_set
from sluitend.apps.coding.meaning import searching
from sluitend.apps.coding.meaning.vectors import WORD, centre_of, key_of, spans_to_bytes
from sluitend.apps.coding.models import MeaningModel, MeaningUse, PassageVector, TextMeaning
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import SourceVersion
from sluitend.engines.text.embedding import binary, quantised
from sluitend.work import embedding_host

SEED, TOPICS, QUESTIONS, ROUNDS = 20261122, 4_000, 60, 3


def main() -> None:
    """Make what is missing, ask, tell."""
    if not Evaluation.objects.exists():
        search_set.fill(int(sys.argv[2]))
    user, evaluation = User.objects.get(), Evaluation.objects.get()
    if not MeaningUse.objects.exists():
        _make(evaluation)
    asked = list(_questions())
    gc.freeze()  # as sluitend.work.application does
    first = _timed(user, evaluation, asked[0])
    for question in asked[:5]:
        _timed(user, evaluation, question)
    rounds = [_timed(user, evaluation, question) for _round in range(ROUNDS) for question in asked]
    print(json.dumps({"passages": PassageVector.objects.count(), "first": first, "rounds": rounds}))


@transaction.atomic
def _make(evaluation: Evaluation) -> None:
    """The vectors of every text, as ``actions.meaning.keeping`` writes them."""
    centre, name = centre_of(embedding_host.host())
    model = MeaningModel.objects.create(name=name, centre=centre.astype("<f4").tobytes())
    MeaningUse.objects.create(evaluation=evaluation, model_name=name, started_by=evaluation.created_by)
    draw = np.random.default_rng(SEED)
    topics = draw.standard_normal((TOPICS, len(centre)), np.float32)
    common = centre / np.linalg.norm(centre) * 3 * len(centre) ** 0.5
    for version in SourceVersion.objects.defer("text").order_by("pk").iterator(chunk_size=50):
        own = draw.standard_normal((len(version.turns), len(centre)), np.float32) * 0.7
        rows = common + topics[draw.integers(TOPICS, size=len(own))] + own
        _write(evaluation, version, model, rows / np.linalg.norm(rows, axis=1, keepdims=True), centre)


def _write(evaluation: Evaluation, version: SourceVersion, model: MeaningModel, rows: Any, centre: Any) -> None:
    made = TextMeaning.objects.create(
        version=version,
        evaluation=evaluation,
        model=model,
        text_sha256=version.text_sha256,
        passages=len(rows),
        spans=spans_to_bytes([(start, end) for start, end, *_more in version.turns]),
        bits=binary(rows, centre).astype(WORD).tobytes(),
    )
    vectors = enumerate(quantised(rows))
    PassageVector.objects.bulk_create(
        PassageVector(pk=key_of(made.pk, at), text=made, vector=row.tobytes()) for at, row in vectors
    )


def _questions() -> Iterator[str]:
    draw = random.Random(SEED)
    for version in SourceVersion.objects.order_by("pk")[:QUESTIONS]:
        words = (version.text or "").split()
        yield f"wat zeggen ze over {' '.join(draw.sample(words, 6))}?"


def _timed(user: User, evaluation: Evaluation, question: str) -> tuple[float, float]:
    """By the clock, and of this process: the model runs in one of its own."""
    clock, processor = time.perf_counter(), time.process_time()
    assert len(searching.search(user, evaluation, question)) == searching.SHOWN
    return time.perf_counter() - clock, time.process_time() - processor


if __name__ == "__main__":
    main()
