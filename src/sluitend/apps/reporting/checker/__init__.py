"""The checker: is to an evaluation what a linter is to code.

Every rule stands in a module of its group, with the standard that it comes from. `docs/checker.md` tells which wordings
could not be compared with the standard itself.
"""

from sluitend.apps.reporting.checker.outcome import Outcome, as_json, as_text
from sluitend.apps.reporting.checker.rule import Problem, Rule, Severity, Standard
from sluitend.apps.reporting.checker.running import RULES, check, counts_for, outcome_for

__all__ = [
    "RULES",
    "Outcome",
    "Problem",
    "Rule",
    "Severity",
    "Standard",
    "as_json",
    "as_text",
    "check",
    "counts_for",
    "outcome_for",
]
