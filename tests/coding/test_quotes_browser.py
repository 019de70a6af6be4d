"""Asking for quotes in a real browser: accessible, within the policy, at both widths, and without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from sluitend.apps.coding.models import Code, Fragment
from sluitend.apps.people.models import User
from tests import browser_tools

pytest_plugins = ["tests.coding.group_talk"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("viewport", [browser_tools.WIDE, browser_tools.NARROW], ids=["wide", "narrow"])
def test_a_question_is_asked_row_by_row(
    viewport: dict[str, int],
    open_page: Callable[..., Page],
    researcher: User,
    coded: list[Fragment],
    code: Code,
    other_code: Code,
) -> None:
    page = open_page(researcher, viewport)
    page.goto(reverse("coding:quotes", args=[code.evaluation_id]))

    page.get_by_label("Passages met code").select_option(code.name)
    page.get_by_text("Samen met andere codes").click()
    row = page.get_by_role("group", name="Regel 1")
    expect(row).to_be_visible()
    row.get_by_label("Verband").select_option("near")
    row.get_by_label("Code").select_option(other_code.name)
    assert browser_tools.axe(page) == []
    page.get_by_role("button", name="Passages tonen").click()
    expect(page.locator("mark")).to_have_count(2)

    told = f"‘{code.name}’ hooguit 200 tekens van ‘{other_code.name}’"
    expect(page.get_by_role("heading", name=told)).to_be_visible()
    expect(page.get_by_role("heading", name="ouders", exact=True)).to_be_visible()
    assert browser_tools.axe(page) == []
    browser_tools.assert_no_csp_violations(page)
    browser_tools.assert_no_sideways_scroll(page)


def test_it_works_without_scripts(
    open_page: Callable[..., Page], researcher: User, coded: list[Fragment], code: Code
) -> None:
    page = open_page(researcher, java_script_enabled=False)
    page.goto(reverse("coding:quotes", args=[code.evaluation_id]))

    page.get_by_label("Passages met code").select_option(code.name)
    page.get_by_role("button", name="Passages tonen").click()

    expect(page.locator("mark")).to_have_text(["wachten lang", "Ik zag niets."])
