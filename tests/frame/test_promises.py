"""What the product says of itself in all of its texts: data are pseudonymised, so nobody is promised anonymity."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PRODUCT = ROOT / "src" / "sluitend"
# What people say in the invented interviews, and what is planted in them.
SAID = {PRODUCT / "demo" / "interviews", PRODUCT / "demo" / "pilot" / "interviews"}
# "anoniem", "geanonimiseerd", "anonymous"; not "niet anoniem", "never anonymous", nor the word itself between marks.
PROMISE = re.compile(r"(?<!niet )(?<!nooit )(?<!not )(?<!never )(?<!“)\b(?:ge)?anon(?:ie|i|y)m\w*", re.IGNORECASE)


def texts() -> Iterator[Path]:
    """Catalogues, templates, the letter, the templates of an evaluation, the demo, and what is read beside it."""
    for suffix in ("po", "html", "txt", "md", "yaml", "typ"):
        yield from (one for one in PRODUCT.rglob(f"*.{suffix}") if not SAID.intersection(one.parents))
    yield from (PRODUCT / "demo").rglob("*.py")
    yield from (ROOT / "docs" / "gebruikersgids").rglob("*.md")
    yield from ROOT.glob("README*.md")


def test_no_text_promises_that_somebody_is_anonymous() -> None:
    found = {one: PROMISE.findall(" ".join(one.read_text(encoding="utf-8").split())) for one in texts()}

    assert {str(one.relative_to(ROOT)): words for one, words in found.items() if words} == {}
    names = {one.name for one in found}
    assert {"django.po", "letter.yaml", "keten.yaml", "statements.yaml", "9-veldwerk.md", "README.md"} <= names


@pytest.mark.parametrize(
    ("text", "is_promise"),
    [
        ("U blijft anoniem.", True),
        ("De gesprekken zijn geanonimiseerd.", True),
        ("Your answers are anonymous.", True),
        ("De gegevens zijn nooit anoniem.", False),
        ("Zeg niet “anoniem”.", False),
        ("Een synoniem.", False),
    ],
)
def test_a_promise_is_told_from_its_denial(text: str, is_promise: bool) -> None:
    assert bool(PROMISE.search(text)) is is_promise
