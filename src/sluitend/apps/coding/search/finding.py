"""Searching: which passages of the texts that somebody may read answer a question, and their words as they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from sluitend.apps.coding.actions.search import keeping
from sluitend.apps.coding.models import SearchText
from sluitend.apps.coding.search.asking import Question
from sluitend.apps.coding.search.choosing import Choice, Shelf
from sluitend.apps.coding.search.excerpts import Part, excerpt
from sluitend.apps.coding.search.index import index
from sluitend.apps.coding.search.ranking import ranked
from sluitend.apps.design.access import check
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources.models import Source, SourceVersion
from sluitend.apps.sources.queries import SpeakerView, speakers_of
from sluitend.engines.text.stemming import words

CANDIDATES = 2_000  # the newest passages that are put in order
PER_PAGE = 25
_AT_ONCE = PER_PAGE + 1  # passages whose texts are read in one go
NOTHING = Choice()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage [start, end) that was found, with what was asked marked in it."""

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
    """One page of what was found. `count` is None when it is not known: then only words that are shown were compared.

    `is_cut`: there is more than was put in order, and it is older.
    """

    hits: Sequence[Hit]
    page: int
    has_next: bool
    count: int | None
    is_cut: bool

    @property
    def first(self) -> int:
        return (self.page - 1) * PER_PAGE + 1

    @property
    def last(self) -> int:
        return (self.page - 1) * PER_PAGE + len(self.hits)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A candidate with its text at hand."""

    version: SourceVersion
    start: int
    end: int
    speaker: int | None

    @property
    def text(self) -> str:
        return (self.version.text or "")[self.start : self.end]


def search(user: User, evaluation: Evaluation, question: Question, choice: Choice = NOTHING, *, page: int = 1) -> Found:
    """The best of the newest passages that answer the question. Raises NotFound, NotAllowed."""
    shelf = Shelf(user, evaluation, choice)
    counted = (one for one in index().newest(question, evaluation.pk) if shelf.counts(one[0]))
    candidates = list(islice(counted, CANDIDATES))
    pieces = _answering(question, evaluation, shelf, ranked(question, candidates), (page - 1) * PER_PAGE)
    shown = list(islice(pieces, PER_PAGE + 1))
    count = None if question.looks_at_spelling else len(candidates)
    hits = _hits(question, shown[:PER_PAGE])
    return Found(hits, page, len(shown) > PER_PAGE, count, len(candidates) == CANDIDATES)


def waiting_for(user: User, evaluation: Evaluation) -> int:
    """How many texts cannot be found in yet. Raises NotFound, NotAllowed."""
    check(user, evaluation, Action.VIEW_PUBLIC_SOURCE)
    return keeping.missing(evaluation).count()


def _answering(
    question: Question, evaluation: Evaluation, shelf: Shelf, ids: Sequence[int], after: int
) -> Iterator[_Piece]:
    """The candidates in their order, beyond the first `after`. A phrase is compared with the words as they stand."""
    if not question.looks_at_spelling:
        return _pieces(evaluation, shelf, ids[after : after + PER_PAGE + 1])
    answering = (one for one in _pieces(evaluation, shelf, ids) if question.holds(list(words(one.text))))
    return islice(answering, after, None)


def _pieces(evaluation: Evaluation, shelf: Shelf, ids: Sequence[int]) -> Iterator[_Piece]:
    """Candidates with their texts, read as far as they are asked for."""
    for some in (ids[at : at + _AT_ONCE] for at in range(0, len(ids), _AT_ONCE)):
        places = [shelf.place(one) for one in some]
        texts = _texts(evaluation, {text_id for text_id, _place in places})
        for text_id, place in places:
            text = texts.get(text_id)
            if text is None or place >= len(text.passages):  # it came or went since the shelf was read
                continue
            yield _Piece(text.version, *text.passages[place])


def _texts(evaluation: Evaluation, ids: Iterable[int]) -> dict[int, SearchText]:
    """Those that are still the texts to read: what lies behind is passed over."""
    rows = keeping.in_step(evaluation).select_related("version__source__perspective")
    return rows.defer("version__sealed_text", "version__blocks", "version__turns").in_bulk(list(ids))


def _hits(question: Question, pieces: Sequence[_Piece]) -> list[Hit]:
    wanted: dict[int, set[int]] = {}
    for one in pieces:
        wanted.setdefault(one.version.source_id, set()).update([] if one.speaker is None else [one.speaker])
    views = speakers_of({one.version.source_id: one.version.source for one in pieces}, wanted)
    return [
        Hit(one.version, one.start, one.end, excerpt(one.text, list(words(one.text)), question), _said_by(one, views))
        for one in pieces
    ]


def _said_by(piece: _Piece, views: Mapping[int, Mapping[int, SpeakerView]]) -> list[SpeakerView]:
    known = views[piece.version.source_id]
    return [known[piece.speaker]] if piece.speaker is not None and piece.speaker in known else []
