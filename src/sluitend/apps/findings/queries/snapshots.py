"""Interim against final: the state as it was frozen at the end of a phase, and what changed since, per question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sluitend.apps.design import queries as design
from sluitend.apps.design.access import check, require
from sluitend.apps.design.models import Evaluation, Phase
from sluitend.apps.fieldwork.copied import MARKER, same_but_withdrawn
from sluitend.apps.findings.models import Finding, PhaseSnapshot
from sluitend.apps.findings.queries.answers import ConclusionLine, answers_for
from sluitend.apps.findings.queries.one import recommendations_for
from sluitend.apps.findings.queries.rows import FindingRow, findings_for
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import NotFound

Content = Mapping[str, Any]
Held = Mapping[str, Any]  # one question, finding or recommendation as it was
VERSION = 1  # of the content
OLDER: Held = {"results": []}  # what findings that were frozen before did not tell

NOW = "now"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A phase, and its frozen state if there is one."""

    phase: Phase
    frozen: PhaseSnapshot | None


@dataclass(frozen=True, slots=True)
class FindingChange:
    """A finding before and after; None where it was not there (yet, or any more)."""

    number: int
    before: Held | None
    after: Held | None
    merged_into: int | None = None

    @property
    def is_reworded(self) -> bool:
        return self._differs("title", "text")

    @property
    def is_withdrawn(self) -> bool:
        """Whether words of it were withdrawn since it was frozen."""
        return _has_marker(self.before, self.after, "title", "text")

    @property
    def is_supported_otherwise(self) -> bool:
        return self._differs("sources", "voices", "supporting", "contradicting", "nuancing", "results")

    @property
    def is_judged_otherwise(self) -> bool:
        return self._differs("confidence", "is_minor_theme")

    @property
    def is_the_same(self) -> bool:
        return self.before is not None and self.after is not None and not (
            self.is_reworded or self.is_withdrawn or self.is_supported_otherwise or self.is_judged_otherwise
        )  # fmt: skip

    def _differs(self, *names: str) -> bool:
        if self.before is None or self.after is None:
            return False
        before, after = {**OLDER, **self.before}, {**OLDER, **self.after}
        return any(_differs(before[name], after[name]) for name in names)


@dataclass(frozen=True, slots=True)
class QuestionChange:
    """One question with its answer before and after; None where the question was not there."""

    label: str
    text: str
    before: Held | None
    after: Held | None
    findings: tuple[FindingChange, ...]

    @property
    def is_reworded(self) -> bool:
        return self._differs("text")

    @property
    def is_answered_otherwise(self) -> bool:
        return self._differs("answer", "not_answered_reason")

    @property
    def is_withdrawn(self) -> bool:
        """Whether words of the answer were withdrawn since it was frozen."""
        return _has_marker(self.before, self.after, "answer", "not_answered_reason")

    @property
    def is_judged_otherwise(self) -> bool:
        return self._differs("judgement", "criterion")

    @property
    def is_the_same(self) -> bool:
        differs = self._differs("text", "answer", "not_answered_reason", "judgement", "criterion")
        return not (differs or self.is_withdrawn) and all(one.is_the_same for one in self.findings)

    def _differs(self, *names: str) -> bool:
        before, after = self.before or {}, self.after or {}
        return any(_differs(before.get(name, ""), after.get(name, "")) for name in names)


def _differs(before: Any, after: Any) -> bool:
    """What was withdrawn is no other wording."""
    if isinstance(before, str) and isinstance(after, str):
        return not same_but_withdrawn(before, after)
    return bool(before != after)


def _has_marker(before: Held | None, after: Held | None, *names: str) -> bool:
    return any(MARKER in one.get(name, "") for one in (before, after) if one for name in names)


@dataclass(frozen=True, slots=True)
class Compared:
    """Two states side by side; a state without a phase is how it stands now."""

    before: Snapshot
    after: Snapshot | None
    questions: tuple[QuestionChange, ...]
    loose: tuple[FindingChange, ...]  # findings that are tied to no question, before or after

    @property
    def changed(self) -> list[QuestionChange]:
        return [one for one in self.questions if not one.is_the_same]

    @property
    def unchanged(self) -> list[QuestionChange]:
        return [one for one in self.questions if one.is_the_same]

    @property
    def at(self) -> datetime:
        """When the earlier state was frozen."""
        assert self.before.frozen is not None
        return self.before.frozen.taken_at


def snapshots_for(user: User, evaluation: Evaluation) -> list[Snapshot]:
    """Every phase in its order, with what was frozen of it; two queries. Raises NotFound, NotAllowed."""
    check(user, evaluation, Action.VIEW_FINDINGS)
    rows = PhaseSnapshot.objects.filter(phase__evaluation=evaluation).select_related("taken_by")
    frozen = {row.phase_id: row for row in rows}
    return [Snapshot(phase, frozen.get(phase.pk)) for phase in design.phases_for(user, evaluation)]


def snapshot_for(user: User, evaluation: Evaluation, phase_id: int) -> PhaseSnapshot:
    """Raises NotFound."""
    require(user, evaluation, Action.VIEW_FINDINGS)
    found = PhaseSnapshot.objects.select_related("phase").filter(phase__evaluation=evaluation, phase=phase_id).first()
    if found is None:
        raise NotFound("snapshot")
    return found


def comparison_for(
    user: User, evaluation: Evaluation, before: PhaseSnapshot, after: PhaseSnapshot | None = None
) -> Compared:
    """What changed from the one state to the other, by default to how it stands now. Raises NotFound, NotAllowed."""
    check(user, evaluation, Action.VIEW_FINDINGS)
    later = after.content if after else content_of(user, evaluation)
    merged = dict(
        Finding.with_merged.filter(evaluation=evaluation, merged_into__isnull=False).values_list(
            "number", "merged_into__number"
        )
    )
    found = list(_findings(before.content, later, merged))
    return Compared(
        before=Snapshot(before.phase, before),
        after=Snapshot(after.phase, after) if after else None,
        questions=tuple(_questions(before.content, later, found)),
        loose=tuple(one for one in found if not _labels(one)),
    )


def _findings(before: Content, after: Content, merged: Mapping[int, int]) -> Iterable[FindingChange]:
    old, new = ({one["number"]: one for one in content["findings"]} for content in (before, after))
    for number in sorted(old.keys() | new.keys()):
        into = merged.get(number) if number not in new else None
        yield FindingChange(number, old.get(number), new.get(number), into)


def _questions(before: Content, after: Content, findings: Sequence[FindingChange]) -> Iterable[QuestionChange]:
    """In the order of the later state; a question that went stands last."""
    old, new = ({one["label"]: one for one in content["questions"]} for content in (before, after))
    by_label: dict[str, list[FindingChange]] = defaultdict(list)
    for one in findings:
        for label in _labels(one):
            by_label[label].append(one)
    for label in dict.fromkeys([*new, *old]):
        tied, was, now = tuple(by_label[label]), old.get(label), new.get(label)
        if tied or any(
            one and (one["answer"] or one["not_answered_reason"] or one["is_answered"]) for one in (was, now)
        ):
            yield QuestionChange(label, (now or was or {})["text"], was, now, tied)


def _labels(change: FindingChange) -> set[str]:
    return {label for one in (change.before, change.after) if one for label in one["questions"]}


def content_of(user: User, evaluation: Evaluation) -> dict[str, Any]:
    """The state now, in the team's own words and in figures: no passages; copied words a withdrawal empties."""
    answers = answers_for(user, evaluation)
    rows = findings_for(user, evaluation, [line.question for line in answers])
    return {
        "version": VERSION,
        "questions": [_question(line) for line in answers],
        "findings": [_finding(row) for row in rows],
        "recommendations": [
            {"number": one.number, "kind": one.kind, "title": one.title, "text": one.text, "addressee": one.addressee}
            for one in recommendations_for(user, evaluation)
        ],
    }


def _question(line: ConclusionLine) -> dict[str, Any]:
    conclusion = line.conclusion
    return {
        "label": line.question.label,
        "text": line.question.text,
        "is_answered": not line.question.has_parts and not line.question.is_dropped,  # itself, not by its parts
        "conclusion": conclusion.number if conclusion else None,
        "answer": conclusion.text if conclusion else "",
        "not_answered_reason": conclusion.not_answered_reason if conclusion else "",
        "judgement": conclusion.judgement if conclusion else "",
        "criterion": line.criterion.name if line.criterion else "",
        "findings": [one.number for one in line.findings],
    }


def _finding(row: FindingRow) -> dict[str, Any]:
    finding, support = row.finding, row.support
    return {
        **{name: getattr(finding, name) for name in ("number", "title", "text", "confidence", "is_minor_theme")},
        "questions": [line.label for line in row.questions],
        "sources": support.in_favour,
        "voices": support.voices,
        "results": list(row.results),
        "supporting": support.supporting,
        "contradicting": support.contradicting,
        "nuancing": support.nuancing,
    }
