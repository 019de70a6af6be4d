"""Reads one document and prints it as JSON: what ``sluitend.work.limits`` runs in a process of its own."""

from __future__ import annotations

import sys

from sluitend.formats import documents, limited


def main(arguments: list[str]) -> int:
    """See ``formats.limited``: the answer is named "document"."""
    given = limited.parser("sluitend.formats.documents").parse_args(arguments)
    name = f"document{given.suffix}"
    return limited.answer(given, "document", lambda: documents.read(given.path, filename=name).to_json())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
