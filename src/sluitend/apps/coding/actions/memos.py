"""Thoughts beside fragments, codes and sources. What is written beside a fragment can be undone."""

from __future__ import annotations

from django.db import transaction

from sluitend.apps.coding.actions import changes, history, telling
from sluitend.apps.coding.models import Code, Fragment, Memo, StepKind
from sluitend.apps.design.access import require
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources.models import Source
from sluitend.errors import InputError, NotFound
from sluitend.formats.documents import clean

MAX_LENGTH = 20_000


def write_memo(*, actor: User, about: Fragment | Code | Source, text: str) -> Memo:
    """Write a memo beside one thing.

    Raises NotFound, NotAllowed, InputError("coding.memo_empty") and ("coding.memo_too_long").
    """
    require(actor, about.evaluation_id, Action.CODE)
    text = _checked(text)
    with transaction.atomic():
        _lock_source_of(about)
        memo = Memo.objects.create(evaluation_id=about.evaluation_id, author=actor, text=text, **_of(about))
        if isinstance(about, Fragment):
            history.remember(actor, StepKind.MEMO_WRITTEN, about, memo=memo, after=text)
            telling.tell_fragment(about, actor)
        record(actor, "coding.memo_written", memo, evaluation=memo.evaluation_id)
    return memo


def change_memo(*, actor: User, memo: Memo, text: str) -> Memo:
    """Write one's own memo anew.

    Raises NotFound, NotAllowed, InputError("coding.not_your_memo"), ("coding.memo_empty") and ("coding.memo_too_long").
    """
    _require_own(actor, memo)
    text, before = _checked(text), memo.text
    if text == before:
        return memo
    with transaction.atomic():
        _lock_source_of(memo.fragment)
        memo.text = text
        memo.save(update_fields=["text", "changed_at"])
        if memo.fragment:
            history.remember(actor, StepKind.MEMO_CHANGED, memo.fragment, memo=memo, before=before, after=text)
            telling.tell_fragment(memo.fragment, actor)
        record(actor, "coding.memo_changed", memo, evaluation=memo.evaluation_id)
    return memo


def delete_memo(*, actor: User, memo: Memo) -> bool:
    """Delete one's own memo; True when its fragment went with it, since nothing rested on it.

    Raises NotFound, NotAllowed, InputError("coding.not_your_memo").
    """
    _require_own(actor, memo)
    fragment = memo.fragment
    with transaction.atomic():
        _lock_source_of(fragment)
        if not Memo.objects.filter(pk=memo.pk).delete()[0]:
            raise NotFound("memo")
        record(actor, "coding.memo_deleted", memo, evaluation=memo.evaluation_id)
        if fragment is None:
            return False
        history.remember(actor, StepKind.MEMO_DELETED, fragment, memo=memo, before=memo.text)
        telling.tell_fragment(fragment, actor)
        return changes.drop_if_empty(fragment)


def _lock_source_of(about: Fragment | Code | Source | None) -> None:
    if isinstance(about, Fragment):
        changes.lock(about.version.source_id)


def _require_own(actor: User, memo: Memo) -> None:
    require(actor, memo.evaluation_id, Action.CODE)
    if memo.author_id != actor.pk:
        raise InputError("coding.not_your_memo", author=memo.author.name)


def normal(text: str) -> str:
    """In the one form in which texts are kept, whoever wrote them: a browser ends lines its own way, and what an
    exchange file brings back must not differ by that."""
    return clean.characters(text).strip()


def _checked(text: str) -> str:
    text = normal(text)
    if not text:
        raise InputError("coding.memo_empty")
    if len(text) > MAX_LENGTH:
        raise InputError("coding.memo_too_long", most=MAX_LENGTH)
    return text


def _of(about: Fragment | Code | Source) -> dict[str, Fragment | Code | Source]:
    match about:
        case Fragment():
            return {"fragment": about}
        case Code():
            return {"code": about}
    return {"source": about}
