"""Values that were published, or come from the reference implementation named with each."""

from __future__ import annotations

import pytest

from sluitend.engines import agreement

COHEN = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]  # Cohen 1960, p. 45
FLEISS = """444444 222555 233335 555555 222444 113333 333355 113334 114444 555555 144444 124444 222333 144444 224445
333335 111455 111112 224444 133555 555555 244444 224555 114444 144445 222224 111155 224444 133333 555555"""
THREE = [  # Krippendorff 2011, three coders and fifteen units
    [None, None, None, None, None, 3, 4, 1, 2, 1, 1, 3, 3, None, 3],
    [1, None, 2, 1, 3, 3, 4, 3, None, None, None, None, None, None, None],
    [None, None, 2, 1, 3, 4, 4, None, 2, 1, 1, 3, 3, None, 4],
]
FOUR = [  # Krippendorff 2011 and Gwet 2014, four coders and twelve units
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]
# Gwet 2014 has the same, but for the last unit: there it is the third coder who rated it, alone. Only to Conger's kappa
# does it matter who of the coders that was; 0.76282 is of this table (`raw_4raters` of irrCAC).
GWET_2014 = [FOUR[0], [*FOUR[1][:11], None], [*FOUR[2][:11], 3], FOUR[3]]


def ratings_of(table: list[list[int]]) -> list[list[int]]:
    """The two coders behind a table."""
    pairs = [(a, b) for a, row in enumerate(table) for b, times in enumerate(row) for _ in range(times)]
    return [[a for a, _ in pairs], [b for _, b in pairs]]


def test_cohen_kappa_of_cohen_1960() -> None:
    found = agreement.cohen_kappa(COHEN)

    assert found.value == pytest.approx(0.49152542372881347, abs=1e-12)
    assert found.observed == pytest.approx(0.7)
    assert found.expected == pytest.approx(0.41)
    assert found.units == 200


def test_gwet_of_the_same_table_and_of_the_paradox() -> None:
    assert agreement.gwet_ac1(ratings_of(COHEN)).value == pytest.approx(0.5759717314487632, abs=1e-12)
    paradox = ratings_of([[8, 1], [0, 1]])
    assert agreement.gwet_ac1(paradox).value == pytest.approx(0.865771812080537, abs=1e-12)
    assert agreement.fleiss_kappa(paradox).value == pytest.approx(0.6078, abs=5e-5)  # Scott's pi is Fleiss for two


def test_fleiss_kappa_of_fleiss_1971() -> None:
    ratings = list(zip(*(map(int, item) for item in FLEISS.split()), strict=True))

    found = agreement.fleiss_kappa(ratings)

    assert found.value == pytest.approx(0.43024452006014074, abs=1e-12)
    assert found.observed == pytest.approx(0.5555555556, abs=1e-9)
    assert found.expected == pytest.approx(0.2199382716, abs=1e-9)
    assert agreement.krippendorff_alpha(ratings).value == pytest.approx(0.4334098282820289, abs=1e-12)


@pytest.mark.parametrize(
    ("ratings", "level", "value"),
    [
        (THREE, "nominal", 0.691358024691358),
        (THREE, "ordinal", 0.8067214199413153),
        (THREE, "interval", 0.8108448928121059),
        (THREE, "ratio", 0.8089436707842471),
        (FOUR, "nominal", 0.743421052631579),
        (FOUR, "ordinal", 0.8153875037548814),
        (FOUR, "interval", 0.8491071428571428),
        (FOUR, "ratio", 0.7974027747116121),
    ],
)
def test_krippendorff_alpha_of_krippendorff_2011(ratings: list[list[int]], level: str, value: float) -> None:
    assert agreement.krippendorff_alpha(ratings, level).value == pytest.approx(value, abs=1e-12)


def test_the_others_with_missing_ratings_of_gwet_2014() -> None:
    assert agreement.gwet_ac1(FOUR).value == pytest.approx(0.77544, abs=5e-6)
    assert agreement.fleiss_kappa(FOUR).value == pytest.approx(0.76117, abs=5e-6)
    assert agreement.brennan_prediger(FOUR).value == pytest.approx(0.77273, abs=5e-6)
    assert agreement.conger_kappa(GWET_2014).value == pytest.approx(0.76282, abs=5e-6)
    assert agreement.conger_kappa(FOUR).value == pytest.approx(0.7620668936511116, abs=1e-12)  # irrCAC 0.4.4, too


def test_unitizing_alpha_of_krippendorff_2004() -> None:
    """P. 254 of "Content analysis" (2nd ed.), to the digits of the reference implementation.

    The book prints 0.8591 for the total; that is another value, which 0.85867 does not round to. It comes out when each
    disagreement is first rounded to four digits: 1 − 0.0144 / (0.0532 + 0.0490).
    """
    spans = {
        "i": {"c": [(225, 295), (370, 400)], "k": [(180, 240), (300, 350)]},
        "j": {"c": [(220, 300), (355, 375), (400, 420)], "k": [(180, 240), (300, 350)]},
    }

    found = agreement.unitizing_alpha(spans, start=150, end=450)

    assert found.by_category["c"].value == pytest.approx(0.728598996805389, abs=1e-12)
    assert found.by_category["k"].value == pytest.approx(1.0, abs=1e-12)
    assert found.total.value == pytest.approx(0.8586654051841702, abs=1e-12)
    parts = [found.by_category[one] for one in "ck"]
    observed, expected = (sum(round(getattr(one, name) or 0, 4) for one in parts) for name in ("observed", "expected"))
    assert 1 - observed / expected == pytest.approx(0.8591, abs=5e-6)
