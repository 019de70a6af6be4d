"""Two researchers code the interviews, each on their own, and disagree where people do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction

from sluitend.apps.coding import actions, queries
from sluitend.apps.coding.models import Code, Fragment
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import Source, SourceVersion
from sluitend.demo.names_out import NamesOut

Entry = dict[str, Any]


class Passages:
    """Quotes of an interview as it was said, found in the text without names."""

    def __init__(self, source: Source, names: NamesOut) -> None:
        self.version: SourceVersion = source.versions.get(number=2)
        self._said, self._replaced = names.carried(source)

    def span(self, quote: str) -> tuple[int, int]:
        """Start and end in the text without names. Raises ValueError when nobody said it."""
        start = self._said.index(quote)
        return self._replaced.start(start), self._replaced.end(start + len(quote))

    def fragment(self, actor: User, quote: str) -> Fragment:
        """The fragment of a quote, without a code."""
        start, end = self.span(quote)
        return actions.ensure_fragment(actor=actor, version=self.version, start=start, end=end)


class DocumentPassages:
    """Quotes of a public document, which holds no names."""

    def __init__(self, source: Source) -> None:
        self.version: SourceVersion = source.versions.get()

    def span(self, quote: str) -> tuple[int, int]:
        """Start and end in its text. Raises ValueError when it does not stand there."""
        start = (self.version.text or "").index(quote)
        return start, start + len(quote)

    def fragment(self, actor: User, quote: str) -> Fragment:
        """The fragment of a quote, without a code."""
        start, end = self.span(quote)
        return actions.ensure_fragment(actor=actor, version=self.version, start=start, end=end)


class Coders:
    """The researchers by the letter that `codings.yaml` gives them."""

    def __init__(self, evaluation: Evaluation, users: dict[str, User]) -> None:
        self.users = users
        tree = queries.codebook_for(users["A"], evaluation)
        self._codes: dict[str, Code] = {node.code.name: node.code for node in queries.flat(tree)}

    def code(
        self, passages: Callable[[], Passages | DocumentPassages], source: Source, entries: dict[str, list[Entry]]
    ) -> None:
        """Everybody's codes on one source: all of them, or none. A source that has codes stays as it is."""
        if Fragment.objects.filter(version__source=source).exists():
            return
        found = passages()
        with transaction.atomic():
            for letter, codings in entries.items():
                self._code(self.users[letter], found, codings)

    def _code(self, user: User, passages: Passages | DocumentPassages, codings: Iterable[Entry]) -> None:
        for entry in codings:
            start, end = passages.span(entry["quote"])
            for name in entry["codes"]:
                actions.apply_code(actor=user, version=passages.version, start=start, end=end, code=self._codes[name])
