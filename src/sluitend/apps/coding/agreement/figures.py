"""The figures of agreement: of one code, of all codes together, of one text and of one pair."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from sluitend.apps.coding.agreement.ratings import (
    FEW_TEXTS,
    Code,
    CodedText,
    Pair,
    Sample,
    cells_of,
    cells_of_pair,
    given_of,
    pair_cells,
    together,
)
from sluitend.apps.coding.agreement.units import Span
from sluitend.engines.agreement import Estimate, Laid, Reason, unitizing_of_texts
from sluitend.engines.agreement.conger import COEFFICIENT as CONGER
from sluitend.engines.agreement.ratings import Numbers
from sluitend.engines.agreement.resampling import Cells, conger, drawn, estimates, kappa
from sluitend.engines.agreement.unitizing import COEFFICIENT as ALPHA_U

PERCENT = "percent_agreement"
ALPHA = "krippendorff_alpha_nominal"
KAPPA = "cohen_kappa"
ORDER = (PERCENT, ALPHA, KAPPA, CONGER, "fleiss_kappa", "gwet_ac1", "brennan_prediger", ALPHA_U)
FEW_GIVEN = 5  # units: who draws from fewer sees the same few again and again, and seems certain
MOST_DRAWN = 5_000_000  # numbers in memory: draws × clusters


class Why(StrEnum):
    """Why there is no value, in more detail than the engine knows."""

    NO_UNITS = "no_units"  # these texts have no units of this kind
    ONE_CODER = "one_coder"  # no unit was rated by two coders
    NEVER_GIVEN = "never_given"  # nobody gave the code
    ALWAYS_GIVEN = "always_given"  # everybody gave it everywhere
    NO_COMMON_TEXT = "no_common_text"  # unitizing alpha needs texts that all of them finished


class NoInterval(StrEnum):
    """Why a figure that has a value has no interval."""

    FEW = "few"  # fewer than FEW_GIVEN units were given the code by anybody
    SAME = "same"  # every draw gives the same
    FEW_TEXTS = "few_texts"  # unitizing alpha draws whole texts, and there are fewer than FEW_TEXTS


@dataclass(frozen=True)
class Figures:
    """By name of the coefficient its estimate; `why` says why one has no value.

    `judged` is how many judgements there were of units by two coders or more (units × codes), `given` in how many of
    these at least one coder gave the code, `texts` over how many texts unitizing alpha was taken. `same` are the
    coefficients of which every draw gives the same.
    """

    estimates: Mapping[str, Estimate]
    judged: int
    given: int
    texts: int
    why: Why | None
    why_not_unitized: Why | None
    same: frozenset[str] = frozenset()

    @property
    def alpha(self) -> float | None:
        return self.estimates[ALPHA].value

    def why_of(self, coefficient: str) -> Why | None:
        if self.estimates[coefficient].value is not None:
            return None
        return self.why_not_unitized if coefficient == ALPHA_U else self.why

    def no_interval_of(self, coefficient: str) -> NoInterval | None:
        """None where there is an interval, no value, or nothing to draw from."""
        if self.estimates[coefficient].value is None:
            return None
        if coefficient == ALPHA_U and self.texts < FEW_TEXTS:
            return NoInterval.FEW_TEXTS
        if self.given < FEW_GIVEN:
            return NoInterval.FEW
        return NoInterval.SAME if coefficient in self.same else None


@dataclass(frozen=True)
class Overview:
    """All figures of a sample. `used` are the codes that somebody gave; those together are `whole`."""

    sample: Sample
    used: tuple[Code, ...]
    whole: Figures
    codes: Mapping[Code, Figures]  # the lowest alpha first, what cannot be computed last
    texts: Mapping[int, Figures]
    pairs: Mapping[Pair, Figures]


@dataclass(frozen=True)
class Judged:
    """What all coders of a sample said: units by how many gave a code, and by cluster how often each of them did."""

    cells: Cells
    given: Numbers  # clusters × coders × (no, yes)

    @classmethod
    def of(cls, sample: Sample, code: Code) -> Judged:
        return cls(cells_of(sample, code), given_of(sample, code))

    @classmethod
    def together(cls, parts: Sequence[Judged], sample: Sample) -> Judged:
        """Of several codes each judgement counts."""
        given = np.zeros((sample.clusters, len(sample.coders), 2))
        cells = together([one.cells for one in parts], len(sample.coders))
        return cls(cells, given + sum(one.given for one in parts))


def overview(sample: Sample, codes: Sequence[Code], *, unit: str) -> Overview:
    """Everything about `codes` in these texts; `unit` names the unit in every estimate."""
    judged = {code: Judged.of(sample, code) for code in codes}
    used = tuple(code for code in codes if judged[code].cells.table[:, 1].any())
    draws = draws_of(sample)
    of_codes = {code: _of_all(sample, judged[code], [code], draws, unit) for code in codes}
    whole = _of_all(sample, Judged.together([judged[code] for code in used], sample), used, draws, unit)
    return Overview(
        sample, used, whole, lowest_first(of_codes), by_text(sample, used, unit), by_pair(sample, used, unit)
    )


def by_text(sample: Sample, codes: Sequence[Code], unit: str) -> dict[int, Figures]:
    """Of every text that two or more finished, by those who did."""
    coders = {one.key: [coder for coder in sample.coders if coder in one.coders] for one in sample.compared}
    return {key: figures(sample.only(texts=[key], coders=who), codes, unit) for key, who in coders.items()}


def by_pair(sample: Sample, codes: Sequence[Code], unit: str) -> dict[Pair, Figures]:
    """Of every two coders who finished a text together, with Cohen's kappa."""
    found = {}
    for pair in sample.pairs:
        two = sample.only(coders=pair)
        draws = draws_of(two)
        table = pair_cells(two, pair, codes)
        found[pair] = _figures(two, cells_of_pair(table), codes, draws, kappa(table, draws, unit=unit))
    return found


def figures(sample: Sample, codes: Sequence[Code], unit: str, draws: Numbers | None = None) -> Figures:
    """Of these codes together."""
    judged = Judged.together([Judged.of(sample, code) for code in codes], sample)
    return _of_all(sample, judged, codes, draws_of(sample) if draws is None else draws, unit)


def draws_of(sample: Sample) -> Numbers | None:
    """What every interval of this sample draws, the same each time; None where there is nothing to draw from."""
    clusters = sample.clusters
    return None if clusters < 2 else drawn(clusters, draws=_times(clusters))


def _times(clusters: int) -> int:
    return max(200, min(1000, MOST_DRAWN // clusters))


def lowest_first(found: Mapping[Code, Figures]) -> dict[Code, Figures]:
    """Where people differ most comes first; what has no value comes last, in the order of the codebook."""
    return dict(sorted(found.items(), key=lambda one: (one[1].alpha is None, one[1].alpha or 0)))


def _of_all(sample: Sample, judged: Judged, codes: Sequence[Code], draws: Numbers | None, unit: str) -> Figures:
    """Of all coders of a sample, with Conger's kappa."""
    return _figures(sample, judged.cells, codes, draws, conger(judged.cells, judged.given, draws, unit=unit))


def _figures(sample: Sample, cells: Cells, codes: Sequence[Code], draws: Numbers | None, own: Estimate) -> Figures:
    """`own` is the figure for which it matters who of the coders said what."""
    common, unitized = _unitizing(sample, codes)
    judged = cells.weights[cells.table.sum(axis=1) > 1]
    given = int(cells.weights[cells.table[:, 1] > 0].sum())
    found, same = _drawn(estimates(cells, draws, unit=own.unit) | {own.coefficient: own, ALPHA_U: unitized}, given)
    return Figures(
        found,
        int(judged.sum()),
        given,
        common,
        _why(sample, cells),
        Why.NO_COMMON_TEXT if not common and sample.compared else _why(sample, cells),
        same,
    )


def _drawn(found: Mapping[str, Estimate], given: int) -> tuple[dict[str, Estimate], frozenset[str]]:
    """Without the intervals that would only seem certain, and of which every draw gives the same."""
    same = frozenset(
        name for name, one in found.items() if one.interval and math.isclose(one.interval.low, one.interval.high)
    )
    bare = found if given < FEW_GIVEN else same
    return {name: replace(one, interval=None) if name in bare else one for name, one in found.items()}, same


def _why(sample: Sample, cells: Cells) -> Why | None:
    if not sample.compared:
        return Why.ONE_CODER
    if not sample.units:
        return Why.NO_UNITS
    if not cells.table[:, 1].any():
        return Why.NEVER_GIVEN
    return Why.ALWAYS_GIVEN if not cells.table[:, 0].any() else None


def _unitizing(sample: Sample, codes: Iterable[Code]) -> tuple[int, Estimate]:
    """Over the texts that all coders finished, laid end to end; a stretch never runs on into the next text. Its
    interval draws those texts, whole, whatever the others draw.
    """
    texts = [one for one in sample.texts if one.length and set(sample.coders) <= one.coders]
    if len(sample.coders) < 2 or not texts:
        return 0, Estimate(ALPHA_U, None, Reason.NO_PAIRS, None, None, "character", 0, len(sample.coders))
    laid = [Laid(one.length, _spans_of(one, sample.coders, list(codes))) for one in texts]
    draws = drawn(len(texts), draws=_times(len(texts))) if len(texts) >= FEW_TEXTS else None
    return len(texts), unitizing_of_texts(laid, draws, unit="character")


def _spans_of(text: CodedText, coders: Iterable[int], codes: Sequence[Code]) -> dict[str, dict[str, list[Span]]]:
    return {
        str(coder): {str(code): joined(text.spans[coder, code]) for code in codes if text.spans.get((coder, code))}
        for coder in coders
    }


def joined(spans: Iterable[Span]) -> list[Span]:
    """Spans that share a character become one: a coder gives a character a code or does not."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
