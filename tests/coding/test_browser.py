"""The codebook's screens in a real browser: accessible, within the policy, and no wider than a telephone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from sluitend.apps.coding import actions
from sluitend.apps.coding.models import Code
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import SourceVersion
from tests import browser_tools

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = ["progress", "codebook", "code", "change_code", "add_code", "fragment"]


@pytest.mark.parametrize("viewport", [browser_tools.WIDE, browser_tools.NARROW], ids=["wide", "narrow"])
def test_every_page_is_accessible(
    viewport: dict[str, int],
    open_page: Callable[..., Page],
    researcher: User,
    version: SourceVersion,
    code: Code,
    other_code: Code,
) -> None:
    child = actions.add_code(actor=researcher, evaluation=code.evaluation, name="Overbrugging", parent=code)
    actions.change_code(actor=researcher, code=child, name="Overbrugging", definition="Hulp tijdens het wachten.")
    fragment = actions.apply_code(actor=researcher, version=version, start=3, end=12, code=code).fragment
    actions.write_memo(actor=researcher, about=fragment, text="Vaker gehoord.")
    actions.archive_code(actor=researcher, code=other_code)
    numbers = {"code": [code.pk], "change_code": [code.pk], "fragment": [fragment.number]}
    page = open_page(researcher, viewport)

    for name in PAGES:
        page.goto(reverse(f"coding:{name}", args=[code.evaluation_id, *numbers.get(name, [])]))

        assert browser_tools.axe(page) == [], name
        browser_tools.assert_no_csp_violations(page)
        browser_tools.assert_no_sideways_scroll(page)


def test_a_code_is_ordered_by_keyboard(
    open_page: Callable[..., Page], researcher: User, code: Code, other_code: Code
) -> None:
    page = open_page(researcher)
    page.goto(reverse("coding:codebook", args=[code.evaluation_id]))

    page.get_by_role("button", name="“Warme overdracht” één plaats omhoog").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**#code-{other_code.pk}")

    names = [one.name for one in Code.objects.all()]
    assert names == ["Warme overdracht", "Wachten"]
