"""The screens of the chain in a real browser: norms, cases one by one, and a map of forty activities."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from sluitend.apps.analyses import actions
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from tests.analyses import planted
from tests.analyses.conftest import Accept
from tests.browser_tools import NARROW, WIDE, assert_no_csp_violations, assert_no_sideways_scroll, axe, screenshot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Page]
DAY = datetime(2025, 3, 1)  # noqa: DTZ001 - a log of days


def wide() -> tuple[planted.Event, ...]:
    """From one report to one of thirty-five kinds of help, each of its own, and back to the report's team."""
    found: list[planted.Event] = []
    for case in range(70):
        steps = (planted.REPORT, f"hulp {case % 35:02} verzonnen", planted.BACK)
        for place, name in enumerate(steps):
            found.append((f"w{case}", name, DAY + timedelta(days=case + place), planted.TEAM, "Waterdam"))
    return tuple(found)


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_pages_are_accessible_keep_the_policy_and_fit(
    open_page: OpenPage, evaluation: Evaluation, accept: Accept, researcher: User, viewport: dict[str, int]
) -> None:
    dataset = accept(wide()).dataset
    actions.ask_now(actor=researcher, dataset=dataset, key="proceskaart", parameters={"arrows": 100})
    pages = {"norms": [], "norm": [1], "change_norm": [1], "cases": [], "case": [1, 1, 0], "dots": [], "result": [1]}
    page = open_page(researcher, viewport)
    for name, more in pages.items():
        page.goto(reverse(f"analyses:{name}", args=[evaluation.pk, *more]))

        page.wait_for_load_state("networkidle")
        screenshot(page, f"analyses-{name}-{viewport['width']}")
        assert axe(page) == [], name
        assert_no_csp_violations(page)
        assert_no_sideways_scroll(page)
    _the_map_is_shown_from_its_main_path(page)


def _the_map_is_shown_from_its_main_path(page: Page) -> None:
    frame = page.get_by_role("region", name="Proceskaart").first
    expect(frame.locator("img")).to_be_visible()
    wanted, at, room = frame.evaluate(
        "frame => [frame.dataset.main * frame.querySelector('img').offsetWidth, frame.scrollLeft,"
        " frame.scrollWidth - frame.clientWidth]"
    )
    wide = frame.evaluate("frame => frame.clientWidth")
    assert room > 500  # of forty activities not all are in sight
    assert at == pytest.approx(min(max(wanted - wide / 2, 0), room), abs=2)
    frame.focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_function("([frame, at]) => frame.scrollLeft < at", arg=[frame.element_handle(), at])
