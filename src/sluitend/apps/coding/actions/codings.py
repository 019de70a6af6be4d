"""Codes on passages."""

from __future__ import annotations

from django.db import transaction

from sluitend.apps.coding.actions import changes, history, telling
from sluitend.apps.coding.models import Code, Coding, Fragment, StepKind
from sluitend.apps.coding.queries.blindness import refuse_while_blind
from sluitend.apps.design.access import require
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources.models import SourceVersion
from sluitend.errors import InputError, NotFound


def apply_code(*, actor: User, version: SourceVersion, start: int, end: int, code: Code) -> Coding:
    """Put a code on a passage; the same code by the same person a second time changes nothing.

    Raises NotFound, NotAllowed, InputError("coding.not_released"), ("coding.span_outside"), ("coding.span_blank"),
    ("coding.code_archived") and ("coding.code_elsewhere").
    """
    evaluation_id = version.source.evaluation_id
    require(actor, evaluation_id, Action.CODE)
    with transaction.atomic():
        changes.lock(version.source_id)
        fragment = changes.put_fragment(actor, version, start, end)
        coding, is_new = changes.put_coding(actor, fragment, code)
        if is_new:
            history.remember(actor, StepKind.CODE_APPLIED, fragment, code=code)
            telling.tell_fragment(fragment, actor)
            record(actor, "coding.code_applied", coding, evaluation=evaluation_id, code=code.pk, fragment=fragment.pk)
    return coding


def remove_coding(*, actor: User, coding: Coding) -> bool:
    """Take one's own code off a passage; True when the fragment went with it, since nothing rested on it.

    Raises NotFound, NotAllowed, InputError("coding.not_your_coding").
    """
    fragment, code = coding.fragment, coding.code
    require(actor, fragment.evaluation_id, Action.CODE)
    if coding.coder_id != actor.pk:
        raise InputError("coding.not_your_coding", coder=coding.coder.name)
    with transaction.atomic():
        changes.lock(fragment.version.source_id)
        if not Coding.objects.filter(pk=coding.pk).delete()[0]:
            raise NotFound("coding")
        history.remember(actor, StepKind.CODE_REMOVED, fragment, code=code)
        telling.tell_fragment(fragment, actor)
        about = {"code": code.pk, "fragment": fragment.pk}
        record(actor, "coding.code_removed", coding, evaluation=fragment.evaluation_id, **about)
        return changes.drop_if_empty(fragment)


def ensure_fragment(*, actor: User, version: SourceVersion, start: int, end: int, for_memo: bool = False) -> Fragment:
    """The fragment of this passage, without a code: evidence needs none, nor does a memo that its author writes next.

    Raises NotFound, NotAllowed, InputError("coding.not_released"), ("coding.span_outside"), ("coding.span_blank") and
    ("coding.blind_text").
    """
    evaluation_id = version.source.evaluation_id
    require(actor, evaluation_id, Action.CODE)
    with transaction.atomic():
        changes.lock(version.source_id)
        if not for_memo:
            refuse_while_blind([version.source_id])
        fragment = changes.put_fragment(actor, version, start, end)
        telling.tell_fragment(fragment, actor)
        record(actor, "coding.fragment_ensured", fragment, evaluation=evaluation_id)
    return fragment


def drop_fragment(*, actor: User, fragment: Fragment) -> bool:
    """Take away a fragment that was marked for something that did not come of it; False while anything rests on it.

    Raises NotFound, NotAllowed.
    """
    require(actor, fragment.evaluation_id, Action.CODE)
    with transaction.atomic():
        changes.lock(fragment.version.source_id)
        is_gone = changes.drop_if_empty(fragment)
        if is_gone:
            telling.tell_fragment(fragment, actor)
            record(actor, "coding.fragment_dropped", fragment, evaluation=fragment.evaluation_id)
    return is_gone
