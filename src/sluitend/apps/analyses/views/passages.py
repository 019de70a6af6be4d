"""From a result of coded texts to the passages behind it: their words are looked up live, and stand in no result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from sluitend.apps.analyses.kit.result import Result
from sluitend.apps.analyses.kit.tables import records
from sluitend.apps.analyses.models import AnalysisResult
from sluitend.engines.retrieval.asked import Question

_MOST = 30  # codes with a link


def passages_of(row: AnalysisResult, found: Result) -> list[tuple[str, str]]:
    """In words and as an address: the question that was asked, or every code that the result tells of."""
    if not row.is_of_codings:
        return []
    given: Mapping[str, Any] = row.parameters
    asked = Question.from_parameters(given)
    if asked.is_asked:
        return [(asked.words, _address(row, given))]
    codes = {str(one["code"]) for table in found.tables for one in records(table) if one.get("code")}
    ordered = [code for code in given.get("codes") or sorted(codes) if code in codes][:_MOST]
    shared = {name: given[name] for name in ("who", "by", "below") if name in given}
    return [(f"‘{code}’", _address(row, {"code": code, **shared})) for code in ordered]


def _address(row: AnalysisResult, given: Mapping[str, Any]) -> str:
    """Parameters as the page of quotes asks them: what is empty, or no, is left out."""
    asked = {name: "on" if value is True else value for name, value in given.items() if value}
    return f"{reverse('coding:quotes', args=[row.evaluation_id])}?{urlencode(asked, doseq=True)}"
