"""The bits of an evaluation's passages in memory, made from the rows when these changed: 48 bytes a passage.

The rows decide. What was destroyed in them cannot be found, even if it would still lie here: an answer is read anew.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

import numpy as np
from django.db.models import Count, Max
from numpy.typing import NDArray

from sluitend.apps.coding.meaning.vectors import WORD, bits_from, eight_bits_from, key_of
from sluitend.apps.coding.models import PassageVector, TextMeaning
from sluitend.engines.text.embedding import Numbers, binary, closest, cosines

MOST_HELD = 4  # evaluations: of a million passages each that is 200 MB
CANDIDATES = 1000  # of which the cosine is computed; a test compares what is found with the exact order

Stamp = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Held:
    """``keys`` [n] are ids of vectors, ``bits`` [words, n] theirs."""

    stamp: Stamp
    keys: NDArray[np.int64]
    bits: NDArray[np.uint64]


_HELD: OrderedDict[tuple[int, int], Held] = OrderedDict()
_LOCK = threading.Lock()


def nearest(evaluation_id: int, model_id: int, query: Numbers, centre: Numbers, most: int) -> list[tuple[int, float]]:
    """Ids of vectors and their cosines with the query, the nearest first. Three queries when nothing changed."""
    held = _held(evaluation_id, model_id)
    if not len(held.keys):
        return []
    candidates = held.keys[closest(held.bits, binary(query[np.newaxis], centre), max(CANDIDATES, most))]
    rows = dict(PassageVector.objects.filter(pk__in=candidates.tolist()).values_list("pk", "vector"))
    if not rows:
        return []
    keys = list(rows)
    found = cosines(np.stack([eight_bits_from(rows[key]) for key in keys]), query)
    order = np.argsort(-found, kind="stable")[:most]
    return [(keys[place], float(found[place])) for place in order]


def _held(evaluation_id: int, model_id: int) -> Held:
    texts = TextMeaning.objects.filter(evaluation=evaluation_id, model=model_id)
    told = texts.aggregate(count=Count("pk"), last=Max("pk"))
    stamp, key = (told["count"], told["last"] or 0), (evaluation_id, model_id)
    with _LOCK:
        there = _HELD.get(key)
        if there is None or there.stamp != stamp:
            there = _HELD[key] = _read(stamp, list(texts.order_by("pk").values_list("pk", "passages", "bits")))
        _HELD.move_to_end(key)
        while len(_HELD) > MOST_HELD:
            _HELD.popitem(last=False)
        return there


def _read(stamp: Stamp, rows: list[tuple[int, int, bytes | memoryview]]) -> Held:
    filled = [row for row in rows if row[1]]
    if not filled:
        return Held(stamp, np.zeros(0, np.int64), np.zeros((0, 0), WORD))
    keys = np.concatenate([key_of(pk, 0) + np.arange(count, dtype=np.int64) for pk, count, _bits in filled])
    bits = np.concatenate([bits_from(blob, count) for _pk, count, blob in filled], axis=1)
    return Held(stamp, keys, np.ascontiguousarray(bits))
