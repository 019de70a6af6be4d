"""Many places with a count each: which of them differ more than chance and the places' usual spread.

Spiegelhalter, Funnel plots for comparing institutional performance (Statistics in Medicine 24, 2005), and for the
spread that is usual between places (overdispersion) Spiegelhalter, Handling over-dispersion of performance indicators
(Quality and Safety in Health Care 14, 2005): an additive random effect tau². The figures are those of the R package
FunnelPlotR. Every value is brought to a scale on which its standard error s depends on the denominator alone:

    proportion         y = asin √(observed / denominator)    s = 1 / (2 √denominator)
    ratio, log         y = log(observed / denominator)       s = 1 / √denominator
    ratio, root        y = √(observed / denominator)         s = 1 / (2 √denominator)

and z = (y - target) / s. The extreme z's, `trim` at each side, are pulled in to that quantile (winsorised) or, on the
log scale, left out (truncated; NHS Digital, SHMI), so that the places that one looks for do not hide themselves. Of the
n that are left: phi = Σ z² / n, and tau² = (n phi - (n - 1)) / (Σ w - Σ w² / Σ w) with w = 1 / s², or 0 when phi is
below (n - 1) / n (DerSimonian and Laird 1986). Limits: target ± 1.96 and 3.09 √(s² + tau²), brought back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from sluitend.engines.learning.spc.quantiles import Floats, chi_square_quantile

Z95, Z998 = 1.959964, 3.090232  # as FunnelPlotR has them
FEW = 5  # Cochran's rule of thumb (Biometrics 10, 1954)


class Kind(StrEnum):
    """What is compared: a share of a whole, or an observed number with what was to be expected."""

    PROPORTION = "proportion"
    RATIO = "ratio"


class Scale(StrEnum):
    """On what scale ratios are compared: the SHMI's or the CQC's."""

    LOG = "log"
    ROOT = "root"


class Signal(StrEnum):
    """Beyond which limit, with the usual spread taken into account, a place lies."""

    LOW998 = "low998"
    LOW95 = "low95"
    HIGH95 = "high95"
    HIGH998 = "high998"


@dataclass(frozen=True, slots=True)
class Limits:
    """Between which 95% and 99.8% of places would lie."""

    low95: Floats
    high95: Floats
    low998: Floats
    high998: Floats


@dataclass(frozen=True, slots=True)
class Funnel:
    """Of every place, in the order given: `value` (observed / denominator), `z`, the `trimmed` z that phi was computed
    of (NaN: left out), `adjusted_z` = (y - target) / √(s² + tau²), the limits by chance alone (`plain`) and with the
    usual spread (`adjusted`), and the signal: beyond which of the latter it lies. `small`: fewer than five were to be
    expected (or, of a proportion, fewer than five others); these scales exaggerate there, and no signal is given.

    Limits by chance alone are exact for ratios (Poisson; Ulm, American Journal of Epidemiology 131, 1990) and on the
    arcsine scale for proportions; a limit is not below 0 or above 1 there. The adjusted limits of ratios on the root
    scale are left on that scale, as FunnelPlotR does: √(observed / denominator) belongs beside them, and signals are
    taken so.
    """

    kind: Kind
    scale: Scale
    trim: float
    target: float
    phi: float
    tau2: float
    value: Floats
    z: Floats
    trimmed: Floats
    adjusted_z: Floats
    plain: Limits
    adjusted: Limits
    small: tuple[bool, ...]
    signals: tuple[Signal | None, ...]

    def curve(self, denominator: Sequence[float]) -> tuple[Limits, Limits]:
        """The limits, plain and adjusted, at these denominators: for drawing."""
        whole = np.asarray(denominator, np.float64)
        return _plain(self.kind, whole, self.target), _adjusted(self.kind, self.scale, whole, self.target, self.tau2)


def funnel(
    observed: Sequence[float],
    denominator: Sequence[float],
    *,
    kind: Kind = Kind.PROPORTION,
    scale: Scale = Scale.LOG,
    trim: float = 0.1,
) -> Funnel:
    """Of places with an observed number and a denominator: the whole of which it is a part, or what was expected.

    `scale` is for ratios only. The target is the share of all places together, or a ratio of 1. Raises ValueError for
    lists of unequal length or empty, values that are no numbers, denominators of 0 or less, negative counts, parts
    larger than their whole, a zero on the log scale, or a trim outside [0, 0.5).
    """
    count, whole = np.asarray(observed, np.float64), np.asarray(denominator, np.float64)
    _refuse(count, whole, kind, scale, trim)
    value = count / whole
    target = float(count.sum() / whole.sum()) if kind is Kind.PROPORTION else 1.0
    apart = _scaled(value, kind, scale) - _scaled(np.array([target]), kind, scale)
    error = _errors(whole, kind, scale)
    z = apart / error
    trimmed = _truncated(z, trim) if kind is Kind.RATIO and scale is Scale.LOG else _winsorised(z, trim)
    phi, tau2 = _spread(trimmed, error)
    adjusted = _adjusted(kind, scale, whole, target, tau2)
    small = _small(whole, kind, target)
    return Funnel(
        kind=kind,
        scale=scale,
        trim=trim,
        target=target,
        phi=phi,
        tau2=tau2,
        value=value,
        z=z,
        trimmed=trimmed,
        adjusted_z=apart / np.sqrt(error**2 + tau2),
        plain=_plain(kind, whole, target),
        adjusted=adjusted,
        small=tuple(small.tolist()),
        signals=_signals(np.sqrt(value) if kind is Kind.RATIO and scale is Scale.ROOT else value, adjusted, small),
    )


def _refuse(count: Floats, whole: Floats, kind: Kind, scale: Scale, trim: float) -> None:
    if count.shape != whole.shape or count.ndim != 1 or not len(count):
        raise ValueError("every place has an observed number and a denominator")
    if not (np.isfinite(count).all() and np.isfinite(whole).all()):
        raise ValueError("a number is missing or infinite")
    if (whole <= 0).any() or (count < 0).any():
        raise ValueError("a denominator is above 0, and an observed number not below it")
    if kind is Kind.PROPORTION and (count > whole).any():
        raise ValueError("a part is larger than its whole")
    if kind is Kind.RATIO and scale is Scale.LOG and not count.all():
        raise ValueError("zero has no logarithm: use the root scale")
    if not 0 <= trim < 0.5:
        raise ValueError("what is trimmed at each side is less than a half")


def _scaled(value: Floats, kind: Kind, scale: Scale) -> Floats:
    if kind is Kind.PROPORTION:
        return np.asarray(np.arcsin(np.sqrt(value)))
    return np.asarray(np.log(value) if scale is Scale.LOG else np.sqrt(value))


def _errors(whole: Floats, kind: Kind, scale: Scale) -> Floats:
    log = kind is Kind.RATIO and scale is Scale.LOG
    return np.asarray((1 if log else 0.5) / np.sqrt(whole))


def _winsorised(z: Floats, trim: float) -> Floats:
    low, high = np.quantile(z, [trim, 1 - trim])
    return np.clip(z, low, high)


def _truncated(z: Floats, trim: float) -> Floats:
    """The places are cut into 1/trim parts by rank; those in the first and the last are left out."""
    if trim == 0:
        return z
    below, same = (z[:, None] > z).sum(axis=1), (z[:, None] == z).sum(axis=1)
    parts = 1 / trim
    part = np.floor((below + (same + 1) / 2) * parts / (len(z) + 1))  # equals share their mean rank
    return np.where((part > 0) & (part < parts - 1), z, np.nan)


def _spread(trimmed: Floats, error: Floats) -> tuple[float, float]:
    """phi and tau²; 0 and 0 when nothing is left."""
    kept = ~np.isnan(trimmed)
    size = int(kept.sum())
    if not size:
        return 0.0, 0.0
    phi = float((trimmed[kept] ** 2).mean())
    weight = 1 / error[kept] ** 2
    room = float(weight.sum() - (weight**2).sum() / weight.sum())
    return phi, max(0.0, (size * phi - (size - 1)) / room) if size > 1 else 0.0


def _plain(kind: Kind, whole: Floats, target: float) -> Limits:
    if kind is Kind.PROPORTION:
        return _adjusted(kind, Scale.LOG, whole, target, 0.0)
    low95, low998 = (chi_square_quantile(share, 2 * whole) / 2 / whole for share in (0.025, 0.001))
    high95, high998 = (chi_square_quantile(share, 2 * (whole + 1)) / 2 / whole for share in (0.975, 0.999))
    return Limits(low95, high95, low998, high998)


def _adjusted(kind: Kind, scale: Scale, whole: Floats, target: float, tau2: float) -> Limits:
    error = np.sqrt(_errors(whole, kind, scale) ** 2 + tau2)
    return Limits(*(_limit(kind, scale, error * z, target) for z in (-Z95, Z95, -Z998, Z998)))


def _limit(kind: Kind, scale: Scale, apart: Floats, target: float) -> Floats:
    if kind is Kind.PROPORTION:
        angle = np.clip(np.arcsin(np.sqrt(target)) + apart, 0, np.pi / 2)
        return np.asarray(np.sin(angle) ** 2)
    return np.asarray(np.exp(apart) if scale is Scale.LOG else 1 + apart)


def _small(whole: Floats, kind: Kind, target: float) -> npt.NDArray[np.bool_]:
    few = whole * target < FEW
    return few | (whole * (1 - target) < FEW) if kind is Kind.PROPORTION else few


def _signals(beside: Floats, limits: Limits, small: npt.NDArray[np.bool_]) -> tuple[Signal | None, ...]:
    order = (
        (beside < limits.low998, Signal.LOW998),
        (beside > limits.high998, Signal.HIGH998),
        (beside < limits.low95, Signal.LOW95),
        (beside > limits.high95, Signal.HIGH95),
    )
    return tuple(
        next((signal for beyond, signal in order if beyond[place] and not small[place]), None)
        for place in range(len(beside))
    )
