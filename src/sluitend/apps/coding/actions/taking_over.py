"""Work that was done in another tool: codings and memos of many people, thousands at once.

What somebody did elsewhere has no step that can be undone here; its own date stays.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from sluitend.apps.coding.actions import changes, telling
from sluitend.apps.coding.actions.memos import MAX_LENGTH, normal
from sluitend.apps.coding.models import Code, Coding, Fragment, Memo
from sluitend.apps.coding.queries.blindness import refuse_while_blind
from sluitend.apps.coding.spans import check_span, quote_hash
from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.numbers import Numbered, next_numbers
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources.models import SourceVersion

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class NewCoding:
    key: str
    code: int
    coder: int
    at: datetime


@dataclass(frozen=True, slots=True)
class NewMemo:
    key: str
    author: int
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class NewPassage:
    """A span of a released text, with what people put on it."""

    key: str
    start: int
    end: int
    by: int
    at: datetime
    codings: tuple[NewCoding, ...] = ()
    memos: tuple[NewMemo, ...] = ()


@dataclass(slots=True)
class Put:
    """Ids by key: of fragments, codings and memos. `new`: the keys of passages and codings that were not here yet; of
    those that are one here, the first.
    """

    fragments: dict[str, int]
    codings: dict[str, int]
    memos: dict[str, int]
    new: set[str] = field(default_factory=set)


def take_over_passages(
    *, actor: User, version: SourceVersion, passages: Collection[NewPassage], memos: Collection[NewMemo] = ()
) -> Put:
    """Put passages on a text, and memos beside the whole of it. A code that somebody put there already changes nothing.

    In a text that is coded blind it would put work of others, and numbers that tell how much there was.

    Raises NotFound, NotAllowed, InputError("coding.blind_text"), ("coding.not_released"), ("coding.span_outside") and
    ("coding.span_blank").
    """
    evaluation_id = version.source.evaluation_id
    require(actor, evaluation_id, Action.CODE)
    with transaction.atomic():
        changes.lock(version.source_id)
        refuse_while_blind([version.source_id])
        fragments, new = _fragments(version, passages)
        put = Put({one.key: fragments[one.start, one.end] for one in passages}, {}, {}, new)
        _codings(put, passages)
        _memos(put, evaluation_id, version, passages, memos)
        telling.tell_text(version.source)
        counts = {"fragments": len(fragments), "codings": len(put.codings), "memos": len(put.memos)}
        record(actor, "coding.passages_taken_over", version.source, evaluation=evaluation_id, **counts)
    return put


def _fragments(version: SourceVersion, passages: Collection[NewPassage]) -> tuple[dict[tuple[int, int], int], set[str]]:
    """All of a text by their span, and the keys of those that were not there."""
    text = changes.released_text(version)
    there = {(start, end): pk for pk, start, end in version.fragments.values_list("pk", "start", "end")}
    wanted: dict[tuple[int, int], NewPassage] = {}
    for one in passages:
        check_span(text, one.start, one.end)
        if (one.start, one.end) not in there:
            wanted.setdefault((one.start, one.end), one)
    evaluation_id = version.source.evaluation_id
    numbers = next_numbers(evaluation_id, Numbered.FRAGMENT, len(wanted)) if wanted else range(0)
    rows = [
        Fragment(
            evaluation_id=evaluation_id,
            number=number,
            version=version,
            start=one.start,
            end=one.end,
            quote_sha256=quote_hash(text[one.start : one.end]),
            created_by_id=one.by,
        )
        for number, one in zip(numbers, wanted.values(), strict=True)
    ]
    Fragment.objects.bulk_create(rows, batch_size=_AT_ONCE)
    for row in rows:
        row.created_at = wanted[row.start, row.end].at
    Fragment.objects.bulk_update(rows, ["created_at"], batch_size=_AT_ONCE)
    found = there | {(row.start, row.end): row.pk for row in rows}
    return found, {one.key for one in wanted.values()}


def _codings(put: Put, passages: Collection[NewPassage]) -> None:
    """The date of somebody's own work stays: ``bulk_create`` would put that of today in its place."""
    ids = set(put.fragments.values())
    there: dict[tuple[int, int, int], int] = {}
    for some in _pieces(sorted(ids)):
        rows = Coding.objects.filter(fragment__in=some).values_list("fragment", "code", "coder", "pk")
        there |= {(fragment, code, coder): pk for fragment, code, coder, pk in rows}
    new: dict[tuple[int, int, int], Coding] = {}
    dates: dict[tuple[int, int, int], datetime] = {}
    wanted = [(put.fragments[one.key], row) for one in passages for row in one.codings]
    for fragment, row in wanted:
        place = (fragment, row.code, row.coder)
        if place not in there and place not in new:
            new[place] = Coding(fragment_id=fragment, code_id=row.code, coder_id=row.coder)
            dates[place] = row.at
            put.new.add(row.key)
    Coding.objects.bulk_create(new.values(), batch_size=_AT_ONCE)
    for place, coding in new.items():
        coding.created_at = dates[place]
    Coding.objects.bulk_update(new.values(), ["created_at"], batch_size=_AT_ONCE)
    there |= {place: coding.pk for place, coding in new.items()}
    put.codings |= {row.key: there[fragment, row.code, row.coder] for fragment, row in wanted}


def _memos(
    put: Put,
    evaluation_id: int,
    version: SourceVersion,
    passages: Collection[NewPassage],
    memos: Collection[NewMemo],
) -> None:
    wanted = [(put.fragments[one.key], memo) for one in passages for memo in one.memos]
    pairs: list[tuple[int | None, NewMemo]] = [*wanted, *((None, memo) for memo in memos)]
    rows = [
        Memo(
            evaluation_id=evaluation_id,
            fragment_id=fragment,
            source_id=None if fragment else version.source_id,
            author_id=memo.author,
            text=_kept(memo.text),
        )
        for fragment, memo in pairs
    ]
    put.memos |= _saved(rows, [memo for _fragment, memo in pairs])


def take_over_memos(*, actor: User, memos: Sequence[tuple[Code, NewMemo]]) -> dict[str, int]:
    """Memos beside codes; their ids by key. Raises NotFound, NotAllowed."""
    if not memos:
        return {}
    evaluation_id = memos[0][0].evaluation_id
    require(actor, evaluation_id, Action.CODE)
    rows = [
        Memo(evaluation_id=evaluation_id, code=code, author_id=memo.author, text=_kept(memo.text))
        for code, memo in memos
    ]
    with transaction.atomic():
        saved = _saved(rows, [memo for _code, memo in memos])
        evaluation = Evaluation.objects.get(pk=evaluation_id)
        record(actor, "coding.memos_taken_over", evaluation, evaluation=evaluation_id, memos=len(saved))
    return saved


def renew_memos(*, actor: User, evaluation: Evaluation, memos: Sequence[tuple[Memo, str]]) -> None:
    """Give memos that were taken over the text that they have elsewhere now. Raises NotFound, NotAllowed."""
    if not memos:
        return
    require(actor, evaluation, Action.CODE)
    with transaction.atomic():
        for memo, text in memos:
            memo.text = _kept(text)
            memo.save(update_fields=["text", "changed_at"])
        record(actor, "coding.memos_renewed", evaluation, evaluation=evaluation.pk, memos=len(memos))
    for source in {memo.fragment.version.source for memo, _text in memos if memo.fragment}:
        telling.tell_text(source)


def _kept(text: str) -> str:
    return normal(text)[:MAX_LENGTH].rstrip()


def _saved(rows: Sequence[Memo], memos: Sequence[NewMemo]) -> dict[str, int]:
    Memo.objects.bulk_create(rows, batch_size=_AT_ONCE)
    for row, memo in zip(rows, memos, strict=True):
        row.created_at = memo.at
    Memo.objects.bulk_update(rows, ["created_at"], batch_size=_AT_ONCE)
    return {memo.key: row.pk for row, memo in zip(rows, memos, strict=True)}


def _pieces(ids: list[int]) -> list[list[int]]:
    return [ids[at : at + _AT_ONCE] for at in range(0, len(ids), _AT_ONCE)]
