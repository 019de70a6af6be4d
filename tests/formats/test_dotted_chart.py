"""The dotted chart: where marks stand, what tells them apart, and that names stay names."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

import pytest

from sluitend.formats.dotted_chart import MOST_KINDS, Dot, draw, ticks

SVG = "{http://www.w3.org/2000/svg}"


def days(*text: str) -> list[float]:
    return [float((date.fromisoformat(one) - date(1970, 1, 1)).days) for one in text]


def marks(svg: str) -> list[ElementTree.Element]:
    found = ElementTree.fromstring(svg)  # noqa: S314 - our own
    return [one for one in found if one.tag in (f"{SVG}circle", f"{SVG}polygon")]


def test_a_mark_for_every_dot_and_one_for_every_line_of_the_legend() -> None:
    dots = [Dot(row, 20_000 + 10 * row + kind, kind) for row in range(5) for kind in range(3)]

    drawn = marks(draw(dots, ["a", "b"], others="andere", title="t", description="d"))

    assert len(drawn) == len(dots) + 3


def test_time_goes_to_the_right_and_rows_go_down() -> None:
    first, second, third = marks(draw([Dot(0, 1, 0), Dot(1, 2, 0), Dot(2, 3, 0)], [], title="t", description="d"))

    x, y = ([float(one.attrib[name]) for one in (first, second, third)] for name in ("cx", "cy"))
    assert x[1] - x[0] == pytest.approx(x[2] - x[1], abs=0.11)
    assert x[0] < x[1]
    assert y[1] - y[0] == pytest.approx(y[2] - y[1])
    assert y[0] < y[1]


def test_kinds_differ_in_shape_too() -> None:
    """The same marks without their colours are all different."""
    drawn = marks(draw([Dot(0, 1, kind) for kind in range(MOST_KINDS)], "abcdefg", title="t", description="d"))

    shapes = set()
    for one in drawn[:MOST_KINDS]:
        points = one.attrib.get("points", "").split()
        middle = sum(float(point.split(",")[0]) for point in points) / max(len(points), 1)
        form = tuple((round(float(x) - middle), y) for x, y in (point.split(",") for point in points))
        shapes.add((one.tag, form, one.attrib["fill"] in ("none", "#ffffff")))
    assert len(shapes) == MOST_KINDS


def test_names_stay_names() -> None:
    svg = draw([Dot(0, 1, 0)], ["<script>&"], title="'\"><x", description="</desc>")

    texts = [one.text for one in ElementTree.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314 - our own
    assert "<script>&" in texts


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2025-01-15", "2025-04-02", ["2025-02-01", "2025-03-01", "2025-04-01"]),
        ("2025-01-03", "2025-01-20", ["2025-01-03", "2025-01-20"]),
        ("2025-01-03", "2025-01-03", ["2025-01-03"]),
        ("2024-01-01", "2025-12-31", [f"{year}-{month:02}-01" for year in (2024, 2025) for month in (1, 4, 7, 10)]),
    ],
)
def test_ticks_are_firsts_of_months(first: str, last: str, expected: list[str]) -> None:
    assert [one.isoformat() for one in ticks(*days(first, last))] == expected


def test_nothing_to_draw_and_too_many_kinds_are_refused() -> None:
    with pytest.raises(ValueError, match="some dots"):
        draw([], [], title="t", description="d")
    with pytest.raises(ValueError, match="no more kinds"):
        draw([Dot(0, 1, 0)], ["x"] * (MOST_KINDS + 1), title="t", description="d")
