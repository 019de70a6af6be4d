"""A log as it was at the end of a day: what happened later is not in it, and neither is a case that began later. And
what passed from hand to hand from a day on.

Events of a case are in the order of time, so what is left of it is how it begins. Of every step is stored what comes
next; where that lies after the day, nothing follows. What a case is in all (its last event, how many it has, their
sequence) is made anew. What was put on record by then and begins later, was known: who asks for records finds it in
`Store.ahead`.
"""

from __future__ import annotations

from copy import copy
from datetime import date
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
from ibis import _

from sluitend.engines.chain.reading import parts, together
from sluitend.engines.chain.steps import EPOCH, NONE, Codes, begins_of, variants
from sluitend.engines.chain.store import HANDS, Store

_NOTHING = {"case": np.zeros(0, np.int32), "activity": np.zeros(0, np.int32)}
_MADE = ("events", "last", "variant")


def followed(store: Store, until: date) -> Store:
    """The same log without the events from the day `until` on."""
    begin = store.coded.begin(until)
    found = copy(store)
    found.steps, found.whole = (_before(one, begin, store.coded.tick) for one in (store.steps, store.whole))
    found.ahead = tuple(_on_record(one, begin, until) for one in (store.steps, *store.ahead) if _DATED in one.columns)
    found.cut(None if store.every is store else followed(store.every, until))
    told = _told(store, found.steps)
    found.cases = store.cases.drop(*_MADE).join(told, "case").select(*store.cases.columns)
    return found


def arriving(store: Store, since: date) -> Store:
    """What happened from the day `since` on, after who had the case then: of every case with an event from that day on
    those events, and the last one before them. Handovers belong to the moment at which somebody gets the case.

    What is known of whole cases (variants, how long they last, what they do for the first time) is not to be had here.
    """
    begin = store.coded.begin(since)
    found = copy(store)
    found.since, found.earlier = begin, store
    found.cases = store.cases.filter(_["last"] >= begin).drop("last", "variant")
    steps = store.steps.filter((_.time >= begin) | (_.time + _.wait.cast("int64") * store.coded.tick >= begin))
    lost = [name for name in (*_FIRST_TIME, *HANDS) if name in steps.columns]
    found.steps = steps.drop(*lost).mutate(hand=_.hand | (_.time < begin))
    return found


def _before(steps: Any, begin: int, tick: int) -> Any:
    """Nothing follows where the next event lies beyond; who comes after that, `Store.with_hands` finds anew."""
    left = steps.filter(_.time < begin).drop(*(name for name in HANDS if name in steps.columns))
    beyond = left.time + left.wait.cast("int64") * tick >= begin  # without a next one that is a tick earlier
    ended = {name: beyond.ifelse(NONE, left[name]).cast(left[name].type()) for name in _FOLLOWING}
    return left.mutate(**ended, **{name: left[name] & ~beyond for name in _FIRST_TIME})


_FOLLOWING = ("next_activity", "next_resource", "wait")
_FIRST_TIME = ("new_pair", "new_handover")


def _on_record(steps: Any, begin: int, until: date) -> Any:
    return steps.filter((_.time >= begin) & (_[_DATED] < (until - EPOCH).days)).select(*_KNOWN)


_DATED = "registered"
_KNOWN = ("case", "position", "activity", "time", "day", _DATED)


def _told(store: Store, steps: Any) -> Any:
    """`case` with what is left of it: events, last, variant."""
    counted = steps.group_by("case").aggregate(events=_.count().cast("int32"), last=_.time.max())
    was = store.cases.select("case", was="variant")
    table = store.table(counted.join(was, "case").select("case", "events", "last", "was"))
    columns = {name: table[name] for name in ("case", "events", "last")}
    return ibis.memtable(pa.table({**columns, "variant": _numbered(store, steps, table)}))


def _numbered(store: Store, steps: Any, cases: pa.Table) -> Codes:
    """A number for the sequence of every case. Where all of it was the same and as many events are left, what is left
    is too: so one case of each such kind is looked at."""
    case, was, events = (cases[name].to_numpy().astype(np.int64) for name in ("case", "was", "events"))
    kinds = was * (int(events.max(initial=0)) + 1) + events
    _kinds, first, place = np.unique(kinds, return_index=True, return_inverse=True)
    examples = ibis.memtable(pa.table({"case": pa.array(np.sort(case[first]), pa.int32())}))
    rows = together(parts(store, steps.semi_join(examples, "case"), "activity"), _NOTHING)
    begins = begins_of(rows["case"])
    numbers = np.empty(len(first), np.int32)
    numbers[np.argsort(case[first])] = variants(rows["activity"], begins, np.diff(np.append(begins, len(rows["case"]))))
    return numbers[place]
