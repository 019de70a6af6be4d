"""Every rule, one module a theme. A code is never used again for another rule."""

from sluitend.apps.reporting.checker.rule import Rule
from sluitend.apps.reporting.checker.rules import (
    account,
    agreements,
    coders,
    findings,
    heard,
    opening,
    privacy,
    questions,
    quotes,
    quoting,
    recommendations,
    remarks,
    results,
    sections,
)

RULES: tuple[Rule, ...] = (
    *questions.RULES,
    *findings.RULES,
    *recommendations.RULES,
    *agreements.RULES,
    *quotes.RULES,
    *quoting.RULES,
    *heard.RULES,
    *account.RULES,
    *coders.RULES,
    *privacy.RULES,
    *results.RULES,
    *sections.RULES,
    *opening.RULES,
    *remarks.RULES,
)
