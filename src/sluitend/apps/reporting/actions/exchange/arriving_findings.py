"""Findings, conclusions and recommendations out of what Sluitend put beside a project; other tools have none."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.db import models

from sluitend.apps.design import actions as design
from sluitend.apps.design.models import Criterion, Evaluation, Question, QuestionKind
from sluitend.apps.findings import actions
from sluitend.apps.findings.models import (
    COMPONENTS,
    Conclusion,
    Feasibility,
    Finding,
    Judgement,
    Priority,
    Recommendation,
    RecommendationKind,
)
from sluitend.apps.people.models import User
from sluitend.apps.reporting.actions.exchange import guids
from sluitend.apps.reporting.models import ExchangeKind
from sluitend.errors import InputError
from sluitend.formats.qdpx.losses import Loss, loss

M = TypeVar("M", bound=models.Model)
_REASON = "Overgenomen uit een uitwisselbestand."
_WORDS = ("title", "text", "single_source_reason", "answer_to_contradiction", "is_minor_theme")
_ADVICE = ("title", "text", "addressee", "action", "term", "measure_of_success")


class Findings:
    """What the sidecar holds, through the rooms' own actions; what came in before stays as it is here."""

    def __init__(self, actor: User, evaluation: Evaluation, more: Mapping[str, Any], losses: list[Loss]) -> None:
        self._actor, self._evaluation, self._more, self._losses = actor, evaluation, more, losses
        self.brought = Counter[str]()

    def all(self) -> dict[str, Finding]:
        """The findings by GUID, those that are new and those that were here."""
        questions = self._questions()
        criteria = self._criteria(questions)
        findings = self._findings(questions, criteria)
        conclusions = self._conclusions(questions, criteria, findings)
        self._recommendations(conclusions)
        return findings

    def evidence(self, findings: Mapping[str, Finding]) -> dict[str, list[dict[str, Any]]]:
        """By the GUID of the source."""
        found: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for one in self._more.get("findings", ()):
            for row in one["evidence"]:
                if one["guid"] in findings:
                    found[row["source"]].append({**row, "finding": findings[one["guid"]].pk})
        return found

    def _here(self, kind: ExchangeKind, rows: Iterable[M]) -> dict[str, M]:
        by_id = {one.pk: one for one in rows}
        known = guids.known(self._evaluation, kind)
        return {guid: by_id[pk] for guid, pk in known.items() if pk in by_id}

    def _remember(self, kind: ExchangeKind, found: Mapping[str, models.Model]) -> None:
        guids.remember(self._evaluation, kind, {guid: one.pk for guid, one in found.items()})

    def _questions(self) -> dict[str, Question]:
        """By GUID, else by the same wording, else added: with the reason that a question on the way needs."""
        rows = list(Question.objects.filter(evaluation=self._evaluation).prefetch_related("versions"))
        found = self._here(ExchangeKind.QUESTION, rows)
        worded = {_alike(max(one.versions.all(), key=lambda row: row.number).text): one for one in rows}
        waiting = [one for one in self._more.get("questions", ()) if one["guid"] not in found]
        while ready := [one for one in waiting if one["parent"] is None or one["parent"] in found]:
            for one in ready:
                question = worded.get(_alike(one["text"])) or self._add_question(one, found)
                if question is not None:
                    found[one["guid"]] = question
            waiting = [one for one in waiting if one not in ready]
        self._remember(ExchangeKind.QUESTION, found)
        return found

    def _add_question(self, one: Mapping[str, Any], found: Mapping[str, Question]) -> Question | None:
        kind = one["kind"] if one["kind"] in QuestionKind.values else QuestionKind.DESCRIPTIVE
        try:
            return design.add_question(
                actor=self._actor,
                evaluation=self._evaluation,
                text=one["text"],
                kind=kind,
                parent=found.get(one["parent"] or ""),
                reason=_REASON,
            )
        except InputError:  # deeper than questions go here
            return None

    def _criteria(self, questions: Mapping[str, Question]) -> dict[str, Criterion]:
        rows = list(Criterion.objects.filter(evaluation=self._evaluation).prefetch_related("versions"))
        found = self._here(ExchangeKind.CRITERION, rows)
        named = {(one.question_id, max(one.versions.all(), key=lambda row: row.number).name): one for one in rows}
        for one in self._more.get("criteria", ()):
            question = questions.get(one["question"])
            if one["guid"] in found or question is None:
                continue
            words = {name: one[name] for name in ("name", "source", "good", "insufficient")}
            found[one["guid"]] = named.get((question.pk, one["name"])) or design.add_criterion(
                actor=self._actor, question=question, reason=_REASON, **words
            )
        self._remember(ExchangeKind.CRITERION, found)
        return found

    def _findings(self, questions: Mapping[str, Question], criteria: Mapping[str, Criterion]) -> dict[str, Finding]:
        found = self._here(ExchangeKind.FINDING, Finding.objects.filter(evaluation=self._evaluation))
        for one in self._more.get("findings", ()):
            if one["guid"] in found or not one["title"].strip():
                continue
            if any(guid not in questions for guid in one["questions"]):
                self._losses.append(loss("finding_question", name=one["title"]))
            finding = actions.add_finding(
                actor=self._actor,
                evaluation=self._evaluation,
                questions=_those(questions, one["questions"]),
                criteria=_those(criteria, one["criteria"]),
                **{name: one[name] for name in _WORDS},
            )
            self._judge(finding, one)
            found[one["guid"]] = finding
            self.brought["findings"] += 1
        self._remember(ExchangeKind.FINDING, found)
        return found

    def _judge(self, finding: Finding, one: Mapping[str, Any]) -> None:
        if not one["confidence"] and not one["components"]:
            return
        concerns = {name: tuple(value) for name, value in one["components"].items() if name in COMPONENTS}
        try:
            actions.judge_confidence(
                actor=self._actor,
                finding=finding,
                revision=finding.revision,
                confidence=one["confidence"],
                reason=one["confidence_reason"],
                concerns=concerns,
            )
        except InputError:
            self._losses.append(loss("finding_confidence", name=one["title"]))

    def _conclusions(
        self, questions: Mapping[str, Question], criteria: Mapping[str, Criterion], findings: Mapping[str, Finding]
    ) -> dict[str, Conclusion]:
        found = self._here(ExchangeKind.CONCLUSION, Conclusion.objects.filter(evaluation=self._evaluation))
        for one in self._more.get("conclusions", ()):
            question = questions.get(one["question"])
            if one["guid"] in found:
                continue
            try:
                if question is None:
                    raise InputError("findings.question_missing")
                found[one["guid"]] = self._conclusion(one, question, criteria, findings)
                self.brought["conclusions"] += 1
            except InputError:  # the question has an answer here already, or what it was judged by stays behind
                self._losses.append(loss("conclusion", name=one["text"] or one["not_answered_reason"]))
        self._remember(ExchangeKind.CONCLUSION, found)
        return found

    def _conclusion(
        self,
        one: Mapping[str, Any],
        question: Question,
        criteria: Mapping[str, Criterion],
        findings: Mapping[str, Finding],
    ) -> Conclusion:
        judgement = one["judgement"] if one["judgement"] in Judgement.values else Judgement.NOT_JUDGED
        return actions.write_conclusion(
            actor=self._actor,
            question=question,
            text=one["text"],
            not_answered_reason=one["not_answered_reason"],
            findings=_those(findings, one["findings"]),
            judgement=judgement,
            criterion=criteria.get(one["criterion"] or ""),
        )

    def _recommendations(self, conclusions: Mapping[str, Conclusion]) -> None:
        kind = ExchangeKind.RECOMMENDATION
        found = self._here(kind, Recommendation.objects.filter(evaluation=self._evaluation))
        for one in self._more.get("recommendations", ()):
            if one["guid"] in found or not one["title"].strip():
                continue
            found[one["guid"]] = actions.add_recommendation(
                actor=self._actor,
                evaluation=self._evaluation,
                kind=one["kind"] if one["kind"] in RecommendationKind.values else RecommendationKind.RECOMMENDATION,
                priority=one["priority"] if one["priority"] in Priority.values else None,
                feasibility=one["feasibility"] if one["feasibility"] in Feasibility.values else "",
                conclusions=_those(conclusions, one["conclusions"]),
                **{name: one[name] for name in _ADVICE},
            )
            self.brought["recommendations"] += 1
        self._remember(kind, found)


def _those(known: Mapping[str, M], wanted: Iterable[str]) -> list[M]:
    return [known[guid] for guid in wanted if guid in known]


def _alike(text: str) -> str:
    return " ".join(text.split()).casefold()
