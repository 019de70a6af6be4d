"""Searching by meaning and suggestions on the screen: as somebody uses them, and how they look."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from sluitend.apps.coding.models import Coding, Suggestion
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import SourceVersion
from tests.browser_tools import NARROW, WIDE, assert_no_csp_violations, assert_no_sideways_scroll, axe, screenshot
from tests.coding.meaning.conftest import WAITS, KnownModel

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenPage = Callable[..., Page]
WIDTHS = pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])


def looks_right(page: Page, name: str) -> None:
    screenshot(page, name)
    assert axe(page) == []
    assert_no_csp_violations(page)
    assert_no_sideways_scroll(page)


@WIDTHS
def test_somebody_begins_and_searches_by_meaning(
    open_page: OpenPage,
    model: KnownModel,
    learned: list[Suggestion],
    evaluation: Evaluation,
    researcher: User,
    viewport: dict[str, int],
) -> None:
    page = open_page(researcher, viewport)
    page.goto(reverse("coding:search", args=[evaluation.pk]) + "?op=betekenis")
    page.get_by_label("Uw vraag of een zin").fill("maanden wachten op hulp")
    page.get_by_label("Uw vraag of een zin").press("Enter")

    expect(page).to_have_url(re.compile("vraag=maanden"))
    expect(page.locator(".s-passage__quote").first).to_contain_text("wachten op hulp")
    looks_right(page, f"meaning-{viewport['width']}")


def test_the_page_asks_before_it_reads(
    open_page: OpenPage, model: KnownModel, version: SourceVersion, evaluation: Evaluation, researcher: User
) -> None:
    page = open_page(researcher)
    page.goto(reverse("coding:search", args=[evaluation.pk]) + "?op=betekenis")
    expect(page.get_by_label("Uw vraag of een zin")).to_have_count(0)
    looks_right(page, "meaning-begin")

    page.get_by_role("button", name="De teksten op betekenis lezen").click()

    expect(page.get_by_text("1 tekst wordt nog op betekenis gelezen; 0% is klaar.")).to_be_visible()


@WIDTHS
def test_a_suggestion_is_taken_over(
    open_page: OpenPage,
    learned: list[Suggestion],
    evaluation: Evaluation,
    researcher: User,
    viewport: dict[str, int],
) -> None:
    before = Coding.objects.count()
    page = open_page(researcher, viewport)
    page.goto(reverse("coding:suggestions", args=[evaluation.pk]))
    first = page.locator("article").first
    expect(first).to_contain_text("computersuggestie")
    first.locator("summary").click()
    expect(first.locator("details li").first).to_contain_text(WAITS[0].split()[-1].rstrip("."))
    looks_right(page, f"suggestions-{viewport['width']}")

    first.get_by_role("button", name="Overnemen").click()

    expect(page.get_by_text("Overgenomen als uw eigen code")).to_be_visible()
    expect(page.locator("article")).to_have_count(2)
    assert Coding.objects.count() == before + 1
