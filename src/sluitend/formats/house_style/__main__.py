"""Takes a house style out of one document: what ``sluitend.work.limits`` runs in a process of its own."""

from __future__ import annotations

import base64
import sys

from sluitend.formats import house_style, limited


def main(arguments: list[str]) -> int:
    """See ``formats.limited``: the answer is named "style", a package as base64."""
    given = limited.parser("sluitend.formats.house_style").parse_args(arguments)
    return limited.answer(given, "style", lambda: base64.b64encode(house_style.taken(given.path)).decode())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
