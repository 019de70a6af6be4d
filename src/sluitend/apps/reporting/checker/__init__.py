"""The checker: is to an evaluation what a linter is to code.

Every rule stands in a module of its theme, with the standard that it comes from. `docs/checker.md` tells which wordings
could not be compared with the standard itself.
"""

from sluitend.apps.reporting.checker.outcome import Outcome, Waived, as_json, as_text
from sluitend.apps.reporting.checker.rule import Problem, Rule, Severity, Standard
from sluitend.apps.reporting.checker.rules import RULES
from sluitend.apps.reporting.checker.running import check, counts_for, outcome_for, waived_for
from sluitend.apps.reporting.checker.sarif import as_sarif

__all__ = [
    "RULES",
    "Outcome",
    "Problem",
    "Rule",
    "Severity",
    "Standard",
    "Waived",
    "as_json",
    "as_sarif",
    "as_text",
    "check",
    "counts_for",
    "outcome_for",
    "waived_for",
]
