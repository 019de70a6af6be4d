"""The shell in a real browser, at the width of a desktop and of a telephone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser_tools import (
    NARROW,
    WIDE,
    assert_no_csp_violations,
    assert_no_sideways_scroll,
    axe,
    screenshot,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.web.urls"),
    pytest.mark.usefixtures("shell"),
]

OpenPage = Callable[..., Page]
WIDTHS = pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
PAGES = [
    "/stijl/",
    "/evaluaties/3/bronnen/",
    "/privacy/",
    "/toegankelijkheid/",
    "/mis/400/",
    "/mis/403/",
    "/mis/weg/",
    "/mis/fout/",
]

FOCUSABLE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']"
# Gives focus as a keyboard does, and tells how it looks and where it is, with room for the ring.
FOCUS = """element => {
  const menu = element.closest('details');
  if (menu) menu.open = true;
  element.focus({focusVisible: true});
  const style = getComputedStyle(element), box = element.getBoundingClientRect();
  return {
    focused: document.activeElement === element,
    outline: [style.outlineStyle, style.outlineWidth],
    colour: style.outlineColor,
    inHeader: !!element.closest('.utrecht-page-header') && !element.closest('.s-user__list'),
    clip: {x: Math.max(0, box.x - 6), y: Math.max(0, box.y - 6), width: box.width + 12, height: box.height + 12},
  };
}"""
INK, YELLOW = "rgb(11, 12, 12)", "rgb(255, 221, 0)"


@WIDTHS
@pytest.mark.parametrize("path", PAGES)
def test_page_is_accessible_keeps_the_policy_and_fits(
    open_page: OpenPage, owner: Any, path: str, viewport: dict[str, int]
) -> None:
    page = open_page(owner, viewport)

    page.goto(path)
    page.wait_for_load_state("networkidle")

    screenshot(page, f"web{path.replace('/', '-')}{viewport['width']}")
    assert axe(page) == []
    assert_no_csp_violations(page)
    assert_no_sideways_scroll(page)


@WIDTHS
def test_form_with_errors_is_accessible_and_gives_focus_to_the_summary(
    open_page: OpenPage, owner: Any, viewport: dict[str, int]
) -> None:
    page = open_page(owner, viewport)
    page.goto("/stijl/")

    page.get_by_role("button", name="Verstuur uitnodiging").click()

    expect(page.locator("[data-focus-on-load]")).to_be_focused()
    assert axe(page) == []
    page.get_by_role("link", name="Naam: Dit veld is verplicht.").press("Enter")
    expect(page.get_by_label("Naam")).to_be_focused()


@WIDTHS
@pytest.mark.parametrize("forced_colors", ["none", "active"])
def test_everything_that_takes_focus_shows_it(
    open_page: OpenPage, owner: Any, viewport: dict[str, int], forced_colors: str
) -> None:
    page = open_page(owner, viewport, forced_colors=forced_colors, reduced_motion="reduce")
    page.goto("/stijl/")
    page.locator(".s-user").evaluate("menu => { menu.open = true; }")

    elements = [element for element in page.locator(FOCUSABLE).all() if element.is_visible()]
    assert len(elements) > 40

    for element in elements:
        look = element.evaluate(FOCUS)
        name = element.evaluate("element => element.outerHTML.slice(0, 120)")
        assert look["focused"], name
        assert look["outline"] == ["solid", "3px"], name
        if forced_colors == "none":
            assert look["colour"] == (YELLOW if look["inHeader"] else INK), name
        with_focus = page.screenshot(clip=look["clip"])
        element.evaluate("element => element.blur()")
        assert page.screenshot(clip=look["clip"]) != with_focus, f"no pixel changes: {name}"


def test_skip_link_is_first_and_leads_to_the_content(open_page: OpenPage, owner: Any) -> None:
    page = open_page(owner)
    page.goto("/evaluaties/3/")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Naar de inhoud")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()


def test_parts_stand_open_where_there_is_room(open_page: OpenPage, owner: Any) -> None:
    page = open_page(owner, WIDE)

    page.goto("/evaluaties/3/bronnen/")

    expect(page.get_by_role("link", name="Samenvatting")).to_be_visible()
    expect(page.locator(".s-side__summary")).to_be_hidden()


def test_parts_are_folded_on_a_telephone_and_say_where_one_is(open_page: OpenPage, owner: Any) -> None:
    page = open_page(owner, NARROW)
    page.goto("/evaluaties/3/bronnen/")
    parts = page.locator(".s-side__summary")

    expect(parts).to_contain_text("Bronnen")
    expect(page.get_by_role("link", name="Samenvatting")).to_be_hidden()
    parts.press("Enter")

    expect(page.get_by_role("link", name="Samenvatting")).to_be_visible()


@WIDTHS
def test_pages_work_without_javascript(open_page: OpenPage, owner: Any, viewport: dict[str, int]) -> None:
    page = open_page(owner, viewport, java_script_enabled=False)
    page.goto("/evaluaties/3/bronnen/")

    if viewport == NARROW:
        page.locator(".s-side__summary").click()
    page.get_by_role("link", name="Samenvatting").click()

    assert page.url.endswith("/evaluaties/3/")


def test_user_menu_closes_with_escape_and_gives_focus_back(open_page: OpenPage, owner: Any) -> None:
    page = open_page(owner)
    page.goto("/privacy/")
    menu = page.locator(".s-user__summary")

    menu.press("Enter")
    expect(page.get_by_role("link", name="Toegankelijkheid", exact=True)).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")

    expect(page.get_by_role("link", name="Toegankelijkheid", exact=True)).to_be_hidden()
    expect(menu).to_be_focused()


def test_files_can_be_dropped_and_add_up(open_page: OpenPage, owner: Any) -> None:
    page = open_page(owner)
    page.goto("/stijl/")

    for name in ("een.txt", "twee.txt"):
        transfer = page.evaluate_handle(
            "name => { const t = new DataTransfer(); t.items.add(new File(['tekst'], name)); return t; }", name
        )
        page.dispatch_event("[data-file-drop]", "drop", {"dataTransfer": transfer})
        expect(page.locator("[data-file-drop-list]")).to_contain_text(name)

    expect(page.locator("[data-file-drop-count]")).to_have_text("2 bestanden gekozen:")
    assert page.evaluate("document.querySelector('input[type=file]').files.length") == 2


def test_reduced_motion_is_respected(open_page: OpenPage, owner: Any) -> None:
    page = open_page(owner, reduced_motion="reduce")

    page.goto("/stijl/")

    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_print_leaves_out_what_paper_cannot_use(open_page: OpenPage, owner: Any) -> None:
    page = open_page(owner)
    page.goto("/evaluaties/3/")

    page.emulate_media(media="print")

    for selector in (".utrecht-page-header", ".utrecht-nav-bar", ".s-side", ".utrecht-page-footer"):
        expect(page.locator(selector)).to_be_hidden()
    expect(page.locator("main")).to_be_visible()


def test_a_blocked_style_would_be_noticed(open_page: OpenPage, owner: Any) -> None:
    page = open_page(owner)
    page.goto("/privacy/")

    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">x</p>')")

    with pytest.raises(AssertionError):
        assert_no_csp_violations(page)
