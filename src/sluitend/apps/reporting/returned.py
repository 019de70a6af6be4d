"""Comments and tracked changes of a returned document as rows of the table of comments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from sluitend.apps.reporting.models import Section
from sluitend.formats.returned_word import Change, ChangeKind, Comment, Returned

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
    """Comments first, then tracked changes; replies stand under their comment. One that is resolved is left as said."""
    return [*map(_comment, returned.comments), *map(_change, returned.changes)]


def _comment(one: Comment) -> Row:
    said = [one.text, *(reply.text for reply in one.replies)]  # who replied stays out: this text may be published
    return Row(
        passage=one.anchor or _around(one),
        by=one.author[:LONGEST_NAME],
        said_on=_day(one.date),
        text="\n\n".join(filter(None, said)),
    )


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
