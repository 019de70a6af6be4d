"""Other people's implementations on random ratings: `krippendorff` itself, and irrCAC.

irrCAC 0.4.4 (GPL-3.0-or-later) pins SciPy 1.12, and with it a NumPy below 2, so it cannot stand in
`requirements/dev.txt`. Where it can be imported it is asked anew, about random ratings and about those of
`irrcac.json`: in an environment for oracles, or as `pip install --no-deps irrCAC`, since it runs with newer NumPy and
pandas all the same. Elsewhere what it said is compared: twelve random sets, 2 to 5 coders, up to 30% missing.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from sluitend.engines import agreement

CASES: list[dict[str, Any]] = json.loads(Path(__file__).with_name("irrcac.json").read_text("utf-8"))
LEVELS = [level.value for level in agreement.Level]
matrices = arrays.arrays(
    np.float64,
    st.tuples(st.integers(2, 5), st.integers(2, 12)),
    elements=st.sampled_from([0.0, 1.0, 2.0, 3.0, 5.0, float("nan")]),
)


@given(ratings=matrices, level=st.sampled_from(LEVELS))
def test_alpha_is_that_of_the_krippendorff_package(ratings: np.ndarray[Any, Any], level: Any) -> None:
    found = agreement.krippendorff_alpha(ratings, level)

    if found.value is None:
        pairable = ratings[:, (~np.isnan(ratings)).sum(axis=0) >= 2]
        assert len(set(pairable[~np.isnan(pairable)])) < 2
    else:
        theirs = krippendorff.alpha(reliability_data=ratings, level_of_measurement=level)
        assert found.value == pytest.approx(theirs, abs=1e-9)


@given(ratings=matrices, level=st.sampled_from(LEVELS))
def test_lists_with_none_and_arrays_with_nan_are_the_same(ratings: np.ndarray[Any, Any], level: str) -> None:
    listed = [[None if np.isnan(one) else float(one) for one in row] for row in ratings]

    assert agreement.krippendorff_alpha(listed, level) == agreement.krippendorff_alpha(ratings, level)
    assert agreement.gwet_ac1(listed) == agreement.gwet_ac1(ratings)


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_the_others_are_those_of_irrcac(case: dict[str, Any]) -> None:
    ratings = case["ratings"]

    assert agreement.percent_agreement(ratings).value == pytest.approx(case["percent"], abs=1e-9)
    assert agreement.fleiss_kappa(ratings).value == pytest.approx(case["fleiss"], abs=1e-9)
    assert agreement.gwet_ac1(ratings).value == pytest.approx(case["gwet_identity"], abs=1e-9)
    for weights in ("linear", "quadratic", "ordinal"):
        assert agreement.gwet_ac2(ratings, weights).value == pytest.approx(case[f"gwet_{weights}"], abs=1e-9)
    for weights in ("identity", "linear", "quadratic", "ordinal"):
        found = agreement.brennan_prediger(ratings, weights)
        assert found.value == pytest.approx(case[f"bp_{weights}"], abs=1e-9)


def theirs(ratings: Any, weights: str, values: Sequence[float]) -> Any:
    """irrCAC on coders × units. Skips where it is not installed."""
    raw = pytest.importorskip("irrCAC.raw", reason="irrCAC is not installed: an oracle, no dependency")
    pandas = pytest.importorskip("pandas")
    units = pandas.DataFrame(np.asarray(ratings, dtype=np.float64).T)
    return raw.CAC(units, weights=weights, categories=list(values), digits=12)


def value_of(theirs_of: dict[str, Any]) -> float:
    return float(theirs_of["est"]["coefficient_value"])


@settings(max_examples=25, deadline=None)
@given(ratings=matrices)
def test_random_ratings_are_those_of_irrcac_itself(ratings: np.ndarray[Any, Any]) -> None:
    values = sorted(set(ratings[~np.isnan(ratings)].tolist()))
    assume(len(values) > 1)
    assume(((~np.isnan(ratings)).sum(axis=0) >= 2).any())

    for weights in ("identity", "linear", "quadratic", "ordinal"):
        asked = theirs(ratings, weights, values)
        gwet = agreement.gwet_ac2(ratings, weights) if weights != "identity" else agreement.gwet_ac1(ratings)
        assert gwet.value == pytest.approx(value_of(asked.gwet()), abs=1e-9)
        assert gwet.observed == pytest.approx(asked.gwet()["est"]["pa"], abs=1e-9)
        assert agreement.brennan_prediger(ratings, weights).value == pytest.approx(value_of(asked.bp()), abs=1e-9)
    assert agreement.fleiss_kappa(ratings).value == pytest.approx(
        value_of(theirs(ratings, "identity", values).fleiss()), abs=1e-9
    )


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_what_was_written_down_is_what_irrcac_says(case: dict[str, Any]) -> None:
    ratings = [[np.nan if one is None else one for one in row] for row in case["ratings"]]

    for weights in ("identity", "linear", "quadratic", "ordinal"):
        asked = theirs(ratings, weights, case["values"])
        assert value_of(asked.gwet()) == pytest.approx(case[f"gwet_{weights}"], abs=1e-9)
        assert value_of(asked.bp()) == pytest.approx(case[f"bp_{weights}"], abs=1e-9)
    asked = theirs(ratings, "identity", case["values"])
    assert value_of(asked.fleiss()) == pytest.approx(case["fleiss"], abs=1e-9)
    assert float(asked.fleiss()["est"]["pa"]) == pytest.approx(case["percent"], abs=1e-9)
