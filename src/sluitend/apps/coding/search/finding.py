"""Searching: which passages of the texts that somebody may read answer a question, and their words as they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from sluitend.apps.coding.actions.search import keeping
from sluitend.apps.coding.models import SearchText
from sluitend.apps.coding.search.asking import Found as Answer
from sluitend.apps.coding.search.asking import Question, is_across
from sluitend.apps.coding.search.choosing import Choice, Shelf
from sluitend.apps.coding.search.excerpts import Part, excerpt
from sluitend.apps.coding.search.index import newest
from sluitend.apps.coding.search.ranking import ranked
from sluitend.apps.coding.search.words import Said, words_of
from sluitend.apps.design.access import check
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action, is_allowed
from sluitend.apps.sources.models import Source, SourceVersion
from sluitend.apps.sources.queries import SpeakerView, speakers_of
from sluitend.engines.text.stemming import words

CANDIDATES = 2_000  # the newest passages that are put in order
PER_PAGE = 25
NOTHING = Choice()
_OF_A_SOURCE = (
    *("evaluation_id", "number", "title", "kind", "perspective", "level", "place", "organisation", "wrapped_key"),
    *("perspective__name", "perspective__evaluation_id"),
)
_SHOWN = ("version__number", *(f"version__source__{name}" for name in _OF_A_SOURCE))  # rows are wide


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage [start, end) that was found, with what was asked marked in it. The text itself was not read."""

    version: SourceVersion
    start: int
    end: int
    parts: Sequence[Part]
    said_by: Sequence[SpeakerView]

    @property
    def source(self) -> Source:
        return self.version.source


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what was found. `is_cut`: there may be more than was looked at, and it is older."""

    hits: Sequence[Hit]
    page: int
    has_next: bool
    count: int
    is_cut: bool

    @property
    def is_full(self) -> bool:
        """Whether all that was looked at answers the question: then there is more."""
        return self.is_cut and self.count == CANDIDATES


@dataclass(frozen=True, slots=True)
class Piece:
    """A candidate with its words, and the version that these stand in (without its text)."""

    version: SourceVersion
    said: Said


def search(user: User, evaluation: Evaluation, question: Question, choice: Choice = NOTHING, *, page: int = 1) -> Found:
    """The best of the newest passages that answer the question. Raises NotFound, NotAllowed."""
    shelf = Shelf(user, evaluation, choice)
    every, is_cut = candidates_on(shelf, evaluation, question)
    candidates = list(_apart(question, every))
    after = (page - 1) * PER_PAGE
    shown = pieces_of(evaluation, shelf, ranked(question, candidates)[after : after + PER_PAGE + 1])
    hits = _hits(question, shown[:PER_PAGE])
    return Found(hits, page, len(shown) > PER_PAGE, len(candidates), is_cut)


def candidates_on(shelf: Shelf, evaluation: Evaluation, question: Question) -> tuple[list[Answer], bool]:
    """The newest passages that answer the question, and whether there are more than are looked at: those that have the
    words of a phrase by their stems, of which it is then seen how they are spelt."""
    found = list(islice(shelf.counted(newest(question, evaluation.pk)), CANDIDATES + 1))
    return list(question.stand_as_spelt(found[:CANDIDATES])), len(found) > CANDIDATES


def _apart(question: Question, candidates: Sequence[Answer]) -> Iterator[Answer]:
    """Without words across a cut of which a side answers too: that is what is shown. What itself lies across stays."""
    ids = {one[0] for one in candidates}
    for one in candidates:
        if not (is_across(one) and ids & {one[0] - 1, one[0] + 1}) or question.lies_across(one):
            yield one


def waiting_for(user: User, evaluation: Evaluation) -> int:
    """How many texts that the user may read cannot be found in yet. Raises NotFound, NotAllowed."""
    role = check(user, evaluation, Action.VIEW_PUBLIC_SOURCE)
    texts = keeping.missing(evaluation)
    return (texts if is_allowed(role, Action.VIEW_SOURCES) else texts.filter(source__is_public=True)).count()


def pieces_of(evaluation: Evaluation, shelf: Shelf, ids: Sequence[int]) -> list[Piece]:
    """Candidates with their words. A text may come or go at any moment: whether it may be read is seen after."""
    found = words_of(ids)
    texts = _texts(evaluation, {said.text_id for said in found.values() if shelf.holds(said.text_id)})
    every = (found[one] for one in ids if one in found)
    return [Piece(texts[said.text_id].version, said) for said in every if said.text_id in texts]


def _texts(evaluation: Evaluation, ids: Iterable[int]) -> dict[int, SearchText]:
    """Those that are still the texts to read: what lies behind is passed over."""
    rows = keeping.in_step(evaluation).select_related("version__source__perspective")
    return rows.only(*_SHOWN).in_bulk(list(ids))


def _hits(question: Question, pieces: Sequence[Piece]) -> list[Hit]:
    views = speakers_in(pieces)
    return [_hit(question, one, views[one.version.source_id]) for one in pieces]


def speakers_in(pieces: Sequence[Piece]) -> dict[int, dict[int, SpeakerView]]:
    """Who speaks in these, by the ids of the sources and the numbers of the speakers."""
    wanted: dict[int, set[int]] = {}
    for one in pieces:
        wanted.setdefault(one.version.source_id, set()).update([] if one.said.speaker is None else [one.said.speaker])
    return speakers_of({one.version.source_id: one.version.source for one in pieces}, wanted)


def _hit(question: Question, piece: Piece, speakers: Mapping[int, SpeakerView]) -> Hit:
    said = piece.said
    parts = excerpt(said.words, list(words(said.words)), question)
    said_by = [speakers[said.speaker]] if said.speaker is not None and said.speaker in speakers else []
    return Hit(piece.version, said.start, said.end, parts, said_by)
