"""The tree to PDF/UA-1: tagged, titled, in Dutch, with its letters in it; the same tree gives the same bytes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sluitend.errors import InputError
from sluitend.formats.report import letters
from sluitend.formats.report.nodes import Node
from sluitend.formats.report.pdf_tree import Tree, targets_in, without_lost_links

_TEMPLATE = Path(__file__).with_name("report.typ")
SECONDS = 120
MEMORY = 6 * 1024**3  # of addresses: typst's threads reserve much more than they use
_TOO_LARGE = 4  # see typesetting, which is not imported: it loads typst into the process
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
    InputError("formats.report_letters_missing") rather than take other letters than those of the report.
    """
    if lost := letters.missing():
        raise InputError("formats.report_letters_missing", count=len(lost), first=lost[0])
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
        command = [sys.executable, "-I", "-m", "sluitend.formats.report.typesetting", folder, str(MEMORY), str(SECONDS)]
        try:
            done = subprocess.run(
                command, input=json.dumps(report).encode(), capture_output=True, timeout=SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            raise InputError("formats.report_too_large") from None
    if done.returncode < 0 or done.returncode == _TOO_LARGE:  # a limit of the system ended it
        raise InputError("formats.report_too_large")
    if done.returncode:  # its message may quote the text, so only the code is passed on
        raise RuntimeError(f"typst ended with {done.returncode}")
    return done.stdout
