"""The steps of the walk from document to report, each without a mouse."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.walk.keyboard import Walker

TITLE = "Documentstudie"
USE = "Gebruik als bewijs"


@dataclass(frozen=True)
class Passage:
    """Where to walk in which source: paragraphs from the begin (or from the end), then so many sentences."""

    source: str  # a part of its title
    paragraphs: int
    sentences: int = 1


def log_in(walker: Walker, link: str) -> None:
    walker.page.goto(link)
    walker.activate(walker.page.locator("main").get_by_role("button"))
    expect(walker.page.get_by_role("heading", level=1, name="Evaluaties")).to_be_visible()


def open_room(walker: Walker, name: str) -> None:
    """From anywhere in the evaluation; the workbench has its path for a side navigation."""
    if not walker.page.get_by_role("link", name=name, exact=True).count():
        walker.follow(TITLE)
    walker.follow(name)


def questions(walker: Walker) -> list[str]:
    """The labels of all questions, in the order of the conclusions page."""
    open_room(walker, "Conclusies")
    return walker.page.locator(".d-question > a.d-label").all_inner_texts()


def choose_passage(walker: Walker, passage: Passage) -> str:
    """From the list of texts to a passage in one of them; the words that are shown as chosen."""
    open_room(walker, "Coderen")
    walker.follow(passage.source, within="main", exact=False)
    page = walker.page
    page.wait_for_selector("#workbench[data-ready]")
    walker.reach(page.locator("#w-text"))
    from_end = passage.paragraphs < 0
    walker.press(*(["End"] if from_end else []))
    walker.press(*["ArrowUp" if from_end else "ArrowDown"] * (abs(passage.paragraphs) - from_end))
    walker.said("Alinea ")
    walker.press("Enter")
    expect(page.locator("#announce")).not_to_contain_text("Alinea ")
    walker.press(*["Shift+ArrowDown"] * (passage.sentences - 1))
    expect(page.locator("[data-part=number]")).to_have_text("Gekozen passage")
    return page.locator("[data-part=quote]").inner_text()


def put_code(walker: Walker, letters: str) -> str:
    """The label of the fragment that came of it."""
    walker.type(letters)
    walker.press("Enter")
    walker.said("gezet op F")
    found = re.search(r"F\d+", walker.page.locator("#announce").inner_text())
    assert found
    expect(walker.page.locator("[data-part=number]")).to_have_text(found[0])
    walker.press("Escape")
    return found[0]


def write_finding(walker: Walker, sentence: str, question: str) -> None:
    """With `e`: the passage becomes evidence for a new finding that helps to answer a question."""
    walker.press("e")
    dialog = walker.page.get_by_role("dialog")
    expect(dialog.get_by_role("searchbox")).to_be_focused()
    walker.type(sentence)
    walker.press("Enter")
    expect(dialog.get_by_label("Nieuwe bevinding in één zin")).to_have_value(sentence)
    _choose_option(walker, dialog.get_by_label("Helpt bij het antwoord op"), question)
    walker.submit(USE, within="dialog[open]")
    expect(dialog).to_have_count(0)
    expect(walker.page.locator("#announce")).to_have_text(re.compile(r"^F\d+ is bewijs voor B\d+\.$"))


def _choose_option(walker: Walker, select: Locator, label: str) -> None:
    walker.reach(select)
    labels = [words.split()[0] for words in select.locator("option").all_inner_texts()]
    walker.press(*["ArrowDown"] * labels.index(label))
    expect(select.locator("option:checked")).to_contain_text(f"{label} ")


def write_conclusion(walker: Walker, question: str, finding: str, answer: str) -> None:
    open_room(walker, "Conclusies")
    walker.follow(question, within="main")
    walker.follow("Conclusie schrijven", within="main")
    _tick(walker, finding)
    walker.reach(walker.page.get_by_label(re.compile("^Antwoord")))
    walker.type(answer)
    walker.submit("Opslaan")
    walker.page.wait_for_url(lambda url: not url.endswith("schrijven/"))
    expect(walker.page.get_by_role("link", name=finding).first).to_be_visible()


def _tick(walker: Walker, label: str) -> None:
    box = walker.page.get_by_role("checkbox", name=re.compile(f"^{label} "))
    walker.reach(box)
    if not box.is_checked():
        walker.press("Space")
    expect(box).to_be_checked()


def write_recommendation(walker: Walker, title: str, conclusion: str) -> None:
    open_room(walker, "Aanbevelingen")
    walker.follow("Aanbeveling toevoegen", within="main")
    walker.reach(walker.page.get_by_label("Aanbeveling in één zin"))
    walker.type(title)
    _tick(walker, conclusion)
    walker.submit("Opslaan")
    expect(walker.page.locator("main")).to_contain_text(title)


def refer(walker: Walker, chapter: str, labels: list[str]) -> None:
    """References at the end of a chapter, each looked up in the picker that `/` opens."""
    open_room(walker, "Rapport")
    walker.follow(chapter, within="main")
    page = walker.page
    editor = page.locator("textarea[name=markdown]")
    walker.reach(editor)
    walker.press("Control+End")
    for label in labels:
        walker.press("Enter", "Enter", "/")
        expect(page.locator("#picker-words")).to_be_focused()
        walker.type(label)
        expect(page.locator("#picker-list [aria-selected=true] .s-picker__label")).to_have_text(label)
        walker.press("Enter")
        expect(editor).to_be_focused()
        expect(editor).to_have_value(re.compile(re.escape(f"[[{label}]]") + "$"))
    walker.submit("Opslaan")
    expect(page.get_by_text("Opgeslagen.")).to_be_visible()


def open_report(walker: Walker) -> None:
    """To read it on the screen."""
    open_room(walker, "Rapport")
    walker.follow("Rapport lezen")


def build(walker: Walker, kind: str, folder: Path) -> Path:
    """Ask for a file, wait for the worker, and take it home."""
    open_room(walker, "Rapport")
    walker.follow(kind, within="main")
    walker.submit("Bouwen")
    files = walker.page.locator("#builds")
    link = files.get_by_role("link", name=re.compile(f"^ ?{kind}"))
    expect(link).to_be_visible(timeout=60_000)
    walker.reach(link)
    with walker.page.expect_download() as waiting:
        walker.press("Enter")
    target = folder / waiting.value.suggested_filename
    waiting.value.save_as(target)
    return target
