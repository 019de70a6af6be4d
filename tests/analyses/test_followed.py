"""“Gevolgd tot en met” a day: every entry answers as of a log that ends there."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import pyarrow as pa
import pytest

from sluitend.apps.analyses.discovery import analyses, analysis
from sluitend.apps.analyses.kit.analysis import checked, inputs_of
from sluitend.apps.analyses.kit.result import Result
from sluitend.apps.analyses.kit.vocabulary import vocabulary_of
from sluitend.engines.chain import EventLog
from tests.analyses import crowd
from tests.engines.chain import asked

Row = tuple[str, str, datetime, str | None, str | None, str | None]
LAST = date(2025, 3, 20)
_NAMES = ("case", "activity", "time", "resource", "gemeente", "gezin")
_EVERY = crowd.ASKED | crowd.GROUPED


@cache
def drawn(seed: int, whole_days: bool) -> tuple[Row, ...]:
    """A crowd of which not everything is known, with ties, in the order of time: cases have the same numbers then."""
    chance = random.Random(seed)
    rows: list[Row] = []
    for case, activity, at, who, town, family in crowd.events(seed, 400):
        later = timedelta() if whole_days else timedelta(hours=chance.choice([0, 0, 9, 23]))
        known = None if chance.random() < 0.1 else who
        rows.append((case, activity, at + later, known, town if int(case[1:]) % 17 else None, family))
    return tuple(sorted(rows, key=lambda row: row[2]))


def log_of(rows: tuple[Row, ...]) -> EventLog:
    kinds = (pa.string(), pa.string(), pa.timestamp("us"), pa.string(), pa.string(), pa.string())
    columns = zip(*rows, strict=True)
    made = pa.table([pa.array(list(one), kind) for one, kind in zip(columns, kinds, strict=True)], names=list(_NAMES))
    return EventLog(made, attributes=["gemeente", "gezin"])


def both(key: str, rows: tuple[Row, ...], last: date) -> tuple[Result, Result]:
    """Of all rows, followed up to a day; and of the rows up to that day, which are looked at until then."""
    every, left = log_of(rows), log_of(tuple(row for row in rows if row[2].date() <= last))
    known, entry, given = vocabulary_of(every), analysis(key.partition("/")[0]), _EVERY[key]
    if entry.key == "trechter":
        given = {"by": "gemeente", **given} if "split" not in given else given
    beside = crowd.answers(every, 1) if entry.key == "zeggen-en-doen" else None
    params = checked(entry, given, known)
    wanted = checked(entry, given | {"last_day": last.isoformat()}, known)
    found = entry.run(inputs_of(every, known, wanted, beside), wanted, lambda percent: None)
    alone = replace(inputs_of(left, known, params, beside), last_day=last)
    return found, entry.run(alone, params, lambda percent: None)


@pytest.mark.parametrize(("seed", "whole_days"), [(1, True), (2, False)])
@pytest.mark.parametrize("key", sorted(_EVERY))
def test_the_answer_is_that_of_the_log_that_ends_there(key: str, seed: int, whole_days: bool) -> None:
    rows = drawn(seed, whole_days)
    found, known = both(key, rows, LAST)

    begun = {row[0] for row in rows if row[2].date() <= LAST}
    assert found.n is not None
    assert found.n <= len(begun) < 400
    asked.check(found.as_json(), known.as_json(), key)


def test_every_entry_that_follows_cases_is_held_against_its_log() -> None:
    follows = {key for key, one in analyses().items() if one.data == "event_log" and "last_day" in _fields(one)}

    assert follows == {key.partition("/")[0] for key in _EVERY}


def _fields(entry: Any) -> set[str]:
    return {name for name, one in entry.parameters.model_fields.items() if one.json_schema_extra}
