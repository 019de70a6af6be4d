"""Agreement, comparing and deciding in a browser and by keyboard, at both widths."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from sluitend.apps.coding.models import Code, CodingRound, ConsensusDecision
from sluitend.apps.people.models import User
from tests.browser_tools import NARROW, WIDE, axe, screenshot
from tests.coding.agreement.conftest import SENTENCES, TEXT

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_every_page_can_be_used_by_everybody(
    open_page: Callable[..., Page], closed: CodingRound, anna: User, code: Code, viewport: dict[str, int]
) -> None:
    page = open_page(anna, viewport)
    round_at = f"/evaluaties/{closed.evaluation_id}/coderen/rondes/1/"

    for place in ("overeenstemming/", f"overeenstemming/code/{code.pk}/", "verschillen/", "verschillen/1/?show=all"):
        page.goto(round_at + place)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_coders_stand_side_by_side_where_there_is_room(
    open_page: Callable[..., Page], closed: CodingRound, anna: User, viewport: dict[str, int]
) -> None:
    page = open_page(anna, viewport)
    page.goto(f"/evaluaties/{closed.evaluation_id}/coderen/rondes/1/verschillen/1/?show=all")
    place = page.locator("[data-places] > article").nth(1)

    passage = place.locator(".v-sides > .v-passage").bounding_box()
    first, second = (place.locator(".v-coder").nth(at).bounding_box() for at in (0, 1))

    assert passage is not None
    assert first is not None
    assert second is not None
    expect(place.locator(".v-coder").nth(0)).to_contain_text("Anna")
    expect(place.locator(".v-coder").nth(1)).to_contain_text("Bram")
    if viewport == WIDE:
        assert passage["x"] + passage["width"] <= first["x"]
        assert first["x"] + first["width"] <= second["x"]
        assert abs(first["y"] - second["y"]) < 1
    else:
        assert passage["y"] + passage["height"] <= first["y"]
        assert first["y"] + first["height"] <= second["y"]
    screenshot(page, f"differences-{viewport['width']}")


def test_somebody_walks_through_the_differences_and_decides_about_another_passage(
    open_page: Callable[..., Page], closed: CodingRound, anna: User, code: Code
) -> None:
    page = open_page(anna)
    page.goto(f"/evaluaties/{closed.evaluation_id}/coderen/rondes/1/verschillen/1/?show=all")
    places = page.locator("[data-places] > article")
    expect(places).to_have_count(3)

    page.keyboard.press("j")
    expect(places.nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(places.nth(1)).to_be_focused()
    place = places.nth(1)
    expect(place.get_by_text("gaf de code niet")).to_be_visible()

    expect(place.locator("details.v-decide[open]")).to_have_count(1)
    expect(page.locator("details.v-decide")).to_have_count(3)
    expect(page.locator("[data-places] details[open]")).to_have_count(1)

    place.get_by_label("Een andere passage").check()
    chosen = place.get_by_label("Selecteer de passage")
    expect(chosen).to_be_focused()
    chosen.evaluate("field => field.setSelectionRange(0, 7)")
    expect(place.locator("[data-chosen]")).to_have_text("Niemand")
    place.get_by_label("Waarom?").fill("Alleen wie niet belde, hoort bij de code.")
    with page.expect_navigation():
        place.get_by_role("button", name=re.compile("^Geldt ?: Wachten")).click()

    expect(page.get_by_text("Beslist: de code geldt.")).to_be_visible()
    made = ConsensusDecision.objects.get()
    start = TEXT.index(SENTENCES[1])
    assert (made.start, made.end, made.reason) == (start, start + 7, "Alleen wie niet belde, hoort bij de code.")
    expect(page.get_by_text("“Niemand”")).to_be_visible()


def test_a_round_is_taken_over_decided_and_completed(
    open_page: Callable[..., Page], closed: CodingRound, leader: User
) -> None:
    page = open_page(leader)
    page.goto(f"/evaluaties/{closed.evaluation_id}/coderen/rondes/1/verschillen/")

    with page.expect_navigation():
        page.get_by_role("button", name="2 plaatsen overnemen waar allen het eens zijn").click()
    expect(page.get_by_text("2 plaatsen zijn overgenomen.")).to_be_visible()
    page.get_by_role("link", name="S1 Gesprek 1 (fictief)").click()
    place = page.locator("[data-places] > article")
    expect(place).to_have_count(1)
    place.get_by_label("Waarom?").fill("Dit gaat niet over wachten.")
    with page.expect_navigation():
        place.get_by_role("button", name=re.compile("^Geldt niet ?: Wachten")).click()
    expect(page.get_by_text("Beslist: de code geldt niet.")).to_be_visible()
    page.get_by_role("link", name="Verschillen en besluiten").first.click()
    page.get_by_role("link", name="Besluiten voltooien").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Voltooien").click()

    expect(page.get_by_text("De besluiten van ronde 1 zijn voltooid: de consensus geldt.")).to_be_visible()
    closed.refresh_from_db()
    assert closed.adjudicated_by == leader
    assert ConsensusDecision.objects.filter(applies=True).count() == 2


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_completed_decisions_are_opened_again_with_a_reason(
    open_page: Callable[..., Page], closed: CodingRound, leader: User, viewport: dict[str, int]
) -> None:
    CodingRound.objects.update(adjudicated_at=timezone.now(), adjudicated_by=leader)
    evaluation_at = f"/evaluaties/{closed.evaluation_id}/coderen/"
    page = open_page(leader, viewport)

    page.goto(f"{evaluation_at}1/")
    expect(page.get_by_text("Over deze tekst is alles beslist in ronde 1")).to_be_visible()
    page.goto(f"{evaluation_at}rondes/1/verschillen/")
    page.get_by_role("link", name="Besluiten heropenen").click()
    page.get_by_label("Waarom heropent u de besluiten?").fill("Er is daarna nog gecodeerd (fictief).")
    assert axe(page) == []
    with page.expect_navigation():
        page.get_by_role("button", name="Besluiten heropenen").click()

    expect(page.get_by_text("De besluiten van ronde 1 kunnen weer worden gewijzigd.")).to_be_visible()
    expect(page.get_by_text("Er is daarna nog gecodeerd (fictief).")).to_be_visible()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
