"""The drawing of a process map: whole, the same every time, and safe whatever the names are."""

from __future__ import annotations

import random
import re
from xml.etree import ElementTree

import pytest

from sluitend.formats.process_map import MOST_ARROWS, MOST_BOXES, Arrow, Box, draw, main_path
from sluitend.formats.process_map.layout import Layout, Link, Size, laid_out

SVG = "{http://www.w3.org/2000/svg}"
BOXES = [
    Box("Begin", kind="begin"),
    Box("Einde", kind="end"),
    Box("Melding", "120 keer", 1.0),
    Box("Onderzoek", "80 keer", 0.5, marked=True),
]
ARROWS = [
    Arrow(0, 2, "120", 1.0), Arrow(2, 3, "80 · 3,2 d", 0.7, marked=True), Arrow(3, 3, "4 · 1 d"), Arrow(3, 2, "9"),
    Arrow(3, 1, "71"),
]  # fmt: skip


def drawn(boxes: list[Box] | None = None, arrows: list[Arrow] | None = None) -> ElementTree.Element:
    svg = draw(
        BOXES if boxes is None else boxes, ARROWS if arrows is None else arrows, title="Kaart", description="Uitleg"
    )
    return ElementTree.fromstring(svg)  # noqa: S314 - our own drawing


def words(picture: ElementTree.Element) -> list[str]:
    return [one.text or "" for one in picture.iter(f"{SVG}text")]


def test_everything_is_in_it() -> None:
    picture = drawn()

    assert picture.find(f"{SVG}title").text == "Kaart"  # type: ignore[union-attr]
    assert picture.find(f"{SVG}desc").text == "Uitleg"  # type: ignore[union-attr]
    assert set(words(picture)) == {
        "Begin", "Einde", "Melding", "120 keer", "Onderzoek", "80 keer", "120", "80 · 3,2 d", "4 · 1 d", "9", "71"
    }  # fmt: skip
    assert len(list(picture.iter(f"{SVG}rect"))) == len(BOXES)
    assert len(list(picture.iter(f"{SVG}path"))) == 2 * len(ARROWS)


def test_it_tells_where_its_main_path_runs() -> None:
    """Of a fan of twenty boxes it is the one that most go to, wherever that lies; without boxes there is none."""
    fan = [Box("Begin", kind="begin"), *(Box(f"{place}") for place in range(20))]
    for heavy in (1, 7, 20):
        svg = draw(
            fan, [Arrow(0, at, "1", 1.0 if at == heavy else 0.1) for at in range(1, 21)], title="", description=""
        )
        picture = ElementTree.fromstring(svg)  # noqa: S314 - our own drawing
        left, _top, wide, _high = map(float, picture.attrib["viewBox"].split())
        middles = [float(one.attrib["x"]) + float(one.attrib["width"]) / 2 for one in picture.iter(f"{SVG}rect")]
        expected = ((middles[0] + middles[heavy]) / 2 - left) / wide
        assert float(main_path(svg)) == pytest.approx(expected, abs=0.002)
    assert main_path("<svg data-main='x'></svg>") == ""
    assert float(main_path(draw([], [], title="", description=""))) <= 1


def test_words_beside_a_thick_arrow_do_not_touch_it() -> None:
    boxes = [Box("Begin", kind="begin"), Box("Melding", "40.000 keer", 1.0), Box("Einde", kind="end")]
    picture = drawn(boxes, [Arrow(0, 1, "40.000", 1.0, marked=True), Arrow(1, 2, "40.000", 1.0)])

    lines = [one for one in picture.iter(f"{SVG}path") if one.get("fill") == "none"]
    middles = [float(one.get("x") or 0) for one in picture.iter(f"{SVG}text") if one.text == "40.000"]
    for line, words_at in zip(sorted(lines, key=_top), middles, strict=True):
        across = [float(x) for x in re.findall(r"[MC ]?(-?[\d.]+) -?[\d.]+", line.get("d") or "")]
        half = len("40.000") * 6.6 / 2 + float(line.get("stroke-width") or 0) / 2
        assert words_at - max(across) - half > 3


def _top(line: ElementTree.Element) -> float:
    return float((line.get("d") or "").split("C")[0].split(" ")[1])


def test_the_same_input_gives_the_same_bytes() -> None:
    assert draw(BOXES, ARROWS, title="a", description="b") == draw(BOXES, ARROWS, title="a", description="b")


def test_nothing_runs_and_nothing_is_fetched() -> None:
    nasty = '</text><script>alert(1)</script>" onload="x" \x00\x0b\ufffe & <'
    boxes = [Box(nasty, nasty), Box("javascript:alert(1)", kind="end")]
    svg = draw(boxes, [Arrow(0, 1, nasty)], title=nasty, description=nasty)

    picture = ElementTree.fromstring(svg)  # noqa: S314 - our own drawing
    kinds = {one.tag.removeprefix(SVG) for one in picture.iter()}
    assert kinds == {"svg", "title", "desc", "g", "rect", "path", "text"}
    assert not [name for one in picture.iter() for name in one.attrib if name.startswith("on") or "href" in name]
    assert " style=" not in svg


def test_a_long_name_is_cut_in_the_box_and_whole_beside_it() -> None:
    name = "Woonplaatsbeginselonderzoeksverzoek " * 6

    picture = drawn([Box(name, "3")], [])

    *name_lines, told = words(picture)
    assert (len(name_lines) <= 3, name_lines[-1][-1], told) == (True, "…", "3")
    assert picture.find(f"{SVG}g/{SVG}title").text == f"{name} · 3"  # type: ignore[union-attr]


def test_a_box_without_a_name_and_a_map_without_boxes() -> None:
    assert words(drawn([Box("")], [])) == ["–"]
    assert words(drawn([], [])) == []


def test_weights_beyond_their_range_stay_a_colour() -> None:
    fills = {one.get("fill") for one in drawn([Box("a", weight=7.0), Box("b", weight=-1.0)], []).iter(f"{SVG}rect")}

    assert all(re.fullmatch("#[0-9a-f]{6}", fill or "") for fill in fills)


def test_more_than_can_be_read() -> None:
    with pytest.raises(ValueError):
        draw([Box(str(place)) for place in range(MOST_BOXES + 1)], [], title="", description="")
    with pytest.raises(ValueError):
        draw([Box("a")], [Arrow(0, 0)] * (MOST_ARROWS + 1), title="", description="")


def rectangles(sizes: list[Size], layout: Layout) -> list[tuple[float, float, float, float]]:
    return [
        (x - size.width / 2, y - size.height / 2, x + size.width / 2, y + size.height / 2)
        for size, (x, y) in zip(sizes, layout.boxes, strict=True)
    ]


@pytest.mark.parametrize("seed", range(6))
def test_boxes_lie_apart_and_on_the_sheet_and_arrows_reach_theirs(seed: int) -> None:
    chance = random.Random(seed)
    sizes = [Size(chance.uniform(40, 160), chance.uniform(20, 80)) for _ in range(chance.randint(2, 40))]
    pairs = {(chance.randrange(len(sizes)), chance.randrange(len(sizes))) for _ in range(2 * len(sizes))}
    links = [Link(*pair, Size(50, 16), chance.randint(1, 10)) for pair in sorted(pairs)]

    layout = laid_out(sizes, links, 0, len(sizes) - 1)

    found = rectangles(sizes, layout)
    slack = 1.0  # sizes are handed over in thousandths of an inch
    for place, (left, top, right, bottom) in enumerate(found):
        assert -slack <= left <= right <= layout.sheet.width + slack
        assert -slack <= top <= bottom <= layout.sheet.height + slack
        for other in found[place + 1 :]:
            assert (
                left >= other[2] - slack
                or other[0] >= right - slack
                or top >= other[3] - slack
                or other[1] >= bottom - slack
            )
    assert min(one[1] for one in found) == pytest.approx(found[0][1], abs=slack)
    assert max(one[3] for one in found) == pytest.approx(found[-1][3], abs=slack)
    for link, course in zip(links, layout.courses, strict=True):
        left, top, right, bottom = found[link.target]
        x, y = course.head
        assert left - 3 <= x <= right + 3
        assert top - 3 <= y <= bottom + 3
        assert len(course.points) % 3 == 1
