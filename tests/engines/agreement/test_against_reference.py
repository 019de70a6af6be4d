"""Every value of the reference file that lies beside the repository has its counterpart here, or this fails.

A value is held to the digits that the file gives of it. Two of them are told apart:
- `conger` does not belong to the table beside it: see `GWET_2014`.
- `published_total` is what the book prints, from rounded parts: see `test_against_published`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from sluitend.engines import agreement
from tests.engines.agreement.test_against_published import GWET_2014, ratings_of

FILE = Path(__file__).parents[3].parent / "shared" / "reference" / "agreement.json"
ASKED = {"table", "items", "raters", "data"}  # what is rated
Case = dict[str, Any]
Counterpart = Callable[[Case], Any]


def _items(case: Case) -> Any:
    return agreement.fleiss_kappa(_turned(case))


def _turned(case: Case) -> list[list[int]]:
    return [list(row) for row in zip(*case["items"], strict=True)]


def _alpha_u(case: Case) -> agreement.UnitizingAlpha:
    data = case["data"]
    spans = {
        coder: {code: [(start, start + length) for start, length in found] for code, found in data[coder].items()}
        for coder in ("i", "j")
    }
    return agreement.unitizing_alpha(spans, start=data["begin"], end=data["begin"] + data["length"])


def _alphas(name: str) -> dict[str, Counterpart]:
    levels = ("nominal", "ordinal", "interval", "ratio")
    return {
        f"{name}/alpha/{level}": lambda case, level=level: agreement.krippendorff_alpha(case["raters"], level).value
        for level in levels
    }


COUNTERPARTS: dict[str, Counterpart] = {
    "cohen1960_p45/value": lambda case: agreement.cohen_kappa(case["table"]).value,
    "cohen1960_p45/po": lambda case: agreement.cohen_kappa(case["table"]).observed,
    "cohen1960_p45/pe": lambda case: agreement.cohen_kappa(case["table"]).expected,
    "cohen1960_p45/ac1": lambda case: agreement.gwet_ac1(ratings_of(case["table"])).value,
    "gwet_paradox/ac1": lambda case: agreement.gwet_ac1(ratings_of(case["table"])).value,
    # Scott's pi is Fleiss' kappa of two coders.
    "gwet_paradox/scott_pi": lambda case: agreement.fleiss_kappa(ratings_of(case["table"])).value,
    "fleiss1971/value": lambda case: _items(case).value,
    "fleiss1971/po": lambda case: _items(case).observed,
    "fleiss1971/pe": lambda case: _items(case).expected,
    "fleiss1971/krippendorff_alpha_nominal": lambda case: agreement.krippendorff_alpha(_turned(case)).value,
    **_alphas("krippendorff_3x15"),
    **_alphas("krippendorff_4x12"),
    "krippendorff_4x12/gwet_ac1": lambda case: agreement.gwet_ac1(case["raters"]).value,
    "krippendorff_4x12/fleiss": lambda case: agreement.fleiss_kappa(case["raters"]).value,
    "krippendorff_4x12/brennan_prediger": lambda case: agreement.brennan_prediger(case["raters"]).value,
    "krippendorff_4x12/conger": lambda case: agreement.conger_kappa(GWET_2014).value,
    "krippendorff2004_p254_alphaU/alphaU/c": lambda case: _alpha_u(case).by_category["c"].value,
    "krippendorff2004_p254_alphaU/alphaU/k": lambda case: _alpha_u(case).by_category["k"].value,
    "krippendorff2004_p254_alphaU/alphaU/total": lambda case: _alpha_u(case).total.value,
}
DIFFERS = {"krippendorff2004_p254_alphaU/published_total": -0.000435}  # ours less the book's


def _cases() -> dict[str, Case]:
    if not FILE.is_file():
        pytest.skip("the reference file is not beside the repository")
    return {case["id"]: case for case in json.loads(FILE.read_text("utf-8"), parse_float=Decimal)}


def _values(found: Any, path: str) -> Iterator[tuple[str, Decimal]]:
    """Every number in it that is an outcome."""
    if isinstance(found, dict):
        for name, one in found.items():
            if name not in ASKED:
                yield from _values(one, f"{path}/{name}")
    elif not isinstance(found, str):
        yield path, Decimal(found)


def _all_values() -> dict[str, Decimal]:
    return {path: value for name, case in _cases().items() for path, value in _values(case, name)}


def test_every_value_of_the_file_has_a_counterpart() -> None:
    assert set(_all_values()) == COUNTERPARTS.keys() | DIFFERS.keys()


@pytest.mark.parametrize("path", COUNTERPARTS)
def test_ours_is_the_value_of_the_file(path: str) -> None:
    case, value = _cases()[path.partition("/")[0]], _all_values()[path]
    digits = float(Decimal(5).scaleb(int(value.as_tuple().exponent) - 1))

    assert COUNTERPARTS[path](case) == pytest.approx(float(value), abs=max(digits, 1e-12))


def test_where_the_book_prints_something_else_that_is_known() -> None:
    ((path, apart),) = DIFFERS.items()

    ours = _alpha_u(_cases()[path.partition("/")[0]]).total.value

    assert ours is not None
    assert ours - float(_all_values()[path]) == pytest.approx(apart, abs=5e-7)
