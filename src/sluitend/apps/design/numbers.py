"""Short, stable numbers within an evaluation (S3, F12, B4): given once, never used again."""

from __future__ import annotations

from enum import StrEnum

from django.db.models import F

from sluitend.apps.design.models import Counter


class Numbered(StrEnum):
    """What carries a number, with the letter that people see."""

    QUESTION = "V"
    RESPONDENT = "R"
    SOURCE = "S"
    FRAGMENT = "F"
    FINDING = "B"
    CONCLUSION = "C"
    RECOMMENDATION = "A"
    AGREEMENT = "AF"
    DATASET = "D"
    RESULT = "U"
    LOGBOOK = "L"
    DESTRUCTION = "VV"
    ROUND = "RD"


def next_number(evaluation_id: int, kind: Numbered, *, prefix: str = "") -> int:
    """The next free number; call it inside the transaction that uses it (the counter's row stays locked until then)."""
    return next_numbers(evaluation_id, kind, 1, prefix=prefix)[0]


def next_numbers(evaluation_id: int, kind: Numbered, count: int, *, prefix: str = "") -> range:
    """So many numbers in a row, for what comes in at once or is kept apart; as `next_number`."""
    name = kind + prefix
    Counter.objects.get_or_create(evaluation_id=evaluation_id, kind=name)
    counters = Counter.objects.filter(evaluation_id=evaluation_id, kind=name)
    counters.update(last=F("last") + count)
    last = counters.values_list("last", flat=True).get()
    return range(last - count + 1, last + 1)
