"""Reads one returned Word file and prints it as JSON: what ``sluitend.work.limits`` runs in a process of its own."""

from __future__ import annotations

import sys

from sluitend.formats import limited, returned_word


def main(arguments: list[str]) -> int:
    """See ``formats.limited``: the answer is named "returned"."""
    given = limited.parser("sluitend.formats.returned_word").parse_args(arguments)
    return limited.answer(given, "returned", lambda: returned_word.read(given.path).to_json())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
