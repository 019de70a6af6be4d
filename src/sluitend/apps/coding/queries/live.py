"""What changed in a text since somebody last asked, in a query or two when nothing did."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max, Q, QuerySet

from sluitend.apps.coding.models import Change, ChangeKind
from sluitend.apps.coding.queries.blindness import closed_to
from sluitend.apps.design.access import check
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources.models import Source, SourceVersion
from sluitend.errors import InputError, NotFound
from sluitend.web.opaque import opaque, opened

MANY = 500  # fragments; of more, all are read again
_KIND = "coding.cursor"


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far somebody has read: the ids of the last change of the text and of the last of the whole evaluation.

    Two, because each line has its own lock: of one line ids become visible in their order, of both together not. A
    browser gets them as a word that tells neither: changes of everybody share one row of ids, so that the gap between
    two of one's own would count those of others.
    """

    text: int = 0
    whole: int = 0

    def __str__(self) -> str:
        return opaque(_KIND, self.text, self.whole)

    @classmethod
    def parse(cls, words: str) -> Cursor:
        """Raises InputError("coding.bad_request")."""
        found = opened(_KIND, words)
        if found is None:
            raise InputError("coding.bad_request")
        return cls(*found)


@dataclass(frozen=True, slots=True)
class News:
    """`everything`: read the text's fragments again; else the numbers that changed or went."""

    cursor: Cursor
    numbers: frozenset[int] = frozenset()
    codes: bool = False
    everything: bool = False

    def __bool__(self) -> bool:
        return bool(self.numbers or self.codes or self.everything)


def text_of_team(user: User, evaluation: Evaluation, number: int) -> Source:
    """A source whose coding the user may see, with its evaluation. Raises NotFound, NotAllowed.

    Without all that a page of the source needs: this is asked at every change, and every few seconds by everybody.
    """
    for action in (Action.VIEW_SOURCES, Action.VIEW_CODING):
        check(user, evaluation, action)
    source = Source.objects.filter(evaluation=evaluation, number=number).first()
    if source is None:
        raise NotFound("source")
    source.evaluation = evaluation
    return source


def cursor_of(user: User, evaluation_id: int, source_id: int) -> Cursor:
    """Where somebody stands who reads the text now; ask it before reading, so that nothing falls between."""
    changes = _told(user, evaluation_id)
    last = [changes.filter(source=one).aggregate(last=Max("id"))["last"] or 0 for one in (source_id, None)]
    return Cursor(*last)


def news_of(user: User, evaluation_id: int, source_id: int, after: Cursor) -> News:
    """What came since. A place that is not known (any more) is answered with everything."""
    of_text, of_whole = Q(source=source_id, id__gte=after.text), Q(source=None, id__gte=after.whole)
    changes = _told(user, evaluation_id).filter(of_text | of_whole).order_by("id")
    rows = list(changes.values_list("id", "source_id", "kind", "fragment_number"))
    known = {row[0] for row in rows} | {0}
    if after.text not in known or after.whole not in known:
        return News(cursor_of(user, evaluation_id, source_id), codes=True, everything=True)
    return _news(after, [row for row in rows if row[0] > (after.text if row[1] else after.whole)])


def _told(user: User, evaluation_id: int) -> QuerySet[Change]:
    """The changes that this user is told of: in a text that is coded blind their own, and what is of nobody."""
    of_this_user = Q(by=None) | Q(by=user) | Q(source=None) | ~Q(source__in=closed_to(user))
    return Change.objects.filter(of_this_user, evaluation=evaluation_id)


def _news(after: Cursor, rows: Iterable[tuple[int, int | None, str, int | None]]) -> News:
    text, whole, kinds, numbers = after.text, after.whole, set[str](), set[int]()
    for pk, source_id, kind, number in rows:
        text, whole = (pk, whole) if source_id else (text, pk)
        kinds.add(kind)
        numbers |= {number} if number else set()
    everything = ChangeKind.EVERYTHING in kinds or len(numbers) > MANY
    return News(Cursor(text, whole), frozenset(numbers), everything or ChangeKind.CODES in kinds, everything)


def mark_of(text_sha256: str) -> str:
    """By which a browser knows the words that it shows: withdrawn ones go without a new number."""
    return text_sha256[:16]


def readable_version(source_id: int) -> tuple[int, int, str] | None:
    """Id, number and mark of the text that is read now; None when there is none (any more)."""
    readable = SourceVersion.objects.filter(source=source_id, released_at__isnull=False, text__isnull=False)
    found = readable.order_by("-number").values_list("pk", "number", "text_sha256").first()
    return None if found is None else (found[0], found[1], mark_of(found[2]))
