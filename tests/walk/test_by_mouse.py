"""The same walk by mouse, with a text that must be released first and a quote that leaves the team only when it may."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.walk import read
from tests.walk.conftest import OWN
from tests.walk.installed import Installed
from tests.walk.keyboard import Walker
from tests.walk.steps import TITLE

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite]

SPEECH = OWN / "05-interview-moeder.txt"
WITHHELD = "Citaten die worden weggelaten"


def _open(page: Page, *names: str) -> None:
    for name in names:
        page.get_by_role("link", name=re.compile(f"^{name}")).first.click()


def _room(page: Page, name: str) -> None:
    page.goto("/evaluaties/1/")
    page.get_by_role("navigation", name="Onderdelen van deze evaluatie").get_by_role("link", name=name).click()


def _release_text(page: Page) -> None:
    _room(page, "Bronnen")
    page.locator("main table a").first.click()  # its title may hold a name, so that it is not shown yet
    _open(page, "Controleren en vrijgeven")
    page.get_by_label("Deze tekst bevat geen persoonsgegevens").check()
    page.get_by_role("button", name="Vrijgeven").click()


def _drag_over(page: Page, words: str) -> None:
    """From before the first to behind the last of these words, which stand on one line or more of one paragraph."""
    block = page.locator("[data-start]", has_text=words).first
    block.scroll_into_view_if_needed()
    ends = block.evaluate(
        """(element, words) => {
          const node = element.firstChild, from = node.data.indexOf(words), range = new Range();
          const at = (offset, side) => {
            range.setStart(node, offset);
            range.setEnd(node, offset + 1);
            const box = range.getBoundingClientRect();
            return [side < 0 ? box.left : box.right, box.top + box.height / 2];
          };
          return [...at(from, -1), ...at(from + words.length - 1, 1)];
        }""",
        words,
    )
    page.mouse.move(ends[0] + 1, ends[1])
    page.mouse.down()
    page.mouse.move(ends[2], ends[3], steps=5)
    page.mouse.up()
    expect(page.locator("[data-part=quote]")).to_have_text(words)


def _code_and_find(page: Page, words: str) -> None:
    _room(page, "Coderen")
    _open(page, "S1 ")
    page.wait_for_selector("#workbench[data-ready]")
    _drag_over(page, words)
    page.get_by_role("option", name=re.compile("^Wachten")).first.click()
    expect(page.locator("[data-part=number]")).to_have_text("F1")
    page.get_by_role("button", name="Gebruik als bewijs").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Nieuwe bevinding in één zin").fill("Een gezin wachtte weken (fictief).")
    dialog.get_by_label("Helpt bij het antwoord op").select_option(index=4)
    dialog.get_by_role("button", name="Gebruik als bewijs").click()
    expect(page.locator("[data-part=mark-list]")).to_have_text("B1 ondersteunt")


def _refer(page: Page) -> None:
    _room(page, "Rapport")
    _open(page, "Leeswijzer")
    page.locator("textarea[name=markdown]").fill("Een moeder zegt:\n\n[[F1]]\n\nDaaruit volgt [[B1]].")
    page.locator("main").get_by_role("button", name="Opslaan").click()
    expect(page.get_by_text("Opgeslagen.")).to_be_visible()


def _build(page: Page, folder: Path) -> Path:
    page.get_by_role("button", name="Bouwen").click()
    with page.expect_download() as waiting:
        page.locator("#builds").get_by_role("link", name=re.compile("HTML-bestand")).first.click()
    target = folder / waiting.value.suggested_filename
    waiting.value.save_as(target)
    return target


def test_a_quote_leaves_the_team_when_it_was_released_and_not_before(installed: Installed, page: Page) -> None:
    words = "Ik heb zeven weken niemand gesproken."
    walker = Walker(page)
    installed.sluitend("new", "--template", "keten", TITLE)
    installed.sluitend("import", "documents", "--not-public", SPEECH)
    installed.arrange()
    page.goto(installed.serve())
    page.locator("main").get_by_role("button").click()
    _open(page, TITLE)
    _release_text(page)

    _code_and_find(page, words)
    _refer(page)
    _room(page, "Rapport")
    _open(page, "HTML-bestand")
    expect(page.get_by_text(WITHHELD)).to_be_visible()
    page.go_back()
    _room(page, "Coderen")
    _open(page, "S1 ")
    page.get_by_role("button", name=re.compile("^F1")).first.click()
    with page.expect_response("**/citaat/") as answer:  # so that a failure tells a click that was lost from a refusal
        page.get_by_role("button", name="Als citaat vrijgeven").click()
    assert answer.value.ok, answer.value.text()
    expect(page.locator("[data-part=quote-state]")).to_contain_text("buiten het team")
    _room(page, "Rapport")
    _open(page, "HTML-bestand")
    expect(page.get_by_text(WITHHELD)).to_have_count(0)
    report = _build(page, installed.folder)

    assert installed.look()["quotes"] == {"F1": words}
    page.goto(report.as_uri())
    assert read.quotes(page) == {"F1": {words}}
    assert walker.complaints == []
