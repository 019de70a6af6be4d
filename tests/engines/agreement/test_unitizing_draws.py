"""Every draw of texts against the formula in loops on texts laid end to end, and how often an interval holds."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sluitend.engines import agreement
from sluitend.engines.agreement.resampling import drawn
from sluitend.engines.agreement.unitizing_draws import Laid, alpha_of_draws, unitizing_of_texts
from tests.engines.agreement.test_unitizing import naive, sections, without_overlap

Spans = list[tuple[int, int]]


def twin(texts: list[Laid], times: list[int]) -> float | None:
    """Lay out the texts, each as often as it was drawn, and add up what the loops say of every category."""
    coders = list(texts[0].spans)
    size = sum(one.length * count for one, count in zip(texts, times, strict=True))
    observed = expected = 0.0
    for category in ("x", "y"):
        laid: list[Spans] = [[] for _coder in coders]
        here = 0
        for one, count in zip(texts, times, strict=True):
            for _copy in range(count):
                for place, coder in enumerate(coders):
                    laid[place] += [(here + a, here + b) for a, b in one.spans[coder].get(category, [])]
                here += one.length
        taken = sum(b - a for found in laid for a, b in found)
        differ = len({tuple(sorted(found)) for found in laid}) > 1
        if any(laid) and (differ or taken < size * len(coders)):
            part = naive([_sections(found, size) for found in laid], size)
            observed, expected = observed + part[0], expected + part[1]
    return 1 - observed / expected if expected else None


def _sections(found: Spans, size: int) -> list[tuple[int, int, bool]]:
    return [one for one in sections(found, size) if one[1]]


def spans_within(length: int) -> st.SearchStrategy[Spans]:
    return st.lists(st.integers(0, length), max_size=8).map(without_overlap)


@st.composite
def laid_texts(draw: st.DrawFn) -> list[Laid]:
    found = []
    coders = ["a", "b", "c"][: draw(st.integers(2, 3))]
    for _text in range(draw(st.integers(2, 5))):
        length = draw(st.integers(1, 30))
        spans = {coder: {name: draw(spans_within(length)) for name in ("x", "y")} for coder in coders}
        found.append(Laid(length, spans))
    return found


@given(texts=laid_texts(), seed=st.integers(0, 2**16))
def test_every_draw_is_what_the_loops_say_of_the_texts_laid_out(texts: list[Laid], seed: int) -> None:
    draws = drawn(len(texts), draws=12, seed=seed)

    found = alpha_of_draws(texts, draws)

    for times, value in zip(draws.astype(int).tolist(), found.tolist(), strict=True):
        expected = twin(texts, times)
        assert math.isnan(value) if expected is None else value == pytest.approx(expected, abs=1e-9)


def covers(borders: list[int]) -> Spans:
    """From border to border, without a gap."""
    return list(pairwise(sorted({0, 12, *borders})))


@given(
    borders=st.lists(
        st.lists(st.lists(st.integers(1, 11), max_size=1), min_size=2, max_size=2), min_size=2, max_size=4
    ),
    seed=st.integers(0, 2**16),
)
def test_every_draw_of_texts_that_are_taken_whole(borders: list[list[list[int]]], seed: int) -> None:
    """Where the borders are the same too, there is nothing to disagree on."""
    texts = [Laid(12, {"a": {"x": covers(one)}, "b": {"x": covers(other)}}) for one, other in borders]
    draws = drawn(len(texts), draws=12, seed=seed)

    for times, value in zip(draws.astype(int).tolist(), alpha_of_draws(texts, draws).tolist(), strict=True):
        expected = twin(texts, times)
        assert math.isnan(value) if expected is None else value == pytest.approx(expected, abs=1e-9)
    alone = unitizing_of_texts(texts, None)
    assert alone.value == (None if (told := twin(texts, [1] * len(texts))) is None else pytest.approx(told))


@given(texts=laid_texts())
def test_each_text_once_is_the_alpha_itself(texts: list[Laid]) -> None:
    alone = unitizing_of_texts(texts, None)

    (value,) = alpha_of_draws(texts, np.ones((1, len(texts)))).tolist()

    assert alone.interval is None
    assert math.isnan(value) if alone.value is None else value == pytest.approx(alone.value, abs=1e-9)


def talk(random: np.random.Generator, skill: float) -> Laid:
    """Two coders on a text of six places: each finds a place or not, and begins and ends it about there."""
    spans: dict[str, dict[str, Spans]] = {"a": {"x": []}, "b": {"x": []}}
    hardness = random.uniform(0.4, 1.0)  # texts differ, which is why whole texts are drawn
    for place in range(6):
        is_there = random.random() < 0.5
        for mine in spans.values():
            sees = random.random() < skill * hardness
            if is_there == sees and (is_there or random.random() < 0.2):
                start = 100 * place + 20 + int(random.integers(-6, 7))
                mine["x"].append((start, start + 50 + int(random.integers(-6, 7))))
    return Laid(600, spans)


def test_the_interval_holds_what_it_should_about_as_often_as_it_says() -> None:
    """Of 150 samples of twelve texts; what holds is the alpha of two thousand such texts. A percentile interval of few
    clusters is somewhat narrow: with twelve it holds about nine times in ten.
    """
    random = np.random.default_rng(4)
    truth = unitizing_of_texts([talk(random, 0.9) for _ in range(2000)], None).value
    assert truth is not None
    held = 0
    for sample in range(150):
        found = unitizing_of_texts([talk(random, 0.9) for _ in range(12)], drawn(12, draws=300, seed=sample))
        assert found.interval is not None
        held += found.interval.low <= truth <= found.interval.high

    assert 0.84 <= held / 150 <= 0.99


def test_the_interval_says_what_it_was_drawn_from_and_is_the_same_again() -> None:
    random = np.random.default_rng(1)
    texts = [talk(random, 0.9) for _ in range(8)]

    first, second = (unitizing_of_texts(texts, drawn(8)) for _ in range(2))

    assert first == second
    assert first.interval is not None
    assert (first.interval.draws, first.interval.level) == (1000, 0.95)
    assert first.interval.low < (first.value or 0) < first.interval.high
    laid = {
        coder: {"x": [(600 * at + a, 600 * at + b) for at, one in enumerate(texts) for a, b in one.spans[coder]["x"]]}
        for coder in ("a", "b")
    }
    assert first.value == agreement.unitizing_alpha(laid, start=0, end=4800).total.value
