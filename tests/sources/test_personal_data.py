"""What is shown before a release: exact rules, no guesses."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sluitend.apps.sources.personal_data import Sign, sightings
from sluitend.engines.disclosure.check_digits import has_right_check_digits, passes_eleven_test


def seen(text: str) -> list[tuple[str, str]]:
    return [(sighting.sign.value, sighting.found) for sighting in sightings(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BSN 111222333.", [("bsn", "111222333")]),
        ("bsn: 1112.22.333", [("bsn", "1112.22.333")]),
        ("nummer 111222334", []),  # fails the eleven-test
        ("€ 111.222.333,00", []),  # an amount
        ("zaak 1112223334", []),
        ("mail naar jan@voorbeeld.invalid, graag", [("email", "jan@voorbeeld.invalid")]),
        ("bel 06-12345678 of 06 12 34 56 78", [("phone", "06-12345678"), ("phone", "06 12 34 56 78")]),
        ("bel +31 6 12345678", [("phone", "+31 6 12345678")]),
        ("bel (020) 123 45 67", [("phone", "(020) 123 45 67")]),
        ("rekening NL91 ABNA 0417 1643 00", [("iban", "NL91 ABNA 0417 1643 00")]),
        ("rekening NL92ABNA0417164300", []),  # wrong check digits
        ("geboren op 3 april 2011", [("birth_date", "geboren op 3 april 2011")]),
        ("geb. 03-04-11", [("birth_date", "geb. 03-04-11")]),
        ("besproken op 3 april 2011", []),
        ("artikel 2.3, lid 1, van de Jeugdwet", []),
    ],
)
def test_what_is_recognised(text: str, expected: list[tuple[str, str]]) -> None:
    assert seen(text) == expected


def test_offsets_are_code_points_with_the_words_around_it() -> None:
    text = "😀 Een gesprek. Mail: a@b.invalid. Einde."

    (sighting,) = sightings(text)

    assert text[sighting.start : sighting.end] == sighting.found == "a@b.invalid"
    assert (sighting.sign, sighting.before, sighting.after) == (Sign.EMAIL, "😀 Een gesprek. Mail: ", ". Einde.")


def test_the_eleven_test_against_the_published_rule() -> None:
    """111222333 is the fictitious number that the government uses in examples; one digit off fails."""
    assert passes_eleven_test("111222333")
    assert not passes_eleven_test("000000000")
    assert not any(passes_eleven_test(f"11122233{digit}") for digit in "012456789")


@given(st.integers(min_value=1, max_value=999_999_999))
def test_one_wrong_digit_never_passes(number: int) -> None:
    """Weights are not multiples of 11, so a change in one digit changes the remainder."""
    digits = f"{number:09d}"
    if passes_eleven_test(digits):
        other = digits[:8] + str((int(digits[8]) + 1) % 10)
        assert not passes_eleven_test(other)


def test_check_digits_of_the_examples_in_the_iban_registry() -> None:
    assert has_right_check_digits("NL91ABNA0417164300")
    assert has_right_check_digits("BE68539007547034")
    assert not has_right_check_digits("BE69539007547034")


@given(st.text(alphabet="06+31 .-()@aNLgeb0123456789", max_size=300))
def test_stretches_are_in_order_and_do_not_overlap(text: str) -> None:
    found = sightings(text)

    assert all(text[one.start : one.end] == one.found for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_a_long_text_is_quick() -> None:
    import time

    text = "De regie lag bij 12 gemeenten, 0612 en 2019-2020, zei men. " * 20_000
    began = time.monotonic()

    sightings(text)

    assert time.monotonic() - began < 60  # comparing each with each takes many minutes


def test_a_long_list_of_numbers_takes_no_longer_than_its_length() -> None:
    text = "\n".join(f"06-{number:08d}" for number in range(10_000_000, 10_030_000))
    began = time.perf_counter()
    assert len(sightings(text)) == 30_000
    assert time.perf_counter() - began < 60  # comparing each with each takes many minutes
