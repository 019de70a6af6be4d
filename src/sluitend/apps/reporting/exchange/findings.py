"""Findings, conclusions and recommendations on their way out: in our own words beside the project, and as notes in it.

The standard has no place for them. Other tools show the notes; Sluitend reads what lies beside.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sluitend.apps.design.models import Criterion, Evaluation, Question
from sluitend.apps.findings.models import COMPONENTS, Conclusion, EvidenceLink, Finding, Recommendation
from sluitend.apps.reporting.actions.exchange import guids
from sluitend.apps.reporting.models import ExchangeKind
from sluitend.formats.qdpx import model, sidecar
from sluitend.formats.qdpx.sources import TextSource

_FINDING = ("title", "text", "single_source_reason", "answer_to_contradiction", "is_minor_theme", "confidence")
_ADVICE = ("kind", "title", "text", "addressee", "priority", "feasibility", "action", "term", "measure_of_success")
Spans = Mapping[int, tuple[str, int, int]]


@dataclass(frozen=True, slots=True)
class Gathered:
    """The sidecar so far, with the notes and links that say the same in the project."""

    sidecar: sidecar.Sidecar
    notes: tuple[TextSource, ...]
    links: tuple[model.Link, ...]


def gathered(evaluation: Evaluation, selection: Mapping[int, str], spans: Spans) -> Gathered:
    """`selection`: the GUIDs of the passages that go along; `spans`: their source and where they lie in it."""
    return _Gathering(evaluation, selection, spans).all()


class _Gathering:
    def __init__(self, evaluation: Evaluation, selection: Mapping[int, str], spans: Spans) -> None:
        self._selection, self._spans = selection, spans
        related = ("questions", "criteria", "evidence")
        self._findings = list(Finding.objects.filter(evaluation=evaluation).prefetch_related(*related))
        self._conclusions = list(Conclusion.objects.filter(evaluation=evaluation).prefetch_related("findings"))
        self._advice = list(Recommendation.objects.filter(evaluation=evaluation).prefetch_related("conclusions"))
        self._questions = list(Question.objects.filter(evaluation=evaluation).prefetch_related("versions"))
        self._criteria = list(Criterion.objects.filter(evaluation=evaluation).prefetch_related("versions"))
        self._evidence = [one for row in self._findings for one in row.evidence.all() if one.fragment_id in selection]
        kinds = ExchangeKind
        rows: tuple[tuple[ExchangeKind, Iterable[Any]], ...] = (
            (kinds.FINDING, self._findings),
            (kinds.CONCLUSION, self._conclusions),
            (kinds.RECOMMENDATION, self._advice),
            (kinds.QUESTION, self._questions),
            (kinds.CRITERION, self._criteria),
            (kinds.EVIDENCE, self._evidence),
        )
        self._guid = {kind: guids.given(evaluation, kind, (one.pk for one in some)) for kind, some in rows}

    def all(self) -> Gathered:
        notes = tuple(self._notes())
        more = sidecar.Sidecar(
            questions=tuple(self._question(one) for one in self._questions if one.dropped_at is None),
            criteria=tuple(self._criterion(one) for one in self._criteria if one.dropped_at is None),
            findings=tuple(self._finding(one) for one in self._findings),
            conclusions=tuple(self._conclusion(one) for one in self._conclusions),
            recommendations=tuple(self._recommendation(one) for one in self._advice),
            notes=tuple(one.guid for one in notes),
        )
        return Gathered(more, notes, tuple(sorted(map(self._link, self._evidence), key=lambda one: one.guid)))

    def _of(self, kind: ExchangeKind, rows: Iterable[Any]) -> tuple[str, ...]:
        known = self._guid[kind]
        return tuple(known[one.pk] for one in rows if one.pk in known)

    def _question(self, one: Question) -> sidecar.QuestionMore:
        parent = self._guid[ExchangeKind.QUESTION].get(one.parent_id or 0)
        text = max(one.versions.all(), key=lambda version: version.number).text
        return sidecar.QuestionMore(
            guid=self._guid[ExchangeKind.QUESTION][one.pk], parent=parent, kind=one.kind, text=text
        )

    def _criterion(self, one: Criterion) -> sidecar.CriterionMore:
        newest = max(one.versions.all(), key=lambda version: version.number)
        return sidecar.CriterionMore(
            guid=self._guid[ExchangeKind.CRITERION][one.pk],
            question=self._guid[ExchangeKind.QUESTION][one.question_id],
            **{name: getattr(newest, name) for name in ("name", "source", "good", "insufficient")},
        )

    def _finding(self, one: Finding) -> sidecar.FindingMore:
        components = {name: (getattr(one, name), getattr(one, f"{name}_why")) for name in COMPONENTS}
        return sidecar.FindingMore(
            guid=self._guid[ExchangeKind.FINDING][one.pk],
            questions=self._of(ExchangeKind.QUESTION, one.questions.all()),
            criteria=self._of(ExchangeKind.CRITERION, one.criteria.all()),
            components={name: value for name, value in components.items() if any(value)},
            confidence_reason=one.confidence_reason,
            evidence=tuple(sorted(self._rests_on(one), key=lambda row: row.guid)),
            **{name: getattr(one, name) for name in _FINDING},
        )

    def _rests_on(self, one: Finding) -> Iterable[sidecar.EvidenceMore]:
        return (self._rests(link) for link in one.evidence.all() if link.fragment_id in self._selection)

    def _rests(self, link: EvidenceLink) -> sidecar.EvidenceMore:
        source, start, end = self._spans[link.fragment_id]
        guid = self._guid[ExchangeKind.EVIDENCE][link.pk]
        return sidecar.EvidenceMore(guid=guid, source=source, start=start, end=end, stance=link.stance, note=link.note)

    def _conclusion(self, one: Conclusion) -> sidecar.ConclusionMore:
        return sidecar.ConclusionMore(
            guid=self._guid[ExchangeKind.CONCLUSION][one.pk],
            question=self._guid[ExchangeKind.QUESTION][one.question_id],
            criterion=self._guid[ExchangeKind.CRITERION].get(one.criterion_id or 0),
            findings=self._of(ExchangeKind.FINDING, one.findings.all()),
            **{name: getattr(one, name) for name in ("text", "not_answered_reason", "judgement")},
        )

    def _recommendation(self, one: Recommendation) -> sidecar.RecommendationMore:
        return sidecar.RecommendationMore(
            guid=self._guid[ExchangeKind.RECOMMENDATION][one.pk],
            conclusions=self._of(ExchangeKind.CONCLUSION, one.conclusions.all()),
            **{name: getattr(one, name) for name in _ADVICE},
        )

    def _notes(self) -> Iterable[TextSource]:
        for finding in self._findings:
            yield self._note(ExchangeKind.FINDING, finding, f"{finding}: {finding.title}", finding.text)
        for one in self._conclusions:
            yield self._note(ExchangeKind.CONCLUSION, one, str(one), one.text or one.not_answered_reason)
        for advice in self._advice:
            yield self._note(ExchangeKind.RECOMMENDATION, advice, f"{advice}: {advice.title}", advice.text)

    def _note(self, kind: ExchangeKind, one: Any, name: str, text: str) -> TextSource:
        return TextSource(guid=self._guid[kind][one.pk], name=name, content=text or name)

    def _link(self, one: EvidenceLink) -> model.Link:
        return model.Link(
            guid=self._guid[ExchangeKind.EVIDENCE][one.pk],
            name=str(one.get_stance_display()),
            direction="OneWay",
            origin=self._selection[one.fragment_id],
            target=self._guid[ExchangeKind.FINDING][one.finding_id],
        )
