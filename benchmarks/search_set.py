"""A million fragments and two hundred questions, in the database of the environment. Everything is fictitious.

`python -m benchmarks.search_set FOLDER 1000000` fills an empty database, asks, and prints as JSON how long it took.
What was asked is written in the folder, so that a database that was kept is asked again without filling it. Words are
drawn as often as they are said in Dutch (the counts of pyspellchecker's list), each apart from the one before it.
"""

from __future__ import annotations

import gc
import json
import os
import random
import sys
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import django
import numpy as np
from spellchecker import SpellChecker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sluitend.config.settings")
django.setup()

# ruff: noqa: E402 - a program of its own: models can be imported only now
from django.db import connection, transaction
from django.utils import timezone

from sluitend.apps.coding.actions.search import keeping
from sluitend.apps.coding.search.asking import question_of
from sluitend.apps.coding.search.finding import search
from sluitend.apps.design.models import Evaluation, Membership
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import Source, SourceVersion, Speaker
from sluitend.work import vault

SEED = 20261122
IN_A_TEXT = 500  # fragments
SPEAKERS = 8
COMMONEST = 10
SINGLE, PAIRS, PHRASES, BEGINNINGS = 80, 60, 40, 20
ROUNDS = 3
PAUSE = 0.005  # seconds: a process with precedence over all other work is held up now and then, unless it rests
Fragment = list[str]


def main() -> None:
    """Fill when that was not done, ask, tell."""
    known = Path(sys.argv[1]) / "questions.json"
    if not known.exists():
        sample = fill(int(sys.argv[2]))
        known.write_text(json.dumps({"built": _taken_in(), "questions": questions(sample)}))
    made = json.loads(known.read_text())
    user, evaluation = User.objects.get(), Evaluation.objects.get()
    gc.freeze()  # as sluitend.work.application does
    for question in made["questions"]:  # once before it counts: pages of the database come into memory
        _ask(user, evaluation, question)
    rounds = [(one, *_timed(user, evaluation, one)) for _round in range(ROUNDS) for one in made["questions"]]
    print(json.dumps({**made, "rounds": rounds}))


def fill(count: int) -> list[Fragment]:
    """Texts with so many fragments, of which some are given back to make questions of."""
    _wait_for_disk(False)  # a filling that was broken off is begun anew
    sample = list(_fill(_evaluation(), count))
    _wait_for_disk(True)
    return sample


def _taken_in() -> float:
    _wait_for_disk(False)
    started = time.perf_counter()
    keeping.keep()
    _wait_for_disk(True)
    return time.perf_counter() - started


def _wait_for_disk(on: bool) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA synchronous={'FULL' if on else 'OFF'}")
        else:
            cursor.execute(f"SET synchronous_commit={'on' if on else 'off'}")


def _evaluation() -> Evaluation:
    user = User.objects.create_user("meting@voorbeeld.invalid", None, name="Meting (fictief)")
    evaluation = Evaluation.objects.create(
        title="Meting (fictief)", fictitious=True, wrapped_key=vault.new_wrapped_key(), created_by=user
    )
    Membership.objects.create(evaluation=evaluation, user=user, role="researcher")
    return evaluation


def _fill(evaluation: Evaluation, count: int) -> Iterator[Fragment]:
    """Texts of conversations, and of each some fragments to make questions of."""
    dictionary = SpellChecker(language="nl").word_frequency.dictionary
    known = [(word, times) for word, times in dictionary.items() if word.isalpha()]
    vocabulary = np.array([word for word, _times in known])
    chances = np.array([times for _word, times in known], float)
    draw = np.random.default_rng(SEED)
    for number in range(1, count // IN_A_TEXT + 1):
        lengths = np.clip(draw.lognormal(3.5, 0.7, IN_A_TEXT), 1, 220).astype(int)
        drawn = iter(draw.choice(vocabulary, lengths.sum(), p=chances / chances.sum()).tolist())
        fragments = [[next(drawn) for _word in range(length)] for length in lengths]
        _source(evaluation, number, [" ".join(words).capitalize() + "." for words in fragments])
        yield from fragments[:2]


@transaction.atomic
def _source(evaluation: Evaluation, number: int, fragments: list[str]) -> None:
    source = Source.objects.create(
        evaluation=evaluation,
        number=number,
        title=f"Gesprek {number} (fictief)",
        kind="transcript",
        wrapped_key=b"-",
        created_by=evaluation.created_by,
    )
    Speaker.objects.bulk_create(
        Speaker(source=source, number=speaker, label=f"Stem {speaker}") for speaker in range(SPEAKERS)
    )
    text, turns, at = "\n\n".join(fragments), [], 0
    for place, words in enumerate(fragments):
        turns.append([at, at + len(words), place % SPEAKERS, None])
        at += len(words) + 2
    SourceVersion.objects.create(
        source=source,
        number=1,
        text=text,
        length=len(text),
        text_sha256=sha256(text.encode()).hexdigest(),
        turns=turns,
        created_by=evaluation.created_by,
        released_at=timezone.now(),
        released_by=evaluation.created_by,
        release_ground="no_personal_data",
    )


def questions(sample: list[Fragment]) -> list[str]:
    """The mix: single words with the commonest among them, pairs, phrases and beginnings.

    Words are taken at every commonness alike, by the logarithm of their rank; half of the pairs, and all phrases, as
    they stand in a fragment.
    """
    draw = random.Random(SEED)
    counts: dict[str, int] = {}
    for fragment in sample:
        for said in fragment:
            counts[said] = counts.get(said, 0) + 1
    ranks = sorted(counts, key=lambda word: -counts[word])

    def word() -> str:
        return ranks[int(len(ranks) ** draw.random()) - 1]

    long = [fragment for fragment in sample if len(fragment) > 5]
    pairs = [" ".join(draw.sample(draw.choice(long), 2)) for _ in range(PAIRS // 2)]
    pairs += [f"{word()} {word()}" for _ in range(PAIRS - len(pairs))]
    asked = ranks[:COMMONEST] + [word() for _ in range(SINGLE - COMMONEST)] + pairs
    for _ in range(PHRASES):
        fragment, size = draw.choice(long), draw.choice((2, 2, 3))
        start = draw.randrange(len(fragment) - size)
        asked.append('"' + " ".join(fragment[start : start + size]) + '"')
    beginnings: list[str] = []
    while len(beginnings) < BEGINNINGS:
        if len(found := word()) > 3:
            beginnings.append(found[: draw.randint(3, min(7, len(found)))] + "*")
    return asked + beginnings


def _ask(user: User, evaluation: Evaluation, asked: str) -> int:
    question = question_of(asked)
    assert question is not None
    return len(search(user, evaluation, question).hits)


def _timed(user: User, evaluation: Evaluation, asked: str) -> tuple[float, float]:
    time.sleep(PAUSE)
    clock, processor = time.perf_counter(), time.process_time()
    _ask(user, evaluation, asked)
    return time.perf_counter() - clock, time.process_time() - processor


if __name__ == "__main__":
    main()
