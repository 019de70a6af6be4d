"""A person places a fragment whose words changed, or lets it lapse."""

from __future__ import annotations

from django.db import transaction
from django.db.models import ProtectedError

from sluitend.apps.coding import hooks
from sluitend.apps.coding.actions import changes, consensus_moving, telling
from sluitend.apps.coding.models import CodingStep, Fragment, FragmentMove, QuoteRelease, ToPlace
from sluitend.apps.coding.queries.blindness import refuse_while_blind
from sluitend.apps.coding.spans import check_span, quote_hash
from sluitend.apps.design.access import require
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources.models import SourceVersion
from sluitend.errors import InputError


def place_fragment(*, actor: User, fragment: Fragment, version: SourceVersion, start: int, end: int) -> Fragment:
    """Put a fragment that waits on this passage of the newest text; it keeps its number and all that is on it.

    With other words than it had, a quote that was released for outside the team falls.

    Raises NotFound, NotAllowed, InputError("coding.placed_already"), ("coding.text_corrected_again"),
    ("coding.place_taken"), ("coding.span_outside"), ("coding.span_blank") and ("coding.blind_text").
    """
    require(actor, fragment.evaluation_id, Action.CODE)
    with transaction.atomic():
        changes.lock(version.source_id)
        refuse_while_blind([version.source_id])
        fragment = _waiting(fragment, version)
        text = changes.released_text(version)
        check_span(text, start, end)
        _check_free(version, start, end)
        _carry_steps(fragment, version, start, end)
        words = quote_hash(text[start:end])
        same_words = words == fragment.quote_sha256
        place = {"version_id": fragment.version_id, "start": fragment.start, "end": fragment.end}
        FragmentMove.objects.create(fragment=fragment, same_words=same_words, moved_by=actor, **place)
        if not same_words:
            QuoteRelease.objects.filter(fragment=fragment).delete()
        fragment.version, fragment.start, fragment.end, fragment.quote_sha256 = version, start, end, words
        fragment.save(update_fields=["version", "start", "end", "quote_sha256"])
        consensus_moving.follow(fragment, place["version_id"], place["start"], place["end"])
        ToPlace.objects.filter(fragment=fragment).delete()
        telling.tell_fragment(fragment)
        record(actor, "coding.fragment_placed", fragment, evaluation=fragment.evaluation_id, same_words=same_words)
    return fragment


def _waiting(fragment: Fragment, version: SourceVersion) -> Fragment:
    """The fragment as it is now, when it waits to be placed in this version."""
    waiting = ToPlace.objects.select_related("fragment").filter(fragment=fragment.pk).first()
    if waiting is None:
        raise InputError("coding.placed_already", fragment=str(fragment))
    if waiting.to_version_id != version.pk:
        raise InputError("coding.text_corrected_again")
    return waiting.fragment


def _check_free(version: SourceVersion, start: int, end: int) -> None:
    there = Fragment.objects.filter(version=version, start=start, end=end).first()
    if there is not None:
        raise InputError("coding.place_taken", fragment=str(there))


def _carry_steps(fragment: Fragment, version: SourceVersion, start: int, end: int) -> None:
    """What people did here can be undone here."""
    steps = CodingStep.objects.filter(version=fragment.version_id, start=fragment.start, end=fragment.end)
    steps.update(version=version, start=start, end=end)


def lapse_fragment(*, actor: User, fragment: Fragment) -> None:
    """Take away a fragment that waits, with its codes and memos, whoever made them; there is no undo.

    Raises NotFound, NotAllowed, InputError("coding.placed_already") and ("coding.fragment_in_use") while findings rest
    on it, ("coding.blind_text").
    """
    require(actor, fragment.evaluation_id, Action.CODE)
    with transaction.atomic():
        changes.lock(fragment.version.source_id)
        refuse_while_blind([fragment.version.source_id])
        if not ToPlace.objects.filter(fragment=fragment).exists():
            raise InputError("coding.placed_already", fragment=str(fragment))
        _check_unused(fragment)
        counts = {"codings": fragment.codings.count(), "memos": fragment.memos.count()}
        record(actor, "coding.fragment_lapsed", fragment, evaluation=fragment.evaluation_id, **counts)
        CodingStep.objects.filter(version=fragment.version_id, start=fragment.start, end=fragment.end).delete()
        telling.tell_fragment(fragment)
        try:
            fragment.delete()
        except ProtectedError:
            raise InputError("coding.fragment_in_use", fragment=str(fragment), what="–") from None


def _check_unused(fragment: Fragment) -> None:
    marks = hooks.marks_of(fragment.evaluation_id, [fragment.pk]).get(fragment.pk)
    if marks:
        labels = ", ".join(mark.split(" ", 1)[0] for mark in marks)
        raise InputError("coding.fragment_in_use", fragment=str(fragment), what=labels)
