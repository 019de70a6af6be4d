"""Other people's implementations on random ratings: `krippendorff` itself, and what irrCAC 0.4.4 said.

irrCAC needs an older NumPy than the product, so its answers on random ratings (twelve sets, 2 to 5 coders, up to 30% of
the ratings missing) were written down in `irrcac.json`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import krippendorff
import numpy as np
import pytest
from hypothesis import given
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
