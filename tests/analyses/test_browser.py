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


def in_a_row() -> tuple[planted.Event, ...]:
    """Nine steps that every case takes one after the other."""
    names = (planted.REPORT, *(f"stap {place} verzonnen" for place in range(7)), planted.BACK)
    return tuple(
        (f"w{case}", name, DAY + timedelta(days=case + place), planted.TEAM, "Waterdam")
        for case in range(20)
        for place, name in enumerate(names)
    )


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


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_small_map_is_shown_whole_and_in_the_middle(
    open_page: OpenPage, evaluation: Evaluation, accept: Accept, researcher: User, viewport: dict[str, int]
) -> None:
    dataset = accept(in_a_row()).dataset
    row = actions.ask_now(actor=researcher, dataset=dataset, key="proceskaart", parameters={})
    page = open_page(researcher, viewport)
    page.goto(reverse("analyses:result", args=[evaluation.pk, row.number]))
    page.wait_for_load_state("networkidle")

    frame = page.get_by_role("region", name="Proceskaart").first
    expect(frame.locator("img")).to_be_visible()
    screenshot(page, f"analyses-map-{viewport['width']}")
    left, right, across, down, smaller = frame.evaluate(_IN_FRAME)
    assert (across, down) == (0, 0)
    assert left == pytest.approx(right, abs=2)
    assert 0.6 - 0.01 <= smaller < 1  # of its own size it is higher than the window


_IN_FRAME = """frame => {
  const image = frame.querySelector("img");
  const [own, room] = [image, frame].map((one) => one.getBoundingClientRect());
  const more = [frame.scrollWidth - frame.clientWidth, frame.scrollHeight - frame.clientHeight];
  return [own.left - room.left, room.right - own.right, ...more, own.width / image.naturalWidth];
}"""


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
