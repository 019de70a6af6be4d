"""The speakers in a real browser: at both widths, by axe and by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from sluitend.apps.design.models import Evaluation, Level
from sluitend.apps.fieldwork import actions as fieldwork
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import Source
from tests.browser_tools import NARROW, WIDE, assert_no_csp_violations, assert_no_sideways_scroll, axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

GROUP = (
    "[00:00:03] Interviewer: Hoe liep de samenwerking in de eerste maanden?\n"
    "[00:00:11] SPEAKER_01: Wij hoorden het meestal te laat, en dan was er al iets besloten.\n"
    "[00:01:40] Kees Verzonnen (fictief): Bij ons ging het goed.\n"
    "[00:02:10] SPEAKER_03: Dat komt doordat jullie op één gang zitten.\n"
    "[00:02:30] Kees Verzonnen (fictief): Dat scheelt, ja.\n"
    "[00:03:00] SPEAKER_01: Precies.\n"
    "[00:03:10] SPEAKER_03: Zo is het.\n"
)


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_who_is_who_is_filled_in_by_keyboard(
    open_page: Callable[..., Page],
    evaluation: Evaluation,
    researcher: User,
    leader: User,
    add: Callable[..., Source],
    viewport: dict[str, Any],
) -> None:
    evaluation.perspectives.create(name="Ouders (fictief)")
    source = add(GROUP, "groep.txt", kind="transcript")
    Source.objects.filter(pk=source.pk).update(level=Level.OFFICIAL)
    fieldwork.add_respondent(actor=leader, evaluation=evaluation, function="consulent (fictief)")
    page = open_page(researcher, viewport=viewport)
    page.goto(f"/evaluaties/{evaluation.pk}/bronnen/{source.number}/")
    page.get_by_role("link", name="Invullen wie wie is").click()

    kees = page.get_by_role("group", name="Kees Verzonnen (fictief)")
    kees.get_by_label("Respondent").select_option("R1 consulent (fictief)")
    kees.get_by_label("Functie of rol").fill("consulent")
    third = page.get_by_role("group", name="SPEAKER_03")
    third.get_by_label("Is dezelfde persoon als").select_option("SPEAKER_01")
    assert axe(page) == []
    assert_no_sideways_scroll(page)
    assert_no_csp_violations(page)
    kees.get_by_label("Functie of rol").press("Enter")

    expect(page.get_by_text("R1 · consulent · ambtelijk")).to_be_visible()
    expect(page.get_by_text("ook: SPEAKER_03")).to_be_visible()
    page.get_by_role("link", name="Tekst lezen").click()
    expect(page.locator(".s-turn__known").filter(has_text="R1 consulent")).to_have_count(2)
    expect(page.locator(".s-turn__known").filter(has_text="SPEAKER_01")).to_have_count(2)
    assert axe(page) == []
    assert_no_sideways_scroll(page)
