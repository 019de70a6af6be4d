"""Words that were withdrawn, where comments on the report copied them: the comment keeps its number, and loses them."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, Model

from sluitend.apps.fieldwork.destruction import Destruction
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.people.models import User
from sluitend.apps.reporting.models import Remark, SectionComment

REMARKS = "reporting.remarks"
SHARED = 5  # so many words in a row are no chance
_FIELDS: dict[type[Model], tuple[str, ...]] = {
    Remark: ("passage", "text", "reason", "changed_text"),
    SectionComment: ("anchor", "text"),
}


def forget_copies(actor: User | None, respondent: Respondent | None, destruction: Destruction) -> None:
    """For ``fieldwork.hooks.withdrawn``: comments of others and of colleagues that hold such words."""
    said = {run for words in destruction.words for run in _runs(words)}
    if not said:
        return
    remarks = Remark.objects.filter(report__evaluation=destruction.evaluation_id)
    emptied = sum(_emptied(one, said) for one in remarks)
    comments = SectionComment.objects.filter(section__report__evaluation=destruction.evaluation_id)
    emptied += sum(_emptied(one, said) for one in comments)
    destruction.note(REMARKS, count=emptied)


def _emptied(row: Remark | SectionComment, said: set[tuple[str, ...]]) -> int:
    """How many fields of a row were emptied; who has it open in a form cannot save it over this."""
    copied = [name for name in _FIELDS[type(row)] if not said.isdisjoint(_runs(getattr(row, name)))]
    for name in copied:
        setattr(row, name, "")
    if copied:
        row.save(update_fields=copied)
    if copied and isinstance(row, Remark):
        Remark.objects.filter(pk=row.pk).update(revision=F("revision") + 1)
    return len(copied)


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    """Every row of so many words, without signs; a shorter text as a whole."""
    words = list(filter(None, (_bare(word) for word in text.split())))
    if not words:
        return
    for start in range(max(1, len(words) - SHARED + 1)):
        yield tuple(words[start : start + SHARED])


def _bare(word: str) -> str:
    return "".join(filter(str.isalnum, word)).casefold()
