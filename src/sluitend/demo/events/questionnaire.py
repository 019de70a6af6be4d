"""What organisations of the demo region say about working with each other."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from sluitend.demo.events import planted

_RESPONDENTS = 2  # of every organisation
_AWARENESS, _COOPERATION, _COORDINATION = 1, 2, 3
_TEAMS = tuple(planted.team(name) for name in planted.PLACES)
_NOT_SEEN = {planted.SAID_NOT_SEEN, planted.SAID_NOT_SEEN[::-1]}
_NOT_SAID = {(planted.THERE, planted.BACK), (planted.BACK, planted.THERE)}
SCHEMA = pa.schema(
    [
        ("organisation", pa.string()),
        ("respondent", pa.string()),
        ("about", pa.string()),
        ("intensity", pa.int64()),  # a step of the ladder, 0 to 4; null: no answer
        ("trust", pa.float64()),  # a mark from 1 to 10
        ("value", pa.float64()),
    ]
)


def answers() -> pa.Table:
    """Two respondents of every organisation about each of those that they are asked about; the same every time."""
    random = np.random.RandomState(planted.SEED)  # its stream is frozen, unlike that of Generator
    rows = [
        _answer(random, one, other, f"{one} {number}")
        for one, other in _asked()
        for number in range(1, _RESPONDENTS + 1)
    ]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def _asked() -> Iterator[tuple[str, str]]:
    """Teams with all others and back, the institution with providers and back, providers with each other."""
    others = (planted.COUNCIL, planted.INSTITUTION, planted.HEALTH, *planted.PROVIDERS)
    together = [(team, other) for team in _TEAMS for other in others]
    together += [(planted.INSTITUTION, provider) for provider in planted.PROVIDERS]
    together += [(one, two) for one in planted.PROVIDERS for two in planted.PROVIDERS if one < two]
    for one, two in together:
        yield one, two
        yield two, one


def _answer(random: np.random.RandomState, one: str, other: str, respondent: str) -> dict[str, str | float | None]:
    is_silent = one == planted.HEALTH or (_planted(one, other) is None and random.random_sample() < 0.1)
    usual = int(random.randint(_COOPERATION, _COORDINATION + 2))
    marks = {name: float(random.randint(4, 10)) for name in ("trust", "value")}
    row: dict[str, str | float | None] = {"organisation": one, "respondent": respondent, "about": other}
    if is_silent:
        return row
    return {**row, "intensity": _planted(one, other) or usual, **marks}


def _planted(one: str, other: str) -> int | None:
    if (one, other) in _NOT_SEEN:
        return _COORDINATION
    return _AWARENESS if (one, other) in _NOT_SAID else None
