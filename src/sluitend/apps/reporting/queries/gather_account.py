"""Reads how the evaluation was done, as far as the annexes that the text names tell of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from sluitend.apps.coding.models import Code
from sluitend.apps.design import queries as design
from sluitend.apps.design.models import BodyMember, Criterion, Evaluation, Level, MethodKind, PhaseKind, Question, Topic
from sluitend.apps.fieldwork import queries as fieldwork
from sluitend.apps.fieldwork.copied import Row, copies
from sluitend.apps.findings import queries as findings
from sluitend.apps.findings.models import AgreementJudgement
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Role
from sluitend.apps.reporting import account
from sluitend.apps.reporting.account import FIGURES, LABELLED, PARTS, Account
from sluitend.apps.reporting.building.words import instead
from sluitend.apps.reporting.coverage.table import map_for
from sluitend.apps.reporting.material import Audience, Words
from sluitend.apps.reporting.models import Report, Waiver
from sluitend.apps.reporting.queries.drafts import changes_since_draft
from sluitend.apps.reporting.queries.guarding import closed_rows
from sluitend.apps.reporting.queries.supporting import support_of
from sluitend.apps.reporting.queries.voices import coarsened
from sluitend.formats.report import references_of


def parts_named(texts: Iterable[str]) -> frozenset[str]:
    """The parts that these texts need."""
    named = [one for text in texts for one in references_of(text)]
    parts = {LABELLED[one.letter] for one in named if not one.is_directive and one.letter in LABELLED}
    for words in (one.text.split() for one in named if one.is_directive):
        parts |= set(_parts_of(words))
    return frozenset(parts)


def _parts_of(words: list[str]) -> Iterable[str]:
    """The parts that one directive needs."""
    match words:
        case ["bijlagen"]:
            return (part for parts in PARTS.values() for part in parts)
        case ["bijlage", name]:
            return PARTS.get(name, ())
        case ["tabel" | "grafiek", name, *_about]:
            return FIGURES.get(name, ())
    return ()


class Gatherer:
    """Reads the parts of one evaluation, each in a fixed number of queries. The caller has checked who asks."""

    def __init__(
        self, user: User, report: Report, evaluation: Evaluation, audience: Audience, chain: findings.Chain
    ) -> None:
        self.user, self.report, self.evaluation, self.audience = user, report, evaluation, audience
        self.chain = chain

    def read(self, parts: frozenset[str]) -> Account:
        """The account with these parts."""
        made: dict[str, Any] = {name: tuple(getattr(self, f"_{name}")()) for name in sorted(parts)}
        return Account(gathered=parts, **made)

    @cached_property
    def _closed(self) -> set[Row]:
        """Words that may not leave the team; read once, and only when there is something to hold against them."""
        return closed_rows(self.evaluation)

    def _guarded(self, text: str) -> str:
        """What people wrote themselves, for this audience: a sentence in its place when it copies such words."""
        if not text or self.audience is Audience.TEAM or not copies(text, self._closed):
            return text
        return instead(Words.WITHHELD, self.audience)

    def _statements(self) -> Iterator[account.StatementEntry]:
        for one in self.report.statements.exclude(text=""):
            yield account.StatementEntry(one.key, self._guarded(one.text))

    def _respondents(self) -> list[account.RespondentEntry]:
        rows = self.evaluation.respondents.filter(emptied_at=None, withdrawn_at=None)
        known = rows.select_related("perspective", "place").defer("sealed_identity", "wrapped_key")
        entries = [
            account.RespondentEntry(
                number=one.number,
                perspective=one.perspective.name if one.perspective else "",
                level=_level(one.level),
                place=one.place.name if one.place else "",
                function=one.function,
            )
            for one in known
        ]
        return entries if self.audience is Audience.TEAM else coarsened(entries)

    def _instruments(self) -> Iterator[account.InstrumentEntry]:
        questions = Prefetch("questions", Question.objects.order_by("label"))
        topics = Prefetch("topics", Topic.objects.prefetch_related(questions))
        for one in design.perspectives_for(self.user, self.evaluation).prefetch_related(topics):
            if one.topics.all():
                yield account.InstrumentEntry(one.name, tuple(map(_topic, one.topics.all())))

    def _codes(self) -> list[account.CodeEntry]:
        rows = list(Code.objects.filter(evaluation=self.evaluation, archived_at=None))
        return list(_tree(rows, None, 0))

    def _methods(self) -> Iterator[account.MethodEntry]:
        for one in self.evaluation.methods.all():
            yield account.MethodEntry(one.name, str(MethodKind(one.kind).label), one.note)

    def _planned(self) -> Iterator[account.PlannedEntry]:
        for one in design.matrix_for(self.user, self.evaluation):
            place = one.place
            yield account.PlannedEntry(
                one.question_label, one.perspective, one.method, str(one.level_label), place, one.total
            )

    def _period(self) -> Iterator[account.PeriodEntry]:
        if self.evaluation.starts or self.evaluation.ends:
            yield account.PeriodEntry(self.evaluation.starts, self.evaluation.ends)

    def _phases(self) -> Iterator[account.PhaseEntry]:
        for one in design.phases_for(self.user, self.evaluation):
            yield account.PhaseEntry(one.name, str(PhaseKind(one.kind).label), one.weeks, one.starts, one.ends)

    def _objects(self) -> Iterator[account.ObjectEntry]:
        for one in design.object_versions_for(self.user, self.evaluation):
            yield account.ObjectEntry(one.name, one.description, one.scope, one.starts, one.reason)

    def _criteria(self) -> Iterator[account.CriterionEntry]:
        for line in design.criteria_for(self.user, self.evaluation):
            now = line.current
            yield account.CriterionEntry(_question_of(line.criterion), now.name, now.source, now.good, now.insufficient)

    def _events(self) -> Iterator[account.EventEntry]:
        for one in self.evaluation.logbook.order_by("date", "id"):
            label = str(getattr(one, "label", ""))
            title, text = self._guarded(one.title), self._guarded(one.text)
            yield account.EventEntry(label, one.date, str(one.get_kind_display()), title, text)

    def _remarks(self) -> Iterator[account.RemarkEntry]:
        rows = self.report.remarks.select_related("section", "returned").prefetch_related("conclusions")
        for one in rows:
            told = one.returned.sender if one.returned and self.audience is not Audience.TEAM else one.by
            yield account.RemarkEntry(
                number=one.number,
                section=one.section.title if one.section else "",
                passage=self._guarded(one.passage),
                by=told,
                text=self._guarded(one.text),
                kind=one.kind,
                outcome=one.outcome,
                reason=self._guarded(one.reason),
                changed_text=self._guarded(one.changed_text),
                conclusions=tuple(sorted(conclusion.number for conclusion in one.conclusions.all())),
            )

    def _changes(self) -> list[account.ChangeEntry]:
        return changes_since_draft(self.report)

    def _agreements(self) -> Iterator[account.AgreementEntry]:
        judgements = AgreementJudgement.objects.filter(agreement__evaluation=self.evaluation)
        judged = {one.agreement_id: one for one in judgements}
        for one in self.evaluation.agreements.select_related("place"):
            found = judged.get(one.pk)
            yield account.AgreementEntry(
                label=one.label,
                text=self._guarded(one.text),
                parties=one.parties,
                article=one.article,
                agreed_on=one.agreed_on,
                due_on=one.due_on,
                place=one.place.name if one.place else "",
                state=found.state if found else "",
                judgement=str(found.get_state_display()) if found else "",
                reason=self._guarded(found.reason) if found else "",
            )

    def _bodies(self) -> Iterator[account.BodyEntry]:
        for one in self.evaluation.bodies.prefetch_related("members__organisation"):
            members = tuple(map(_member, one.members.all()))
            yield account.BodyEntry(one.name, str(one.get_kind_display()), one.mandate, members)

    def _support(self) -> Iterator[account.SupportEntry]:
        return support_of(self.chain, exact=self.audience is Audience.TEAM)

    def _coverage(self) -> Iterator[account.CoverageEntry]:
        found = map_for(self.user, self.evaluation, outside=self.audience is not Audience.TEAM)
        for row in found.rows:
            cells = (account.CoverageCell(one.perspective.name, one.state, one.heard.sources) for one in row.cells)
            yield account.CoverageEntry(row.question.label, tuple(cells))

    def _waived(self) -> Iterator[account.WaivedEntry]:
        from sluitend.apps.reporting.checker.rules import RULES  # the checker reads what stands here

        titles = {rule.code: str(rule.title) for rule in RULES}
        for one in Waiver.objects.filter(evaluation=self.evaluation, withdrawn_at=None):
            title, reason = titles.get(one.rule, ""), self._guarded(one.reason)
            yield account.WaivedEntry(one.rule, title, one.object_label, reason, timezone.localdate(one.at))

    def _team(self) -> Iterator[account.TeamEntry]:
        for one in self.evaluation.memberships.exclude(role=Role.READER).select_related("user"):
            yield account.TeamEntry(one.user.name, str(Role(one.role).label))

    def _arranged(self) -> Iterator[account.ArrangedEntry]:
        for line in fieldwork.gate_state(self.evaluation).lines:
            if line.member is None:
                yield account.ArrangedEntry(str(line.kind.label), str(line.state.label), line.date)


def _member(who: BodyMember) -> str:
    return ", ".join(filter(None, (who.name_or_function, str(who.organisation or ""))))


def _level(level: str) -> str:
    return str(Level(level).label) if level else ""


def _question_of(criterion: Criterion) -> str:
    return criterion.question.label


def _topic(topic: Topic) -> account.TopicEntry:
    return account.TopicEntry(topic.text, tuple(topic.prompts), tuple(one.label for one in topic.questions.all()))


def _tree(codes: list[Code], parent: int | None, depth: int) -> Iterator[account.CodeEntry]:
    for code in codes:
        if code.parent_id == parent:
            yield account.CodeEntry(depth, code.name, code.definition, code.include, code.exclude)
            yield from _tree(codes, code.pk, depth + 1)
