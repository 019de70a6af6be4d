"""Opening a text or an original: recorded, because reading is what a source is protected from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sluitend.apps.design.access import require
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources import seals, store
from sluitend.apps.sources.models import Original, Source, SourceVersion
from sluitend.errors import InputError
from sluitend.formats import sealed
from sluitend.work import vault


def open_source(*, actor: User, source: Source) -> SourceVersion:
    """The newest released version, with its text; a reader opens only public documents.

    Raises NotFound, NotAllowed, InputError("sources.not_released").
    """
    require(actor, source.evaluation_id, _needed(source))
    version = source.versions.filter(released_at__isnull=False).order_by("-number").first()
    if version is None:
        raise InputError("sources.not_released", number=source.number)
    _record_opening(actor, source, version)
    return version


def open_unreleased(*, actor: User, version: SourceVersion) -> str:
    """The text of a version that nobody released yet (or that was), to read and not to code: for the team.

    Raises NotFound, NotAllowed.
    """
    source = version.source
    require(actor, source.evaluation_id, Action.VIEW_SOURCES)
    _record_opening(actor, source, version)
    if version.sealed_text is None:
        return version.text or ""
    return seals.open_text(source, version.number, version.sealed_text)


def _needed(source: Source) -> Action:
    return Action.VIEW_PUBLIC_SOURCE if source.is_public else Action.VIEW_SOURCES


def _record_opening(actor: User, source: Source, version: SourceVersion) -> None:
    record(
        actor,
        "sources.opened",
        source,
        evaluation=source.evaluation_id,
        version=version.number,
        released=version.released_at is not None,
    )


@dataclass(frozen=True, slots=True)
class OpenedOriginal:
    """A file as it came in; its content is authentic piece by piece, and read from disk while it is sent."""

    filename: str
    size: int
    content: Iterator[bytes]


def open_original(*, actor: User, source: Source) -> OpenedOriginal:
    """The original file, for the team.

    Raises NotFound, NotAllowed, InputError("sources.original_destroyed").
    """
    require(actor, source.evaluation_id, Action.VIEW_SOURCES)
    original = source.original
    if not original.path:
        raise InputError("sources.original_destroyed", number=source.number)
    record(actor, "sources.original_downloaded", source, evaluation=source.evaluation_id, size=original.size)
    name = seals.open_name(original.sealed_filename, source.wrapped_key)
    return OpenedOriginal(name, original.size, _content(original, vault.unwrap(source.wrapped_key)))


def _content(original: Original, key: bytes) -> Iterator[bytes]:
    with store.full(original.path).open("rb") as file:
        yield from sealed.open_file(file, key, seals.FILE)
