"""The page of the checker, and what it says on the page of an object, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from sluitend.apps.people.models import User
from tests.browser_tools import NARROW, WIDE, assert_no_csp_violations, assert_no_sideways_scroll, axe, screenshot
from tests.reporting.conftest import Chain

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


OpenPage = Callable[..., Page]


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_set_aside_at_the_finding_that_says_so(
    open_page: OpenPage, chain: Chain, leader: User, viewport: dict[str, int]
) -> None:
    page = open_page(leader, viewport)
    page.goto(f"/evaluaties/{chain.evaluation.pk}/bevindingen/1/")
    mark = page.get_by_role("link", name="B06")
    expect(mark).to_be_visible()
    screenshot(page, f"marks-{viewport['width']}")

    mark.click()
    row = page.locator("#B06")
    row.get_by_text("Terzijde leggen").first.click()
    row.get_by_label("Waarom deze regel hier niet telt").fill("Het document gaat over later (fictief).")
    screenshot(page, f"checks-{viewport['width']}")
    assert axe(page) == []
    assert_no_sideways_scroll(page)
    row.get_by_role("button", name="Terzijde leggen").click()

    expect(page.locator("#terzijde")).to_contain_text("Het document gaat over later (fictief).")
    assert_no_csp_violations(page)
