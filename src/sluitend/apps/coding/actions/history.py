"""What a person did in a text, step by step: undone from the last, done again from the first undone.

A step that somebody's later change has overtaken is dropped, so that it does not stand in the way of the one before.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from sluitend.apps.coding.actions import changes, telling
from sluitend.apps.coding.models import Code, Coding, CodingStep, Fragment, Memo, StepKind
from sluitend.apps.design.access import require
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources.models import Source
from sluitend.errors import InputError

STEPS_KEPT = 100
MEMO_KEPT = timedelta(days=1)  # the words of a deleted memo, so that deleting it can be undone


class Overtaken(Exception):  # noqa: N818 - reads as the outcome
    """The step cannot be reversed: what it changed has been changed since."""


def steps_of(user: User, source: Source) -> QuerySet[CodingStep]:
    """The user's steps in the newest released version of a source, the last first."""
    newest = source.versions.filter(released_at__isnull=False).order_by("-number").values("pk")[:1]
    return CodingStep.objects.filter(user=user, version__in=newest)


def remember(
    actor: User,
    kind: StepKind,
    fragment: Fragment,
    *,
    code: Code | None = None,
    memo: Memo | None = None,
    before: str = "",
    after: str = "",
) -> None:
    """Add a step. What was undone before it can no longer be done again, and very old steps are forgotten."""
    own = CodingStep.objects.filter(user=actor, version_id=fragment.version_id)
    own.filter(undone_at__isnull=False).delete()
    CodingStep.objects.create(
        evaluation_id=fragment.evaluation_id,
        version_id=fragment.version_id,
        user=actor,
        kind=kind,
        start=fragment.start,
        end=fragment.end,
        fragment_number=fragment.number,
        code=code,
        memo_id=memo.pk if memo else None,
        before=before,
        after=after,
    )
    own.filter(pk__in=list(own.values_list("pk", flat=True)[STEPS_KEPT:])).delete()


def undo(*, actor: User, source: Source) -> CodingStep:
    """Reverse the user's last step in a source.

    Raises NotFound, NotAllowed, InputError("coding.nothing_to_undo") and ("coding.step_overtaken").
    """
    require(actor, source.evaluation_id, Action.CODE)
    with transaction.atomic():
        changes.lock(source.pk)
        step = steps_of(actor, source).filter(undone_at__isnull=True).order_by("-id").first()
        if step is None:
            raise InputError("coding.nothing_to_undo")
        done = _tried(step, _BACKWARD[StepKind(step.kind)])
        if done:
            step.undone_at = timezone.now()
            step.save(update_fields=["undone_at"])
            telling.tell_number(source.evaluation_id, source.pk, step.fragment_number, actor)
            record(actor, "coding.step_undone", step, evaluation=step.evaluation_id, kind=step.kind)
    return _outcome(step, done)


def redo(*, actor: User, source: Source) -> CodingStep:
    """Do the step again that was undone last.

    Raises NotFound, NotAllowed, InputError("coding.nothing_to_redo") and ("coding.step_overtaken").
    """
    require(actor, source.evaluation_id, Action.CODE)
    with transaction.atomic():
        changes.lock(source.pk)
        step = steps_of(actor, source).filter(undone_at__isnull=False).order_by("id").first()
        if step is None:
            raise InputError("coding.nothing_to_redo")
        done = _tried(step, _FORWARD[StepKind(step.kind)])
        if done:
            step.undone_at = None
            step.save(update_fields=["undone_at"])
            telling.tell_number(source.evaluation_id, source.pk, step.fragment_number, actor)
            record(actor, "coding.step_redone", step, evaluation=step.evaluation_id, kind=step.kind)
    return _outcome(step, done)


def forget_deleted_memos() -> int:
    """Drop the steps whose memo has been gone for a day, and return how many: they still hold its words."""
    since = timezone.now() - MEMO_KEPT
    old = CodingStep.objects.filter(memo_id__isnull=False, created_at__lt=since)
    old = old.filter(Q(undone_at__isnull=True) | Q(undone_at__lt=since))
    recent = CodingStep.objects.filter(Q(created_at__gte=since) | Q(undone_at__gte=since), memo_id__isnull=False)
    gone = old.exclude(memo_id__in=Memo.objects.values("pk")).exclude(memo_id__in=recent.values("memo_id"))
    return gone.delete()[0]


def _tried(step: CodingStep, change: Callable[[CodingStep], None]) -> bool:
    try:
        with transaction.atomic():
            change(step)
    except Overtaken:
        CodingStep.objects.filter(pk=step.pk).delete()
        return False
    return True


def _outcome(step: CodingStep, done: bool) -> CodingStep:
    """Raised here, outside the transaction: the overtaken step stays dropped."""
    if not done:
        raise InputError("coding.step_overtaken", fragment=f"F{step.fragment_number}")
    return step


def _apply(step: CodingStep) -> None:
    if step.code is None or step.code.archived_at:
        raise Overtaken
    _, is_new = changes.put_coding(step.user, _fragment(step), step.code)
    if not is_new:
        raise Overtaken


def _remove(step: CodingStep) -> None:
    coding = Coding.objects.filter(fragment__in=_there(step), code=step.code_id, coder=step.user_id).first()
    if coding is None:
        raise Overtaken
    coding.delete()
    changes.drop_if_empty(coding.fragment)


def _write(step: CodingStep) -> None:
    """Back under its own id, so that earlier steps still find it."""
    if step.memo_id is None or Memo.objects.filter(pk=step.memo_id).exists():
        raise Overtaken
    memo = Memo(
        pk=step.memo_id,
        evaluation_id=step.evaluation_id,
        fragment=_fragment(step),
        author=step.user,
        text=step.after or step.before,
    )
    memo.save(force_insert=True)


def _delete(step: CodingStep) -> None:
    memo = _memo(step, text=step.after or step.before)
    memo.delete()
    if memo.fragment:
        changes.drop_if_empty(memo.fragment)


def _change(step: CodingStep) -> None:
    _reword(_memo(step, text=step.before), step.after)


def _change_back(step: CodingStep) -> None:
    _reword(_memo(step, text=step.after), step.before)


def _reword(memo: Memo, text: str) -> None:
    memo.text = text
    memo.save(update_fields=["text", "changed_at"])


def _memo(step: CodingStep, *, text: str) -> Memo:
    """The memo, as long as it says what this step left in it."""
    memo = Memo.objects.select_related("fragment").filter(pk=step.memo_id or 0, text=text).first()
    if memo is None:
        raise Overtaken
    return memo


def _there(step: CodingStep) -> QuerySet[Fragment]:
    return Fragment.objects.filter(version=step.version_id, start=step.start, end=step.end)


def _fragment(step: CodingStep) -> Fragment:
    """The fragment of the step's span; under a new number when somebody made it anew since it went."""
    fragment = changes.put_fragment(step.user, step.version, step.start, step.end, number=step.fragment_number)
    if fragment.number != step.fragment_number:
        step.fragment_number = fragment.number
        same = CodingStep.objects.filter(user=step.user_id, version=step.version_id, start=step.start, end=step.end)
        same.update(fragment_number=fragment.number)
    return fragment


_FORWARD: dict[StepKind, Callable[[CodingStep], None]] = {
    StepKind.CODE_APPLIED: _apply,
    StepKind.CODE_REMOVED: _remove,
    StepKind.MEMO_WRITTEN: _write,
    StepKind.MEMO_CHANGED: _change,
    StepKind.MEMO_DELETED: _delete,
}
_BACKWARD: dict[StepKind, Callable[[CodingStep], None]] = {
    StepKind.CODE_APPLIED: _remove,
    StepKind.CODE_REMOVED: _apply,
    StepKind.MEMO_WRITTEN: _delete,
    StepKind.MEMO_CHANGED: _change_back,
    StepKind.MEMO_DELETED: _write,
}
