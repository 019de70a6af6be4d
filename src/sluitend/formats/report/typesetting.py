"""Sets one report or one drawing with typst: what ``typeset`` runs in a process of its own, with limits.

``python -m sluitend.formats.report.typesetting KIND FOLDER MEMORY SECONDS`` sets FOLDER/KIND.typ, with what it gets on
standard input, and writes a PDF (of a "report") or a PNG (of a "drawing") to standard output. Nothing is written to
standard error: typst's messages quote the text.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path
from typing import Any

import typst

from sluitend.formats.report import letters

REFUSED, TOO_LARGE = 3, 4
KINDS: dict[str, dict[str, Any]] = {
    "report": {"format": "pdf", "pdf_standards": "ua-1"},
    "drawing": {"format": "png", "ppi": 180},
}


def main(arguments: list[str]) -> int:
    """Set the limits, then what is asked."""
    kind, folder, memory, seconds = arguments
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        made = _made(kind, Path(folder), sys.stdin.buffer.read().decode("utf-8"))
    except typst.TypstError:
        return REFUSED
    except MemoryError:
        return TOO_LARGE
    sys.stdout.buffer.write(made)
    return 0


def _made(kind: str, folder: Path, given: str) -> bytes:
    """Files are read from the folder only, and the machine's own fonts are not used."""
    made: bytes = typst.compile(
        folder / f"{kind}.typ",
        root=folder,
        font_paths=[letters.FOLDER],
        ignore_system_fonts=True,
        sys_inputs={"report": given},
        package_path=folder,
        package_cache_path=folder,
        **KINDS[kind],
    )
    return made


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
