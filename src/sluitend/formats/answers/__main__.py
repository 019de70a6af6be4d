"""Reads one table and prints it as JSON: what ``sluitend.work.limits`` runs in a process of its own."""

from __future__ import annotations

import sys

from sluitend.formats import answers, limited


def main(arguments: list[str]) -> int:
    """See ``formats.limited``: the answer is named "table"."""
    parser = limited.parser("sluitend.formats.answers")
    parser.add_argument("--sheet", type=int, default=0)
    given = parser.parse_args(arguments)
    name = f"table{given.suffix}"
    return limited.answer(given, "table", lambda: answers.read(given.path, filename=name, sheet=given.sheet).to_json())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
