"""An interval for unitizing alpha: whole texts are drawn with replacement and laid end to end anew.

Passages of one text resemble each other, so the text is what is drawn (a bootstrap of clusters: Davison and Hinkley
1997, "Bootstrap methods and their application", § 3.8; percentiles as in Efron and Tibshirani 1993, ch. 13). A text
that comes out twice stands there twice, a text that does not is not there: the length and what is expected by chance
are those of the draw. The intervals of Krippendorff et al. (2016) belong to later coefficients.

Everything but the gaps between texts is a sum over texts, so that a thousand draws are a few multiplications. A test
lays out every draw and asks `unitizing_alpha`'s own formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from sluitend.engines.agreement.estimate import Estimate
from sluitend.engines.agreement.ratings import Numbers
from sluitend.engines.agreement.resampling import interval_of
from sluitend.engines.agreement.unitizing import Span, observed_sum, unitizing_alpha

AT_ONCE = 1_000_000  # numbers in memory: draws × (passages and gaps of a category)
Spans = Mapping[str, Mapping[str, Sequence[Span]]]  # by coder and category, as in `unitizing_alpha`


@dataclass(frozen=True)
class Laid:
    """A text that is laid in the continuum: its length, and its spans by coder and category, from its own beginning."""

    length: int
    spans: Spans


def unitizing_of_texts(texts: Sequence[Laid], draws: Numbers | None, *, unit: str = "character") -> Estimate:
    """Alpha over the texts end to end, all categories together, with the interval of these draws (draws × texts).

    A span never runs on into the next text. Every text has the same coders. Without `draws` there is no interval.
    """
    whole, here = dict[str, dict[str, list[Span]]](), 0
    for one in texts:
        for coder, found in one.spans.items():
            mine = whole.setdefault(coder, {})
            for category, spans in found.items():
                mine.setdefault(category, []).extend((here + start, here + end) for start, end in spans)
        here += one.length
    found_whole = unitizing_alpha(whole, start=0, end=here, unit=unit).total
    if draws is None or found_whole.value is None:
        return found_whole
    return interval_of(found_whole, alpha_of_draws(texts, draws))


def alpha_of_draws(texts: Sequence[Laid], draws: Numbers) -> Numbers:
    """The alpha of every draw; NaN where nothing was found in it, or nothing but passages."""
    coders = list(texts[0].spans)
    categories = sorted({name for one in texts for found in one.spans.values() for name in found})
    parts = [_Category(texts, coders, name) for name in categories]
    block = max(1, AT_ONCE // max((one.size for one in parts), default=1))
    return np.concatenate([_alpha(parts, draws[at : at + block]) for at in range(0, len(draws), block)])


def _alpha(parts: Sequence[_Category], draws: Numbers) -> Numbers:
    observed, expected = np.zeros(len(draws)), np.zeros(len(draws))
    for one in parts:
        differs, by_chance = one.disagreement(draws)
        observed, expected = observed + differs, expected + by_chance
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(expected > 0, 1 - observed / expected, np.nan))


class _Category:
    """What a draw of texts needs of one category."""

    def __init__(self, texts: Sequence[Laid], coders: Sequence[str], name: str) -> None:
        self._sizes = np.array([one.length for one in texts], np.float64)
        self._coders = len(coders)
        told = [[sorted(one.spans[coder].get(name, ())) for coder in coders] for one in texts]
        self._observed = np.array([observed_sum(found, one.length) for found, one in zip(told, texts, strict=True)])
        units = sorted((end - start, text) for text, found in enumerate(told) for mine in found for start, end in mine)
        self._lengths = np.array([length for length, _text in units], np.float64)
        self._text_of = np.array([text for _length, text in units], np.int64)
        within = [(gap, text) for text, found in enumerate(told) for mine in found for gap in _gaps(mine)]
        self._gaps = np.array([gap for gap, _text in within], np.float64)
        self._gap_text = np.array([text for _gap, text in within], np.int64)
        self._ends = [
            [_ends(found[coder], one.length) for found, one in zip(told, texts, strict=True)]
            for coder in range(self._coders)
        ]

    @property
    def size(self) -> int:
        """How much a draw of it takes."""
        return 1 + len(self._lengths) + len(self._gaps)

    def disagreement(self, draws: Numbers) -> tuple[Numbers, Numbers]:
        """Observed and expected of every draw, as in `unitizing`; 0 where this category has nothing to tell in it."""
        size, times = draws @ self._sizes, draws[:, self._text_of]
        count, lengths = times.sum(axis=1), self._lengths
        chance = _Chance(lengths, times)
        with_units = (count - 1) / 3 * (times @ (2 * lengths**3 - 3 * lengths**2 + lengths))
        with_gaps = chance.with_fixed(self._gaps, draws[:, self._gap_text]) + sum(
            (self._between(chance, mine, draws) for mine in self._ends), np.zeros(len(draws))
        )
        whole = self._coders * size
        pairs = whole * (whole - 1) - times @ (lengths * (lengths - 1))
        differs = draws @ self._observed
        is_told = (count > 0) & ((times @ lengths < whole) | (differs > 0)) & (pairs > 0)
        with np.errstate(invalid="ignore", divide="ignore"):
            observed = differs / (self._coders * (self._coders - 1) * size**2)
            expected = 2 * (with_units + with_gaps) / (size * pairs)
        return np.where(is_told, observed, 0.0), np.where(is_told, expected, 0.0)

    def _between(self, chance: _Chance, ends: Sequence[tuple[int, int] | None], draws: Numbers) -> Numbers:
        """The gaps of one coder that run on from text to text; of a text that came out more often, those between its
        copies too.
        """
        found, open_gap = np.zeros(len(draws)), np.zeros(len(draws))
        for text, borders in enumerate(ends):
            times = draws[:, text]
            if borders is None:
                open_gap = open_gap + times * self._sizes[text]
                continue
            before, after = borders
            found += np.where(times > 0, chance.with_gap(open_gap + before), 0.0)
            found += np.maximum(times - 1, 0) * chance.with_gap(np.full(len(draws), float(after + before)))
            open_gap = np.where(times > 0, after, open_gap)
        return found + chance.with_gap(open_gap)


class _Chance:
    """What the units of every draw differ from a gap by chance: length² for each place where they fit in it."""

    def __init__(self, lengths: Numbers, times: Numbers) -> None:
        self._lengths, self._rows = lengths, np.arange(len(times))
        none = np.zeros((len(times), 1))
        self._square = np.hstack([none, np.cumsum(times * lengths**2, axis=1)])
        self._cube = np.hstack([none, np.cumsum(times * lengths**2 * (lengths - 1), axis=1)])

    def with_gap(self, gaps: Numbers) -> Numbers:
        """With a gap that has another length in every draw."""
        fit = np.searchsorted(self._lengths, gaps, side="right")
        return np.asarray(self._square[self._rows, fit] * gaps - self._cube[self._rows, fit])

    def with_fixed(self, gaps: Numbers, times: Numbers) -> Numbers:
        """With gaps that are the same in every draw, which come out so many times."""
        fit = np.searchsorted(self._lengths, gaps, side="right")
        return np.asarray((times * (self._square[:, fit] * gaps - self._cube[:, fit])).sum(axis=1))


def _gaps(spans: Sequence[Span]) -> Iterable[int]:
    """Between the spans of one coder."""
    return (start - end for (_before, end), (start, _after) in pairwise(spans) if start > end)


def _ends(spans: Sequence[Span], length: int) -> tuple[int, int] | None:
    """What is free before the first span and after the last; None in a text without."""
    return (spans[0][0], length - spans[-1][1]) if spans else None
