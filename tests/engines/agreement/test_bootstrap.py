"""Intervals: the same for the same seed, wider for documents than for characters, about as wide as they should be."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sluitend.engines import agreement
from sluitend.engines.agreement import Estimate, Level
from sluitend.engines.agreement.krippendorff import alpha_of
from sluitend.engines.agreement.ratings import Counts, counts_of


def alpha(counts: Counts) -> Estimate:
    return alpha_of(counts, Level.NOMINAL)


def coders(random: np.random.Generator, units: int) -> Any:
    truth = random.random(units) < 0.4
    return np.array([np.where(random.random(units) < 0.15, ~truth, truth) for _ in range(3)]).astype(float)


def test_the_estimate_lies_within_its_interval_and_the_same_seed_gives_the_same() -> None:
    ratings = coders(np.random.default_rng(4), 200)

    one, two = (agreement.bootstrap(ratings, alpha, draws=300, seed=7) for _ in range(2))

    assert one == two
    assert one.interval is not None
    assert one.value is not None
    assert one.interval.low < one.value < one.interval.high
    assert (one.interval.draws, one.interval.used, one.value) == (300, 300, agreement.krippendorff_alpha(ratings).value)


def test_an_interval_holds_the_true_value_about_as_often_as_it_says() -> None:
    """The true value is that of a very long text; 95% of 100 intervals is 95 ± 2.2, and these run a little short."""
    random = np.random.default_rng(11)
    truth = agreement.krippendorff_alpha(coders(random, 200_000)).value
    assert truth is not None

    found = [agreement.bootstrap(coders(random, 150), alpha, draws=200).interval for _ in range(100)]

    inside = sum(one is not None and one.low <= truth <= one.high for one in found)
    assert 86 <= inside <= 100


def test_documents_give_a_wider_interval_than_their_characters() -> None:
    random = np.random.default_rng(3)
    short = coders(random, 20)
    ratings = np.repeat(short, 50, axis=1)  # fifty characters each that all say the same
    documents = [place // 50 for place in range(1000)]

    by_character = agreement.bootstrap(ratings, alpha).interval
    by_document = agreement.bootstrap(ratings, alpha, clusters=documents).interval
    of_documents = agreement.bootstrap(short, alpha).interval

    assert by_character is not None
    assert by_document is not None
    assert of_documents is not None
    assert by_document.high - by_document.low > 3 * (by_character.high - by_character.low)
    assert by_document.high - by_document.low == pytest.approx(of_documents.high - of_documents.low, abs=0.1)


def test_what_has_no_value_has_no_interval_and_too_little_is_refused() -> None:
    assert agreement.bootstrap([[1, 1], [1, 1]], alpha).interval is None
    with pytest.raises(ValueError, match="two units or clusters"):
        agreement.bootstrap([[1, 0], [1, 1]], alpha, clusters=["a", "a"])
    with pytest.raises(ValueError, match="its cluster"):
        agreement.bootstrap([[1, 0], [1, 1]], alpha, clusters=["a"])


def test_units_that_were_rated_alike_are_counted_together_without_loss() -> None:
    ratings = coders(np.random.default_rng(5), 500)
    ratings[0, ::7] = np.nan

    collapsed = counts_of(ratings).collapsed()

    assert len(collapsed.table) < 12
    assert collapsed.weights.sum() == 500
    assert alpha(collapsed).value == pytest.approx(agreement.krippendorff_alpha(ratings).value, abs=1e-12)
