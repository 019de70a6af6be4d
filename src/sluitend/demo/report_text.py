"""The chapters of a report of the demo, one Markdown file each; its first line is the title of the chapter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

NAMED = re.compile(r"\[\[([FBCU]):([^\]]+)\]\]")  # [[B:gat]] in a file is [[B1]] in the report


def chapters(folder: Path) -> dict[str, str]:
    """The text of each chapter by its title, in their order."""
    return dict(chapter(path) for path in sorted(folder.glob("*.md")))


def chapter(path: Path) -> tuple[str, str]:
    """The title and the text of one."""
    first, _, rest = path.read_text("utf-8").partition("\n")
    return first.removeprefix("# ").strip(), rest.strip()


def quoted(texts: Mapping[str, str]) -> list[str]:
    """The keys of the passages whose words the chapters give, each once."""
    found = [key for text in texts.values() for kind, key in NAMED.findall(text) if kind == "F"]
    return list(dict.fromkeys(found))
