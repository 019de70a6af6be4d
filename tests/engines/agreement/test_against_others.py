"""Other people's implementations on random ratings: `krippendorff` itself, and irrCAC.

irrCAC 0.4.4 (GPL) pins SciPy 1.12, and with it a NumPy below 2, so it stands in `requirements/oracle.txt`: a process
that sees it is asked about random ratings and about those of `irrcac.json` (`tests/oracles`). Where it is not installed
what it said is compared: twelve random sets, 2 to 5 coders, up to 30% missing.
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
from tests import oracles

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
    _same(case["ratings"], case)


def _same(ratings: Any, case: dict[str, float]) -> None:
    """All that irrCAC said of these ratings, its way of counting being the same."""
    assert agreement.percent_agreement(ratings).value == pytest.approx(case["percent"], abs=1e-9)
    assert agreement.fleiss_kappa(ratings).value == pytest.approx(case["fleiss"], abs=1e-9)
    assert agreement.conger_kappa(ratings).value == pytest.approx(case["conger"], abs=1e-9)
    assert agreement.gwet_ac1(ratings).value == pytest.approx(case["gwet_identity"], abs=1e-9)
    for weights in ("linear", "quadratic", "ordinal"):
        assert agreement.gwet_ac2(ratings, weights).value == pytest.approx(case[f"gwet_{weights}"], abs=1e-9)
    for weights in ("identity", "linear", "quadratic", "ordinal"):
        found = agreement.brennan_prediger(ratings, weights)
        assert found.value == pytest.approx(case[f"bp_{weights}"], abs=1e-9)


def test_what_was_written_down_is_what_irrcac_says(tmp_path: Path) -> None:
    told = _asked(CASES, tmp_path)

    for case, said in zip(CASES, told, strict=True):
        assert {name: case[name] for name in said} == pytest.approx(said, abs=1e-9)


def test_random_ratings_are_those_of_irrcac_itself(tmp_path: Path) -> None:
    """Fifty other sets, small enough that many have units that nobody or one coder rated, and ties."""
    random = np.random.default_rng(7)
    made = [one for one in (_drawn(random) for _ in range(80)) if one is not None][:50]
    told = _asked(made, tmp_path)

    assert len(told) == 50
    for case, said in zip(made, told, strict=True):
        _same(case["ratings"], said)


def _drawn(random: np.random.Generator) -> dict[str, Any] | None:
    """Ratings with some missing; None where irrCAC divides by nothing: no pairs, or a coder without any; and where it
    has 1.0, or nothing, of a single value in all units that two coders rated: then there is no value here."""
    drawn = random.choice([0.0, 1.0, 2.0, 3.0, 5.0], size=(random.integers(2, 6), random.integers(3, 13)))
    drawn[random.random(drawn.shape) < random.choice([0.0, 0.2, 0.4])] = np.nan
    there = ~np.isnan(drawn)
    values = sorted(set(drawn[there].tolist()))
    several = there.sum(axis=0) >= 2
    if not there.any(axis=1).all() or len(set(drawn[:, several][there[:, several]].tolist())) < 2:
        return None
    return {"ratings": [[None if np.isnan(one) else one for one in row] for row in drawn.tolist()], "values": values}


def _asked(cases: list[dict[str, Any]], folder: Path) -> list[dict[str, float]]:
    """What irrCAC says of each. Skips where it is not installed."""
    asked = [{"ratings": one["ratings"], "values": one["values"]} for one in cases]
    (folder / "ratings.json").write_text(json.dumps(asked), encoding="utf-8")
    found: list[dict[str, float]] = oracles.ask("irrCAC", folder / "ratings.json")
    return found
