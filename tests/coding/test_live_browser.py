"""Two people in one text: each sees what the other does, and is not disturbed in their own work. Fictitious."""

from __future__ import annotations

from collections.abc import Callable
from unicodedata import normalize

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from sluitend.apps.coding import actions
from sluitend.apps.coding.models import Code, Coding, Fragment, Memo
from sluitend.apps.people.models import User
from sluitend.apps.sources.actions import publish_version
from sluitend.apps.sources.models import Source, SourceKind, SourceVersion, VersionKind
from tests.browser_tools import assert_no_csp_violations, axe
from tests.coding import workbench
from tests.coding.workbench import PARTS, said, select

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SOON = 12_000  # ms: the page asks every three seconds


def span_of(text: SourceVersion, words: str) -> dict[str, int]:
    start = (text.text or "").index(words)
    return {"start": start, "end": start + len(words)}


@pytest.fixture
def other(open_page: Callable[..., Page], leader: User, text: SourceVersion, bench: Page) -> Page:
    """The same text, opened by the project leader beside the researcher's."""
    return workbench.opened(open_page(leader), text)


def test_two_people_see_what_the_other_does_and_where_they_are(bench: Page, other: Page, code: Code) -> None:
    expect(bench.locator(".w-present")).to_have_text(["projectleider (fictief)"], timeout=SOON)
    expect(other.locator(".w-present")).to_have_text(["onderzoeker (fictief)"], timeout=SOON)

    select(bench, "Moeder zei")
    bench.keyboard.type("wacht")
    bench.keyboard.press("Enter")
    said(bench, "gezet op F1")

    expect(other.locator(".w-label")).to_have_text("F1 Wachten ONdoor onderzoeker (fictief)", timeout=SOON)
    expect(other.locator("#announce")).to_have_text("Anderen wijzigden één fragment.", timeout=SOON)
    expect(bench.locator(".w-label")).to_have_text("F1 Wachten")
    assert axe(other) == []
    assert_no_csp_violations(other)

    bench.locator("[data-part=codings] button").click()
    expect(other.locator(".w-label")).to_have_count(0, timeout=SOON)
    assert not Fragment.objects.exists()


def test_what_somebody_types_and_has_chosen_stays(
    bench: Page, text: SourceVersion, leader: User, code: Code, other_code: Code
) -> None:
    select(bench, "Moeder zei")
    bench.keyboard.type("wacht")
    bench.keyboard.press("Enter")
    said(bench, "gezet op F1")
    bench.keyboard.press("Escape")
    bench.keyboard.press("m")
    bench.keyboard.type("Dit is nog niet af")

    actions.apply_code(actor=leader, version=text, **span_of(text, "Moeder zei"), code=other_code)
    actions.apply_code(actor=leader, version=text, **span_of(text, "overdracht zat"), code=code)

    expect(bench.locator("[data-part=codings] li")).to_have_count(2, timeout=SOON)
    expect(bench.locator(".w-label")).to_have_count(2)
    expect(bench.locator("#w-memo-text")).to_be_focused()
    expect(bench.locator("#w-memo-text")).to_have_value("Dit is nog niet af")
    expect(bench.locator("[data-part=quote]")).to_have_text("Moeder zei")
    bench.keyboard.press("Control+Enter")
    said(bench, "Memo geschreven bij F1.")
    assert Memo.objects.get().text == "Dit is nog niet af"


def test_the_open_field_for_codes_keeps_what_is_typed(
    bench: Page, text: SourceVersion, leader: User, code: Code
) -> None:
    select(bench, "Moeder zei")
    bench.keyboard.type("overdr")

    actions.add_code(actor=leader, evaluation=text.source.evaluation, name="Overdragen op papier")
    actions.apply_code(actor=leader, version=text, **span_of(text, "overdracht zat"), code=code)

    expect(bench.locator(".w-label")).to_have_count(1, timeout=SOON)
    expect(bench.locator("[role=option]:has-text('Overdragen op papier')")).to_have_count(1, timeout=SOON)
    expect(bench.locator("[data-code-field]")).to_have_value("overdr")
    expect(bench.locator("[role=option][aria-selected=true]")).to_contain_text("Warme overdracht")
    bench.keyboard.press("Enter")
    said(bench, "Code “Warme overdracht” gezet op F")


def test_a_focused_button_of_the_panel_keeps_the_focus(
    bench: Page, text: SourceVersion, leader: User, other_code: Code
) -> None:
    select(bench, "Moeder zei")
    bench.keyboard.type("wacht")
    bench.keyboard.press("Enter")
    said(bench, "gezet op F1")
    bench.locator("[data-part=codings] button").focus()

    actions.apply_code(actor=leader, version=text, **span_of(text, "Moeder zei"), code=other_code)

    expect(bench.locator("[data-part=codings] li")).to_have_count(2, timeout=SOON)
    expect(bench.locator("[data-part=codings] button")).to_be_focused()


def test_the_work_of_others_can_be_hidden_and_stays_hidden(
    bench: Page, text: SourceVersion, leader: User, code: Code, other_code: Code
) -> None:
    actions.apply_code(actor=leader, version=text, **span_of(text, "overdracht zat"), code=code)
    select(bench, "Moeder zei")
    bench.keyboard.type("wacht")
    bench.keyboard.press("Enter")
    expect(bench.locator(".w-label")).to_have_count(2, timeout=SOON)

    bench.get_by_label("Werk van anderen tonen").uncheck()

    expect(bench.locator(".w-label")).to_have_count(1)
    said(bench, "Alleen uw eigen werk is te zien.")
    actions.apply_code(actor=leader, version=text, **span_of(text, "Tweede regel"), code=other_code)
    bench.reload()
    bench.wait_for_selector("#workbench[data-ready]")
    expect(bench.get_by_label("Werk van anderen tonen")).not_to_be_checked()
    expect(bench.locator(".w-label")).to_have_count(1)
    bench.get_by_label("Werk van anderen tonen").check()
    expect(bench.locator(".w-label")).to_have_count(3)


def test_a_corrected_text_is_told_and_nothing_is_coded_in_the_wrong_place(
    bench: Page, text: SourceVersion, leader: User, code: Code
) -> None:
    Source.objects.filter(pk=text.source_id).update(is_public=True, kind=SourceKind.DOCUMENT)
    text.source.refresh_from_db()
    words = normalize("NFC", "\n\n".join(["Een regel vooraf.", *(part for _, _, part in PARTS)]))
    select(bench, "Moeder zei")
    publish_version(
        actor=leader, source=text.source, text=words, blocks=[], kind=VersionKind.CORRECTED, reason="regel vergeten"
    )

    bench.keyboard.type("wacht")
    bench.keyboard.press("Enter")

    expect(bench.locator("[data-view=alert-text]")).to_contain_text("De tekst is gecorrigeerd")
    expect(bench.locator("[data-live=state]")).to_contain_text("De tekst is gecorrigeerd", timeout=SOON)
    assert not Coding.objects.exists()
    bench.get_by_role("button", name="Opnieuw laden").click()
    expect(bench.locator("[data-start]").first).to_contain_text("Een regel vooraf.")


def test_an_ended_session_is_told_and_what_was_typed_stays(bench: Page) -> None:
    select(bench, "Moeder zei")
    bench.keyboard.press("m")
    bench.keyboard.type("Nog niet opgeslagen")
    Session.objects.all().delete()

    expect(bench.locator("[data-live=state]")).to_contain_text("Uw sessie is verlopen.", timeout=SOON)
    expect(bench.locator("#w-memo-text")).to_have_value("Nog niet opgeslagen")


def test_a_page_without_a_connection_says_so_and_catches_up(
    bench: Page, text: SourceVersion, leader: User, code: Code
) -> None:
    bench.context.set_offline(True)
    actions.apply_code(actor=leader, version=text, **span_of(text, "overdracht zat"), code=code)
    expect(bench.locator("[data-live=state]")).to_contain_text("geen verbinding", timeout=20_000)

    bench.context.set_offline(False)

    expect(bench.locator(".w-label")).to_have_count(1, timeout=SOON)
    expect(bench.locator("[data-live=state]")).to_be_hidden()
