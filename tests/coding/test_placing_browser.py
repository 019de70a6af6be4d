"""Correcting a text that was coded, and placing what changed, in a browser and by keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from sluitend.apps.coding import actions
from sluitend.apps.coding.models import Code, Fragment, ToPlace
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import SourceKind, SourceVersion
from tests.browser_tools import NARROW, WIDE, axe

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = (
    "Interviewer: Wie had de regie?\n\n"
    "R1: Wilma Proefpersoon belde ons elke week. 👩‍👧 Daarna bleef het stil.\n\n"
    "Interviewer: En de school?\n\n"
    "R1: Met de school ging het goed."
)


@pytest.fixture
def coded(make_version: Callable[..., SourceVersion], researcher: User, code: Code) -> SourceVersion:
    """A text (fictief) with three fragments, of which two rest on words that will change."""
    version = make_version(TEXT, kind=SourceKind.DOCUMENT)
    for words in ("Wilma Proefpersoon belde ons", "Daarna bleef het stil.", "ging het goed"):
        start = TEXT.index(words)
        actions.apply_code(actor=researcher, version=version, start=start, end=start + len(words), code=code)
    return version


def corrected(page: Page, version: SourceVersion, old: str, new: str) -> Page:
    """Change the text on screen, and stop at the comparison."""
    source = version.source
    page.goto(f"/evaluaties/{source.evaluation_id}/bronnen/{source.number}/corrigeren/")
    field = page.get_by_label("De tekst")
    field.fill(field.input_value().replace(old, new))
    page.get_by_role("button", name="Vergelijken").first.click()
    return page


def published(page: Page, version: SourceVersion) -> Page:
    """Corrected, released, and on the list of what has to be placed."""
    corrected(page, version, "Wilma Proefpersoon", "consulent 3")
    page.get_by_label("een naam of ander persoonlijk gegeven").check()
    page.get_by_label("Waarom").fill("Een naam was blijven staan.")
    page.get_by_role("button", name="Nieuwe versie maken").click()
    page.get_by_label("Ik heb deze tekst gelezen").check()
    page.get_by_role("button", name="Vrijgeven").click()
    with page.expect_navigation():  # until it is whole: keys do nothing before that
        page.get_by_role("link", name="1 fragment moet nog worden geplaatst").click()
    return page


@pytest.mark.parametrize("viewport", [WIDE, NARROW])
def test_a_correction_is_compared_before_it_is_a_version(
    open_page: Callable[..., Page], researcher: User, coded: SourceVersion, viewport: dict[str, int]
) -> None:
    page = corrected(open_page(researcher, viewport), coded, "Wilma Proefpersoon", "consulent 3")

    expect(page.get_by_role("heading", name="1 plek is veranderd")).to_be_visible()
    expect(page.locator("del")).to_contain_text("Wilma Proefpersoon")
    expect(page.locator("ins")).to_contain_text("consulent 3")
    expect(page.get_by_text("1 fragment rust op woorden die veranderen")).to_be_visible()
    expect(page.get_by_text("2 andere gaan vanzelf mee")).to_be_visible()
    assert axe(page) == []
    assert page.evaluate("window.cspViolations") == []
    assert coded.source.versions.count() == 1


@pytest.mark.parametrize("viewport", [WIDE, NARROW])
def test_what_changed_is_placed_by_keyboard(
    open_page: Callable[..., Page], researcher: User, coded: SourceVersion, viewport: dict[str, int]
) -> None:
    page = published(open_page(researcher, viewport), coded)
    expect(page.get_by_role("heading", name="F1", exact=False).first).to_be_visible()
    assert axe(page) == []

    page.keyboard.press("n")
    page.keyboard.press("h")

    expect(page.get_by_text("F1 is geplaatst.")).to_be_visible()
    expect(page.get_by_role("heading", name="Niets te plaatsen")).to_be_visible()
    fragment = Fragment.objects.select_related("version").get(number=1)
    assert (fragment.version.text or "")[fragment.start : fragment.end] == "consulent 3 belde ons"


@pytest.mark.parametrize("viewport", [WIDE, NARROW])
def test_a_person_chooses_another_passage_in_the_text(
    open_page: Callable[..., Page], researcher: User, coded: SourceVersion, viewport: dict[str, int]
) -> None:
    page = published(open_page(researcher, viewport), coded)
    with page.expect_navigation():
        page.get_by_role("link", name="Zelf kiezen in de tekst").click()
    expect(page.locator("[data-chosen]")).to_have_text("consulent 3 belde ons")
    assert axe(page) == []

    field = page.get_by_label("Selecteer de passage in de nieuwe tekst")
    field.focus()
    field.evaluate("(text) => text.setSelectionRange(text.value.indexOf('👩'), text.value.indexOf('👩'))")
    page.keyboard.type("zo verandert er niets")
    for _character in " Daarna":
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")  # the family is one character
    expect(page.locator("[data-chosen]")).to_have_text("👩‍👧 Daarna")
    page.get_by_role("button", name="Hier plaatsen").click()

    expect(page.get_by_text("F1 is geplaatst.")).to_be_visible()
    fragment = Fragment.objects.select_related("version").get(number=1)
    assert (fragment.version.text or "")[fragment.start : fragment.end] == "👩‍👧 Daarna"
    assert page.evaluate("window.cspViolations") == []


def test_a_fragment_lapses_after_a_question(
    open_page: Callable[..., Page], researcher: User, coded: SourceVersion
) -> None:
    page = published(open_page(researcher), coded)

    page.get_by_role("link", name="Laten vervallen").click()
    expect(page.get_by_text("met de codes (1) en memo’s (0)")).to_be_visible()
    page.get_by_role("button", name="Laten vervallen").click()

    expect(page.get_by_text("F1 is vervallen.")).to_be_visible()
    assert not ToPlace.objects.exists()


def test_the_workbench_says_what_has_to_be_placed(
    open_page: Callable[..., Page], researcher: User, coded: SourceVersion
) -> None:
    page = published(open_page(researcher), coded)

    page.goto(f"/evaluaties/{coded.source.evaluation_id}/coderen/{coded.source.number}/")

    expect(page.get_by_role("link", name="1 fragment moet nog worden geplaatst")).to_be_visible()
    expect(page.get_by_text("consulent 3 belde ons")).to_be_visible()
