"""The changes beneath this room's actions, without permission or audit: inside a transaction, after ``lock``.

Undo makes the same changes as the actions do, in the other direction.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import ProtectedError

from sluitend.apps.coding import hooks
from sluitend.apps.coding.actions.numbering import number_for
from sluitend.apps.coding.models import (
    Code,
    Coding,
    ConsensusDecision,
    Fragment,
    Memo,
    QuoteRelease,
    SuggestionDecision,
)
from sluitend.apps.coding.spans import check_span, quote_hash
from sluitend.apps.design.numbers import Numbered, next_numbers
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import Source, SourceVersion
from sluitend.errors import InputError

_AT_ONCE = 500


def lock(source_id: int) -> None:
    """Let one person at a time change the coding of a source, so that no fragment goes while somebody codes it."""
    Source.objects.select_for_update().filter(pk=source_id).values_list("pk").get()


def released_text(version: SourceVersion) -> str:
    """The text that may be coded. Raises InputError("coding.not_released")."""
    if version.released_at is None or version.text is None:
        raise InputError("coding.not_released")
    return version.text


def put_fragment(user: User, version: SourceVersion, start: int, end: int, *, number: int | None = None) -> Fragment:
    """The fragment of this span, made when there is none; ``number`` is the one that it had before, if it had one.

    Raises InputError("coding.not_released"), ("coding.span_outside") and ("coding.span_blank").
    """
    text = released_text(version)
    check_span(text, start, end)
    there = Fragment.objects.filter(version=version, start=start, end=end).first()
    if there:
        return there
    evaluation_id = version.source.evaluation_id
    return Fragment.objects.create(
        evaluation_id=evaluation_id,
        number=number or number_for(user, version, start, end),
        version=version,
        start=start,
        end=end,
        quote_sha256=quote_hash(text[start:end]),
        created_by=user,
    )


def put_fragments(user: User, version: SourceVersion, spans: Iterable[tuple[int, int]]) -> None:
    """The fragments of many spans at once, of a text that is not coded blind. Raises as ``put_fragment``."""
    text = released_text(version)
    there = set(Fragment.objects.filter(version=version).values_list("start", "end"))
    new = sorted(set(spans) - there)
    for start, end in new:
        check_span(text, start, end)
    evaluation_id = version.source.evaluation_id
    numbers = next_numbers(evaluation_id, Numbered.FRAGMENT, len(new)) if new else range(0)
    Fragment.objects.bulk_create(
        (
            Fragment(
                evaluation_id=evaluation_id,
                number=number,
                version=version,
                start=start,
                end=end,
                quote_sha256=quote_hash(text[start:end]),
                created_by=user,
            )
            for number, (start, end) in zip(numbers, new, strict=True)
        ),
        batch_size=_AT_ONCE,
    )


def put_coding(user: User, fragment: Fragment, code: Code) -> tuple[Coding, bool]:
    """This user's coding with this code, and whether it is new.

    Raises InputError("coding.code_elsewhere") and ("coding.code_archived").
    """
    if code.evaluation_id != fragment.evaluation_id:
        raise InputError("coding.code_elsewhere")
    # Read again, after the lock: while somebody waited for it the code may have been merged into another.
    if Code.objects.filter(pk=code.pk, archived_at__isnull=False).exists():
        raise InputError("coding.code_archived", name=code.name)
    there = Coding.objects.filter(fragment=fragment, code=code, coder=user).first()
    if there:
        return there, False
    return remember_origin(Coding.objects.create(fragment=fragment, code=code, coder=user)), True


def remember_origin(coding: Coding) -> Coding:
    """What its coder once took over from a suggestion and took off is that again when it comes back."""
    place = {name: getattr(coding.fragment, name) for name in ("version_id", "start", "end")}
    accepted = SuggestionDecision.objects.filter(**place, accepted=True, coding=None, code=coding.code_id)
    accepted.filter(decided_by=coding.coder_id).update(coding=coding)
    return coding


def drop_if_empty(fragment: Fragment) -> bool:
    """Remove a fragment that nothing rests on any more, and say whether that was so.

    A consensus on it keeps it. A room below may hold on to it by a foreign key (ProtectedError) or by a mark.
    """
    on_it = (Coding, Memo, QuoteRelease)
    place = {"version": fragment.version_id, "start": fragment.start, "end": fragment.end}
    if ConsensusDecision.objects.filter(**place, applies=True).exists():
        return False
    if any(kind._default_manager.filter(fragment=fragment).exists() for kind in on_it):
        return False
    if hooks.marks_of(fragment.evaluation_id, [fragment.pk]):
        return False
    try:
        with transaction.atomic():
            Fragment.objects.get(pk=fragment.pk).delete()
    except ProtectedError:
        return False
    return True
