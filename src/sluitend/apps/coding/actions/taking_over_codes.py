"""A codebook that was made in another tool."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from sluitend.apps.coding.actions import tree
from sluitend.apps.coding.models import CODE_COLOURS, Code, CodeChange, CodeChangeKind
from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action

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
    named: list[str] = field(default_factory=list)  # what those without a name are called
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
        texts = tree.texts({name: getattr(new, name) for name in tree.TEXTS})
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
        given = tree.one_line(new.name)
        whole = given or _NAMELESS
        name = whole[: tree.NAME_LENGTH].rstrip()
        if name != whole:
            self._made.cut.append(new.name)
        free, number = name, 1
        while not new.is_archived and free.casefold() in self._names[under]:
            number += 1
            end = f" ({number})"
            free = name[: tree.NAME_LENGTH - len(end)] + end
        if not given:
            self._made.named.append(free)
        elif free != name:
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
