"""A quick look at a section's Markdown, without pandoc: for lists that show the state of every section."""

from __future__ import annotations

import re

from sluitend.formats.report.references import DIRECTIVE, REFERENCE, Reference
from sluitend.formats.report.tree import WRITING_HELP

_CODE = re.compile(r"^(```|~~~).*?^\1|(`+)[^`].*?\2", re.DOTALL | re.MULTILINE)
_HELP = re.compile(rf"^ {{0,3}}>\s*{WRITING_HELP}", re.MULTILINE)
_QUOTED = re.compile(r"^ {0,3}>.*$", re.MULTILINE)


def references_of(markdown: str) -> list[Reference]:
    """The references outside code and outside writing help, in order."""
    text = _CODE.sub(" ", markdown)
    if _HELP.search(text):
        text = _QUOTED.sub("", text)
    found = [(one.start(), Reference(one[1] + one[2])) for one in REFERENCE.finditer(text)]
    found += [(one.start(), Reference(" ".join(one[1].split()), is_directive=True)) for one in DIRECTIVE.finditer(text)]
    return [reference for _, reference in sorted(found, key=lambda pair: pair[0])]


def writing_help_of(markdown: str) -> int:
    """How many pieces of advice to the author still stand in it."""
    return len(_HELP.findall(_CODE.sub(" ", markdown)))


def is_empty(markdown: str) -> bool:
    """Whether nothing of the author's own stands in it: only advice, or nothing at all."""
    text = markdown
    if _HELP.search(text):
        text = _QUOTED.sub("", text)
    return not text.strip()
