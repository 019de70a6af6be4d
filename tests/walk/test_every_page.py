"""Every page in a real browser, on a wide screen and on a phone: accessible, no broken policy, no sideways scroll."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from tests.browser_tools import BACKEND, NARROW, WIDE, assert_no_csp_violations, axe
from tests.permissions import world
from tests.permissions.walk import addresses
from tests.permissions.world import QUERIES, World

pytestmark = pytest.mark.browser

ROOMS = ("account", "people", "design", "sources", "coding", "findings", "reporting", "web")
OpenPage = Callable[..., Page]

# Gives focus as a keyboard does to everything that takes it, and names what then has no ring of two pixels or more.
WITHOUT_RING = """() => {
  const seen = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
  return [...document.querySelectorAll(seen)].filter((one) => one.checkVisibility() && !one.disabled).filter((one) => {
    one.focus({focusVisible: true});
    const look = getComputedStyle(one);
    return document.activeElement === one
      && (look.outlineStyle === 'none' || parseFloat(look.outlineWidth) < 2) && look.boxShadow === 'none';
  }).map((one) => one.outerHTML.slice(0, 120));
}"""


def pages_of(room: str, made: World, user: Any) -> list[str]:
    """The addresses of a room that answer this user's GET with a page."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    found = []
    for address in addresses():
        owner = address.view.partition(":")[0] if ":" in address.view else "account"
        if owner == room and address.view not in {"web:style"}:
            url = reverse(address.view, kwargs=made.arguments_of(address)) + QUERIES.get(address.view, "")
            answer = client.get(url)
            is_file = "attachment" in answer.headers.get("Content-Disposition", "")
            if answer.status_code == 200 and not is_file and "<html" in _beginning(answer):
                found.append(url)
    return found


def _beginning(answer: Any) -> str:
    return "" if answer.streaming else answer.content[:200].decode("utf-8", "replace")


@pytest.mark.slow
@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "phone"])
@pytest.mark.parametrize("room", ROOMS)
def test_every_page_can_be_used_by_everybody(
    room: str, viewport: dict[str, int], open_page: OpenPage, transactional_db: None
) -> None:
    assert settings.SLUITEND_TESTING
    made = world.build()
    user = made.users["leader" if room not in {"people", "account"} else "owner"]
    urls = pages_of(room, made, user)
    page = open_page(user, viewport)
    problems: dict[str, list[str]] = {}

    for url in urls:
        page.goto(url)
        page.keyboard.press("Tab")
        found = axe(page) + [f"no focus ring: {one}" for one in page.evaluate(WITHOUT_RING)]
        assert_no_csp_violations(page)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append("scrolls sideways")
        if found:
            problems[url] = found

    assert problems == {}
    assert urls
