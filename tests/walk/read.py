"""Quotes as a reader finds them: in a report on the screen, and in a Word document."""

from __future__ import annotations

import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree

from playwright.sync_api import Page

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SIGNS = {f"{WORD}br": "\n", f"{WORD}cr": "\n", f"{WORD}tab": "\t", f"{WORD}noBreakHyphen": "\u2011"}
_IN_ANNEX = re.compile(r"(F\d+) \([^)]*\) “(.*)”\n[^\n]*", re.DOTALL)

_ON_SCREEN = """() => [...document.querySelectorAll(".s-verbatim")].map((one) => {
  const quote = one.closest("blockquote");
  const place = quote ? quote.nextElementSibling.querySelector("a") : one.closest("li").querySelector("[id], a");
  return [place.textContent, one.innerText];
})"""


def quotes(page: Page) -> dict[str, set[str]]:
    """By fragment the words that stand in the report, each wording once."""
    return _gathered(page.evaluate(_ON_SCREEN))


def quotes_in_word(path: Path) -> dict[str, set[str]]:
    """The same of a Word document: quotes with their attribution below, and those of the annex."""
    with zipfile.ZipFile(path) as package:
        body = ElementTree.fromstring(package.read("word/document.xml"))
    paragraphs = [(_style(one), _words(one)) for one in body.iter(f"{WORD}p")]
    found = []
    for (style, words), (_, below) in zip(paragraphs, [*paragraphs[1:], ("", "")], strict=True):
        if style == "BlockText":
            found.append((below.split(",")[0], words.removeprefix("“").removesuffix("”")))
        elif annexed := _IN_ANNEX.fullmatch(words):
            found.append((annexed[1], annexed[2]))
    return _gathered(found)


def _gathered(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for label, words in pairs:
        found[label].add(words)
    return dict(found)


def _style(paragraph: ElementTree.Element) -> str:
    style = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
    return "" if style is None else style.get(f"{WORD}val", "")


def _words(paragraph: ElementTree.Element) -> str:
    return "".join(one.text or "" if one.tag == f"{WORD}t" else _SIGNS.get(one.tag, "") for one in paragraph.iter())
