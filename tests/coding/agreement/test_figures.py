"""Agreement of codings against values computed by hand, and against a twin that counts character by character.

By hand: ten paragraphs, A gives the code in the first four, B in 1, 2, 3 and 5. Both 3, only A 1, only B 1, neither 5.
- percent 8/10
- kappa: chance 0.4·0.4 + 0.6·0.6 = 0.52; (0.8 − 0.52) / 0.48 = 0.58333…
- alpha: 8 yes and 12 no; observed 2/10, expected 2·8·12 / (20·19) = 0.50526…; 1 − 0.2 / 0.50526 = 0.6041666…
- Fleiss: shares 0.4 and 0.6, chance 0.52; 0.58333…
- AC1: chance 0.4·0.6 + 0.6·0.4 = 0.48; 0.32 / 0.52 = 0.6153846…
- Brennan–Prediger: (0.8 − 0.5) / 0.5 = 0.6
"""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sluitend.apps.coding.agreement.figures import ALPHA, KAPPA, PERCENT, NoInterval, Why, figures, overview
from sluitend.apps.coding.agreement.ratings import CodedText, Sample, pair_cells
from sluitend.apps.coding.agreement.units import Span, UnitKind, Units, units_of
from sluitend.apps.coding.agreement_words import no_interval, number, sentences
from sluitend.engines.agreement import conger_kappa
from sluitend.engines.agreement.unitizing import COEFFICIENT as ALPHA_U

A, B, C = 1, 2, 3
WAITING, CONTROL = 11, 12
TEN = "\n\n".join(f"Alinea {number}." for number in range(10))  # each ten characters or so, apart by two


Marks = dict[tuple[int, int], list[Span]]


def text_of(key: int, text: str, kind: UnitKind, marks: Marks, coders: set[int]) -> CodedText:
    return CodedText(key, len(text), units_of(kind, text, [], []), frozenset(coders), marks)


def paragraph(number: int) -> Span:
    start = 11 * number
    return start + 1, start + 5  # within it: a character is enough


@pytest.fixture
def by_hand() -> Sample:
    marks = {
        (A, WAITING): [paragraph(0), paragraph(1), (paragraph(2)[0], paragraph(3)[1])],
        (B, WAITING): [paragraph(one) for one in (0, 1, 2, 4)],
    }
    return Sample((text_of(1, TEN, UnitKind.PARAGRAPH, marks, {A, B}),), (A, B))


def test_congers_kappa_counts_what_each_coder_said_of_what_they_finished() -> None:
    """Three coders; the third finished one of two texts, and a third text alone."""
    yes = {1: {A: [0, 1, 2], B: [0, 2, 5], C: [2, 3]}, 2: {A: [4], B: [4, 5, 6]}, 3: {C: [1, 2]}}
    texts = []
    for key, by in yes.items():
        marks: Marks = {(who, WAITING): [paragraph(one) for one in units] for who, units in by.items()}
        texts.append(text_of(key, TEN, UnitKind.PARAGRAPH, marks, set(by)))
    places = [(key, unit) for key in (1, 2) for unit in range(10)]
    rows = [[int(unit in yes[key][who]) if who in yes[key] else None for key, unit in places] for who in (A, B, C)]

    found = figures(Sample(tuple(texts), (A, B, C)), [WAITING], "paragraph").estimates["conger_kappa"]

    assert found.value == pytest.approx(conger_kappa(rows).value, abs=1e-12)
    assert found.interval is not None
    assert found.interval.low < (found.value or 0) < found.interval.high


def test_every_figure_is_the_one_computed_by_hand(by_hand: Sample) -> None:
    found = overview(by_hand, [WAITING, CONTROL], unit="paragraph")

    of_pair = found.pairs[A, B].estimates
    assert {name: pytest.approx(one.value, abs=1e-12) for name, one in of_pair.items() if name != ALPHA_U} == {
        "percent_agreement": 0.8,
        "krippendorff_alpha_nominal": 29 / 48,
        "cohen_kappa": 7 / 12,
        "fleiss_kappa": 7 / 12,
        "gwet_ac1": 8 / 13,
        "brennan_prediger": 0.6,
    }
    assert found.codes[WAITING].estimates[ALPHA].value == pytest.approx(29 / 48, abs=1e-12)
    assert found.texts[1].estimates[ALPHA].value == pytest.approx(29 / 48, abs=1e-12)
    assert (found.sample.units, found.whole.judged, found.whole.given, found.used) == (10, 10, 5, (WAITING,))
    assert {one.unit for one in found.whole.estimates.values() if one.coefficient != ALPHA_U} == {"paragraph"}


def test_chance_agreement_is_added_up_over_yes_and_no_and_not_multiplied(by_hand: Sample) -> None:
    """A program that multiplies them comes to 0.4·0.4·0.6·0.6 = 0.0576, and to a kappa of 0.788 for these two."""
    kappa = overview(by_hand, [WAITING], unit="paragraph").pairs[A, B].estimates[KAPPA]

    assert kappa.expected == pytest.approx(0.16 + 0.36, abs=1e-12)
    assert kappa.value == pytest.approx((0.8 - 0.52) / 0.48, abs=1e-12)
    assert kappa.value != pytest.approx((0.8 - 0.0576) / (1 - 0.0576), abs=0.1)


def test_who_was_not_asked_is_missing_and_not_a_no() -> None:
    """By hand: A and B rate [yes, no] in the first text, A, B and C [yes no yes] and [no no no] in the second.

    Ten ratings of which four yes; observed 2/10, expected 2·4·6 / (10·9); alpha 0.625. Percent (1 + 1 + 1/3 + 1) / 4.
    """
    two = "Alinea 0.\n\nAlinea 1."
    first = text_of(1, two, UnitKind.PARAGRAPH, {(A, WAITING): [(0, 3)], (B, WAITING): [(2, 6)]}, {A, B})
    second = text_of(2, two, UnitKind.PARAGRAPH, {(A, WAITING): [(0, 3)], (C, WAITING): [(0, 9)]}, {A, B, C})

    found = figures(Sample((first, second), (A, B, C)), [WAITING], "paragraph")

    assert found.alpha == pytest.approx(0.625, abs=1e-12)
    assert found.estimates[PERCENT].value == pytest.approx(10 / 12, abs=1e-12)
    assert found.texts == 1  # unitizing alpha: only the second text was finished by all three


@pytest.mark.parametrize(
    ("marks", "why"),
    [
        ({}, Why.NEVER_GIVEN),
        ({(A, WAITING): [(0, 20)], (B, WAITING): [(0, 20)]}, Why.ALWAYS_GIVEN),
    ],
)
def test_nothing_to_differ_about_is_no_perfect_agreement(marks: dict[tuple[int, int], list[Span]], why: Why) -> None:
    sample = Sample((text_of(1, "Alinea 0.\n\nAlinea 1.", UnitKind.PARAGRAPH, marks, {A, B}),), (A, B))

    found = overview(sample, [WAITING], unit="paragraph")

    assert {one.value for one in found.codes[WAITING].estimates.values()} == {None}
    assert {found.codes[WAITING].why_of(name) for name in found.codes[WAITING].estimates} == {why}


def test_one_coder_and_a_text_without_turns_are_said() -> None:
    alone = Sample((text_of(1, TEN, UnitKind.PARAGRAPH, {(A, WAITING): [(0, 3)]}, {A}),), (A, B))
    no_turns = Sample((text_of(1, TEN, UnitKind.TURN, {(A, WAITING): [(0, 3)]}, {A, B}),), (A, B))

    assert figures(alone, [WAITING], "paragraph").why is Why.ONE_CODER
    assert figures(no_turns, [WAITING], "turn").why is Why.NO_UNITS


def test_codes_stand_with_the_lowest_alpha_first_and_unused_ones_last(by_hand: Sample) -> None:
    text = by_hand.texts[0]
    same = {**text.spans, (A, CONTROL): [(0, 5)], (B, CONTROL): [(0, 5)]}
    sample = Sample((CodedText(1, text.length, text.units, text.coders, same),), (A, B))

    assert list(overview(sample, [99, CONTROL, WAITING], unit="paragraph").codes) == [WAITING, CONTROL, 99]


def test_few_texts_draw_paragraphs_and_several_draw_texts(by_hand: Sample) -> None:
    several = Sample(tuple(by_hand.texts[0] for _ in range(5)), (A, B))

    assert (by_hand.draws_texts, by_hand.clusters) == (False, 10)
    assert (several.draws_texts, several.clusters) == (True, 5)
    interval = figures(by_hand, [WAITING], "paragraph").estimates[ALPHA].interval
    assert interval is not None
    assert interval.low < 29 / 48 < interval.high


def test_paragraphs_in_which_no_unit_begins_are_not_drawn() -> None:
    three = [(0, 44), (44, 77), (77, len(TEN))]
    units = units_of(UnitKind.TURN, TEN, [], three)
    marks = {(A, WAITING): [(0, 5)], (B, WAITING): [(0, 5), (50, 55)]}
    sample = Sample((CodedText(1, len(TEN), units, frozenset({A, B}), marks),), (A, B))

    assert sample.clusters == 3
    assert [list(clusters) for _text, clusters in sample.numbered()] == [[0, 1, 2]]


def test_a_text_has_alpha_over_characters_of_the_two_who_finished_it(by_hand: Sample) -> None:
    alone = overview(by_hand, [WAITING], unit="paragraph").texts[1].estimates[ALPHA_U]
    three = Sample((*by_hand.texts, text_of(2, TEN, UnitKind.PARAGRAPH, {}, {A, C})), (A, B, C))

    found = overview(three, [WAITING], unit="paragraph")

    assert found.texts[1].estimates[ALPHA_U] == alone
    assert alone.value is not None
    assert found.whole.why_of(ALPHA_U) is Why.NO_COMMON_TEXT


SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 25)), max_size=4)


@settings(max_examples=60, deadline=None)
@given(
    marks=st.dictionaries(st.tuples(st.sampled_from([A, B, C]), st.sampled_from([WAITING, CONTROL])), SPANS),
    kind=st.sampled_from([UnitKind.CHARACTER, UnitKind.SENTENCE, UnitKind.PARAGRAPH]),
    second=st.sets(st.sampled_from([A, B, C]), min_size=1),
)
def test_ratings_are_those_of_a_twin_that_looks_at_every_character(
    marks: dict[tuple[int, int], list[tuple[int, int]]], kind: UnitKind, second: set[int]
) -> None:
    text = "Een zin. Nog een! 👩‍👧 Klaar?\n\nTweede alinea hier. En dan dit…\n\nSlot."
    spans = {key: [(start, min(start + size, len(text))) for start, size in found] for key, found in marks.items()}
    spans = {key: [one for one in found if one[0] < one[1]] for key, found in spans.items()}
    texts = (text_of(1, text, kind, spans, {A, B}), text_of(2, text, kind, spans, second))
    sample = Sample(texts, (A, B, C))

    found = figures(sample, [WAITING], "")

    judged = [row for one in texts if len(one.coders) > 1 for row in twin(one)]
    assert found.judged == len(judged)
    assert found.given == sum(any(row) for row in judged)
    values = [value for row in judged for value in row]
    assume(0 < sum(values) < len(values))
    assert found.alpha == pytest.approx(twin_alpha(judged), abs=1e-9)
    assert found.estimates[PERCENT].value == pytest.approx(
        sum(sum(a == b for a, b in combinations(row, 2)) / (len(row) * (len(row) - 1) / 2) for row in judged)
        / len(judged),
        abs=1e-9,
    )


def twin(text: CodedText) -> list[list[bool]]:
    """For every unit what each coder said, by the characters that they have."""
    rows = []
    units: Units = text.units
    for start, end in zip(units.starts, units.ends, strict=True):
        characters = set(range(int(start), int(end)))
        rows.append(
            [
                any(characters & set(range(*span)) for span in text.spans.get((coder, WAITING), []))
                for coder in sorted(text.coders)
            ]
        )
    return rows


def twin_alpha(rows: list[list[bool]]) -> float:
    """Alpha of two values, pair by pair."""
    values = [value for row in rows for value in row]
    observed = sum(
        sum(a != b for i, a in enumerate(row) for j, b in enumerate(row) if i != j) / (len(row) - 1) for row in rows
    ) / len(values)
    yes, everything = sum(values), len(values)
    return 1 - observed / (2 * yes * (everything - yes) / (everything * (everything - 1)))


def test_a_pair_is_counted_in_the_texts_that_both_finished(by_hand: Sample) -> None:
    other = text_of(2, TEN, UnitKind.PARAGRAPH, {(A, WAITING): [(0, 60)]}, {A})
    sample = Sample((*by_hand.texts, other), (A, B))

    table = pair_cells(sample, (A, B), [WAITING]).sum(axis=0)

    assert table.tolist() == [[5, 1], [1, 3]]


@pytest.mark.parametrize(("share", "shown"), [(130 / 135, "96,3%"), (0.9996, "99,9%"), (1.0, "100,0%"), (0.0, "0,0%")])
def test_a_percentage_is_rounded_and_not_cut_off(share: float, shown: str) -> None:
    assert number("percent_agreement", share) == shown


@pytest.mark.parametrize(("alpha", "shown"), [(0.996, "0,99"), (1.0, "1,00"), (0.856, "0,86"), (-0.001, "0,00")])
def test_nearly_one_is_not_one(alpha: float, shown: str) -> None:
    assert number(ALPHA, alpha) == shown


def test_a_code_that_is_given_a_few_times_has_no_interval(by_hand: Sample) -> None:
    """Both gave it in one turn of ten: alpha 1.00 of a single place is no certainty."""
    text = by_hand.texts[0]
    spans = {(A, CONTROL): [paragraph(3)], (B, CONTROL): [paragraph(3)]}
    sample = Sample((CodedText(1, text.length, text.units, text.coders, spans),), (A, B))

    found = overview(sample, [CONTROL], unit="paragraph")

    for one in (found.whole, found.codes[CONTROL], found.texts[1], found.pairs[A, B]):
        assert (one.alpha, one.given) == (1.0, 1)
        assert {estimate.interval for estimate in one.estimates.values()} == {None}
        assert one.no_interval_of(ALPHA) is NoInterval.FEW
    assert no_interval(KAPPA, found.pairs[A, B]) == "te weinig keren gegeven voor een interval: 1"


def test_draws_that_all_give_the_same_are_no_interval(by_hand: Sample) -> None:
    text = by_hand.texts[0]
    places = [paragraph(one) for one in range(6)]
    sample = Sample(
        (CodedText(1, text.length, text.units, text.coders, {(A, CONTROL): places, (B, CONTROL): places}),), (A, B)
    )

    of_pair = overview(sample, [CONTROL], unit="paragraph").pairs[A, B]

    assert (of_pair.alpha, of_pair.given) == (1.0, 6)
    assert {estimate.interval for estimate in of_pair.estimates.values()} == {None}
    assert {of_pair.no_interval_of(name) for name in of_pair.estimates if name != ALPHA_U} == {NoInterval.SAME}


def test_a_figure_below_nought_has_a_real_minus() -> None:
    assert number(ALPHA, -0.0149) == "−0,01"


def of_several(texts: int, coders: set[int]) -> Sample:
    """In every text both give the code to two passages; where B's begins differs from text to text."""
    found = []
    for key in range(texts):
        marks = {
            (A, WAITING): [(0, 9), (33, 42)],
            (B, WAITING): [(key % 3, 9), (33 + key % 2, 46 if key % 2 else 42)],
        }
        found.append(text_of(key, TEN, UnitKind.PARAGRAPH, marks, coders))
    return Sample(tuple(found), (A, B))


def test_alpha_over_passages_has_an_interval_of_whole_texts() -> None:
    found = figures(of_several(6, {A, B}), [WAITING], "paragraph")
    estimate = found.estimates[ALPHA_U]

    assert estimate.interval is not None
    assert estimate.interval.low < (estimate.value or 0) < estimate.interval.high
    assert found.no_interval_of(ALPHA_U) is None
    assert found.texts == 6


def test_alpha_over_passages_of_few_texts_says_that_there_are_too_few() -> None:
    found = figures(of_several(4, {A, B}), [WAITING], "paragraph")

    assert found.estimates[ALPHA_U].value is not None
    assert found.estimates[ALPHA_U].interval is None
    assert found.no_interval_of(ALPHA_U) is NoInterval.FEW_TEXTS
    assert no_interval(ALPHA_U, found) == "interval niet te berekenen: te weinig teksten (4; vanaf 5)"
    assert found.estimates[ALPHA].interval is not None  # paragraphs are drawn for this one


def test_what_alpha_over_passages_was_drawn_from_is_told_apart() -> None:
    """A third coder finished one of six texts: the others draw six, alpha over passages has one."""
    six = of_several(6, {A, B})
    marks = {(coder, WAITING): [(0, 9)] for coder in (A, B, C)}
    more = Sample((*six.texts[:5], text_of(9, TEN, UnitKind.PARAGRAPH, marks, {A, B, C})), (A, B, C))

    both = " ".join(sentences(six, UnitKind.PARAGRAPH, figures(six, [WAITING], "paragraph"), 1))
    one = figures(more, [WAITING], "paragraph")

    assert "Alfa-U: uit de 6 teksten die alle codeurs afrondden zijn 1.000 keer evenveel hele teksten geloot" in both
    assert one.no_interval_of(ALPHA_U) is NoInterval.FEW_TEXTS
    assert "Alfa-U" not in " ".join(sentences(more, UnitKind.PARAGRAPH, one, 1))
