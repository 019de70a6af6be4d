"""Work that was done in another tool: a codebook, and codings and memos of many people, thousands at once.

What somebody did elsewhere has no step that can be undone here; its own date stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sluitend.apps.coding.actions import changes, telling, tree
from sluitend.apps.coding.actions.memos import MAX_LENGTH
from sluitend.apps.coding.models import CODE_COLOURS, Code, CodeChange, CodeChangeKind, Coding, Fragment, Memo
from sluitend.apps.coding.spans import check_span, quote_hash
from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.design.numbers import Numbered, next_numbers
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources.models import SourceVersion

_AT_ONCE = 500
_NAMELESS = "Zonder naam"


@dataclass(frozen=True, slots=True)
class NewCode:
    """A code to take over; `parent` is the key of a code that stands before it, or that is here already."""

    key: str
    parent: str | None
    name: str
    colour: int | None = None
    definition: str = ""
    include: str = ""
    exclude: str = ""
    example: str = ""
    is_archived: bool = False


@dataclass(slots=True)
class TakenOver:
    """The codes by their keys, and what became otherwise: names as they were and are, and what lay too deep."""

    codes: dict[str, Code]
    renamed: list[tuple[str, str]] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)
    deep: list[str] = field(default_factory=list)


def take_over_codes(
    *, actor: User, evaluation: Evaluation, codes: Sequence[NewCode], here: Mapping[str, Code]
) -> TakenOver:
    """Add codes at the end of those under the same parent. `here` are codes that are there already, by key.

    A name that is taken gets a number behind it; what lies too deep stands higher. Raises NotFound, NotAllowed.
    """
    require(actor, evaluation, Action.EDIT_CODEBOOK)
    with transaction.atomic():
        tree.lock(evaluation.pk)
        taken = _Taking(actor, evaluation, here).all(codes)
        record(actor, "coding.codes_taken_over", evaluation, evaluation=evaluation.pk, codes=len(codes))
    return taken


class _Taking:
    def __init__(self, actor: User, evaluation: Evaluation, here: Mapping[str, Code]) -> None:
        self._actor, self._evaluation = actor, evaluation
        rows = list(Code.objects.filter(evaluation=evaluation))
        parents = {one.pk: one.parent_id for one in rows}
        self._depth = {one.pk: tree.depth_in(parents, one.pk) for one in rows}
        self._names: dict[int | None, set[str]] = defaultdict(set)
        self._last: dict[int | None, int] = defaultdict(lambda: -1)
        for one in rows:
            if one.archived_at is None:
                self._names[one.parent_id].add(one.name.casefold())
                self._last[one.parent_id] = max(self._last[one.parent_id], one.order)
        self._made = TakenOver(dict(here))
        self._top = sum(one.parent_id is None for one in rows)

    def all(self, codes: Sequence[NewCode]) -> TakenOver:
        for some in _levels(codes):
            rows = [self._row(one) for one in some]
            Code.objects.bulk_create(rows, batch_size=_AT_ONCE)
            for new, row in zip(some, rows, strict=True):
                self._made.codes[new.key] = row
                self._depth[row.pk] = self._depth.get(row.parent_id or 0, 0) + 1
            notes = [self._note(row) for row in rows]
            CodeChange.objects.bulk_create(notes, batch_size=_AT_ONCE)
        return self._made

    def _row(self, new: NewCode) -> Code:
        parent = self._parent(new)
        under = parent.pk if parent else None
        self._last[under] += 1
        texts = {name: getattr(new, name).strip() for name in tree.TEXTS}
        return Code(
            evaluation=self._evaluation,
            parent=parent,
            name=self._name(new, under),
            colour=new.colour or self._colour(parent),
            order=self._last[under],
            archived_at=timezone.now() if new.is_archived else None,
            created_by=self._actor,
            **texts,
        )

    def _parent(self, new: NewCode) -> Code | None:
        found = self._made.codes.get(new.parent) if new.parent is not None else None
        if found is not None and self._depth[found.pk] >= tree.DEPTH:
            self._made.deep.append(new.name)
            found = found.parent
        return found

    def _name(self, new: NewCode, under: int | None) -> str:
        whole = " ".join(new.name.split()) or _NAMELESS
        name = whole[: tree.NAME_LENGTH].rstrip()
        if name != whole:
            self._made.cut.append(new.name)
        free, number = name, 1
        while not new.is_archived and free.casefold() in self._names[under]:
            number += 1
            end = f" ({number})"
            free = name[: tree.NAME_LENGTH - len(end)] + end
        if free != name:
            self._made.renamed.append((name, free))
        if not new.is_archived:
            self._names[under].add(free.casefold())
        return free

    def _colour(self, parent: Code | None) -> int:
        if parent is not None:
            return parent.colour
        self._top += 1
        return (self._top - 1) % CODE_COLOURS + 1

    def _note(self, row: Code) -> CodeChange:
        return CodeChange(actor=self._actor, kind=CodeChangeKind.ADDED, code=row, after=tree.state_of(row))


def _levels(codes: Sequence[NewCode]) -> list[list[NewCode]]:
    """Each behind what it stands under, many at once."""
    level: dict[str, int] = {}
    found: dict[int, list[NewCode]] = defaultdict(list)
    for one in codes:
        level[one.key] = level.get(one.parent or "", -1) + 1
        found[level[one.key]].append(one)
    return [found[number] for number in sorted(found)]


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
    """Ids by key: of fragments, codings and memos."""

    fragments: dict[str, int]
    codings: dict[str, int]
    memos: dict[str, int]


def take_over_passages(
    *, actor: User, version: SourceVersion, passages: Collection[NewPassage], memos: Collection[NewMemo] = ()
) -> Put:
    """Put passages on a text, and memos beside the whole of it. A code that somebody put there already changes nothing.

    Raises NotFound, NotAllowed, InputError("coding.not_released"), ("coding.span_outside") and ("coding.span_blank").
    """
    evaluation_id = version.source.evaluation_id
    require(actor, evaluation_id, Action.CODE)
    with transaction.atomic():
        changes.lock(version.source_id)
        fragments = _fragments(version, passages)
        put = Put({one.key: fragments[one.start, one.end] for one in passages}, {}, {})
        _codings(put, passages)
        _memos(put, evaluation_id, version, passages, memos)
        telling.tell_text(version.source)
        counts = {"fragments": len(fragments), "codings": len(put.codings), "memos": len(put.memos)}
        record(actor, "coding.passages_taken_over", version.source, evaluation=evaluation_id, **counts)
    return put


def _fragments(version: SourceVersion, passages: Collection[NewPassage]) -> dict[tuple[int, int], int]:
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
    return there | {(row.start, row.end): row.pk for row in rows}


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
            text=memo.text[:MAX_LENGTH],
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
        Memo(evaluation_id=evaluation_id, code=code, author_id=memo.author, text=memo.text[:MAX_LENGTH])
        for code, memo in memos
    ]
    with transaction.atomic():
        saved = _saved(rows, [memo for _code, memo in memos])
        evaluation = Evaluation.objects.get(pk=evaluation_id)
        record(actor, "coding.memos_taken_over", evaluation, evaluation=evaluation_id, memos=len(saved))
    return saved


def _saved(rows: Sequence[Memo], memos: Sequence[NewMemo]) -> dict[str, int]:
    Memo.objects.bulk_create(rows, batch_size=_AT_ONCE)
    for row, memo in zip(rows, memos, strict=True):
        row.created_at = memo.at
    Memo.objects.bulk_update(rows, ["created_at"], batch_size=_AT_ONCE)
    return {memo.key: row.pk for row, memo in zip(rows, memos, strict=True)}


def _pieces(ids: list[int]) -> list[list[int]]:
    return [ids[at : at + _AT_ONCE] for at in range(0, len(ids), _AT_ONCE)]
