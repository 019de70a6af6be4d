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


def next_number(evaluation_id: int, kind: Numbered, *, prefix: str = "") -> int:
    """The next free number; call it inside the transaction that uses it (the counter's row stays locked until then)."""
    name = kind + prefix
    Counter.objects.get_or_create(evaluation_id=evaluation_id, kind=name)
    counters = Counter.objects.filter(evaluation_id=evaluation_id, kind=name)
    counters.update(last=F("last") + 1)
    return counters.values_list("last", flat=True).get()
