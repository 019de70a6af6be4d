"""Every address of the project, with the names that its view goes by and the arguments that it needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True, slots=True)
class Address:
    """One URL pattern: `people:user`, the names of its arguments, and its line in the table.

    The line is called after the view; one pattern may be visited twice, with different objects.
    """

    view: str
    arguments: frozenset[str]
    name: str


def addresses() -> list[Address]:
    """All of them. A pattern without a name has its route as its name: it cannot hide from the table."""
    found = sorted(_under(get_resolver().url_patterns, "", frozenset()), key=lambda address: address.name)
    return list(dict.fromkeys(found))


def _under(patterns: list[URLPattern | URLResolver], namespace: str, arguments: frozenset[str]) -> Iterator[Address]:
    for pattern in patterns:
        needed = arguments | set(pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _under(pattern.url_patterns, inner, needed)
        else:
            view = namespace + (pattern.name or str(pattern.pattern))
            yield Address(view, needed, view)
