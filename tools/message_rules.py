"""When is a translation wrong? Rules over one message of a catalogue, without files."""

from __future__ import annotations

import re
from collections import Counter

from babel.messages.catalog import Message

# %(name)s, %s, %d (not %%) and str.format's {name}
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-zA-Z]|(?<!%)(?:%%)*%[sdrf]|\{\w*\}")


def _placeholders(text: str) -> Counter[str]:
    return Counter(_PLACEHOLDER.findall(text))


def _same_placeholders(source: str, translation: str) -> bool:
    return set(_placeholders(source)) == set(_placeholders(translation))


def _same_edges(source: str, translation: str) -> bool:
    """gettext wants a translation to begin and end with a newline exactly when its source does."""
    return source.startswith("\n") == translation.startswith("\n") and source.endswith("\n") == translation.endswith(
        "\n"
    )


def fault(message: Message) -> str | None:
    """What is wrong with this translation, or None.

    A plural's singular form may leave out a number that its plural names ("one file" / "%(n)s files"),
    so that form is held against either of the two.
    """
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    strings = [message.string] if isinstance(message.string, str) else list(message.string or [])
    if len(strings) < len(ids) or not all(strings):
        return f"no translation: {ids[0]!r}"
    if message.fuzzy:
        return f"fuzzy translation: {ids[0]!r}"
    if len(ids) == 1:
        right = _same_placeholders(ids[0], strings[0])
    else:
        right = any(_same_placeholders(one, strings[0]) for one in ids) and _same_placeholders(ids[1], strings[1])
    if not right:
        return f"other placeholders in the translation: {ids[0]!r}"
    if not _same_edges(ids[0], strings[0]):
        return f"newline at the edge differs in the translation: {ids[0]!r}"
    return None
