"""A text becomes readable and may be coded: because it is public, or because a person states that nobody is in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from sluitend.apps.design.access import require
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources import hooks, queries, seals
from sluitend.apps.sources.actions.reading import new_version
from sluitend.apps.sources.actions.speaking import make_labels_readable, with_speakers
from sluitend.apps.sources.aligning import Aligner
from sluitend.apps.sources.grounds import check_may_open
from sluitend.apps.sources.models import ProposalState, ReleaseGround, Source, SourceVersion, VersionKind
from sluitend.apps.sources.queries_names import check_looked_through
from sluitend.errors import InputError
from sluitend.formats.documents import Block, Turn, clean


def release_version(*, actor: User, version: SourceVersion, ground: str, title: str | None = None) -> SourceVersion:
    """Release a text, and with it the title of its source; a version that was released already stays as it is.

    `ground` is the statement that the person makes (ReleaseGround). Raises NotFound, NotAllowed,
    InputError("sources.not_public", "sources.newer_version", "sources.unknown_value", "sources.names_undecided",
    "sources.names_not_replaced", "sources.names_not_looked_for", "sources.names_searching"), and those of
    ``grounds.check_may_open``.
    """
    require(actor, version.source.evaluation_id, Action.RELEASE_SOURCE)
    if ground not in ReleaseGround.values:
        raise InputError("sources.unknown_value", name="ground")
    aligner = Aligner.prepared(version.source, queries.version_text(version)) if version.released_at is None else None
    with transaction.atomic():
        source = Source.objects.select_for_update().get(pk=version.source_id)
        still_there(source)
        version = source.versions.get(pk=version.pk)
        if ground == ReleaseGround.PUBLIC_DOCUMENT and not source.is_public:
            raise InputError("sources.not_public")
        if newest(source).pk != version.pk:
            raise InputError("sources.newer_version")
        if version.released_at is None:
            check_may_open(source)
            _check_names(version, ground)
            make_readable(actor, source, version, ground, title, aligner=aligner)
            source.save(update_fields=["title", "sealed_title"])
    return version


def _check_names(version: SourceVersion, ground: str) -> None:
    """What was proposed to be taken out is decided, and what was decided is done."""
    if ground == ReleaseGround.PUBLIC_DOCUMENT:
        return
    if ground == ReleaseGround.NAMES_TAKEN_OUT:
        check_looked_through(version)
    states = Counter(version.name_proposals.values_list("state", flat=True))
    if states[ProposalState.OPEN]:
        raise InputError("sources.names_undecided", count=states[ProposalState.OPEN])
    if states[ProposalState.ACCEPTED]:
        raise InputError("sources.names_not_replaced", count=states[ProposalState.ACCEPTED])
    if ground == ReleaseGround.NAMES_TAKEN_OUT and version.kind != VersionKind.PSEUDONYMISED and not states:
        raise InputError("sources.names_not_looked_for")


def make_readable(
    actor: User,
    source: Source,
    version: SourceVersion,
    ground: str,
    title: str | None = None,
    *,
    aligner: Aligner | None = None,
) -> None:
    """Open the seal of text and title for good, within the caller's transaction; the caller saves the source."""
    if version.sealed_text is not None:
        version.text, version.sealed_text = seals.open_text(source, version.number, version.sealed_text), None
    version.released_at, version.released_by, version.release_ground = timezone.now(), actor, ground
    version.save()
    make_labels_readable(source, {turn[2] for turn in version.turns})
    source.title, source.sealed_title = (title or "").strip() or seals.title_of(source), None
    record(
        actor,
        "sources.released",
        source,
        evaluation=source.evaluation_id,
        version=version.number,
        ground=ground,
    )
    _tell_lower_rooms(actor, version, aligner or Aligner())


def _tell_lower_rooms(actor: User, version: SourceVersion, aligner: Aligner) -> None:
    """This version is the one to read from now on: what lower rooms have in the older one goes along with it."""
    older = version.source.versions.filter(text__isnull=False, destroyed_at__isnull=True)
    before = older.filter(number__lt=version.number).order_by("-number").first()
    if before is not None:
        for handler in hooks.version_published:
            handler(actor, before, version, aligner)
    for released in hooks.version_released:
        released(actor, version)


def still_there(source: Source) -> None:
    """Raises InputError("sources.withdrawn") when everything in it was destroyed."""
    if source.withdrawn_at is not None:
        raise InputError("sources.withdrawn", number=source.number)


def newest(source: Source) -> SourceVersion:
    """The last version; a source always has one."""
    return source.versions.order_by("-number")[0]


def publish_version(
    *,
    actor: User,
    source: Source,
    text: str,
    blocks: list[Block],
    kind: str,
    reason: str,
    turns: Sequence[Turn] = (),
    labels: Sequence[str] | None = None,
) -> SourceVersion:
    """Add a corrected or pseudonymised text.

    `turns` count the speakers as the source does (``Speaker.number``); with `labels`, as a text that was read anew
    does: then labels that the source does not know yet become speakers.

    Of a public document it is readable at once; else it lies sealed until a person releases it. Once it is readable,
    lower rooms take along what they have in the older text (``hooks.version_published``). `text` is NFC with LF.
    Raises NotFound, NotAllowed, InputError("sources.no_reason", "sources.unknown_value", "sources.same_text",
    "sources.public_needs_reason").
    """
    require(actor, source.evaluation_id, Action.EDIT_SOURCE)
    if not reason.strip():
        raise InputError("sources.no_reason")
    if kind not in {VersionKind.CORRECTED, VersionKind.PSEUDONYMISED}:
        raise InputError("sources.unknown_value", name="kind")
    if clean.characters(text) != text or not text:
        raise ValueError("the text of a version is NFC with LF, and not empty")
    aligner = Aligner.prepared(source, text) if source.is_public else Aligner()
    with transaction.atomic():
        locked = Source.objects.select_for_update().get(pk=source.pk)
        still_there(locked)
        last = newest(locked)
        version = new_version(locked, last.number + 1, text, [block.to_json() for block in blocks], actor)
        if version.text_sha256 == last.text_sha256:
            raise InputError("sources.same_text")
        version.kind, version.reason = kind, reason.strip()
        if locked.is_public and labels and not locked.public_reason:
            raise InputError("sources.public_needs_reason", source=str(locked))
        if labels is not None:
            turns = with_speakers(locked, turns, labels, readable=locked.is_public)
        version.turns = [turn.to_json() for turn in turns]
        version.save()
        record(
            actor,
            "sources.version_published",
            source,
            evaluation=source.evaluation_id,
            version=version.number,
            kind=kind,
            length=version.length,
        )
        if version.released_at is not None:
            _tell_lower_rooms(actor, version, aligner)
    return version
