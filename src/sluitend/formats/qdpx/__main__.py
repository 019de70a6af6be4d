"""Reads one exchange file and prints it as JSON: what ``sluitend.work.limits`` runs in a process of its own."""

from __future__ import annotations

import sys

from sluitend.formats import limited
from sluitend.formats.qdpx import taken


def main(arguments: list[str]) -> int:
    """See ``formats.limited``: the answer is named "taken"."""
    given = limited.parser("sluitend.formats.qdpx").parse_args(arguments)
    return limited.answer(given, "taken", lambda: taken.take(given.path).to_json())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
