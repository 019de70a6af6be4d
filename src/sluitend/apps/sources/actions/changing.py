"""What is known of a source is corrected; a document that turns out to be public is released by that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from sluitend.apps.design.access import require
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources import attributes as checks
from sluitend.apps.sources import hooks, seals
from sluitend.apps.sources.actions.releasing import make_readable, newest, still_there
from sluitend.apps.sources.models import Ground, ReleaseGround, Source
from sluitend.errors import InputError

_EMPTY = {**dict.fromkeys(checks.LINKS), **dict.fromkeys(checks.DATES), "level": "", "origin": "", "is_public": False}


def change_source(
    *,
    actor: User,
    source: Source,
    title: str,
    attributes: Mapping[str, Any],
    revision: int,
    public_reason: str = "",
) -> Source:
    """Give a source these attributes (all of them: what is left out becomes empty) and this title.

    A conversation becomes public only with a reason. What turns out not to be public waits for its release again.
    Raises NotFound, NotAllowed, InputError("sources.changed_meanwhile", "sources.no_title",
    "sources.comes_from_persons", "sources.public_needs_reason", and those of ``attributes.checked``).
    """
    require(actor, source.evaluation_id, Action.EDIT_SOURCE)
    plain = {**_EMPTY, "kind": source.kind, **checks.checked(source.evaluation, attributes)}
    if not title.strip():
        raise InputError("sources.no_title")
    with transaction.atomic():
        row = Source.objects.select_for_update().get(pk=source.pk)
        still_there(row)
        if row.revision != revision:
            raise InputError("sources.changed_meanwhile")
        changed = checks.apply(row, plain)
        if "is_public" in changed and row.is_public:
            _confirm_public(actor, row, public_reason.strip())
        elif "is_public" in changed:
            _hold_back(actor, row)
        changed += _set_title(row, title.strip())
        _save(actor, row, changed)
    return row


def _check_may_be_public(source: Source) -> None:
    """What people said in confidence does not become readable by being called public."""
    named = source.speakers.filter(respondent__isnull=False)
    if Ground.objects.filter(source=source).exists() or named.exists():
        raise InputError("sources.comes_from_persons", number=source.number)


def _confirm_public(actor: User, source: Source, reason: str) -> None:
    """Where speakers were found, a person says why everybody may read it."""
    _check_may_be_public(source)
    if not source.speakers.exists():
        return
    if not reason:
        raise InputError("sources.public_needs_reason", source=str(source))
    source.public_asked, source.public_reason = False, reason
    count = source.speakers.count()
    record(actor, "sources.public_confirmed", source, evaluation=source.evaluation_id, speakers=count)


def _hold_back(actor: User, source: Source) -> None:
    """It is not public after all: the gate and the ground count again, and lower rooms withhold what they showed."""
    source.public_reason = ""
    held = source.versions.filter(released_at__isnull=False, release_ground=ReleaseGround.PUBLIC_DOCUMENT)
    versions = held.filter(destroyed_at__isnull=True).update(released_at=None, released_by=None)
    for handler in hooks.turned_confidential:
        handler(actor, source)
    record(actor, "sources.turned_confidential", source, evaluation=source.evaluation_id, versions=versions)


def _save(actor: User, source: Source, changed: list[str]) -> None:
    if not changed:
        return
    source.revision += 1
    version = newest(source)
    if source.is_public and version.released_at is None:
        require(actor, source.evaluation_id, Action.RELEASE_SOURCE)
        make_readable(actor, source, version, ReleaseGround.PUBLIC_DOCUMENT)
    source.save()
    record(
        actor,
        "sources.source_changed",
        source,
        evaluation=source.evaluation_id,
        fields=",".join(sorted(changed)),
        is_public=source.is_public,
    )


def _set_title(source: Source, title: str) -> list[str]:
    if seals.title_of(source) == title:
        return []
    if source.sealed_title is None:
        source.title = title
    else:
        source.sealed_title = seals.seal_title(source, title)
    return ["title"]
