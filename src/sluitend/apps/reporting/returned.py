"""Comments and tracked changes of a returned document as rows of the table of comments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain

from django.utils.translation import gettext as _

from sluitend.apps.reporting.models import Section
from sluitend.formats.returned_word import Change, ChangeKind, Comment, Reply, Returned

AROUND = 120  # characters of the paragraph at either side of the words that a comment is about
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Row:
    """What one person said of one passage."""

    passage: str
    by: str
    said_on: date | None
    text: str
    changed_text: str = ""
    from_tracked: bool = False


def rows_of(returned: Returned) -> list[Row]:
    """Comments first, each with the replies to it, then tracked changes. One that is resolved is left as said."""
    return [*chain.from_iterable(map(_said, returned.comments)), *map(_change, returned.changes)]


def _said(one: Comment) -> Iterator[Row]:
    """What somebody says again to their own comment belongs to it; what another says is theirs, of the same passage."""
    own = [one.text, *(reply.text for reply in one.replies if reply.author == one.author)]
    passage = one.anchor or _around(one)
    yield _row(passage, one, "\n\n".join(filter(None, own)))
    for reply in one.replies:
        if reply.text and reply.author != one.author:
            yield _row(passage, reply, reply.text)


def _row(passage: str, said: Comment | Reply, text: str) -> Row:
    return Row(passage=passage, by=said.author[:LONGEST_NAME], said_on=_day(said.date), text=text)


def _around(one: Comment) -> str:
    """A comment at a point is about what stands there."""
    return f"{one.before[-AROUND:]}{one.after[:AROUND]}".strip()


def _change(one: Change) -> Row:
    words = {
        ChangeKind.INSERTED: _("Put in: “%(text)s”"),
        ChangeKind.DELETED: _("Taken out: “%(text)s”"),
        ChangeKind.MOVED: _("Moved: “%(text)s”"),
    }
    return Row(
        passage=one.paragraph_before,
        by=one.author[:LONGEST_NAME],
        said_on=_day(one.date),
        text=words[one.kind] % {"text": one.text},
        changed_text=one.paragraph_after,
        from_tracked=True,
    )


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


class Chapters:
    """The chapters of a report, their texts made comparable once for all comments."""

    def __init__(self, sections: Iterable[Section]) -> None:
        self._texts = [(one, _plain(one.markdown)) for one in sections]

    def holding(self, passage: str) -> Section | None:
        """The one chapter in whose text these words stand; None when none does, or several do."""
        words = _plain(passage)
        found = [one for one, text in self._texts if words and words in text]
        return found[0] if len(found) == 1 else None


def _plain(text: str) -> str:
    return " ".join(text.split())
