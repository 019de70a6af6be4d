"""The text without names: a new version, still sealed, which a person reads and releases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from sluitend.apps.design.access import require
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources import pseudonyms, queries, seals
from sluitend.apps.sources.actions.names.listing import is_genitive
from sluitend.apps.sources.actions.names.proposing import check_newest
from sluitend.apps.sources.actions.releasing import publish_version
from sluitend.apps.sources.actions.speaking import relabel_speakers
from sluitend.apps.sources.models import NameProposal, ProposalState, Source, SourceVersion, VersionKind
from sluitend.apps.sources.queries_names import check_looked_through
from sluitend.engines.text.names.replacing import Replaced, Replacement, key, role_before
from sluitend.errors import InputError
from sluitend.formats.documents import Block, Turn


def finish_names(*, actor: User, version: SourceVersion) -> SourceVersion:
    """Replace what was accepted: the new version, sealed until a person releases it.

    Without anything to replace it is the same version.
    Raises NotFound, NotAllowed, InputError("sources.newer_version", "sources.names_undecided",
    "sources.names_searching").
    """
    source = version.source
    require(actor, source.evaluation_id, Action.RELEASE_SOURCE)
    with transaction.atomic():
        locked = Source.objects.select_for_update().select_related("evaluation").get(pk=source.pk)
        check_newest(locked, version)
        check_decided(version)
        accepted = list(version.name_proposals.filter(state=ProposalState.ACCEPTED).select_related("entry__evaluation"))
        if not accepted:
            return version
        made = _publish(actor, version, accepted)
        _rename(locked, version, accepted)
        record(
            actor,
            "sources.names_replaced",
            locked,
            evaluation=locked.evaluation_id,
            version=made.number,
            count=len(accepted),
        )
    return made


def check_decided(version: SourceVersion) -> None:
    """Raises InputError("sources.names_searching") while names are looked for, "sources.names_undecided" while a
    proposal waits for a person.
    """
    check_looked_through(version)
    waiting = version.name_proposals.filter(state=ProposalState.OPEN).count()
    if waiting:
        raise InputError("sources.names_undecided", count=waiting)


def _publish(actor: User, version: SourceVersion, accepted: Sequence[NameProposal]) -> SourceVersion:
    new = replaced(queries.version_text(version), accepted)
    blocks = [Block.from_json(row) for row in version.blocks]
    turns = [Turn.from_json(row) for row in version.turns]
    return publish_version(
        actor=actor,
        source=version.source,
        text=new.text,
        blocks=[Block(new.start(one.start), new.end(one.end), one.kind, one.level, one.page) for one in blocks],
        turns=[Turn(new.start(one.start), new.end(one.end), one.speaker, one.seconds) for one in turns],
        kind=VersionKind.PSEUDONYMISED,
        reason=_("Names were replaced by pseudonyms."),
    )


def replaced(text: str, accepted: Iterable[NameProposal]) -> Replaced:
    """The text without what was accepted in it, and where its offsets went."""
    return Replaced(text, (Replacement(row.start, row.end, _words(row, text)) for row in accepted))


def _words(row: NameProposal, text: str) -> str:
    """What stands in its place: "Sannes fiets" becomes "moeder A's fiets"."""
    words = replacement(row)
    if row.entry is None or not row.entry.pseudonym:
        return words
    role, _space, mark = words.rpartition(" ")
    if role and role_before(text, row.start, [role.casefold()]):  # "consulent Jannie" becomes "consulent 3"
        words = mark
    known = {key(form) for form in seals.open_forms(row.entry.evaluation, row.entry.sealed_forms)}
    return f"{words}'s" if is_genitive(text[row.start : row.end], known) else words


def replacement(row: NameProposal) -> str:
    """The pseudonym, or the fixed word of the kind."""
    if row.entry is not None and row.entry.pseudonym:
        return row.entry.pseudonym
    return pseudonyms.FIXED.get(row.kind, pseudonyms.FIXED["other"])


def _rename(source: Source, version: SourceVersion, accepted: Sequence[NameProposal]) -> None:
    """What was taken out of the text goes out of the speakers' labels, and of a title that nobody released yet."""
    text = queries.version_text(version)
    known = {text[row.start : row.end].casefold(): replacement(row) for row in accepted}
    words = sorted(known, key=len, reverse=True)
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in words), re.IGNORECASE)

    def without(label: str) -> str:
        return pattern.sub(lambda match: known[match[0].casefold()], label)

    speakers = list(source.speakers.all())
    for readable in (False, True):
        rows = [row for row in speakers if (row.sealed_label is None) == readable]
        relabel_speakers(source, {row.number: without(seals.label_of(row, source)) for row in rows}, readable=readable)
    if source.sealed_title is not None:
        source.sealed_title = seals.seal_title(source, without(seals.title_of(source))[:300])
        source.save(update_fields=["sealed_title"])
