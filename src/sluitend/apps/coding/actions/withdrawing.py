"""What lies in words that were withdrawn keeps its number and its codes, and loses everything of the words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils import timezone

from sluitend.apps.coding.models import (
    Change,
    ChangeKind,
    Code,
    CodeChange,
    CodingStep,
    Fragment,
    Memo,
    QuoteRelease,
    ToPlace,
)
from sluitend.apps.coding.spans import quote_hash
from sluitend.apps.fieldwork.destruction import Destruction, Spans
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import Source, SourceVersion

FRAGMENTS, MEMOS, STEPS, QUOTES, EXAMPLES = (
    "coding.fragments",
    "coding.memos",
    "coding.steps",
    "coding.released_quotes",
    "coding.examples",
)


def forget_words(actor: User | None, respondent: Respondent | None, destruction: Destruction) -> None:
    """For ``fieldwork.hooks.withdrawn``: fragments, memos, undo steps, released quotes, examples in the codebook."""
    for version_id, spans in destruction.texts.items():
        _forget_in(version_id, spans, destruction)
    _forget_examples(destruction)
    for source_id in set(SourceVersion.objects.filter(pk__in=destruction.texts).values_list("source_id", flat=True)):
        Change.objects.create(evaluation_id=destruction.evaluation_id, source_id=source_id, kind=ChangeKind.EVERYTHING)


def _forget_in(version_id: int, spans: Spans, destruction: Destruction) -> None:
    ids = _touched(Fragment.objects.filter(version=version_id, withdrawn_at__isnull=True), spans)
    released, _ = QuoteRelease.objects.filter(fragment__in=ids).delete()
    memos = _delete(Memo.objects.filter(fragment__in=ids)) + _source_memos(version_id)
    steps = _delete(CodingStep.objects.filter(pk__in=_touched(CodingStep.objects.filter(version=version_id), spans)))
    ToPlace.objects.filter(fragment__in=ids).delete()
    _mark(version_id, ids)
    destruction.note(FRAGMENTS, count=len(ids))
    destruction.note(QUOTES, count=released)
    destruction.note(MEMOS, count=memos)
    destruction.note(STEPS, count=steps)


def _mark(version_id: int, fragment_ids: list[int]) -> None:
    """The hash is that of what stands there now: a short passage could be guessed by its hash."""
    text = SourceVersion.objects.values_list("text", flat=True).get(pk=version_id) or ""
    rows = list(Fragment.objects.filter(pk__in=fragment_ids))
    now = timezone.now()
    for row in rows:
        row.withdrawn_at, row.quote_sha256 = now, quote_hash(text[row.start : row.end])
    Fragment.objects.bulk_update(rows, ["withdrawn_at", "quote_sha256"], batch_size=500)


def _touched(rows: QuerySet[Fragment] | QuerySet[CodingStep], spans: Spans) -> list[int]:
    """Ids of what has a character in one of these spans; of everything, when there are none.

    Not asked of the database: somebody takes a thousand turns in a long conversation, and SQLite refuses a condition
    of so many parts.
    """
    places = rows.order_by("pk").values_list("pk", "start", "end")
    ordered = sorted(spans)
    ends = [end for _start, end in ordered]  # spans do not overlap: these ascend too
    return [pk for pk, start, end in places if not ordered or _is_touched(ordered, ends, start, end)]


def _is_touched(spans: Sequence[tuple[int, int]], ends: Sequence[int], start: int, end: int) -> bool:
    following = bisect_right(ends, start)
    return following < len(spans) and spans[following][0] < end


def _delete(rows: QuerySet[Memo] | QuerySet[CodingStep]) -> int:
    """How many of them: what goes along with each is counted by its own room."""
    return rows.delete()[1].get(rows.model._meta.label, 0)


def _source_memos(version_id: int) -> int:
    """Memos beside the whole text go when the source went as a whole."""
    gone = Source.objects.filter(versions=version_id, withdrawn_at__isnull=False)
    return _delete(Memo.objects.filter(source__in=gone))


def _forget_examples(destruction: Destruction) -> None:
    """Examples in the codebook that were taken from the words."""
    codes = Code.objects.filter(evaluation=destruction.evaluation_id).exclude(example="")
    said = [" ".join(words.split()) for words in destruction.words]
    copied = [code.pk for code in codes if any(core_of_example(code.example) in words for words in said)]
    destruction.note(EXAMPLES, count=Code.objects.filter(pk__in=copied).update(example=""))
    for change in CodeChange.objects.filter(code__evaluation=destruction.evaluation_id):
        _forget_in_history(change, said)


def _forget_in_history(change: CodeChange, said: list[str]) -> None:
    """The history of a code keeps its earlier examples."""
    kept = [
        state | {"example": ""}
        if state.get("example") and any(core_of_example(state["example"]) in words for words in said)
        else state
        for state in (change.before, change.after)
    ]
    if kept != [change.before, change.after]:
        change.before, change.after = kept
        change.save(update_fields=["before", "after"])


def core_of_example(example: str) -> str:
    """The example without its quotation marks and spaces."""
    return " ".join(example.split()).strip("\"'“”‘’«» .")
