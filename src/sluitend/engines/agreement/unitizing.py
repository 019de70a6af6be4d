"""Unitizing alpha: do coders find the same stretches, wherever these begin and end.

This is the coefficient of Krippendorff (2004), "Measuring the reliability of qualitative text analysis data", Quality
and Quantity 38, p. 787–800 (first in 1995, "On the reliability of unitizing continuous data", Sociological Methodology
25): each category by itself, squared differences of beginnings and ends. Later ones (Krippendorff et al. 2016) differ.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, combinations

from sluitend.engines.agreement.estimate import Estimate, Reason

Span = tuple[int, int]  # [start, end)
COEFFICIENT = "krippendorff_alpha_u_2004"


@dataclass(frozen=True, slots=True)
class UnitizingAlpha:
    """All categories together, and each by itself."""

    total: Estimate
    by_category: Mapping[str, Estimate]


@dataclass(frozen=True, slots=True)
class _Section:
    """A unit, or the gap between two of them."""

    start: int
    length: int
    is_unit: bool


def unitizing_alpha(
    spans: Mapping[str, Mapping[str, Sequence[Span]]], *, start: int, end: int, unit: str = "character"
) -> UnitizingAlpha:
    """Alpha over the continuum [start, end), from the spans by coder and category.

    Spans are [start, end); those of one coder and category do not overlap. A coder without spans is in it with an empty
    mapping. Raises ValueError for spans that overlap, are empty or lie outside the continuum.
    """
    coders = list(spans)
    categories = sorted({name for found in spans.values() for name in found})
    told = {name: [_sections(spans[coder].get(name, ()), start, end) for coder in coders] for name in categories}
    parts = {name: _disagreement(sections, end - start) for name, sections in told.items()}
    reasons = {name: _reason(told[name]) for name in categories}
    kept = [parts[name] for name in categories if reasons[name] is None]
    total = (sum(part[0] for part in kept), sum(part[1] for part in kept))
    size = end - start
    return UnitizingAlpha(
        _estimate(total, None if kept else _of_none(reasons.values()), unit, size, len(coders)),
        {name: _estimate(parts[name], reasons[name], unit, size, len(coders)) for name in categories},
    )


def _of_none(reasons: Collection[Reason | None]) -> Reason:
    """Why there is nothing in all categories together, of which none has a value."""
    return Reason.ONE_VALUE if Reason.ONE_VALUE in reasons else Reason.NOTHING_RATED


def _estimate(part: tuple[float, float], reason: Reason | None, unit: str, size: int, coders: int) -> Estimate:
    if coders < 2:
        reason = Reason.NO_PAIRS
    if reason is not None:
        return Estimate(COEFFICIENT, None, reason, None, None, unit, size, coders)
    return Estimate(COEFFICIENT, 1 - part[0] / part[1], None, part[0], part[1], unit, size, coders)


def _reason(told: Sequence[Sequence[_Section]]) -> Reason | None:
    """Nobody found a stretch, or everybody took the whole text within the same borders: nothing to disagree on.

    Of the whole text within other borders there is something: D_o and D_e are both above 0 by their formulas.
    """
    sections = [section for found in told for section in found]
    if not any(section.is_unit for section in sections):
        return Reason.NOTHING_RATED
    if not all(section.is_unit for section in sections) or _observed(told):
        return None
    return Reason.ONE_VALUE


def _sections(spans: Sequence[Span], start: int, end: int) -> list[_Section]:
    """Units and gaps in turn, from one end of the continuum to the other."""
    sections, here = [], start
    for first, last in sorted(spans):
        if first < here or last <= first or last > end:
            raise ValueError(f"the span {first}–{last} overlaps another, is empty or lies outside {start}–{end}")
        if first > here:
            sections.append(_Section(here, first - here, False))
        sections.append(_Section(first, last - first, True))
        here = last
    if here < end:
        sections.append(_Section(here, end - here, False))
    return sections


def _disagreement(told: Sequence[Sequence[_Section]], size: int) -> tuple[float, float]:
    """Observed and expected, of one category; (0, 0) where there is nothing to expect."""
    coders = len(told)
    if coders < 2:
        return 0.0, 0.0
    return _observed(told) / (coders * (coders - 1) * size**2), _expected(told, size)


def observed_sum(spans: Sequence[Sequence[Span]], size: int) -> float:
    """What every two coders differ in a text of this size, before it is divided: of texts end to end it adds up."""
    return _observed([_sections(mine, 0, size) for mine in spans])


def _observed(told: Sequence[Sequence[_Section]]) -> float:
    """Both ways alike."""
    pairs = ((a, b) for mine, other in combinations(told, 2) for a, b in _near(mine, other))
    return 2 * sum(_difference(a, b) for a, b in pairs)


def _near(mine: Sequence[_Section], other: Sequence[_Section]) -> Iterable[tuple[_Section, _Section]]:
    """The pairs of sections that have something in common, in one walk along both; others differ by nothing."""
    here = there = 0
    while here < len(mine) and there < len(other):
        a, b = mine[here], other[there]
        yield a, b
        if a.start + a.length <= b.start + b.length:
            here += 1
        if b.start + b.length <= a.start + a.length:
            there += 1


def _difference(a: _Section, b: _Section) -> float:
    """Squared difference of two sections that overlap (2004, eq. for δ²)."""
    begins = a.start - b.start
    ends = begins + a.length - b.length
    if a.is_unit and b.is_unit:
        return float(begins**2 + ends**2)
    if a.is_unit and not b.is_unit and begins >= 0 and ends <= 0:
        return float(a.length**2)  # the other found nothing at all where this unit is
    if b.is_unit and not a.is_unit and begins <= 0 and ends >= 0:
        return float(b.length**2)
    return 0.0


def _expected(told: Sequence[Sequence[_Section]], size: int) -> float:
    """Disagreement when the units of all coders lie at random places."""
    units = [section.length for found in told for section in found if section.is_unit]
    gaps = [section.length for found in told for section in found if not section.is_unit]
    gaps.sort()
    tails = [*accumulate(reversed(gaps), initial=0)][::-1]  # tails[i]: all gaps from the i-th on
    total = sum(_by_chance(length, len(units), gaps, tails) for length in units)
    whole = len(told) * size
    pairs = whole * (whole - 1) - sum(length * (length - 1) for length in units)
    return 2 * total / (size * pairs) if pairs else 0.0


def _by_chance(length: int, units: int, gaps: Sequence[int], tails: Sequence[int]) -> float:
    """With every other unit, and with the gaps (in their order) that are long enough to hold it."""
    with_units = (units - 1) / 3 * (2 * length**3 - 3 * length**2 + length)
    first = bisect_left(gaps, length)
    with_gaps = length**2 * (tails[first] - (len(gaps) - first) * (length - 1))
    return with_units + with_gaps
