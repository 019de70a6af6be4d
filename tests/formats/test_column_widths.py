"""Columns of a table that an author typed are as wide as what stands in them needs."""

from __future__ import annotations

import pytest

from sluitend.formats.report.tree import parse
from sluitend.formats.report.widths import LEAST, MOST, by_content


def shares(markdown: str) -> list[float]:
    """Of the first table in this text."""
    frame = parse(markdown)[0]
    _attributes, _caption, columns, head, bodies, _foot = frame["c"][1][0]["c"]
    return by_content([*head[1], *bodies[0][3]], len(columns))


def test_a_number_gets_less_room_than_a_sentence() -> None:
    found = shares("| Nr. | Afspraak | Nagekomen? |\n|---|---|---|\n| 1 | Ieder gezin heeft één naam | Nee |\n")

    assert found == pytest.approx([LEAST / 42, 26 / 42, 10 / 42])


def test_a_long_text_does_not_push_the_others_off_the_page() -> None:
    found = shares(f"| A | B |\n|---|---|\n| {'woord ' * 100} | nee |\n")

    assert found == pytest.approx([MOST / (MOST + LEAST), LEAST / (MOST + LEAST)])


def test_a_table_without_words_has_equal_columns() -> None:
    assert by_content([], 3) == pytest.approx([1 / 3] * 3)
