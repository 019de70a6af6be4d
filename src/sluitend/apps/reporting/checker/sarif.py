"""The outcome as SARIF 2.1.0 (OASIS, 2020), which code hosts and editors read.

An evaluation has no files: an object is a logical location, with its address within the product. What was set aside is
there too, suppressed, with the reason; the others have an empty list of suppressions, since in one run either all
results have one or none has (section 3.27.23).
"""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import get_language

from sluitend import __version__
from sluitend.apps.reporting.checker.outcome import Outcome, Waived
from sluitend.apps.reporting.checker.rule import Problem, Rule, Severity

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def as_sarif(outcome: Outcome) -> str:
    """Sentences in the language of the moment."""
    index = {rule.code: place for place, rule in enumerate(outcome.rules_run)}
    results = [_result(one, index) | {"suppressions": []} for one in outcome.problems]
    results += [_result(one.problem, index) | {"suppressions": [_suppression(one)]} for one in outcome.waived]
    driver = {"name": "Sluitend", "version": __version__, "rules": [_rule(one) for one in outcome.rules_run]}
    run = {"tool": {"driver": driver}, "language": _language(), "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _language() -> str:
    """Without it a reader takes the sentences for American English."""
    return (get_language() or "nl")[:2]


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "shortDescription": {"text": str(rule.title)},
        "fullDescription": {"text": str(rule.why)},
        "help": {"text": str(rule.how_to_mend)},
        "defaultConfiguration": {"level": LEVEL[rule.severity]},
        "properties": {"standard": [str(one) for one in rule.standard]},
    }


def _result(problem: Problem, index: dict[str, int]) -> dict[str, Any]:
    place = {
        "name": problem.label,
        "fullyQualifiedName": problem.key,
        "kind": "object",
        "properties": {"url": problem.url},
    }
    return {
        "ruleId": problem.rule.code,
        "ruleIndex": index[problem.rule.code],
        "level": LEVEL[problem.rule.severity],
        "message": {"text": f"{problem.label}: {problem.sentence}"},
        "locations": [{"logicalLocations": [place]}],
        "partialFingerprints": {"object/v1": f"{problem.rule.code} {problem.key}"},
    }


def _suppression(one: Waived) -> dict[str, str]:
    return {"kind": "external", "status": "accepted", "justification": one.reason}
