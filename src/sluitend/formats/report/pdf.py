"""The tree to PDF/UA-1: tagged, titled, in Dutch, with its letters in it; the same tree gives the same bytes."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sluitend.formats.report import letters
from sluitend.formats.report.nodes import Node
from sluitend.formats.report.pdf_tree import Tree, targets_in, without_lost_links
from sluitend.formats.report.typeset import require_letters, typeset

_TEMPLATE = Path(__file__).with_name("report.typ")
SECONDS = 120
REGIONS = {"nl": "NL", "en": "GB"}


def to_pdf(
    blocks: list[Node],
    *,
    title: str,
    subtitle: str,
    date: str,
    epoch: int,
    language: str = "nl",
    summary: bool = False,
    contents: bool = True,
) -> bytes:
    """A PDF with a title page and a table of contents; `summary` begins at once under its title, without either.

    `date` is what the title page says under the title, `epoch` dates the file (seconds since 1970, UTC). It names no
    author. Raises InputError("formats.report_too_large") when time or memory runs out, and
    InputError("formats.report_letters_missing").
    """
    require_letters()
    tree = Tree(letters.shown, frozenset(targets_in(blocks)))
    items = without_lost_links(tree.blocks(blocks), tree.placed)
    moment = datetime.fromtimestamp(epoch, UTC)
    report = {
        "title": letters.shown(title) or "–",
        "subtitle": letters.shown(subtitle),
        "date": letters.shown(date),
        "moment": [moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second],
        "language": language,
        "region": REGIONS[language],
        "fonts": list(letters.FAMILIES),
        "summary": summary,
        "contents": contents and any(isinstance(item, dict) and item["k"] == "h" for item in items),
        "blocks": items,
    }
    return _set(report, tree.images)


def _set(report: dict[str, Any], images: dict[str, bytes]) -> bytes:
    """Typst sees one folder, with its template and the pictures of this report, and nothing else."""
    with TemporaryDirectory() as folder:
        shutil.copy(_TEMPLATE, folder)
        for name, picture in images.items():
            Path(folder, name).write_bytes(picture)
        return typeset("report", folder, seconds=SECONDS, given=json.dumps(report).encode())
