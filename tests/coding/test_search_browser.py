"""Searching on the screen: by keyboard, at both widths, and on to the place in the text."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from sluitend.apps.coding.actions.search import keeping
from sluitend.apps.coding.models import Code, Coding
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import SourceVersion
from tests.browser_tools import NARROW, WIDE, assert_no_csp_violations, assert_no_sideways_scroll, axe, screenshot
from tests.coding import workbench

pytestmark = pytest.mark.django_db(transaction=True)

OpenPage = Callable[..., Page]


def searched(page: Page, version: SourceVersion, words: str) -> Page:
    page.goto(reverse("coding:search", args=[version.source.evaluation_id]))
    field = page.get_by_role("searchbox", name="Zoek naar")
    field.fill(words)
    expect(field).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    return page


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_page_of_searching(
    open_page: OpenPage, researcher: User, text: SourceVersion, code: Code, viewport: dict[str, int]
) -> None:
    keeping.keep()
    page = open_page(researcher, viewport)
    page.goto(reverse("coding:search", args=[text.source.evaluation_id]))

    expect(page.get_by_text("Zo kunt u zoeken")).to_be_visible()
    assert axe(page) == []
    screenshot(page, f"search-empty-{viewport['width']}")

    searched(page, text, "gezin")

    expect(page.get_by_role("heading", name="2 passages")).to_be_visible()
    assert page.locator("mark").all_inner_texts() == ["gezin", "gezin"]
    assert axe(page) == []
    assert_no_sideways_scroll(page)
    assert_no_csp_violations(page)
    screenshot(page, f"search-{viewport['width']}")


def test_what_cannot_be_asked_is_told_at_the_field(open_page: OpenPage, researcher: User, text: SourceVersion) -> None:
    page = searched(open_page(researcher), text, "-gezin")

    expect(page.get_by_role("searchbox")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text("U zegt alleen wat er niet mag staan.").first).to_be_visible()
    assert axe(page) == []


def test_from_what_was_found_to_a_code_on_it(
    open_page: OpenPage, researcher: User, text: SourceVersion, code: Code
) -> None:
    keeping.keep()
    page = searched(open_page(researcher), text, "samengesteld")

    with page.expect_navigation():
        page.get_by_role("link", name="Lezen en coderen in de tekst").click()
    page.wait_for_selector("#workbench[data-ready=code]")
    place = page.locator("[data-start]", has_text="Café met samengesteld")
    expect(place).to_be_in_viewport()
    with page.expect_response(lambda answer: answer.url.endswith("/coderingen/")):
        page.keyboard.type("Wachten")
        expect(page.get_by_role("option", name="Wachten").first).to_be_visible()
        page.keyboard.press("Enter")

    start = workbench.TEXT.index("Café")
    coding = Coding.objects.select_related("fragment").get()
    assert (coding.fragment.start, coding.code, coding.coder) == (start, code, researcher)
    assert coding.fragment.end == start + len(workbench.PARTS[2][2])


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_every_occurrence_is_a_line_with_the_keyword_in_the_middle(
    open_page: OpenPage, researcher: User, text: SourceVersion, code: Code, viewport: dict[str, int]
) -> None:
    keeping.keep()
    page = open_page(researcher, viewport)
    page.goto(reverse("coding:search", args=[text.source.evaluation_id]))
    searched(page, text, "gezin")

    page.get_by_role("link", name="Per vindplaats").click()

    expect(page.get_by_role("heading", name="2 vindplaatsen")).to_be_visible()
    row = page.locator(".s-lines tbody tr").first
    left, keyword, right = (row.locator(f".s-lines__{part}").bounding_box() for part in ("left", "keyword", "right"))
    assert left is not None
    assert keyword is not None
    assert right is not None
    if viewport == WIDE:
        assert left["x"] + left["width"] <= keyword["x"] + 1
        assert keyword["x"] + keyword["width"] <= right["x"] + 1
        page.get_by_role("columnheader", name="rechts ervan").get_by_role("link").click()
        expect(page.get_by_role("columnheader", name="rechts ervan")).to_have_attribute("aria-sort", "ascending")
    else:
        assert keyword["width"] < viewport["width"] / 2  # it stands within its sentence
        page.locator(".s-lines__sort").get_by_role("link", name="rechts ervan").click()
        expect(page.locator(".s-lines__sort [aria-current]")).to_have_text("rechts ervan")
    assert axe(page) == []
    assert_no_sideways_scroll(page)
    assert_no_csp_violations(page)
    screenshot(page, f"search-lines-{viewport['width']}")

    page.locator("tbody .s-lines__keyword a").first.click()
    page.wait_for_url(re.compile(rf"/coderen/{text.source.number}/\?plaats=\d+-\d+$"))
