"""The sentences of this room's errors: what is wrong, where, and how to mend it."""

from __future__ import annotations

from sluitend.web import wording

SENTENCES: dict[str, str] = {}


def register() -> None:
    wording.register(SENTENCES)
