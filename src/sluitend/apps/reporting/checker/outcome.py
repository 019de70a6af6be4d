"""What came out, and how the command line prints it."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from sluitend.apps.reporting.checker.rule import Problem, Rule, Severity

SEVERITY: dict[Severity, Promise] = {
    Severity.ERROR: _("error"),
    Severity.WARNING: _("warning"),
    Severity.NOTE: pgettext_lazy("severity", "note"),
}


SET_ASIDE = _("set aside")


@dataclass(frozen=True, slots=True)
class Waived:
    """A problem that somebody set aside, with the reason that stands in the report's annex."""

    problem: Problem
    waiver_id: int
    reason: str
    by: str  # the name of who did; for the team
    at: datetime

    @property
    def code(self) -> str:
        return self.problem.rule.code

    @property
    def title(self) -> str:
        return str(self.problem.rule.title)

    @property
    def label(self) -> str:
        return self.problem.label


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything that the rules found, in the order of the rules; what was set aside stands apart."""

    evaluation_id: int
    problems: tuple[Problem, ...]
    rules_run: tuple[Rule, ...]
    waived: tuple[Waived, ...] = ()

    @property
    def has_errors(self) -> bool:
        return any(problem.rule.severity is Severity.ERROR for problem in self.problems)

    @property
    def counts(self) -> dict[Severity, int]:
        """How many problems of each severity."""
        counted = Counter(problem.rule.severity for problem in self.problems)
        return {severity: counted[severity] for severity in Severity}

    def by_rule(self) -> Iterator[tuple[Rule, list[Problem]]]:
        """Every rule with what it found: the gravest first, and those that found nothing last."""
        found: dict[str, list[Problem]] = defaultdict(list)
        for one in self.problems:
            found[one.rule.code].append(one)
        order = list(Severity)
        pairs = [(rule, found[rule.code]) for rule in self.rules_run]
        yield from sorted(pairs, key=lambda pair: (not pair[1], order.index(pair[0].severity)))

    def about(self, name: str) -> list[Problem]:
        """What is shown on the page of this object ("B4", "V1.2"; "H12" is the chapter with that id), gravest first."""
        order = list(Severity)
        found = [one for one in self.problems if name in one.objects]
        return sorted(found, key=lambda one: order.index(one.rule.severity))


def as_text(outcome: Outcome) -> str:
    """One line a problem: code, severity, object, sentence; then how to mend it. What was set aside comes last."""
    lines: list[str] = []
    for one in outcome.problems:
        severity = SEVERITY[one.rule.severity]
        lines += [f"{one.rule.code}  {severity}  {one.label}  {one.sentence}", f"     {one.rule.how_to_mend}"]
    lines += [f"{one.code}  {SET_ASIDE}  {one.label}  {one.reason}" for one in outcome.waived]
    return "\n".join([*lines, summary(outcome)])


def summary(outcome: Outcome) -> str:
    """How many of what."""
    counts = outcome.counts
    words = _("%(errors)s errors, %(warnings)s warnings, %(notes)s notes; %(rules)s rules applied.")
    told = str(words) % {
        "errors": counts[Severity.ERROR],
        "warnings": counts[Severity.WARNING],
        "notes": counts[Severity.NOTE],
        "rules": len(outcome.rules_run),
    }
    count = len(outcome.waived)
    aside = ngettext("%(count)s problem was set aside.", "%(count)s problems were set aside.", count) % {"count": count}
    return f"{told} {aside}" if count else told


def as_json(outcome: Outcome) -> str:
    """For other programs; keys are English, sentences in the language of the moment."""
    return json.dumps(
        {
            "evaluation": outcome.evaluation_id,
            "problems": [_plain(problem) for problem in outcome.problems],
            "waived": [_plain(one.problem) | {"reason": one.reason} for one in outcome.waived],
            "counts": {str(severity): count for severity, count in outcome.counts.items()},
            "rules_run": [rule.code for rule in outcome.rules_run],
        },
        ensure_ascii=False,
        indent=2,
    )


def _plain(problem: Problem) -> dict[str, Any]:
    rule = problem.rule
    return {
        "code": rule.code,
        "severity": str(rule.severity),
        "object": problem.label,
        "url": problem.url,
        "message": problem.sentence,
        "how_to_mend": str(rule.how_to_mend),
        "standard": [str(standard) for standard in rule.standard],
    }
