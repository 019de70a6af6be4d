"""The workbench in a browser: a text with all that makes offsets hard, and what a person does with it. Fictitious."""

from __future__ import annotations

from django.urls import reverse
from playwright.sync_api import Page, expect

from sluitend.apps.coding import queries
from sluitend.apps.coding.models import Fragment
from sluitend.apps.sources.models import SourceVersion

# A heading, a turn with emoji of one and of several code points, one with combining marks, one from lines that were
# CRLF once, a list item and a row of a table.
PARTS = [
    ("heading", 1, "Gesprek met een gezin (fictief)"),
    ("paragraph", None, "De wachttijd liep op. 👩‍👧 Moeder zei: “we hoorden niets” 😀😀 en toen belde iemand."),
    (
        "paragraph",
        None,
        "Café met samengesteld teken: e\u0301e\u0301n gezin, één plan 𝔸 en 🇳🇱.\nTweede regel van de beurt.",
    ),
    ("list_item", 1, "- Bij de overdracht zat niemand van de gemeente aan tafel."),
    ("table_row", None, "schakel | dagen | 👨‍👩‍👧‍👦"),
]
TEXT = "\n\n".join(words for _, _, words in PARTS)


def blocks() -> list[object]:
    found: list[object] = []
    position = 0
    for number, (kind, level, words) in enumerate(PARTS):
        found.append([position, position + len(words), kind, level, 1 + number // 3])
        position += len(words) + 2
    return found


def opened(page: Page, version: SourceVersion, query: str = "") -> Page:
    page.goto(reverse("coding:workbench", args=[version.source.evaluation_id, version.source.number]) + query)
    page.wait_for_selector("#workbench[data-ready]")
    return page


def units(text: str) -> int:
    """The length in UTF-16 units, in which the browser counts."""
    return len(text.encode("utf-16-le")) // 2


def select(page: Page, words: str) -> str:
    """Select these words as a mouse does, in the block they are in; what the browser then says is selected."""
    block = next(part for _, _, part in PARTS if words in part)
    start = units(block[: block.index(words)])
    return select_units(page, PARTS.index(next(one for one in PARTS if one[2] == block)), start, start + units(words))


def select_units(page: Page, block: int, start: int, end: int) -> str:
    script = """([block, start, end]) => {
      const node = document.querySelectorAll('[data-start]')[block].firstChild;
      getSelection().setBaseAndExtent(node, start, node, end);
      return getSelection().toString();
    }"""
    selected: str = page.evaluate(script, [block, start, end])
    expect(page.locator("[data-part=quote]")).to_have_text(" ".join(selected.split()))  # once the selection rests
    return selected


def said(page: Page, words: str) -> None:
    expect(page.locator("#announce")).to_contain_text(words)


def quotes() -> list[str]:
    return [queries.quote(one) for one in Fragment.objects.order_by("number")]
