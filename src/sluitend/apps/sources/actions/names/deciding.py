"""A person decides what goes: for one place, or for every place with the same words."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from django.db import transaction

from sluitend.apps.design.access import require
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources import queries
from sluitend.apps.sources.actions.names.assigning import Assigner
from sluitend.apps.sources.actions.names.everywhere import (
    Elsewhere,
    decide_elsewhere,
    decided_words,
    hold,
    still_in_released,
)
from sluitend.apps.sources.actions.names.proposing import check_newest
from sluitend.apps.sources.actions.names.remembering import as_json, keep_step, record_step, sign
from sluitend.apps.sources.models import (
    FoundBy,
    NameKind,
    NameProposal,
    NameStep,
    ProposalState,
    Source,
    SourceVersion,
)
from sluitend.engines.text.names.replacing import key, repeats
from sluitend.errors import InputError

_GONE = "sources.names_gone"


@dataclass(frozen=True, slots=True)
class Change:
    """What a step changed: proposals as they are now, ids of those that are gone, ids of listed names it touched."""

    changed: list[NameProposal] = field(default_factory=list)
    removed: list[int] = field(default_factory=list)
    entries: list[int] = field(default_factory=list)
    elsewhere: Elsewhere = field(default_factory=Elsewhere)


def decide_names(
    *,
    actor: User,
    version: SourceVersion,
    proposals: Collection[int],
    state: str,
    all_same: bool = False,
    everywhere: bool = False,
    entry: int | None = None,
    pseudonym: str = "",
    kind: str = "",
) -> Change:
    """Accept, reject or open again; with `all_same` also every open proposal with the same words.

    With `everywhere` open proposals with these words in the evaluation's other texts get the same decision too.
    An accepted person, school, organisation or place gets a listed name: the one given (by id, or by its pseudonym),
    the one that was found, that of the same words, or a new one. Raises NotFound, NotAllowed,
    InputError("sources.newer_version", "sources.names_gone", "sources.unknown_value").
    """
    _check(actor, version, kind)
    if state not in ProposalState.values:
        raise InputError("sources.unknown_value", name="state")
    with transaction.atomic():
        text = _locked_text(version, everywhere=everywhere)
        rows = _chosen(version, text, proposals, all_same=all_same, reopened=state == ProposalState.OPEN)
        assigner = Assigner(actor, version, text, entry=entry, pseudonym=pseudonym)
        before = [as_json(row) for row in rows]
        for row in rows:
            row.kind, row.state = kind or row.kind, state
            assigner.assign(row)
            sign(row, actor)
        NameProposal.objects.bulk_update(rows, ["kind", "state", "entry", "decided_by", "decided_at"])
        step = keep_step(actor, version, before, [], assigner.remembered)
        record_step(actor, version, "sources.names_decided", len(rows), state)
        change = Change(rows, [], assigner.touched)
        if everywhere and state != ProposalState.OPEN:
            change = _with_others(actor, version, text, change, step)
    return _with_released(version, text, change) if everywhere else change


def _with_others(actor: User, version: SourceVersion, text: str, change: Change, step: NameStep) -> Change:
    done = decide_elsewhere(actor, version, decided_words(text, change.changed), step)
    return replace(change, elsewhere=done)


def _with_released(version: SourceVersion, text: str, change: Change) -> Change:
    """Says where words that go still stand; apart from the change, for it reads every released text."""
    gone = {text[row.start : row.end] for row in change.changed if row.state == ProposalState.ACCEPTED}
    still = still_in_released(version, gone) if gone else ()
    return replace(change, elsewhere=replace(change.elsewhere, released=still))


def _check(actor: User, version: SourceVersion, kind: str) -> None:
    require(actor, version.source.evaluation_id, Action.RELEASE_SOURCE)
    if kind and kind not in NameKind.values:
        raise InputError("sources.unknown_value", name="kind")


def _locked_text(version: SourceVersion, *, everywhere: bool = False) -> str:
    """The text, with the source (or all of them) held for this step. Raises InputError("sources.newer_version")."""
    if everywhere:
        hold(version.source.evaluation_id)
    source = Source.objects.select_for_update().get(pk=version.source_id)
    check_newest(source, version)
    return queries.version_text(version)


def _chosen(
    version: SourceVersion, text: str, proposals: Collection[int], *, all_same: bool, reopened: bool
) -> list[NameProposal]:
    every = list(version.name_proposals.all())
    rows = [row for row in every if row.pk in set(proposals)]
    if len(rows) != len(set(proposals)) or not rows:
        raise InputError(_GONE)
    if all_same:
        words = {key(text[row.start : row.end]) for row in rows}
        chosen = {row.pk for row in rows}
        may = [row for row in every if reopened or row.state == ProposalState.OPEN]
        rows += [row for row in may if row.pk not in chosen and key(text[row.start : row.end]) in words]
    return rows


def move_proposal(*, actor: User, version: SourceVersion, proposal: int, start: int, end: int) -> Change:
    """Widen or narrow one proposal; proposals that it now covers go, unless they were accepted.

    Raises NotFound, NotAllowed, InputError("sources.newer_version", "sources.names_gone", "sources.names_overlap",
    "sources.unknown_value").
    """
    _check(actor, version, "")
    with transaction.atomic():
        text = _locked_text(version)
        row = version.name_proposals.filter(pk=proposal).first()
        if row is None:
            raise InputError(_GONE)
        covered = _covered(version, text, start, end, but=row.pk)
        before = [as_json(row), *map(as_json, covered)]
        removed = _remove(covered)
        row.start, row.end = start, end
        assigner = Assigner(actor, version, text)
        row.entry = None
        assigner.assign(row)
        row.save()
        keep_step(actor, version, before, [], assigner.remembered)
        record_step(actor, version, "sources.names_moved", 1, row.state)
    return Change([row], removed, assigner.touched)


def _covered(version: SourceVersion, text: str, start: int, end: int, *, but: int | None = None) -> list[NameProposal]:
    """Proposals under this stretch. Raises InputError when one was accepted, or the stretch is none of the text."""
    if not 0 <= start < end <= len(text) or not text[start:end].strip():
        raise InputError("sources.unknown_value", name="start")
    covered = list(version.name_proposals.filter(start__lt=end, end__gt=start).exclude(pk=but or 0))
    if any(row.state == ProposalState.ACCEPTED for row in covered):
        raise InputError("sources.names_overlap")
    return covered


def _remove(rows: Iterable[NameProposal]) -> list[int]:
    ids = [row.pk for row in rows]
    NameProposal.objects.filter(pk__in=ids).delete()
    return ids


def add_proposal(
    *,
    actor: User,
    version: SourceVersion,
    start: int,
    end: int,
    kind: str = NameKind.PERSON,
    entry: int | None = None,
    pseudonym: str = "",
    all_same: bool = False,
    everywhere: bool = False,
) -> Change:
    """Take out what was not proposed, here or (with `all_same`) wherever the same words stand.

    With `everywhere` open proposals with these words in the evaluation's other texts are accepted too.

    Raises NotFound, NotAllowed, InputError("sources.newer_version", "sources.names_overlap", "sources.unknown_value").
    """
    _check(actor, version, kind)
    with transaction.atomic():
        text = _locked_text(version, everywhere=everywhere)
        places = [(start, end)]
        covered = _covered(version, text, start, end)
        if all_same:
            covered += _open_repeats(version, text, start, end)
            elsewhere = [(row.start, row.end) for row in covered if row.start >= end or row.end <= start]
            places += [*elsewhere, *_free(version, repeats(text, text[start:end]), [(start, end), *elsewhere])]
        before = [as_json(row) for row in covered]
        removed = _remove(covered)
        assigner = Assigner(actor, version, text, entry=entry, pseudonym=pseudonym)
        rows = [_added(version, place, kind, actor, assigner) for place in sorted(set(places))]
        made = NameProposal.objects.bulk_create(rows)
        step = keep_step(actor, version, before, [row.pk for row in made], assigner.remembered)
        record_step(actor, version, "sources.names_added", len(made), ProposalState.ACCEPTED)
        change = Change(made, removed, assigner.touched)
        if everywhere:
            change = _with_others(actor, version, text, change, step)
    return _with_released(version, text, change) if everywhere else change


def _open_repeats(version: SourceVersion, text: str, start: int, end: int) -> list[NameProposal]:
    """Open proposals elsewhere with the same words."""
    words = key(text[start:end])
    return [
        row
        for row in version.name_proposals.filter(state=ProposalState.OPEN)
        if (row.end <= start or row.start >= end) and key(text[row.start : row.end]) == words
    ]


def _free(version: SourceVersion, places: list[tuple[int, int]], used: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Places about which nothing was proposed or decided yet."""
    known = [*used, *version.name_proposals.values_list("start", "end")]
    return [place for place in places if not any(place[0] < end and start < place[1] for start, end in known)]


def _added(version: SourceVersion, place: tuple[int, int], kind: str, actor: User, assigner: Assigner) -> NameProposal:
    row = NameProposal(
        version=version, start=place[0], end=place[1], kind=kind, found_by=FoundBy.PERSON, state=ProposalState.ACCEPTED
    )
    assigner.assign(row)
    sign(row, actor)
    return row


__all__ = ["Change", "add_proposal", "decide_names", "move_proposal"]
