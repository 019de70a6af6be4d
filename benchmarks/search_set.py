"""A million fragments and two hundred questions, in the database of the environment. Everything is fictitious.

`python -m benchmarks.search_set 1000000` fills an empty database, asks, and prints as JSON how long it took. Words are
drawn as often as they are said in Dutch (the counts of pyspellchecker's list), each apart from the one before it.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections.abc import Iterator
from hashlib import sha256

import django
import numpy as np
from spellchecker import SpellChecker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sluitend.config.settings")
django.setup()

# ruff: noqa: E402 - a program of its own: models can be imported only now
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
Fragment = list[str]


def main() -> None:
    """Fill, ask, tell."""
    fragments = int(sys.argv[1])
    user, evaluation = _people()
    sample = list(_fill(evaluation, fragments))
    started = time.perf_counter()
    keeping.keep()
    built = time.perf_counter() - started
    asked = questions(sample)
    for question in asked:  # once before it counts: pages of the database come into memory
        _ask(user, evaluation, question)
    rounds = [(question, *_timed(user, evaluation, question)) for question in asked]
    print(json.dumps({"fragments": fragments, "built": built, "rounds": rounds}))


def _people() -> tuple[User, Evaluation]:
    user = User.objects.create_user("meting@voorbeeld.invalid", None, name="Meting (fictief)")
    evaluation = Evaluation.objects.create(
        title="Meting (fictief)", fictitious=True, wrapped_key=vault.new_wrapped_key(), created_by=user
    )
    Membership.objects.create(evaluation=evaluation, user=user, role="researcher")
    return user, evaluation


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
        for word in fragment:
            counts[word] = counts.get(word, 0) + 1
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
    clock, processor = time.perf_counter(), time.process_time()
    _ask(user, evaluation, asked)
    return time.perf_counter() - clock, time.process_time() - processor


if __name__ == "__main__":
    main()
