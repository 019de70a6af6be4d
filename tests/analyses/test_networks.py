"""Networks as drawings: names that lie apart and whole, and every two of them in a square."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import Any

import pytest

from sluitend.apps.analyses.kit.networks import apart, drawing
from sluitend.apps.analyses.kit.result import Result
from sluitend.apps.analyses.kit.squares import MOST, Answer, square
from sluitend.formats.drawn_chart import draw
from tests.analyses import test_overlay as overlay

LINE = 15
YES, NO, NOTHING = Answer("ja", "#0f5f67"), Answer("nee", "#f6efdc", "?"), Answer("niet gevraagd", "#ffffff")


@pytest.mark.parametrize("seed", range(20))
def test_names_beside_a_ring_lie_a_line_apart_in_their_order_and_never_nearer_to_the_middle(seed: int) -> None:
    chance = random.Random(seed)
    heights = [chance.uniform(-190, 190) for _ in range(chance.randrange(1, 16))]

    moved = apart(heights)

    order = sorted(range(len(heights)), key=heights.__getitem__)
    assert all(moved[high] - moved[low] >= LINE - 0.01 for low, high in pairwise(order))
    assert all(abs(now) >= abs(before) - 0.01 for before, now in zip(heights, moved, strict=True))


def test_names_that_lie_apart_stay_where_they_are() -> None:
    assert apart([40.0, -30.0, 100.0]) == [40.0, -30.0, 100.0]


def test_a_drawing_has_room_for_its_longest_name_in_capitals() -> None:
    name = "GECERTIFICEERDE INSTELLING VOOR JEUGDBESCHERMING EN JEUGDRECLASSERING (FICTIEF)"
    drawn = drawing([name, "b"], {(name, "b"): 1.0}, table="t", title="x", text="y").spec

    assert drawn["width"] > 2 * len(name) * 8
    assert name in draw(drawn).svg


def cells(spec: dict[str, Any]) -> dict[tuple[str, str], str]:
    """Where Altair puts the data that all layers share."""
    values = (spec.get("data") or spec["layer"][0]["data"])["values"]
    return {(one["one"], one["other"]): one["said"] for one in values}


def spec(names: list[str], known: dict[tuple[str, str], Answer]) -> dict[str, Any]:
    made: dict[str, Any] = square(names, known, [YES, NO, NOTHING], title="zeggen").to_dict()
    return made


def test_every_two_names_have_a_cell_both_ways_round_and_who_was_not_asked_has_one_too() -> None:
    found = cells(spec(["c", "a", "b"], {("a", "b"): YES, ("a", "c"): NO}))

    assert found == {
        ("a", "b"): "a en b: ja", ("b", "a"): "b en a: ja", ("a", "c"): "a en c: nee", ("c", "a"): "c en a: nee",
        ("b", "c"): "b en c: niet gevraagd", ("c", "b"): "c en b: niet gevraagd",
    }  # fmt: skip


def test_of_more_names_than_can_be_read_the_first_are_drawn() -> None:
    names = [f"{number:02}" for number in range(MOST + 5)]

    assert {one for two in cells(spec(names, {})) for one in two} == set(names[:MOST])


def test_names_and_signs_are_in_the_drawing_whole() -> None:
    name = "Raad voor de Kinderbescherming Waterrijk (fictief)"
    svg = draw(spec([name, "b", "c"], {("Raad voor de Kinderbescherming Waterrijk (fictief)", "b"): NO})).svg

    assert svg.count(name) >= 2  # at the left and along the top
    assert "nee (?)" in svg


def squares(result: Result) -> dict[str, Any]:
    return {one.title: one for one in result.charts if one.key.startswith("pairs-square")}


def test_saying_and_doing_lie_over_each_other_in_a_square() -> None:
    (drawn,) = squares(overlay.run()).values()

    said = cells(drawn.spec)
    assert said[overlay.TEAM, overlay.CARE].endswith(": zeggen het, geen overdracht te zien")
    assert said[overlay.SAFE, overlay.GI].endswith(": dragen over, zeggen het niet")
    assert said[overlay.SAFE, "Spookorganisatie (fictief)"].endswith(": niet te zeggen")
    assert said[overlay.CARE, overlay.SAFE].endswith(": niet gevraagd en niets te zien")
    assert drawn.text.startswith("Een vakje voor elke twee organisaties. zeggen en doen het: 1;")


def test_every_group_has_its_own_square() -> None:
    assert set(squares(overlay.run(by="subregio"))) == {"Wie met wie: Oost", "Wie met wie: West"}
