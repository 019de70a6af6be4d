"""The whole walk on a real installation, from documents to a report in which every word of a quote can be traced."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.walk import read, steps
from tests.walk.conftest import OWN
from tests.walk.installed import ROOT, Installed
from tests.walk.keyboard import Walker
from tests.walk.steps import TITLE, Passage

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite]

SHARED = ROOT / "../shared/real/documents"
CONVERSATIONS = "0[57]-interview-*.txt"  # known as such by who speaks: names first, as in the walk by mouse
CODES = ("wacht", "doorsch", "warme", "regieh")

# Line ends of Windows, letters that are composed and that cannot be, emoji of several code points, no-break spaces.
ODD = (
    "Verslag van een gesprek (fictief)\r\n\r\n"
    "Moeder 👩‍👧‍👦 zei: “we wachtten één jaar” 🇳🇱 en toen x\u0302 in het cafe\u0301. "
    "Daarna belde\u00a0iemand 😀 𝔸 terug. Niemand wist wie.\r\n\r\n"
    "Tot slot."
)


@dataclass(frozen=True)
class Documents:
    """What is brought in, and a passage for every question of the template."""

    folder: Path
    passages: tuple[Passage, ...]
    longest: int  # characters in the longest source, at least


REAL = Documents(
    SHARED,
    (
        Passage("S3 Jeugdwet", -60, 2),  # at the end of a law of 230,000 characters
        Passage("S3 Jeugdwet", 40),
        Passage("S4 ", 30, 2),
        Passage("S1 ", 12),
        Passage("S2 ", 20, 3),
        Passage("S5 ", 8),  # PDF
        Passage("S8 ", 60, 2),  # PDF
        Passage("S9 ", 6, 2),  # Word
        Passage("S10 ", 3, 2),
        Passage("S11 ", 4),
        Passage("S14 ", 3, 2),
        Passage("S15 ", 2, 2),
    ),
    230_000,
)
MADE = Documents(
    OWN,
    # Before the table in S6: a passage of several of its rows is shown shortened.
    (*(Passage(f"S{1 + n % 6} ", 5 if n == 5 else 3 + n, 1 + n % 3) for n in range(11)), Passage("S7 ", 2, 2)),
    1_000,
)


@pytest.fixture(params=[pytest.param(REAL, id="real"), pytest.param(MADE, id="made")])
def documents(request: pytest.FixtureRequest, tmp_path: Path) -> Documents:
    chosen: Documents = request.param
    if not chosen.folder.exists():
        pytest.skip("../shared is not there: the walk on real documents is left out")
    if chosen is MADE:
        folder = _without_conversations(tmp_path)
        return Documents(folder, chosen.passages, chosen.longest)
    return chosen


def _without_conversations(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    shutil.copytree(OWN, folder, ignore=shutil.ignore_patterns(CONVERSATIONS))
    return folder


def _begin(installed: Installed, documents: Documents) -> None:
    """`new` prints the number, `import documents` a line a file."""
    files = sorted(path.name for path in documents.folder.rglob("*") if path.is_file())
    odd = installed.folder / "bijzondere-tekens.txt"

    assert installed.sluitend("new", "--template", "keten", TITLE) == ["1"]
    lines = installed.sluitend("import", "documents", documents.folder)
    odd.write_bytes(ODD.encode())
    extra = installed.sluitend("import", "documents", odd)

    assert [line.split(" ", 1)[0] for line in lines] == [f"S{number}" for number in range(1, len(files) + 1)]
    assert sorted(line.split(" ", 1)[1] for line in lines) == files
    assert extra == [f"S{len(files) + 1} {odd.name}"]


def test_from_documents_to_report_without_a_mouse(installed: Installed, documents: Documents, page: Page) -> None:
    _begin(installed, documents)
    walker = Walker(page)
    steps.log_in(walker, installed.serve())
    walker.follow(TITLE)
    asked = steps.questions(walker)

    shown = _findings(walker, asked, documents.passages)
    for number, question in enumerate(asked, start=1):
        steps.write_conclusion(walker, question, f"B{number}", f"Voorlopig antwoord op {question}: zie de bevinding.")
    steps.write_recommendation(walker, "Bel elk gezin binnen drie dagen terug.", "C1")
    every = range(1, len(asked) + 1)
    labels = [f"{letter}{number}" for letter in "FBC" for number in every]
    steps.refer(walker, "Leeswijzer", [*labels, "A1"])
    files = {kind: steps.build(walker, kind, installed.folder) for kind in ("HTML-bestand", "Word-document")}
    steps.open_report(walker)
    inside = read.quotes(page)
    _every_statement_leads_to_its_passage(walker, shown)
    stored = installed.look()
    quotes = stored["quotes"]

    assert len(asked) == len(documents.passages) == len(quotes)
    assert max(stored["lengths"]) >= documents.longest
    assert {label: " ".join(quote.split()) for label, quote in quotes.items()} == shown
    assert inside == {label: {quote} for label, quote in quotes.items()}
    page.goto(files["HTML-bestand"].as_uri())
    assert read.quotes(page) == inside
    walker.leave()
    assert read.quotes_in_word(files["Word-document"]) == inside
    assert stored["evidence"] == [[f"B{number}", f"F{number}"] for number in every]
    assert stored["conclusions"] == {question: [f"B{number}"] for number, question in enumerate(asked, start=1)}
    assert stored["recommendations"] == {"A1": ["C1"]}
    assert walker.complaints == []
    installed.sluitend("check")
    _everything_is_audited(stored, len(asked))


def _findings(walker: Walker, asked: list[str], passages: tuple[Passage, ...]) -> dict[str, str]:
    """Code a passage for every question and write a finding on it; the words that were shown, by fragment."""
    shown = {}
    for number, (question, passage) in enumerate(zip(asked, passages, strict=True)):
        words = steps.choose_passage(walker, passage)
        label = steps.put_code(walker, CODES[number % len(CODES)])
        shown[label] = " ".join(words.split())
        steps.write_finding(walker, f"De bron zegt iets over {question} (fictief).", question)
        expect(walker.page.locator("[data-part=quote-state]")).to_contain_text("Openbaar document")
    return shown


def _every_statement_leads_to_its_passage(walker: Walker, shown: dict[str, str]) -> None:
    """From each finding to its chain, and from there to the passage in its text; from each conclusion to its chain."""
    page = walker.page
    for number, (label, words) in enumerate(shown.items(), start=1):
        steps.open_report(walker)
        walker.follow(f"C{number}", within="article")
        expect(page.get_by_role("link", name=f"Openen {label}", exact=True)).to_be_visible()
        page.go_back()
        walker.follow(f"B{number}", within="article")
        walker.follow(f"Openen {label}", within="main")
        page.wait_for_selector("#workbench[data-ready]")
        expect(page.locator("[data-part=number]")).to_have_text(label)
        expect(page.locator("[data-part=quote]")).to_have_text(words)
        expect(page.locator("#w-text")).to_be_focused()
        expect(page.locator(".w-row--here").first).to_be_in_viewport()


def _everything_is_audited(stored: dict[str, Any], times: int) -> None:
    audit = stored["audit"]
    once = ("design.evaluation_created", "findings.recommendation_added", "reporting.section_changed")
    twice = ("reporting.build_asked", "reporting.built", "reporting.downloaded")
    each = ("coding.code_applied", "findings.finding_added", "findings.evidence_linked", "findings.conclusion_written")
    expected = {**dict.fromkeys(once, 1), **dict.fromkeys(twice, 2), **dict.fromkeys(each, times)}
    assert {action: audit.get(action, 0) for action in expected} == expected
    assert audit["sources.opened"] == 2 * times  # to code a passage, and to see it again from the report
