"""Funnels: against FunnelPlotR, against plain loops, and planted truths."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sluitend.engines.learning import spc
from sluitend.engines.learning.spc.quantiles import chi_square_quantile
from tests.engines.learning import twin_spc as twin

REFERENCE = json.loads((Path(__file__).parent / "funnel_plot_r.json").read_text())
KINDS = {"SR": spc.Kind.RATIO, "PR": spc.Kind.PROPORTION}
SCALES = {"SHMI": spc.Scale.LOG, "CQC": spc.Scale.ROOT}


@pytest.mark.parametrize("reference", REFERENCE["funnels"], ids=lambda one: one["name"])
def test_against_funnel_plot_r(reference: dict[str, Any]) -> None:
    columns = dict(zip(REFERENCE["columns"], np.array(reference["rows"], float).T, strict=True))
    kind, scale = KINDS[reference["type"]], SCALES[reference["method"]]

    found = spc.funnel(columns["numerator"], columns["denominator"], kind=kind, scale=scale, trim=reference["trim"])

    assert (found.phi, found.tau2, found.target) == pytest.approx(
        (reference["phi"], reference["tau2"], reference["target"]), abs=1e-8
    )
    ours = {
        "Uzscore": found.z, "Wuzscore": found.trimmed,
        "ll95": found.plain.low95, "ul95": found.plain.high95,
        "ll998": found.plain.low998, "ul998": found.plain.high998,
        "odll95": found.adjusted.low95, "odul95": found.adjusted.high95,
        "odll998": found.adjusted.low998, "odul998": found.adjusted.high998,
    }  # fmt: skip
    for name, values in ours.items():
        np.testing.assert_allclose(values, columns[name], rtol=0, atol=1e-8, err_msg=name)
    # one of the five has its denominators rounded to two decimals, but its ratios from before that
    np.testing.assert_allclose(found.value, columns["rr"], rtol=0, atol=2e-5)


def drawn(seed: int, places: int) -> list[tuple[float, float]]:
    """Among them two that are equal."""
    chance = random.Random(seed)
    pairs = []
    for _ in range(places):
        whole = chance.randint(20, 3000)
        pairs.append((float(chance.randint(1, whole)), float(whole)))
    return [*pairs, pairs[0]]


@pytest.mark.parametrize("kind", spc.Kind)
@pytest.mark.parametrize("scale", spc.Scale)
@pytest.mark.parametrize(("seed", "places", "trim"), [(1, 3, 0.0), (2, 12, 0.1), (3, 60, 0.05), (4, 25, 0.2)])
def test_the_same_as_plain_loops(kind: spc.Kind, scale: spc.Scale, seed: int, places: int, trim: float) -> None:
    pairs = drawn(seed, places)

    found = spc.funnel([a for a, _ in pairs], [b for _, b in pairs], kind=kind, scale=scale, trim=trim)

    assert (found.phi, found.tau2) == pytest.approx(twin.spread(pairs, kind, scale, trim), rel=1e-9)


def test_equals_share_their_rank_when_the_lowest_are_left_out() -> None:
    """Of sixteen the two lowest are equal: at rank 1.5 both are left out, at rank 2 neither would be."""
    pairs = [(50.0, 100.0), (50.0, 100.0), *((80.0 + place, 100.0) for place in range(14))]

    found = spc.funnel([a for a, _ in pairs], [b for _, b in pairs], kind=spc.Kind.RATIO)

    assert np.isnan(found.trimmed).tolist() == [True, True, *[False] * 13, True]
    assert (found.phi, found.tau2) == pytest.approx(twin.spread(pairs, "ratio", "log", 0.1))


def test_noise_gives_no_signal_and_a_planted_difference_does() -> None:
    """Forty places with the same chance of one in five, two small ones far from it by noise, and one that differs."""
    chance = random.Random(7)
    whole = [chance.randint(300, 4000) for _ in range(40)]
    count = [sum(chance.random() < 0.2 for _ in range(size)) for size in whole]

    found = spc.funnel([*count, 4, 0, 640], [*whole, 10, 12, 2000])

    assert found.tau2 == pytest.approx(0, abs=2e-4)
    assert found.value[[40, 41]].tolist() == [0.4, 0.0]
    assert [place for place, one in enumerate(found.signals) if one is spc.Signal.HIGH998] == [42]
    assert found.small[40:] == (True, True, False)
    assert found.signals[40:] == (None, None, spc.Signal.HIGH998)


def test_limits_of_a_small_proportion_stay_shares() -> None:
    found = spc.funnel([1, 0, 30], [9, 2, 300])

    assert found.plain.low998.tolist()[:2] == [0, 0]
    assert (found.plain.high998 <= 1).all()


def test_a_curve_goes_through_the_places() -> None:
    found = spc.funnel([12, 40, 90], [100, 250, 500])

    plain, adjusted = found.curve([250])

    assert plain.high95[0] == found.plain.high95[1]
    assert adjusted.low998[0] == found.adjusted.low998[1]


def test_a_single_place_has_no_spread_between_places() -> None:
    found = spc.funnel([30], [20], kind=spc.Kind.RATIO, scale=spc.Scale.ROOT)

    assert found.tau2 == 0
    assert found.signals == (spc.Signal.HIGH95,)


@pytest.mark.parametrize(
    ("observed", "denominator", "choice", "message"),
    [
        ([1], [2, 3], {}, "every place"),
        ([], [], {}, "every place"),
        ([1, float("nan")], [2, 3], {}, "missing"),
        ([1, 1], [2, 0], {}, "above 0"),
        ([1, -1], [2, 3], {}, "above 0"),
        ([1, 4], [2, 3], {}, "larger than its whole"),
        ([1, 0], [2, 3], {"kind": spc.Kind.RATIO}, "no logarithm"),
        ([1, 2], [2, 3], {"trim": 0.5}, "less than a half"),
    ],
)
def test_what_is_no_funnel(observed: list[float], denominator: list[float], choice: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        spc.funnel(observed, denominator, **choice)


def test_quantiles_of_chi_square() -> None:
    """Against Abramowitz and Stegun, table 26.8 (and freedom 2, where it is -2 log(1 - share))."""
    np.testing.assert_allclose(
        chi_square_quantile(0.975, np.array([1.0, 2.0, 10.0, 100.0])),
        [5.02389, 7.37776, 20.4831, 129.561],
        rtol=5e-6,
    )
    assert chi_square_quantile(0.001, np.array([2.0]))[0] == pytest.approx(-2 * np.log1p(-0.001), rel=1e-12)
    assert np.isfinite(chi_square_quantile(0.999, np.array([0.02, 3e5]))).all()
    with pytest.raises(ValueError, match="between 0 and 1"):
        chi_square_quantile(1.0, np.array([2.0]))
