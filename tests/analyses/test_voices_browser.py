"""Questions to coded texts in a real browser: asked on the form, read as a result, and followed to the passages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from sluitend.apps.analyses import actions
from sluitend.apps.analyses.models import AnalysisResult
from sluitend.apps.design.models import Evaluation, Phase, Topic
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import Source
from tests.analyses.voices import WAITING, World
from tests.browser_tools import NARROW, WIDE, assert_no_csp_violations, assert_no_sideways_scroll, axe, screenshot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Page]
ASKED: dict[str, dict[str, object]] = {
    "vraag-aan-teksten": {"code": WAITING, "who": ["perspective=cliënten"]},
    "codes-per-groep": {},
    "wie-sprak-en-wie-niet": {"topics": ["wachten"]},
    "verzadiging": {},
    "codes-in-de-tijd": {},
    "eerst-en-later": {},
}


@pytest.fixture
def world(evaluation: Evaluation, researcher: User) -> World:
    made = World(evaluation, researcher)
    made.speak({"cliënten": (6, 4), "gemeente": (5, 1)})
    Topic.objects.create(perspective=evaluation.perspectives.get(name="gemeente"), text="wachten")
    phases = [
        Phase.objects.create(evaluation=evaluation, name=name, order=at) for at, name in enumerate(("eerst", "later"))
    ]
    for number, source in made.sources.items():
        Source.objects.filter(pk=source.pk).update(date=f"2026-0{1 + number % 5}-01", phase=phases[number % 2])
    return made


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_results_are_accessible_keep_the_policy_and_fit(
    open_page: OpenPage, evaluation: Evaluation, world: World, researcher: User, viewport: dict[str, int]
) -> None:
    page = open_page(researcher, viewport)
    for key, parameters in ASKED.items():
        row = actions.ask_codings_now(actor=researcher, evaluation=evaluation, key=key, parameters=parameters)
        page.goto(reverse("analyses:result", args=[evaluation.pk, row.number]))

        expect(page.locator(".a-chart img").first).to_be_visible()
        screenshot(page, f"voices-{key}-{viewport['width']}")
        assert axe(page) == [], key
        assert_no_csp_violations(page)
        assert_no_sideways_scroll(page)


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_question_is_asked_on_the_form_and_leads_to_its_passages(
    open_page: OpenPage, evaluation: Evaluation, world: World, researcher: User, viewport: dict[str, int]
) -> None:
    page = open_page(researcher, viewport)
    page.goto(reverse("analyses:ask", args=[evaluation.pk, "vraag-aan-teksten"]))
    assert axe(page) == []
    screenshot(page, f"voices-ask-{viewport['width']}")

    page.get_by_label("Passages met code").select_option(WAITING)
    page.get_by_role("group", name="Gezegd door").get_by_label("perspectief: gemeente").check()
    page.get_by_role("button", name="Uitrekenen").click()
    expect(page.locator("h1 .d-label")).to_have_text("U1")
    row = AnalysisResult.objects.get()

    assert row.parameters["code"] == WAITING
    assert row.parameters["who"] == ["perspective=gemeente"]


def test_a_result_leads_to_its_passages(
    open_page: OpenPage, evaluation: Evaluation, world: World, researcher: User
) -> None:
    asked = {"code": WAITING, "who": ["perspective=gemeente"]}
    row = actions.ask_codings_now(actor=researcher, evaluation=evaluation, key="vraag-aan-teksten", parameters=asked)
    page = open_page(researcher)
    page.goto(reverse("analyses:result", args=[evaluation.pk, row.number]))

    page.get_by_role("link", name=f"‘{WAITING}’, gezegd door gemeente").click()

    expect(page.locator("mark")).to_have_text(["wachten"])
