"""How many passages and codings of a text came: those that are here now, or wait with it, each place once.

Other tools may put two passages on the same words, and a code on each; here that is one. What is one with another is
told, so that what came and what is listed is all that the file holds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sluitend.apps.reporting.actions.exchange.placing import Waiting
from sluitend.apps.reporting.models import ExchangeKind
from sluitend.formats.qdpx.losses import Loss, loss

Row = dict[str, Any]
_NAMES = {ExchangeKind.SELECTION: "selections", ExchangeKind.CODING: "codings"}


class Counts:
    """Of one text. `known`: what came with earlier files; `before`: what waited already."""

    def __init__(
        self, name: str, codes: Mapping[int, str], known: Mapping[ExchangeKind, Collection[str]], before: Waiting
    ) -> None:
        self.name, self._codes, self._before = name, codes, before
        self._waited = before.keys()
        self._told = {kind: {*known[kind], *self._waited[kind]} for kind in _NAMES}
        self.brought = Counter[str]()
        self.losses: list[Loss] = []

    def count(self, waiting: Waiting, new: Collection[str]) -> None:
        """`new`: the keys of what has a place of its own, where nothing was yet."""
        for kind, one, row in _every(waiting):
            key = (row or one)["key"]
            if key in new:
                self.brought[_NAMES[kind]] += key not in self._waited[kind]
            elif key not in self._told[kind]:
                self._same(one, row)

    def first(self, waiting: Waiting) -> set[str]:
        """Of what waits on the same words the first, and the first of each code that somebody put there."""
        seen = {_place(one, row) for _kind, one, row in _every(self._before)}
        found = set[str]()
        for _kind, one, row in _every(waiting):
            place = _place(one, row)
            if place not in seen:
                found.add((row or one)["key"])
            seen.add(place)
        return found

    def _same(self, one: Row, row: Row | None) -> None:
        where = {"source": self.name, "start": one["start"], "end": one["end"]}
        if row is None:
            self.losses.append(loss("passage_same", **where))
        else:
            self.losses.append(loss("coding_same", name=self._codes.get(row["code"]), **where))


def _every(waiting: Waiting) -> Iterator[tuple[ExchangeKind, Row, Row | None]]:
    """The passages, each with its codings behind it."""
    for one in waiting.passages:
        yield ExchangeKind.SELECTION, one, None
        for row in one["codings"]:
            yield ExchangeKind.CODING, one, row


def _place(one: Row, row: Row | None) -> tuple[int, ...]:
    span = (one["start"], one["end"])
    return span if row is None else (*span, row["code"], row["coder"])
