"""Reading, writing and checking in a real browser, without a mouse."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from sluitend.apps.people.models import User
from sluitend.apps.reporting.models import Section
from tests.browser_tools import NARROW, WIDE, assert_no_csp_violations, assert_no_sideways_scroll, axe, screenshot
from tests.reporting.conftest import SECRET, Chain

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenPage = Callable[..., Page]
TEXT = (
    "# Kop\n\nZie [[B1]]: [[F1]]\n\n[[F2]]\n\n{{conclusies}}\n\n{{grafiek steun}}\n\n{{grafiek bronnen}}\n\n"
    "{{bijlage bronnen}}\n\n{{bijlage evaluatiematrix}}"
)


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize(
    "name", ["report", "read", "checks", "chain", "build", "section", "versions", "add_section", "house_style"]
)
def test_page_is_accessible_keeps_the_policy_and_fits(
    open_page: OpenPage, chain: Chain, leader: User, name: str, viewport: dict[str, int]
) -> None:
    table = "| Jongvolwassenenbegeleiding | Doorstroomcoördinatiepunt | Aantal |\n|---|---|---|\n| x | y | 1 |"
    section = chain.write(leader, f"{TEXT}\n\nZie ook [[B9]].\n\n{table}", "Hoofdstuk (fictief)")
    more: dict[str, list[object]] = {"chain": ["C1"], "build": ["docx"], "section": [section], "versions": [section]}
    page = open_page(leader, viewport)

    page.goto(reverse(f"reporting:{name}", args=[chain.evaluation.pk, *more.get(name, [])]))

    screenshot(page, f"reporting-{name}-{viewport['width']}")
    assert axe(page) == []
    assert_no_csp_violations(page)
    assert_no_sideways_scroll(page)


def test_a_quote_in_the_report_equals_its_source_to_the_character(
    open_page: OpenPage, chain: Chain, leader: User
) -> None:
    chain.write(leader, "[[F1]]")
    page = open_page(leader)

    page.goto(reverse("reporting:read", args=[chain.evaluation.pk]))

    assert page.locator("blockquote .s-verbatim").evaluate("element => element.innerText") == SECRET


def test_a_reference_is_looked_up_and_inserted_by_keyboard(open_page: OpenPage, chain: Chain, leader: User) -> None:
    section = chain.write(leader, "Begin. ")
    page = open_page(leader)
    page.goto(reverse("reporting:section", args=[chain.evaluation.pk, section]))
    editor = page.get_by_label("Tekst")
    editor.focus()
    page.keyboard.press("Control+End")

    page.keyboard.press("/")
    page.keyboard.type("briefje")
    expect(page.get_by_role("option")).to_have_count(1)
    assert axe(page) == []
    page.keyboard.press("Enter")

    expect(editor).to_be_focused()
    expect(editor).to_have_value("Begin. [[F2]]")
    expect(page.locator("#preview .s-verbatim")).to_contain_text("op een briefje")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Opgeslagen.")).to_be_visible()
    assert Section.objects.get(pk=section).markdown == "Begin. [[F2]]"
    assert_no_csp_violations(page)


def test_a_chart_is_put_in_a_paragraph_of_its_own(open_page: OpenPage, chain: Chain, leader: User) -> None:
    section = chain.write(leader, "Voor. En na.")
    page = open_page(leader)
    page.goto(reverse("reporting:section", args=[chain.evaluation.pk, section]))
    editor = page.get_by_label("Tekst")
    editor.focus()
    page.keyboard.press("Control+Home")
    for _letter in "Voor. ":
        page.keyboard.press("ArrowRight")

    page.keyboard.press("/")
    expect(page.locator(".s-picker__group").first).to_have_text("Tabellen en grafieken")
    page.keyboard.type("grafiek bronnen")
    expect(page.get_by_role("option")).to_have_count(1)
    assert axe(page) == []
    screenshot(page, "reporting-picker-charts")
    page.keyboard.press("Enter")

    expect(editor).to_have_value("Voor. \n\n{{grafiek bronnen}}\n\nEn na.")
    expect(page.locator("#preview svg")).to_have_attribute("aria-label", re.compile("^Bronnen naar soort. "))
    assert_no_csp_violations(page)


def test_a_slash_that_is_meant_as_one_can_be_typed(open_page: OpenPage, chain: Chain, leader: User) -> None:
    section = chain.write(leader, "")
    page = open_page(leader)
    page.goto(reverse("reporting:section", args=[chain.evaluation.pk, section]))
    editor = page.get_by_label("Tekst")
    editor.focus()

    page.keyboard.type("en/of ")
    page.keyboard.press("/")
    page.keyboard.press("Escape")

    expect(editor).to_have_value("en/of /")


def test_from_a_statement_to_its_passage_without_a_mouse(open_page: OpenPage, chain: Chain, leader: User) -> None:
    chain.write(leader, "Zie [[C1]].")
    page = open_page(leader)
    page.goto(reverse("reporting:read", args=[chain.evaluation.pk]))

    page.get_by_role("link", name="C1").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("GEHEIMEZIN")).to_be_visible()
    page.get_by_role("link", name="Openen F1").focus()
    page.keyboard.press("Enter")

    page.wait_for_url("**/coderen/1/?fragment=F1")
