"""Puts a plain world into the database, as the product would have it there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from sluitend.apps.coding.models import Code, Coding, Fragment
from sluitend.apps.coding.spans import quote_hash
from sluitend.apps.design.models import (
    Agreement,
    Evaluation,
    LogbookEntry,
    MatrixCell,
    Method,
    Perspective,
    Phase,
    Place,
    QuestionVersion,
    Topic,
)
from sluitend.apps.design.models import Question as QuestionRow
from sluitend.apps.fieldwork import actions as fieldwork
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.findings.models import (
    AgreementEvidence,
    AgreementText,
    Conclusion,
    EvidenceLink,
    LogbookLink,
    Recommendation,
)
from sluitend.apps.findings.models import Finding as FindingRow
from sluitend.apps.people.models import Organisation, OrganisationKind, User
from sluitend.apps.sources import seals
from sluitend.apps.sources.models import Ground, GroundKind, Source, SourceVersion, Speaker
from sluitend.work import vault
from tests.twins.world import GROUPS, LENGTH, ORGANISATIONS, PHASES, PLACES, Label, Passage, Text, Where, World

WORDS = "x" * LENGTH


@dataclass
class Stored:
    """Rows by the numbers of the plain world."""

    evaluation: Evaluation
    user: User
    groups: list[Perspective] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    phases: list[Phase] = field(default_factory=list)
    organisations: list[Organisation] = field(default_factory=list)
    people: dict[int, Respondent] = field(default_factory=dict)
    versions: dict[int, SourceVersion] = field(default_factory=dict)
    codes: dict[int, Code] = field(default_factory=dict)
    fragments: dict[int, Fragment] = field(default_factory=dict)
    questions: dict[str, QuestionRow] = field(default_factory=dict)
    findings: dict[int, FindingRow] = field(default_factory=dict)
    conclusions: dict[int, Conclusion] = field(default_factory=dict)

    @property
    def own(self) -> dict[str, Any]:
        return {"evaluation": self.evaluation, "created_by": self.user}


def store(world: World, evaluation: Evaluation, user: User) -> Stored:
    """All of it, fictitious."""
    made = Stored(evaluation, user)
    _design(made, world)
    for person in world.people:
        row = fieldwork.add_respondent(actor=user, evaluation=evaluation, function="proef (fictief)")
        Respondent.objects.filter(pk=row.pk).update(**_where(made, person.where))
        made.people[person.number] = row
    for text in world.texts:
        made.versions[text.number] = _text(made, text)
    for number, archived in world.codes.items():
        gone = timezone.now() if archived else None
        made.codes[number] = Code.objects.create(name=f"Code {number} (fictief)", archived_at=gone, **made.own)
    for passage in world.passages:
        made.fragments[passage.number] = _passage(made, passage)
    _argument(made, world)
    return made


def _design(made: Stored, world: World) -> None:
    own = {"evaluation": made.evaluation}
    kind = made.evaluation.place_kind
    made.groups = [Perspective.objects.create(name=f"Groep {n} (fictief)", order=n, **own) for n in range(GROUPS)]
    made.places = [Place.objects.create(name=f"Plaats {n} (fictief)", kind=kind, **own) for n in range(PLACES)]
    made.phases = [Phase.objects.create(name=f"Fase {n} (fictief)", kind="fieldwork", **own) for n in range(PHASES)]
    made.organisations = [
        Organisation.objects.create(name=f"Twijg {n} (fictief)", kind=OrganisationKind.OTHER)
        for n in range(ORGANISATIONS)
    ]
    method = Method.objects.create(name="Gesprek", kind="interview", **own)
    for place, question in enumerate(world.questions):
        row = QuestionRow.objects.create(
            label=question.label,
            parent=made.questions.get(question.parent),
            order=place,
            dropped_at=date(2026, 3, 1) if question.dropped else None,
            dropped_reason="viel af (fictief)" if question.dropped else "",
            **own,
        )
        QuestionVersion.objects.create(
            question=row,
            number=1,
            text=f"Hoe gaat {question.label} (fictief)?",
            date=date(2026, 1, 1),
            author=made.user,
        )
        made.questions[question.label] = row
    for (label, group, level), (planned, each) in world.plans.items():
        cell = {"question": made.questions[label], "perspective": made.groups[group], "level": level}
        MatrixCell.objects.create(method=method, planned=planned, per_place=each, **cell)
    for group, label in world.topics:
        topic = Topic.objects.create(perspective=made.groups[group], text="Wie belt er? (fictief)")
        topic.questions.add(made.questions[label])


def _where(made: Stored, where: Where) -> dict[str, Any]:
    return {
        "perspective": None if where.group is None else made.groups[where.group],
        "level": where.level,
        "place": None if where.place is None else made.places[where.place],
        "organisation": None if where.organisation is None else made.organisations[where.organisation],
    }


def _phase(made: Stored, where: Where) -> dict[str, Any]:
    return {"phase": None if where.phase is None else made.phases[where.phase]}


def _text(made: Stored, text: Text) -> SourceVersion:
    source = Source.objects.create(
        number=text.number,
        title=f"Bron {text.number} (fictief)",
        kind=text.kind,
        is_public=text.public,
        approval="approved" if text.kind == "interview_report" else "not_needed",
        wrapped_key=vault.new_wrapped_key(),
        **_where(made, text.where),
        **_phase(made, text.where),
        **made.own,
    )
    labels: list[Speaker] = []
    for place, label in enumerate(text.labels):
        labels.append(_label(made, source, place, label, labels))
    if text.named or text.kind != "document":
        ground = Ground.objects.create(source=source, kind=GroundKind.CONSENT, recorded_by=made.user)
        ground.respondents.set([made.people[number] for number in text.named])
    now = timezone.now()
    return SourceVersion.objects.create(
        source=source,
        number=1,
        text=WORDS if text.released else None,
        sealed_text=None if text.released else seals.seal_text(source, 1, WORDS),
        length=LENGTH,
        text_sha256=f"{text.number:064d}",
        turns=[[start, end, place, None] for start, end, place in text.turns],
        created_by=made.user,
        released_at=now if text.released else None,
        released_by=made.user if text.released else None,
        release_ground="no_personal_data" if text.released else "",
    )


def _label(made: Stored, source: Source, place: int, label: Label, before: list[Speaker]) -> Speaker:
    return Speaker.objects.create(
        source=source,
        number=place,
        label=f"Stem {place}",
        is_interviewer=label.asks,
        respondent=None if label.person is None else made.people[label.person],
        merged_into=None if label.same_as is None else before[label.same_as],
        **_where(made, label.where),
        **_phase(made, label.where),
    )


def _passage(made: Stored, passage: Passage) -> Fragment:
    fragment = Fragment.objects.create(
        number=passage.number,
        version=made.versions[passage.text.number],
        start=passage.start,
        end=passage.end,
        quote_sha256=quote_hash(WORDS[passage.start : passage.end]),
        **made.own,
    )
    for code in passage.codes:
        Coding.objects.create(fragment=fragment, code=made.codes[code], coder=made.user)
    return fragment


def _argument(made: Stored, world: World) -> None:
    """Findings with what they rest on, and all that rests on them."""
    for finding in world.findings:
        row = FindingRow.objects.create(number=finding.number, title=f"Zin {finding.number} (fictief).", **made.own)
        row.questions.set([made.questions[label] for label in finding.questions])
        for number, stance in finding.evidence.items():
            EvidenceLink.objects.create(
                finding=row, fragment=made.fragments[number], stance=stance, created_by=made.user
            )
        made.findings[finding.number] = row
    for finding in world.findings:
        if finding.merged_into is not None:
            row = made.findings[finding.number]
            FindingRow.objects.filter(pk=row.pk).update(merged_into=made.findings[finding.merged_into])
    for number, (label, found) in world.answers.items():
        answer = Conclusion.objects.create(
            number=number, question=made.questions[label], text="Zo (fictief).", **made.own
        )
        answer.findings.set([made.findings[one] for one in found])
        made.conclusions[number] = answer
    for number, answers in world.advice.items():
        advice = Recommendation.objects.create(number=number, title="Doe iets (fictief).", **made.own)
        advice.conclusions.set([made.conclusions[one] for one in answers])
    _beside(made, world)


def _beside(made: Stored, world: World) -> None:
    by = {"created_by": made.user}
    for number, shown in world.agreements.items():
        row = Agreement.objects.create(evaluation=made.evaluation, number=number, text="Binnen een week (fictief).")
        for one in shown:
            AgreementEvidence.objects.create(agreement=row, fragment=made.fragments[one], **by)
        if number in world.written:
            AgreementText.objects.create(agreement=row, fragment=made.fragments[world.written[number]], **by)
    for number, found in world.entries.items():
        entry = LogbookEntry.objects.create(
            evaluation=made.evaluation,
            number=number,
            kind="event",
            title="Er kwam een ander (fictief).",
            date=date(2026, 2, number),
            author=made.user,
        )
        for one in found:
            LogbookLink.objects.create(finding=made.findings[one], entry=entry, **by)
