"""Planning, coding and closing a round in a browser, at both widths. Everything is fictitious."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from sluitend.apps.coding import actions
from sluitend.apps.coding.models import Code, CodingRound, RoundAssignment
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import SourceVersion
from tests.browser_tools import NARROW, WIDE, axe
from tests.coding.conftest import MakeVersion
from tests.coding.rounds.near import opened, planned

pytestmark = pytest.mark.django_db(transaction=True)


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def at(version: SourceVersion, rest: str = "") -> str:
    return f"/evaluaties/{version.source.evaluation_id}/coderen/{rest}"


def test_a_round_is_planned_changed_by_hand_and_opened(
    open_page: Callable[..., Page],
    leader: User,
    researcher: User,
    colleague: User,
    make_version: MakeVersion,
    code: Code,
) -> None:
    first = make_version()
    make_version(number=2)
    page = open_page(leader)
    page.goto(at(first, "rondes/"))
    page.get_by_role("link", name="Ronde plannen").click()
    page.get_by_label("Titel").fill("Proefronde (fictief)")
    page.get_by_label("S1 Gesprek 1").check()
    page.get_by_label("S2 Gesprek 2").check()
    page.get_by_label("projectleider (fictief)").uncheck()
    page.get_by_role("button", name="Teksten verdelen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ronde 1: Proefronde (fictief)")

    page.get_by_role("group", name="S2").get_by_label("collega (fictief)").uncheck()
    page.get_by_role("button", name="Verdeling opslaan").click()
    expect(page.get_by_text("De verdeling is opgeslagen.")).to_be_visible()
    page.get_by_role("link", name="Ronde openen").click()
    page.get_by_role("button", name="Openen").click()
    expect(page.get_by_text("Ronde 1 is open.")).to_be_visible()

    shares = RoundAssignment.objects.values_list("text__version__source__number", "coder")
    assert sorted(shares) == sorted([(1, researcher.pk), (1, colleague.pk), (2, researcher.pk)])
    assert CodingRound.objects.get().state == "open"


def test_a_coder_finds_the_text_codes_it_and_says_so(
    open_page: Callable[..., Page], leader: User, researcher: User, colleague: User, version: SourceVersion, code: Code
) -> None:
    opened(leader, [version], [researcher, colleague])
    actions.apply_code(actor=colleague, version=version, start=3, end=12, code=code)
    page = open_page(researcher)
    page.goto(at(version))
    expect(page.get_by_text("te coderen in ronde 1")).to_be_visible()
    page.get_by_role("link", name="S1 Gesprek 1 (fictief)").first.click()
    expect(page.get_by_text("blind: u ziet hier alleen uw eigen werk")).to_be_visible()
    expect(page.get_by_text("collega (fictief)")).to_have_count(0)

    page.goto(at(version))
    page.get_by_role("button", name=re.compile("^Klaar")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Klaar met S1 zonder code?")
    assert axe(page) == []
    page.get_by_role("link", name="Terug").click()
    expect(page.get_by_text("te coderen in ronde 1")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Klaar")).click()
    page.get_by_role("button", name="Ja, klaar").click()
    expect(page.get_by_text("S1 is klaar.")).to_be_visible()
    expect(page.get_by_text("klaar in ronde 1")).to_be_visible()

    assert set(RoundAssignment.objects.exclude(finished_at=None).values_list("coder", flat=True)) == {researcher.pk}


def test_closing_says_who_is_not_finished(
    open_page: Callable[..., Page], leader: User, researcher: User, colleague: User, version: SourceVersion
) -> None:
    one = opened(leader, [version], [researcher, colleague])
    actions.finish_text(actor=researcher, round_=one, source=1)
    page = open_page(leader)
    page.goto(at(version, "rondes/1/"))
    page.get_by_role("link", name="Ronde sluiten").click()
    expect(page.get_by_text("collega (fictief) heeft nog 1 tekst niet af.")).to_be_visible()
    expect(page.get_by_text("onderzoeker (fictief) heeft")).to_have_count(0)
    page.get_by_role("button", name="Sluiten").click()
    expect(page.get_by_text("Ronde 1 is gesloten.")).to_be_visible()

    assert CodingRound.objects.get().state == "closed"


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_every_page_can_be_used_by_everybody(
    open_page: Callable[..., Page],
    leader: User,
    researcher: User,
    colleague: User,
    make_version: MakeVersion,
    code: Code,
    viewport: dict[str, int],
) -> None:
    first, second = make_version(), make_version(number=2)
    opened(leader, [first], [researcher, colleague])
    planned(leader, [first, second], [leader, researcher, colleague])
    seen = {leader: ("rondes/", "rondes/nieuw/", "rondes/1/", "rondes/1/sluiten/", "rondes/2/", "rondes/2/wijzigen/")}
    seen[researcher] = ("", "rondes/", "rondes/1/", "1/")

    for person, places in seen.items():
        page = open_page(person, viewport)
        for place in places:
            page.goto(at(first, place))
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            assert axe(page) == [], place
            assert fits(page), place
