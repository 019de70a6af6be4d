"""The table of norms of an evaluation, for whoever was allowed it already.

As long as nobody changed anything there are no rows: then the table is the one that every evaluation begins with, with
the numbers that its rows will have.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sluitend.apps.analyses.kit.norms import NormText, starting
from sluitend.apps.analyses.models import NormVersion

CONTENT = tuple(name for name in NormText.model_fields if name != "key")


@dataclass(frozen=True, slots=True)
class NormLine:
    """A norm with what it says now, and its versions, the newest first; none for one that nobody ever changed."""

    number: int
    text: NormText
    versions: tuple[NormVersion, ...] = ()

    @property
    def label(self) -> str:
        """How people point at it."""
        return f"N{self.number}"

    @property
    def version(self) -> int:
        """The number of the version that is shown."""
        return self.versions[0].number if self.versions else 1

    def holds(self, day: date) -> bool:
        """Whether a term that begins on this day falls under it."""
        since, until = self.text.valid_from, self.text.valid_until
        return (since is None or since <= day) and (until is None or day < until)


def text_of(key: str, version: NormVersion) -> NormText:
    """What a version says."""
    return NormText.model_validate({"key": key} | {name: getattr(version, name) for name in CONTENT})


def lines_of(evaluation_id: int) -> list[NormLine]:
    """The whole table, by number; one query."""
    rows = NormVersion.objects.filter(norm__evaluation=evaluation_id).select_related("norm", "author")
    found: dict[int, list[NormVersion]] = {}
    for row in rows.order_by("norm__number", "-number"):
        found.setdefault(row.norm.number, []).append(row)
    if not found:
        return [NormLine(number, text) for number, text in enumerate(_starting(), 1)]
    return [NormLine(number, text_of(rows[0].norm.key, rows[0]), tuple(rows)) for number, rows in found.items()]


@cache
def _starting() -> tuple[NormText, ...]:
    return starting()


def texts(evaluation_id: int) -> dict[str, NormText]:
    """What the norms say, by key."""
    return {line.text.key: line.text for line in lines_of(evaluation_id)}


def is_changed(known: Mapping[str, NormText], parameters: Mapping[str, Any]) -> bool:
    """Whether the table says something else of the norm than when a result with these parameters was asked.

    What a result does not tell, because it was made before there was a table, is what everybody began with; a field
    that it does not tell of says what it says when nobody fills it in. Where the data have it changes no verdict.
    """
    now, said = known.get(str(parameters.get("norm"))), parameters.get("definition")
    if now is None:
        return True
    if said:
        return _judging(now.model_dump(mode="json")) != _judging(said)
    return all(_judging(now.model_dump()) != _judging(one.model_dump()) for one in _starting())


def _judging(told: Mapping[str, Any]) -> dict[str, Any]:
    """What decides about a verdict."""
    usual = {name: one.default for name, one in NormText.model_fields.items() if not one.is_required()}
    return {name: value for name, value in {**usual, **told}.items() if name != "found_in"}
