"""Draws one chart as a picture: what ``pictures`` runs in a process of its own, with bounded memory and time.

``python -m sluitend.formats.report.drawing FOLDER MEMORY SECONDS`` draws FOLDER/drawing.typ and writes a PNG to
standard output. Nothing is written to standard error: messages quote the text.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path

import typst

from sluitend.formats.report import letters

PER_INCH = 180
REFUSED, TOO_LARGE = 3, 4


def main(arguments: list[str]) -> int:
    """Set the limits, then draw; files are read from FOLDER only, and the machine's own fonts are not used."""
    name, memory, seconds = arguments
    folder = Path(name)
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        made = typst.compile(
            folder / "drawing.typ",
            root=folder,
            font_paths=[letters.FOLDER],
            ignore_system_fonts=True,
            format="png",
            ppi=PER_INCH,
            package_path=folder,
            package_cache_path=folder,
        )
    except typst.TypstError:
        return REFUSED
    except MemoryError:
        return TOO_LARGE
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
