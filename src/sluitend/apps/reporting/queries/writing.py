"""What stands around the text: statements, comments, and who writes."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Count, Q

from sluitend.apps.design.access import check
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import ALLOWED, Action
from sluitend.apps.reporting.models import ReportStatement, Section, SectionComment, StatementKey
from sluitend.errors import NotFound


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A part of the account of the method; `statement` is None until somebody wrote it."""

    key: StatementKey
    statement: ReportStatement | None

    @property
    def is_written(self) -> bool:
        return self.statement is not None and bool(self.statement.text)


def statements_for(user: User, evaluation: Evaluation) -> list[StatementLine]:
    """Every part, in the order of the page; one query. Raises NotFound, NotAllowed."""
    check(user, evaluation, Action.WRITE_REPORT)
    rows = ReportStatement.objects.filter(report__evaluation=evaluation).select_related("changed_by")
    written = {row.key: row for row in rows}
    return [StatementLine(key, written.get(key)) for key in StatementKey]


def statement_for(user: User, evaluation: Evaluation, key: str) -> StatementLine:
    """One part. Raises NotFound, NotAllowed."""
    for line in statements_for(user, evaluation):
        if line.key == key:
            return line
    raise NotFound("statement")


@dataclass(slots=True)
class Thread:
    """A comment with its answers, and whether the words that it is about still stand in the text."""

    comment: SectionComment
    stands: bool
    answers: list[SectionComment] = field(default_factory=list)


def threads_for(user: User, section: Section) -> list[Thread]:
    """The comments on a section, open ones first; one query. Raises NotFound, NotAllowed."""
    check(user, section.report.evaluation, Action.WRITE_REPORT)
    text = " ".join(section.markdown.split())
    threads: dict[int, Thread] = {}
    for one in section.comments.select_related("by", "resolved_by"):
        if one.answers_id is None:
            threads[one.pk] = Thread(one, not one.anchor or one.anchor in text)
        elif one.answers_id in threads:
            threads[one.answers_id].answers.append(one)
    return sorted(threads.values(), key=lambda thread: thread.comment.resolved_at is not None)


def open_comments(user: User, section: Section) -> int:
    """How many comments on a section are open. Raises NotFound, NotAllowed."""
    check(user, section.report.evaluation, Action.WRITE_REPORT)
    return section.comments.filter(answers=None, resolved_at=None).count()


def comment_for(user: User, section: Section, comment_id: int) -> SectionComment:
    """One comment. Raises NotFound, NotAllowed."""
    check(user, section.report.evaluation, Action.WRITE_REPORT)
    found = section.comments.select_related("section__report", "answers").filter(pk=comment_id).first()
    if found is None:
        raise NotFound("comment")
    return found


def writers_for(user: User, evaluation: Evaluation) -> list[User]:
    """Who may write. Raises NotFound, NotAllowed."""
    check(user, evaluation, Action.WRITE_REPORT)
    rows = evaluation.memberships.filter(role__in=ALLOWED[Action.WRITE_REPORT]).select_related("user")
    return sorted((one.user for one in rows), key=str)


@dataclass(frozen=True, slots=True)
class SectionState:
    """Who writes a section, and how many comments are open."""

    writer: User | None
    open_comments: int


def states_for(user: User, evaluation: Evaluation) -> dict[int, SectionState]:
    """By section. One query. Raises NotFound, NotAllowed."""
    check(user, evaluation, Action.WRITE_REPORT)
    still = Count("comments", filter=Q(comments__resolved_at=None, comments__answers=None))
    rows = Section.objects.filter(report__evaluation=evaluation, deleted_at=None).select_related("writer")
    return {one.pk: SectionState(one.writer, one.unresolved) for one in rows.annotate(unresolved=still)}
