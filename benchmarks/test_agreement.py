"""Agreement over 60 codes, ten coders and 100,000 units, beside the `krippendorff` package on a few of them, and beside
irrCAC on one: it stands apart, and is left out where `make oracle` was not run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import krippendorff
import numpy as np
import pytest

from benchmarks.measuring import Figure, measure
from sluitend.engines import agreement
from sluitend.engines.agreement import Level
from sluitend.engines.agreement.krippendorff import alpha_of
from tests import oracles

CODES, CODERS, UNITS, DRAWS = 60, 10, 100_000, 1_000
PEER = 3  # codes for the peer, whose time is counted twenty times


@pytest.fixture(scope="module")
def ratings() -> list[Any]:
    """A matrix of coders × units for every code, in which coders mostly agree (fictief)."""
    random = np.random.default_rng(1)
    return [_of_a_code(random) for _ in range(CODES)]


def _of_a_code(random: np.random.Generator) -> Any:
    truth = random.random(UNITS) < 0.05
    return np.where(random.random((CODERS, UNITS)) < 0.1, random.random((CODERS, UNITS)) < 0.05, truth).astype(np.int8)


def test_sixty_alphas(ratings: list[Any], figures: list[Figure]) -> None:
    name = f"alpha of {CODES} codes, {CODERS} coders, {UNITS:,} units"
    found: list[float | None] = []
    figures.append(measure(name, 2.0, lambda: found.extend(map(_alpha, ratings)), rounds=3))

    few = ratings[:PEER]
    theirs: list[float] = []
    peer = f"krippendorff package, {PEER} of these codes"
    figures.append(measure(peer, 2.0 * PEER / CODES, lambda: theirs.extend(map(_of_the_peer, few)), rounds=1, warm=0))

    assert found[:PEER] == pytest.approx(theirs, abs=1e-9)


def test_beside_irrcac(ratings: list[Any], figures: list[Figure], tmp_path: Path) -> None:
    """Fleiss of one code, which both of them have: theirs without starting Python and reading the ratings."""
    one = ratings[0]
    file = tmp_path / "ratings.json"
    file.write_text(json.dumps({"ratings": one.tolist(), "rounds": 3}), encoding="utf-8")
    theirs = oracles.ask("irrCAC", file, script="irrcac_timed")

    mine: list[float | None] = []
    name = f"Fleiss of one code, {CODERS} coders, {UNITS:,} units"
    figures.append(measure(name, 2.0 / CODES, lambda: mine.append(agreement.fleiss_kappa(one).value), rounds=3, warm=1))
    rounds = tuple((clock, processor) for clock, processor in theirs["rounds"])
    figures.append(Figure("irrCAC, the same code", 2.0 / CODES, rounds))

    assert mine[0] == pytest.approx(theirs["value"], abs=1e-9)


def _alpha(table: Any) -> float | None:
    return agreement.krippendorff_alpha(table).value


def _of_the_peer(table: Any) -> float:
    return float(krippendorff.alpha(reliability_data=table, level_of_measurement="nominal"))


def test_sixty_intervals(ratings: list[Any], figures: list[Figure]) -> None:
    found: list[agreement.Estimate] = []
    name = f"{DRAWS} bootstrap draws of each of {CODES} codes"
    figures.append(measure(name, 10.0, lambda: found.extend(map(_with_interval, ratings)), rounds=1, warm=0))

    assert all(one.interval is not None for one in found)


def _with_interval(table: Any) -> agreement.Estimate:
    return agreement.bootstrap(table, lambda counts: alpha_of(counts, Level.NOMINAL), draws=DRAWS)
