"""The evidence chain and the coverage map in a real browser: by keyboard and on a telephone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from sluitend.apps.coding import actions as coding
from sluitend.apps.design.models import MatrixCell, Method, Perspective
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import Source
from tests.browser_tools import NARROW, WIDE, assert_no_csp_violations, assert_no_sideways_scroll, axe, screenshot
from tests.reporting.conftest import Chain

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenPage = Callable[..., Page]


@pytest.fixture
def planned(chain: Chain, leader: User) -> Chain:
    """The same with a code, and with three groups of whom one is heard."""
    code = coding.add_code(actor=leader, evaluation=chain.evaluation, name="Regie (fictief)")
    coding.apply_code(actor=leader, version=chain.secret.version, start=8, end=chain.secret.end, code=code)
    method = Method.objects.create(evaluation=chain.evaluation, name="Gesprek", kind="interview")
    for number, level in enumerate(["", "official", "executive"]):
        group = Perspective.objects.create(evaluation=chain.evaluation, name=f"Groep {number} (fictief)", order=number)
        if number:
            MatrixCell.objects.create(question=chain.question, perspective=group, method=method, planned=2, level=level)
    Source.objects.filter(number__in=[1, 2]).update(perspective=group, level="official")
    return chain


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_pages_are_accessible_keep_the_policy_and_fit(
    open_page: OpenPage, planned: Chain, leader: User, viewport: dict[str, int]
) -> None:
    group = planned.evaluation.perspectives.last().pk
    pages = {
        "chain_start": [],
        "chain": ["B1"],
        "coverage": [],
        "coverage_cell": ["V1", group],
    }
    page = open_page(leader, viewport)
    for name, more in pages.items():
        page.goto(reverse(f"reporting:{name}", args=[planned.evaluation.pk, *more]))

        screenshot(page, f"reporting-{name}-{viewport['width']}")
        assert axe(page) == [], name
        assert_no_csp_violations(page)
        assert_no_sideways_scroll(page)


def test_walking_the_chain_by_keyboard(open_page: OpenPage, planned: Chain, leader: User) -> None:
    page = open_page(leader)
    page.goto(reverse("reporting:chain", args=[planned.evaluation.pk, "B1"]))

    page.keyboard.press("ArrowDown")
    expect(page.locator('[data-item="B1"] .k-item__link')).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(page.locator('[data-item^="K"] .k-item__link')).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(page.locator('[data-item="F1"] .k-item__link')).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator('[data-item="F2"] .k-item__link')).to_be_focused()
    expect(page.locator('[data-item="S2"]')).to_have_class(re.compile("k-item--tied"))
    expect(page.locator('[data-item="S1"]')).not_to_have_class(re.compile("k-item--tied"))
    page.keyboard.press("ArrowLeft")
    expect(page.locator('[data-item="S2"] .k-item__link')).to_be_focused()
    page.keyboard.press("Enter")

    page.wait_for_url("**/bewijs/S2/")
    expect(page.locator('[data-item="S2"] .k-item__link')).to_be_focused()
    expect(page.locator("#announce")).to_have_text("S2: rust op 0 onderdelen · 4 onderdelen rusten hierop")
    page.keyboard.press("Escape")
    page.wait_for_url("**/bewijs/B1/")


def test_from_the_start_by_number_to_the_words_in_their_text(open_page: OpenPage, planned: Chain, leader: User) -> None:
    page = open_page(leader)
    page.goto(reverse("reporting:chain", args=[planned.evaluation.pk, "V1"]))

    page.keyboard.press("Escape")  # opened directly: there is no picture before it
    page.wait_for_url("**/rapport/bewijs/")
    page.get_by_label("Ga naar nummer").fill("C1")
    page.keyboard.press("Enter")
    page.wait_for_url("**/rapport/bewijs/C1/")
    page.locator('[data-item="F1"] .k-item__link').focus()
    page.keyboard.press("o")

    page.wait_for_url("**/coderen/1/?fragment=F1")
    assert_no_csp_violations(page)


def test_a_cell_of_the_map_leads_to_its_sources(open_page: OpenPage, planned: Chain, leader: User) -> None:
    page = open_page(leader, NARROW)
    page.goto(reverse("reporting:coverage", args=[planned.evaluation.pk]))

    page.get_by_role("link", name="Bekijk V1, Groep 2 (fictief)").click()

    expect(page.get_by_role("heading", name="V1 × Groep 2 (fictief)")).to_be_visible()
    expect(page.get_by_role("link", name="S1 TITEL van bron 1 (fictief)")).to_be_visible()
