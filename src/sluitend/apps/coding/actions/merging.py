"""Two codes become one, and one becomes two. No coding of anybody is lost, and both can be undone.

Where one person had both codes on a passage, one coding stays; the other is remembered and comes back with the undo.

While a round is open and blind, all of it is refused (InputError("coding.blind_round")): how much moved would tell what
others coded.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from sluitend.apps.coding.actions import changes, consensus_moving, telling, tree
from sluitend.apps.coding.actions.consensus_moving import sources_of
from sluitend.apps.coding.models import (
    CODE_COLOURS,
    Code,
    CodeChange,
    CodeChangeKind,
    Coding,
    CodingStep,
    Fragment,
    Memo,
)
from sluitend.apps.coding.queries.blindness import refuse_in_blind_round
from sluitend.apps.design.access import require
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources.models import Source
from sluitend.errors import InputError

T = TypeVar("T")
Moved = dict[str, Any]
Span = tuple[int, int, int]  # version, start, end

CHUNK = 500  # of ids in one statement


def merge_codes(*, actor: User, code: Code, into: Code) -> CodeChange:
    """All codings, memos and codes below ``code`` go to ``into``; the code itself is archived.

    Raises NotFound, NotAllowed, InputError("coding.code_in_itself"), ("coding.code_archived"),
    ("coding.code_elsewhere"), ("coding.code_name_taken") for codes below, ("coding.code_too_deep") and
    ("coding.decided_of_one").
    """
    require(actor, code.evaluation_id, Action.EDIT_CODEBOOK)
    with transaction.atomic():
        _hold(code.evaluation_id)
        refuse_in_blind_round(code.evaluation_id)
        code.refresh_from_db()
        if tree.usable(into, code.evaluation_id) and into.pk in tree.family(code):
            raise InputError("coding.code_in_itself", name=code.name)
        tree.usable(code, code.evaluation_id)
        widened = _stay_decided(sources_of(Coding.objects.filter(code__in=tree.family(code))), code, into)
        moved = _recode(Coding.objects.filter(code=code), code, into)
        moved["memos"] = _hand_over(Memo.objects.filter(code=code), code=into)
        moved["decisions"] = consensus_moving.hand_over(code, into)
        moved["exchanged"] = consensus_moving.let_hold(code, into)
        moved["rounds"] = [*widened, *consensus_moving.widen_rounds(code, into)]
        moved["children"] = _children_to(code, into)
        code.archived_at, code.merged_into = timezone.now(), into
        code.save(update_fields=["archived_at", "merged_into"])
        change = tree.note(actor, CodeChangeKind.MERGED, code, other=into, moved=moved)
        counts = {"codings": len(moved["codings"]), "folded": len(moved["folded"])}
        record(actor, "coding.codes_merged", code, evaluation=code.evaluation_id, into=into.pk, **counts)
    return change


def undo_merge(*, actor: User, change: CodeChange) -> CodeChange:
    """Take the codes apart again: what was moved goes back, as far as it is still there and still has the other code.

    Raises NotFound, NotAllowed, InputError("coding.merge_undone"), ("coding.code_name_taken") and
    ("coding.decided_of_one").
    """
    code = change.code
    require(actor, code.evaluation_id, Action.EDIT_CODEBOOK)
    with transaction.atomic():
        _hold(code.evaluation_id)
        refuse_in_blind_round(code.evaluation_id)
        change.refresh_from_db()
        if change.kind != CodeChangeKind.MERGED or change.undone_at or change.other is None:
            raise InputError("coding.merge_undone")
        _back_in_use(code)
        back = _take_back(change.moved, code, change.other)
        change.undone_at = timezone.now()
        change.save(update_fields=["undone_at"])
        done = tree.note(actor, CodeChangeKind.UNMERGED, code, other=change.other)
        record(actor, "coding.merge_undone", code, evaluation=code.evaluation_id, codings=back)
    return done


def split_code(
    *, actor: User, code: Code, fragments: Collection[int], name: str = "", into: Code | None = None
) -> CodeChange:
    """The codings of everybody on these fragments (their ids) go to another code: a new one, or one that is there.

    Raises NotFound, NotAllowed, InputError("coding.nothing_chosen"), ("coding.code_in_itself"),
    ("coding.code_archived"), ("coding.code_elsewhere"), ("coding.decided_of_one") and as a name does
    ("coding.code_name_…").
    """
    require(actor, code.evaluation_id, Action.EDIT_CODEBOOK)
    with transaction.atomic():
        _hold(code.evaluation_id)
        refuse_in_blind_round(code.evaluation_id)
        chosen = Coding.objects.filter(code=code, fragment__in=list(fragments))
        if not chosen.exists():
            raise InputError("coding.nothing_chosen")
        if into is not None and into.pk == code.pk:
            raise InputError("coding.code_in_itself", name=code.name)
        target = tree.usable(into, code.evaluation_id) or _beside(actor, code, name)
        widened = _stay_decided(sources_of(chosen), code, target)
        moved = {**_recode(chosen, code, target), "made": into is None, "rounds": widened}
        change = tree.note(actor, CodeChangeKind.SPLIT, code, other=target, moved=moved)
        counts = {"codings": len(moved["codings"]), "folded": len(moved["folded"])}
        record(actor, "coding.code_split", code, evaluation=code.evaluation_id, into=target.pk, **counts)
    return change


def undo_split(*, actor: User, change: CodeChange) -> CodeChange:
    """The passages get their code back, as far as they still carry the other one; a code made for it goes when empty.

    Raises NotFound, NotAllowed, InputError("coding.split_undone"), ("coding.code_archived") and
    ("coding.decided_of_one").
    """
    code = change.code
    require(actor, code.evaluation_id, Action.EDIT_CODEBOOK)
    with transaction.atomic():
        _hold(code.evaluation_id)
        refuse_in_blind_round(code.evaluation_id)
        change.refresh_from_db()
        if change.kind != CodeChangeKind.SPLIT or change.undone_at or change.other is None:
            raise InputError("coding.split_undone")
        code.refresh_from_db()
        tree.usable(code, code.evaluation_id)
        back = _take_back(change.moved, code, change.other)
        change.undone_at = timezone.now()
        change.save(update_fields=["undone_at"])
        done = tree.note(actor, CodeChangeKind.UNSPLIT, code, other=change.other)
        if change.moved.get("made"):
            _archive_when_empty(actor, change.other)
        record(actor, "coding.split_undone", code, evaluation=code.evaluation_id, codings=back)
    return done


def _archive_when_empty(actor: User, code: Code) -> None:
    """A code that was made for a split and has nothing any more leaves the codebook."""
    on_it = (Coding.objects.filter(code=code), Memo.objects.filter(code=code), Code.objects.filter(parent=code))
    if code.archived_at is None and not any(rows.exists() for rows in on_it):
        code.archived_at = timezone.now()
        code.save(update_fields=["archived_at"])
        tree.note(actor, CodeChangeKind.ARCHIVED, code)


def _hold(evaluation_id: int) -> None:
    """Nobody codes meanwhile: who wanted to put on one of these codes waits, and then finds it as it is now."""
    tree.lock(evaluation_id)
    telling.tell_everywhere(evaluation_id)
    list(Source.objects.select_for_update().filter(evaluation=evaluation_id).order_by("pk").values_list("pk"))


def _stay_decided(sources: Collection[int], code: Code, into: Code) -> list[int]:
    return consensus_moving.stay_decided(sources, tree.lineage(code), tree.lineage(into), into)


def _recode(codings: QuerySet[Coding], code: Code, into: Code) -> Moved:
    """Other codes on the same passages, and in the steps that people can undo there. Gives what was moved."""
    fields = ("pk", "fragment_id", "coder_id", "created_at", "fragment__version_id", "fragment__start", "fragment__end")
    rows = list(codings.order_by("pk").values_list(*fields))
    there = set(Coding.objects.filter(code=into).values_list("fragment_id", "coder_id"))
    double = [row for row in rows if (row[1], row[2]) in there]
    single = [row[0] for row in rows if (row[1], row[2]) not in there]
    for some in _chunks([row[0] for row in double]):
        Coding.objects.filter(pk__in=some).delete()
    for some in _chunks(single):
        Coding.objects.filter(pk__in=some).update(code=into)
    steps = _recode_steps(code, into, {row[4:] for row in rows}, {(row[2], *row[4:]) for row in double})
    folded = [[fragment, coder, at.isoformat()] for _pk, fragment, coder, at, *_span in double]
    return {"codings": single, "folded": folded, "steps": steps}


def _recode_steps(code: Code, into: Code, spans: set[Span], folded: set[tuple[int, int, int, int]]) -> list[int]:
    """Undo finds the code that stands there now. A step whose coding became one with another's is forgotten.

    What was taken off before has no coding any more: those steps go along when the whole code does.
    """
    is_whole = not Coding.objects.filter(code=code).exists()
    kept, gone = [], []
    rows = (
        CodingStep.objects.filter(code=code).order_by("pk").values_list("pk", "user_id", "version_id", "start", "end")
    )
    for pk, user, *span in rows:
        if (user, *span) in folded:
            gone.append(pk)
        elif is_whole or tuple(span) in spans:
            kept.append(pk)
    CodingStep.objects.filter(pk__in=gone).delete()
    for some in _chunks(kept):
        CodingStep.objects.filter(pk__in=some).update(code=into)
    return kept


def _hand_over(rows: QuerySet[Any], **to: Any) -> list[int]:
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    rows.model._default_manager.filter(pk__in=ids).update(**to)
    return ids


def _children_to(code: Code, into: Code) -> list[int]:
    children = list(Code.objects.filter(parent=code, archived_at__isnull=True))
    for child in children:
        tree.require_depth(child, into)
        child.parent = into
        tree.free_name(child, child.name)
        child.order = tree.end(child)
        child.save(update_fields=["parent", "order"])
    return [child.pk for child in children]


def _back_in_use(code: Code) -> None:
    code.refresh_from_db()
    if code.parent and code.parent.archived_at:
        code.parent = None
    tree.free_name(code, code.name)
    code.archived_at, code.merged_into = None, None
    code.order = tree.end(code)
    code.save(update_fields=["archived_at", "merged_into", "parent", "order"])


def _take_back(moved: Moved, code: Code, into: Code) -> int:
    """What still stands as the merge or the split left it; returns how many codings came back."""
    _stay_decided(_sources_taken_back(moved, into), into, code)
    taken = set(Coding.objects.filter(code=code).values_list("fragment_id", "coder_id"))
    count = 0
    for some in _chunks(moved["codings"]):
        rows = Coding.objects.filter(pk__in=some, code=into).values_list("pk", "fragment_id", "coder_id")
        free = [pk for pk, fragment, coder in rows if (fragment, coder) not in taken]
        count += Coding.objects.filter(pk__in=free).update(code=code)
    count += sum(_unfold(code, *one) for one in moved["folded"])
    for some in _chunks(moved["steps"]):
        CodingStep.objects.filter(pk__in=some, code=into).update(code=code)
    Memo.objects.filter(pk__in=moved.get("memos", []), code=into).update(code=code)
    consensus_moving.exchange(moved.get("exchanged", []))
    consensus_moving.hand_back(moved.get("decisions", []), code, into)
    Code.objects.filter(pk__in=moved.get("children", []), parent=into).update(parent=code)
    consensus_moving.narrow_rounds(moved.get("rounds", []), into)
    return count


def _sources_taken_back(moved: Moved, into: Code) -> set[int]:
    """Where ``_take_back`` brings codings under the other code: themselves, or with a code above theirs."""
    children = Code.objects.filter(pk__in=moved.get("children", []), parent=into)
    found = sources_of(Coding.objects.filter(code__in={pk for child in children for pk in tree.family(child)}))
    for some in _chunks(moved["codings"]):
        found |= sources_of(Coding.objects.filter(pk__in=some, code=into))
    for some in _chunks([fragment for fragment, *_rest in moved["folded"]]):
        found |= sources_of(Coding.objects.filter(fragment__in=some, code=into))
    return found


def _unfold(code: Code, fragment_id: int, coder_id: int, at: str) -> bool:
    """A coding that had become one with another's stands by itself again, since when it did; False where it cannot."""
    if not Fragment.objects.filter(pk=fragment_id).exists():
        return False
    coding, is_new = Coding.objects.get_or_create(fragment_id=fragment_id, code=code, coder_id=coder_id)
    if is_new:
        Coding.objects.filter(pk=changes.remember_origin(coding).pk).update(created_at=parse_datetime(at))
    return is_new


def _beside(actor: User, code: Code, name: str) -> Code:
    """A new code under the same parent, in a colour of its own."""
    colour = code.colour % CODE_COLOURS + 1
    new = Code(evaluation=code.evaluation, parent=code.parent, created_by=actor, colour=colour)
    new.name = tree.free_name(new, name)
    new.order = tree.end(new)
    new.save()
    tree.note(actor, CodeChangeKind.ADDED, new, after=tree.state_of(new))
    return new


def _chunks(ids: Sequence[T]) -> Iterator[Sequence[T]]:
    return (ids[at : at + CHUNK] for at in range(0, len(ids), CHUNK))
