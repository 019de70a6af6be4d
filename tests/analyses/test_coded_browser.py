"""Asking coded texts in a browser: accessible, within the policy, and fitting at both widths."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from sluitend.apps.analyses import actions
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from tests.analyses.voices import WAITING, World
from tests.browser_tools import (
    NARROW,
    WIDE,
    assert_no_csp_violations,
    assert_no_sideways_scroll,
    axe,
    screenshot,
)

OpenPage = Callable[..., Page]
KEY = "codes-per-groep"
SAID = {"cliënten": (6, 2), "gemeente": (12, 9), "school": (1, 1), "jeugdbescherming": (3, 0)}


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_pages_of_coded_texts_are_accessible_keep_the_policy_and_fit(
    open_page: OpenPage, evaluation: Evaluation, researcher: User, leader: User, viewport: dict[str, int]
) -> None:
    World(evaluation, leader).speak(SAID)
    asked = {"codes": [WAITING], "by": "perspective"}
    row = actions.ask_codings_now(actor=researcher, evaluation=evaluation, key=KEY, parameters=asked)
    page = open_page(researcher, viewport)
    for name, more, query in (
        ("catalogue", [], ""),
        ("ask", [KEY], ""),
        ("result", [row.number], ""),
        ("result", [row.number], "?vorm=buiten"),
        ("list", [], ""),
    ):
        page.goto(reverse(f"analyses:{name}", args=[evaluation.pk, *more]) + query)

        page.wait_for_load_state("networkidle")
        shown = f"{name}-buiten" if query else name
        screenshot(page, f"analyses-coded-{shown}-{viewport['width']}")
        assert axe(page) == [], shown
        assert_no_csp_violations(page)
        assert_no_sideways_scroll(page)
