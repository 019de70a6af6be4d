"""The logbook: what the team wrote down, and the changes of questions, framework and object, derived from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sluitend.apps.design.access import check
from sluitend.apps.design.models import (
    Criterion,
    CriterionVersion,
    EvaluatedObjectVersion,
    Evaluation,
    LogbookEntry,
    LogbookKind,
    Question,
    QuestionVersion,
)
from sluitend.apps.design.queries.finding_one import one
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.web.registry import Text

DERIVED: dict[str, Text] = {
    "question": pgettext_lazy("logbook", "question"),
    "framework": pgettext_lazy("logbook", "assessment framework"),
    "object": pgettext_lazy("logbook", "evaluated object"),
}
KINDS: dict[str, Text] = {**dict(LogbookKind.choices), **DERIVED}


@dataclass(frozen=True, slots=True)
class LogbookLine:
    """A line of the logbook. Derived lines have no entry, and lead to what changed."""

    date: date
    kind: str
    title: Text
    text: str
    author: User | None
    entry: LogbookEntry | None = None
    url_name: str = ""
    url_argument: str = ""

    @property
    def kind_label(self) -> Text:
        return KINDS[self.kind]


def logbook_for(user: User, evaluation: Evaluation, *, kind: str = "") -> list[LogbookLine]:
    """Every line, or those of one kind, newest first; six queries."""
    check(user, evaluation, Action.VIEW_EVALUATION)
    lines = chain(_entries(evaluation), _questions(evaluation), _criteria(evaluation), _objects(evaluation))
    wanted = [line for line in lines if kind in ("", line.kind)]
    return sorted(wanted, key=lambda line: line.date, reverse=True)


def entry_for(user: User, evaluation: Evaluation, entry_id: int) -> LogbookEntry:
    """An entry that the team wrote. Raises NotFound."""
    check(user, evaluation, Action.VIEW_EVALUATION)
    return one(evaluation.logbook.all(), "logbook entry", pk=entry_id)


def numbered_entry_for(user: User, evaluation: Evaluation, number: int) -> LogbookEntry:
    """The entry that people call "L4": 4. Raises NotFound."""
    check(user, evaluation, Action.VIEW_EVALUATION)
    return one(evaluation.logbook.all(), "logbook entry", number=number)


def _entries(evaluation: Evaluation) -> Iterator[LogbookLine]:
    for entry in evaluation.logbook.select_related("author"):
        yield LogbookLine(entry.date, entry.kind, entry.title, entry.text, entry.author, entry)


def _questions(evaluation: Evaluation) -> Iterator[LogbookLine]:
    versions = QuestionVersion.objects.filter(question__evaluation=evaluation).exclude(reason="")
    for version in versions.select_related("question", "author"):
        label = version.question.label
        title = _("Question %(label)s reworded") if version.number > 1 else _("Question %(label)s added")
        yield _question_line(version.date, label, title, version.reason, version.author)
    for question in Question.objects.filter(evaluation=evaluation, dropped_at__isnull=False):
        title = _("Question %(label)s dropped")
        yield _question_line(question.dropped_at, question.label, title, question.dropped_reason, None)


def _question_line(day: date | None, label: str, title: Text, reason: str, author: User | None) -> LogbookLine:
    words = str(title) % {"label": label}
    return LogbookLine(
        day or date.min, "question", words, reason, author, url_name="design:question", url_argument=label
    )


def _criteria(evaluation: Evaluation) -> Iterable[LogbookLine]:
    versions = CriterionVersion.objects.filter(criterion__evaluation=evaluation).exclude(reason="")
    for version in versions.select_related("criterion", "author"):
        title = _("Criterion “%(name)s” changed") if version.number > 1 else _("Criterion “%(name)s” added")
        day = timezone.localdate(version.created_at)
        yield _criterion_line(day, version.criterion, version.name, title, version.reason, version.author)
    dropped = Criterion.objects.filter(evaluation=evaluation, dropped_at__isnull=False)
    for criterion in dropped.prefetch_related("versions"):
        name = list(criterion.versions.all())[-1].name
        title = _("Criterion “%(name)s” dropped")
        yield _criterion_line(criterion.dropped_at, criterion, name, title, criterion.dropped_reason, None)


def _criterion_line(
    day: date | None, criterion: Criterion, name: str, title: Text, reason: str, author: User | None
) -> LogbookLine:
    words = str(title) % {"name": name}
    where = str(criterion.pk)
    return LogbookLine(
        day or date.min, "framework", words, reason, author, url_name="design:criterion", url_argument=where
    )


def _objects(evaluation: Evaluation) -> Iterator[LogbookLine]:
    versions = EvaluatedObjectVersion.objects.filter(evaluated_object__evaluation=evaluation, number__gt=1)
    for version in versions.select_related("author"):
        title = str(_("The evaluated object became: %(name)s")) % {"name": version.name}
        yield LogbookLine(version.starts, "object", title, version.reason, version.author, url_name="design:object")
