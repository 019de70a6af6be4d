"""What is learned, and whether its measures are what they say: against loops written from their definitions."""

from __future__ import annotations

import numpy as np
import pytest

from sluitend.engines.text.suggesting import FEWEST, FEWEST_TEXTS, judge, train


def planted(texts: int = 6, each: int = 20, noise: float = 0.3, seed: int = 5) -> tuple[np.ndarray, ...]:
    """Passages of which the first two dimensions tell the first two codes; a third code is drawn by chance."""
    random = np.random.default_rng(seed)
    count = texts * each
    labels = random.random((count, 3)) < [0.3, 0.2, 0.1]
    vectors = random.normal(size=(count, 12)) * noise
    vectors[:, :2] += labels[:, :2]
    return vectors, labels, np.repeat(np.arange(texts), each)


def test_what_is_planted_is_found() -> None:
    vectors, labels, texts = planted()
    held = texts == 0

    found = train(vectors[~held], labels[~held], penalty=0.1).scores(vectors[held])

    for code in (0, 1):
        assert found[labels[held, code], code].mean() > found[~labels[held, code], code].mean() + 0.4


def test_the_weights_are_those_of_the_normal_equations() -> None:
    """Against the textbook form, solved as a larger least-squares problem."""
    vectors, labels, _texts = planted()
    rows, answers = vectors - vectors.mean(axis=0), labels - labels.mean(axis=0)
    held = 0.5 * np.trace(rows.T @ rows) / rows.shape[1]
    larger = np.vstack([rows, np.sqrt(held) * np.eye(rows.shape[1])])
    expected = np.linalg.lstsq(larger, np.vstack([answers, np.zeros((rows.shape[1], 3))]), rcond=None)[0]

    assert train(vectors, labels, penalty=0.5).weights == pytest.approx(expected, abs=1e-9)


def test_a_firm_no_lowers_the_score_more_than_silence() -> None:
    vectors, labels, _texts = planted()
    place = int(np.flatnonzero(~labels[:, 0])[0])
    refused = labels.astype(float)
    refused[place, 0] = -1

    silent, firm = train(vectors, labels, 1.0), train(vectors, refused, 1.0)

    assert firm.scores(vectors[[place]])[0, 0] < silent.scores(vectors[[place]])[0, 0]


def test_measures_are_near_one_for_what_is_planted_and_low_for_chance() -> None:
    one, other, chance = judge(*planted(noise=0.1))

    assert min(one.f1 or 0, other.f1 or 0) > 0.9
    assert one.agreement is not None
    assert (one.agreement.value or 0) > 0.85
    assert chance.f1 is not None
    assert chance.f1 < 0.5


def test_f1_of_always_and_never_are_counted_by_hand() -> None:
    vectors, labels, texts = planted()

    for code, told in enumerate(judge(vectors, labels, texts)):
        right = sum(1 for passage in labels if passage[code])
        assert told.examples == right
        assert told.always == pytest.approx(2 * right / (right + len(labels)))
        assert told.never == 0.0


def test_of_too_few_examples_nothing_is_said() -> None:
    vectors, labels, texts = planted()
    labels[:, 2] = False
    labels[texts < FEWEST_TEXTS - 1, 2] = True  # many passages, in too few texts

    told = judge(vectors, labels, texts)[2]

    assert told.examples >= FEWEST
    assert (told.f1, told.threshold, told.agreement) == (None, None, None)


def test_what_the_computer_brought_up_does_not_count_for_it() -> None:
    vectors, labels, texts = planted()
    left = np.zeros_like(labels)
    left[np.flatnonzero(labels[:, 0])[:4], 0] = True

    before, after = judge(vectors, labels, texts)[0], judge(vectors, labels, texts, left=left)[0]

    assert after.examples == before.examples - 4


def test_a_text_is_never_judged_by_what_was_learned_from_it() -> None:
    """Every text has a dimension of its own that gives its answers away: held out whole, it helps nothing."""
    random = np.random.default_rng(2)
    texts = np.repeat(np.arange(5), 30)
    labels = (random.random(150) < 0.3)[:, np.newaxis]
    vectors = np.zeros((150, 5))
    vectors[np.arange(150), texts] = np.where(labels[:, 0], 1.0, -1.0) * np.where(texts % 2, 1, -1)

    told = judge(vectors, labels, texts)[0]

    assert told.f1 is not None
    assert told.f1 <= told.always + 0.15


def test_one_text_teaches_nothing_about_another() -> None:
    vectors, labels, _texts = planted()

    assert all(told.f1 is None for told in judge(vectors, labels, np.zeros(len(labels), np.int64)))


def test_without_anything_there_is_nothing_to_learn() -> None:
    with pytest.raises(ValueError, match="nothing"):
        train(np.zeros((0, 4)), np.zeros((0, 2), np.bool_))
