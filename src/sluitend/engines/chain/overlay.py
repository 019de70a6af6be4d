"""What organisations say about working together, laid over what the handovers show.

A pair of organisations is looked at without direction: whether they say to work together, and whether cases went from
one to the other, either way. Both questions have three answers, yes, no and not known, and what is not known stays so:
a missing answer is no "no", and who has no event in the whole log cannot be seen handing over. Who has one there and
none in a group could have been seen in it, and was not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import ibis
import pyarrow as pa
from ibis import _

from sluitend.engines.chain.network import Weight, handed, missing, resources
from sluitend.engines.chain.questionnaire import Answer, Intensity, Perceived, perceived
from sluitend.engines.chain.store import Store
from sluitend.engines.chain.waiting import AFTER, BEFORE

Pair = tuple[str, str]


class Match(StrEnum):
    """What saying and seeing come to together."""

    BOTH = "both"
    SAID_NOT_SEEN = "said_not_seen"
    SEEN_NOT_SAID = "seen_not_said"
    NEITHER = "neither"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Seen:
    """How often cases went from one of two organisations to the other, either way, and how many cases."""

    handovers: int = 0
    cases: int = 0


@dataclass(frozen=True, slots=True)
class Overlay:
    """`pairs`: group, one, other (in the order of their names), said and seen (true, false, or null: not known),
    one_says and other_says (steps of the ladder), handovers, cases, match; those pairs that somebody was asked about or
    that handed over. `counts`: group, pairs, a column for every match, and agreement (of the pairs of which both are
    known, the share where they are the same). `perceived` is what was said, per group. `missing` as in `network`."""

    pairs: pa.Table
    counts: pa.Table
    perceived: Mapping[str | None, Perceived]
    missing: float | None


def overlay(
    store: Store,
    answers: Iterable[Answer],
    *,
    by: str | None = None,
    split: date | None = None,
    said_from: Intensity = Intensity.COOPERATION,
    both_say: bool = False,
    weight: Weight = "cases",
    seen_from: int = 1,
    called: Mapping[str, str] | None = None,
) -> Overlay:
    """Of all, by the values of an attribute of cases, or before and from the day `split` on (by the moment of the
    handover). Of the answers those count in a group that speak of it or of all.

    They say to work together when one of them says at least `said_from`; with `both_say` when both do. They are seen to
    when the weight between them is at least `seen_from`. `called` gives resources the names of the questionnaire.
    Raises KeyError for what is no attribute, ValueError for two ways of making groups.
    """
    if by is not None and split is not None:
        raise ValueError("groups are made by an attribute or by a day, not by both")
    asked = list(answers)
    names, steps = resources(store, called or {})
    known = frozenset((called or {}).get(name, name) for name in store.resources)
    seen = _seen(store, steps, names, by, split)
    said = {
        group: perceived([one for one in asked if one.group in (None, group)], said_from=said_from) for group in seen
    }
    rows = [
        {"group": group, **row}
        for group, found in seen.items()
        for row in _pairs(said[group], found, known, both_say, weight, seen_from)
    ]
    return Overlay(_table(rows), _counts(list(seen), rows), said, missing(store))


def _seen(
    store: Store, steps: Any, names: Sequence[str], by: str | None, split: date | None
) -> dict[str | None, dict[Pair, Seen]]:
    """Per group, in the order of their names (of a split: before first), what passed between every two."""
    group = ibis.null("int32") if by is None else _[store.about(by)]
    steps = steps if by is None else store.beside(steps, store.about(by))
    if split is not None:
        group = (_.time + _.wait.cast("int64") * store.coded.tick >= store.coded.begin(split)).cast("int32")
    pairs = handed(steps).mutate(group=group, low=ibis.least(_.one, _.two), high=ibis.greatest(_.one, _.two))
    counted = pairs.group_by("group", "low", "high").aggregate(handovers=_.count(), cases=_["case"].nunique())
    labels = _labels(store, by, split)
    found: dict[str | None, dict[Pair, Seen]] = {label: {} for label in labels.values()}
    for code, low, high, handovers, cases in zip(*store.table(counted).to_pydict().values(), strict=True):
        found[labels[code]][names[low], names[high]] = Seen(handovers, cases)
    return found


def _labels(store: Store, by: str | None, split: date | None) -> dict[int | None, str | None]:
    """The name of every group by its code."""
    if split is not None:
        return {0: BEFORE, 1: AFTER}
    if by is None:
        return {None: None}
    column = store.about(by)
    values = store.names(column).to_pylist()
    codes = store.table(store.cases.select(group=column).distinct())["group"].to_pylist()
    ordered = sorted(codes, key=lambda code: (code is None, "" if code is None else values[code]))
    return {code: None if code is None else values[code] for code in ordered}


def _pairs(
    said: Perceived,
    seen: Mapping[Pair, Seen],
    known: frozenset[str],
    both_say: bool,
    weight: Weight,
    seen_from: int,
) -> Iterator[dict[str, Any]]:
    for one, other in sorted({*seen, *((min(pair), max(pair)) for pair in said.ties)}):
        says = [_step(said, one, other), _step(said, other, one)]
        passed = seen.get((one, other), Seen())
        together = _together([None if step is None else step >= said.said_from for step in says], both_say)
        found = None if not {one, other} <= known else getattr(passed, weight) >= seen_from
        yield {
            "one": one,
            "other": other,
            "said": together,
            "seen": found,
            "one_says": says[0],
            "other_says": says[1],
            "handovers": passed.handovers,
            "cases": passed.cases,
            "match": _match(together, found),
        }


def _step(said: Perceived, organisation: str, about: str) -> int | None:
    tie = said.ties.get((organisation, about))
    return None if tie is None else tie.intensity


def _together(says: Sequence[bool | None], both: bool) -> bool | None:
    """Or, or and with `both`, of three values: not known as long as the missing answer could decide it."""
    decides = not both
    if decides in says:
        return decides
    return None if None in says else both


def _match(said: bool | None, seen: bool | None) -> Match:
    if said is None or seen is None:
        return Match.UNKNOWN
    if said:
        return Match.BOTH if seen else Match.SAID_NOT_SEEN
    return Match.SEEN_NOT_SAID if seen else Match.NEITHER


_COLUMNS = {
    "group": pa.string(),
    "one": pa.string(),
    "other": pa.string(),
    "said": pa.bool_(),
    "seen": pa.bool_(),
    "one_says": pa.int64(),
    "other_says": pa.int64(),
    "handovers": pa.int64(),
    "cases": pa.int64(),
    "match": pa.string(),
}


def _table(rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    return pa.table({name: pa.array([row[name] for row in rows], kind) for name, kind in _COLUMNS.items()})


def _counts(groups: Sequence[str | None], rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    found = []
    for group in groups:
        matches = [row["match"] for row in rows if row["group"] == group]
        counts = {match.value: matches.count(match) for match in Match}
        known = len(matches) - counts[Match.UNKNOWN]
        same = counts[Match.BOTH] + counts[Match.NEITHER]
        found.append({"group": group, "pairs": len(matches), **counts, "agreement": same / known if known else None})
    kinds = {"group": pa.string(), "pairs": pa.int64(), **dict.fromkeys(Match, pa.int64()), "agreement": pa.float64()}
    return pa.table({name: pa.array([row[name] for row in found], kind) for name, kind in kinds.items()})
