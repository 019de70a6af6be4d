"""Reading the list of names and the proposals; what a person may see of them, and what the search needs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation, Place, PlaceKind
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.fieldwork.seals import open_identity
from sluitend.apps.people.models import Municipality, Organisation, Region, User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources import pseudonyms, queries, seals
from sluitend.apps.sources.models import (
    ListedName,
    NameKind,
    NameProposal,
    NameStep,
    ProposalState,
    RetiredPseudonym,
    Source,
    SourceVersion,
    VersionKind,
)
from sluitend.apps.sources.speakers import speakers_by_number
from sluitend.engines.text.names import Entry, Kind
from sluitend.engines.text.names.replacing import key, role_before
from sluitend.errors import InputError, NotFound
from sluitend.formats.documents import Block, Turn
from sluitend.formats.transcripts import labels
from sluitend.work.models import Run, State

KIND_OF_RUN = "sources.names"
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)$")


@dataclass(frozen=True, slots=True)
class ListedView:
    """A listed name as the team sees it; the forms of a respondent's own name are not among ``forms``."""

    id: int
    kind: str
    pseudonym: str
    forms: tuple[str, ...]
    respondent: str  # "R12", or empty

    @property
    def kind_label(self) -> str:
        """The kind in words."""
        return str(NameKind(self.kind).label)

    @property
    def instead(self) -> str:
        """What stands in its place: the pseudonym, or the fixed word of its kind."""
        return self.pseudonym or pseudonyms.FIXED[self.kind]


@dataclass(frozen=True, slots=True)
class EntryUse:
    """In how many places a listed name was accepted, and in which sources ("S3")."""

    places: int
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal with its words. ``suggestion`` is the pseudonym that accepting would give, while it has none."""

    id: int
    start: int
    end: int
    text: str
    kind: str
    found_by: str
    state: str
    entry: int | None
    pseudonym: str
    suggestion: str
    same: int


@dataclass(frozen=True, slots=True)
class BlockView:
    """A stretch of the text as it is shown, and who speaks in it."""

    start: int
    end: int
    kind: str
    text: str
    speaker: str


@dataclass(frozen=True, slots=True)
class Review:
    """All that the review screen shows of one version."""

    version: int
    state: str  # none, waiting, busy, failed, ready, finished
    progress: int
    message: str  # code of the run's last message
    blocks: tuple[BlockView, ...]
    proposals: tuple[ProposalView, ...]
    entries: tuple[ListedView, ...]
    counts: Mapping[str, int]  # by state
    undo: bool


def run_of(version: SourceVersion) -> Run | None:
    """The last run that looked for names in this version."""
    runs = Run.objects.filter(kind=KIND_OF_RUN, evaluation_id=version.source.evaluation_id)
    return runs.filter(payload__version_id=version.pk).order_by("-pk").first()


def check_looked_through(version: SourceVersion) -> None:
    """Raises InputError("sources.names_searching") while a search is under way, or when it stopped half-way."""
    run = run_of(version)
    if run is not None and run.state != State.DONE:
        raise InputError("sources.names_searching")


def taken_pseudonyms(evaluation: Evaluation) -> set[str]:
    """Every pseudonym that is somebody's, or was: for a caller that has checked who asks. Two queries."""
    given = ListedName.objects.filter(evaluation=evaluation).exclude(pseudonym="")
    retired = RetiredPseudonym.objects.filter(evaluation=evaluation)
    return {*given.values_list("pseudonym", flat=True), *retired.values_list("pseudonym", flat=True)}


def list_for(user: User, evaluation: Evaluation) -> list[ListedView]:
    """The evaluation's own list. Raises NotFound, NotAllowed."""
    require(user, evaluation, Action.RELEASE_SOURCE)
    rows = ListedName.objects.filter(evaluation=evaluation).select_related("respondent")
    return [_listed(row, evaluation) for row in rows]


def entry_for(user: User, evaluation: Evaluation, entry_id: int) -> ListedName:
    """One listed name. Raises NotFound, NotAllowed."""
    require(user, evaluation, Action.RELEASE_SOURCE)
    entry = ListedName.objects.filter(evaluation=evaluation, pk=entry_id).first()
    if entry is None:
        raise NotFound("listed name")
    return entry


def uses_of(user: User, entry: ListedName) -> EntryUse:
    """Where a listed name was accepted. Raises NotFound, NotAllowed."""
    require(user, entry.evaluation_id, Action.RELEASE_SOURCE)
    accepted = entry.proposals.filter(state=ProposalState.ACCEPTED)
    numbers = accepted.order_by("version__source__number").values_list("version__source__number", flat=True)
    return EntryUse(len(numbers), tuple(dict.fromkeys(f"S{number}" for number in numbers)))


def unlisted_respondents(evaluation: Evaluation) -> QuerySet[Respondent]:
    """Respondents whose name is known and who are not on the list; the caller has checked who asks."""
    rows = Respondent.objects.filter(evaluation=evaluation, listed_names__isnull=True, emptied_at__isnull=True)
    return rows.exclude(sealed_identity=None)


def _listed(row: ListedName, evaluation: Evaluation) -> ListedView:
    forms = tuple(seals.open_forms(evaluation, row.sealed_forms))
    return ListedView(row.pk, row.kind, row.pseudonym, forms, str(row.respondent) if row.respondent else "")


def review_for(user: User, source: Source, version: SourceVersion | None = None) -> Review:
    """The newest version (or this one) with its proposals; a fixed number of queries. Raises NotFound, NotAllowed."""
    require(user, source.evaluation_id, Action.RELEASE_SOURCE)
    version = version or source.versions.select_related("source__evaluation").order_by("-number")[0]
    text = queries.version_text(version)
    rows = list(version.name_proposals.select_related("entry"))
    entries = list_for(user, source.evaluation)
    run = run_of(version)
    return Review(
        version=version.number,
        state=_state(version, run, rows),
        progress=run.progress if run else 0,
        message=run.message if run else "",
        blocks=tuple(_blocks(version, text)),
        proposals=tuple(proposal_views(source.evaluation, text, rows, rows)),
        entries=tuple(entries),
        counts=dict(Counter(row.state for row in rows)),
        undo=may_undo(user, version),
    )


def may_undo(user: User, version: SourceVersion) -> bool:
    """Whether this person took a step in this version; for a caller that has checked who asks."""
    return NameStep.objects.filter(version=version, actor=user).exists()


def _state(version: SourceVersion, run: Run | None, rows: list[NameProposal]) -> str:
    if run is not None and not run.is_finished:
        return "busy" if run.state == State.RUNNING else "waiting"
    if run is not None and run.state != State.DONE:
        return "failed"
    if version.kind == VersionKind.PSEUDONYMISED and not rows:
        return "finished"
    return "ready" if rows or run is not None else "none"


def _blocks(version: SourceVersion, text: str) -> Iterable[BlockView]:
    """The blocks, each with the speaker of its first turn."""
    speakers = speakers_by_number(version.source)
    said = [Turn.from_json(row) for row in version.turns]
    place = 0
    for block in map(Block.from_json, version.blocks):
        while place < len(said) and said[place].end <= block.start:
            place += 1
        here = said[place] if place < len(said) and said[place].start < block.end else None
        speaker = speakers[here.speaker].label if here and here.speaker in speakers else ""
        yield BlockView(block.start, block.end, block.kind, text[block.start : block.end], speaker)


def proposal_views(
    evaluation: Evaluation, text: str, rows: Iterable[NameProposal], every: Iterable[NameProposal]
) -> list[ProposalView]:
    """Proposals as they are shown; `every` are all of the version, to count who says the same."""
    same = Counter(key(text[row.start : row.end]) for row in every)
    taken = taken_pseudonyms(evaluation)
    return [_proposal(text, row, same, taken) for row in rows]


def _proposal(text: str, row: NameProposal, same: Counter[tuple[str, ...]], taken: set[str]) -> ProposalView:
    words = text[row.start : row.end]
    pseudonym = row.entry.pseudonym if row.entry else pseudonyms.FIXED.get(row.kind, "")
    suggestion = ""
    if not pseudonym:
        suggestion = pseudonyms.suggestion(row.kind, role_before(text, row.start, pseudonyms.ROLES), taken)
    found = (row.pk, row.start, row.end, words, row.kind, row.found_by, row.state, row.entry_id)
    return ProposalView(*found, pseudonym, suggestion, same[key(words)])


def wanted_names(source: Source) -> list[Entry]:
    """The evaluation's list for the search: what was typed, the names of respondents, and labels of who speaks here.

    For the names run only: it opens identities, to look for them and for nothing else.
    """
    spoken = _labels_by_respondent(source)
    rows = ListedName.objects.filter(evaluation=source.evaluation_id).select_related("respondent")
    return [entry for row in rows if (entry := _wanted(row, source.evaluation, spoken)).forms]


def _wanted(row: ListedName, evaluation: Evaluation, spoken: Mapping[int, list[str]]) -> Entry:
    forms = seals.open_forms(evaluation, row.sealed_forms)
    if row.respondent is not None:
        forms += [open_identity(row.respondent).name, *spoken.get(row.respondent.pk, [])]
    return Entry(row.pk, Kind(row.kind), tuple(form for form in forms if form.strip()))


def _labels_by_respondent(source: Source) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for speaker in source.speakers.filter(respondent__isnull=False):
        label = seals.label_of(speaker, source)
        if speaker.respondent_id is not None and not labels.is_known(label):
            found.setdefault(speaker.respondent_id, []).append(label)
    return found


def public_names(evaluation: Evaluation) -> list[str]:
    """What stays by default: municipalities and regions, registered organisations, the places that are compared.

    What stands behind a name between brackets, as in "Lindeveen (fictief)", nobody says.
    """
    public = [PlaceKind.MUNICIPALITY, PlaceKind.SUBREGION, PlaceKind.REGION]
    places = Place.objects.filter(evaluation=evaluation, kind__in=public)
    registers = (Municipality.objects, Region.objects, Organisation.objects, places)
    return sorted({_IN_BRACKETS.sub("", name) for rows in registers for name in rows.values_list("name", flat=True)})
