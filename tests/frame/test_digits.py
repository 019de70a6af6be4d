"""Numbers that people type or that stand in an address: a longer one than any object has is of nothing."""

from __future__ import annotations

import pytest

from sluitend.digits import whole


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("12", 12),
        ("007", 7),
        ("9" * 9, 999_999_999),
        ("9" * 10, None),
        ("9" * 5_000, None),
        ("", None),
        (" 1", None),
        ("-1", None),
        ("1.5", None),
        ("²", None),
        ("F1", None),
    ],
)
def test_only_a_number_that_something_may_have_is_one(text: str, number: int | None) -> None:
    assert whole(text) == number
