"""Undo: one's own last step in a version, as long as nobody went on with what it touched."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from sluitend.apps.design.access import require
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources import queries
from sluitend.apps.sources.actions.names.deciding import Change
from sluitend.apps.sources.actions.names.everywhere import Elsewhere, hold
from sluitend.apps.sources.actions.names.listing import shrink
from sluitend.apps.sources.actions.names.proposing import check_newest
from sluitend.apps.sources.actions.names.remembering import record_step
from sluitend.apps.sources.models import ListedName, NameProposal, NameStep, ProposalState, SourceVersion
from sluitend.errors import InputError


def undo_names(*, actor: User, version: SourceVersion) -> Change:
    """Put back what the actor's last step changed; again for the step before it.

    What it decided in other texts goes back as well, as far as nobody went on there.
    Raises NotFound, NotAllowed, InputError("sources.newer_version", "sources.names_nothing_to_undo",
    "sources.names_undo_overtaken").
    """
    source = version.source
    require(actor, source.evaluation_id, Action.RELEASE_SOURCE)
    with transaction.atomic():
        hold(source.evaluation_id)
        check_newest(source, version)
        step = NameStep.objects.filter(version=version, actor=actor).order_by("-pk").first()
        if step is None:
            raise InputError("sources.names_nothing_to_undo")
        _refuse_when_overtaken(step)
        again = _found_again(step)
        elsewhere = _undo_elsewhere(actor, step)
        return replace(_undo(actor, step, again), elsewhere=elsewhere)


def _undo(actor: User, step: NameStep, again: list[int]) -> Change:
    version = step.version
    removed = [int(pk) for pk in step.made] + again
    NameProposal.objects.filter(pk__in=removed).delete()
    rows = [_restored(version, before) for before in step.before]
    entries = _forget_entries(step, queries.version_text(version))
    step.delete()
    record_step(actor, version, "sources.names_undone", len(rows) + len(removed), "")
    return Change(rows, removed, entries)


def _undo_elsewhere(actor: User, step: NameStep) -> Elsewhere:
    """The steps that this one led in other texts."""
    texts = places = left = 0
    for follower in step.followers.select_related("version__source__evaluation").order_by("pk"):
        try:
            check_newest(follower.version.source, follower.version)
            _refuse_when_overtaken(follower)
            again = _found_again(follower)
        except InputError:
            left += 1
            continue
        places += len(_undo(actor, follower, again).changed)
        texts += 1
    return Elsewhere(texts, places, left)


def _refuse_when_overtaken(step: NameStep) -> None:
    mine = _touched(step)
    for other in NameStep.objects.filter(version=step.version_id, pk__gt=step.pk):
        if mine & _touched(other):
            raise InputError("sources.names_undo_overtaken")


def _found_again(step: NameStep) -> list[int]:
    """Ids of open proposals where this step puts others back: a search after it found the same names anew.

    Raises InputError("sources.names_undo_overtaken") when somebody decided about one of them.
    """
    others = NameProposal.objects.filter(version=step.version_id).exclude(pk__in=_touched(step))
    there = [row for row in others if any(row.start < one["end"] and one["start"] < row.end for one in step.before)]
    if any(row.state != ProposalState.OPEN for row in there):
        raise InputError("sources.names_undo_overtaken")
    return [row.pk for row in there]


def _touched(step: NameStep) -> set[int]:
    return {row["id"] for row in step.before} | set(step.made)


def _restored(version: SourceVersion, before: dict[str, Any]) -> NameProposal:
    row = NameProposal(version=version, **before)
    if not ListedName.objects.filter(pk=row.entry_id or 0).exists():
        row.entry = None
    row.decided_at = timezone.now() if row.decided_by_id else None
    row.save()
    return row


def _forget_entries(step: NameStep, text: str) -> list[int]:
    """Listed names that only this step had made go; forms that it added go. Ids of those that are left."""
    for pk, start, end in step.entries["grown"]:
        if (entry := ListedName.objects.filter(pk=pk).first()) is not None:
            shrink(entry, text[start:end])
    unused = ListedName.objects.filter(pk__in=step.entries["made"], proposals__isnull=True)
    gone = list(unused.values_list("pk", flat=True))
    unused.delete()
    touched = {*step.entries["made"], *(pk for pk, _start, _end in step.entries["grown"])}
    return sorted(touched - set(gone))
