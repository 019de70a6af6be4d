"""Searching, line by line: every place where what was asked stands, with the words around it and who says it.

What is a match is what ``search.asking`` says of it, in the passages that ``search.finding`` finds: with the same
rights and choice, and of very many the newest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sluitend.apps.coding.search.asking import Question
from sluitend.apps.coding.search.choosing import Choice, Shelf
from sluitend.apps.coding.search.finding import NOTHING, Piece, candidates_on, pieces_of, speakers_in
from sluitend.apps.design.models import Evaluation, Perspective
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import Source
from sluitend.apps.sources.queries import SpeakerView
from sluitend.engines.retrieval.concordance import By, Occurrence, occurrences, order
from sluitend.engines.text.stemming import fold, words


class Order(StrEnum):
    """How lines can be sorted; the values stand in addresses."""

    SOURCE = "bron"
    LEFT = "links"
    KEYWORD = "woord"
    RIGHT = "rechts"
    SPEAKER = "spreker"


@dataclass(frozen=True, slots=True)
class Line:
    """One occurrence: characters [start, end) of the text of a source. Of who asks the questions nothing is told."""

    source: Source
    start: int
    end: int
    found: Occurrence
    said_by: SpeakerView | None
    perspective: Perspective | None

    @property
    def speaker(self) -> str:
        """As the text calls who speaks; nothing where nobody is told apart."""
        return self.said_by.label if self.said_by else ""


@dataclass(frozen=True, slots=True)
class Lines:
    """All of them, in the order that was asked. `is_cut`: there are more passages, and these are older."""

    lines: Sequence[Line]
    is_cut: bool


def lines_for(
    user: User, evaluation: Evaluation, question: Question, choice: Choice = NOTHING, by: Order = Order.SOURCE
) -> Lines:
    """Every occurrence of what must be there. Raises NotFound, NotAllowed."""
    shelf = Shelf(user, evaluation, choice)
    candidates, is_cut = candidates_on(shelf, evaluation, question)
    pieces = pieces_of(evaluation, shelf, [passage_id for passage_id, *_words in candidates])
    speakers = speakers_in(pieces)
    found = [line for one in pieces for line in _lines(question, one, speakers[one.version.source_id])]
    return Lines(
        sorted(_each_once(found), key=lambda one: (_KEYS[by](one), one.source.number, one.start, one.end)), is_cut
    )


def _each_once(lines: Iterable[Line]) -> Iterable[Line]:
    """What stands near a cut is in two passages: the line with most around it stays."""
    widest: dict[tuple[int, int, int], Line] = {}
    for one in lines:
        place = (one.source.number, one.start, one.end)
        if place not in widest or _width(one) > _width(widest[place]):
            widest[place] = one
    return widest.values()


def _width(line: Line) -> int:
    return len(line.found.left) + len(line.found.right)


def _lines(question: Question, piece: Piece, speakers: Mapping[int, SpeakerView]) -> Iterator[Line]:
    said, source = piece.said, piece.version.source
    view = None if said.speaker is None else speakers.get(said.speaker)
    told = None if view is None or view.is_interviewer else view
    perspective = view.perspective if view is not None else source.perspective
    listed = list(words(said.words))
    places = [place for term in question.wanted for place in term.places(listed)]
    spans = [(listed[place[0]].start, listed[place[-1]].end) for place in places]
    for one in occurrences(said.words, spans):
        yield Line(source, said.start + one.start, said.start + one.end, one, told, perspective)


_KEYS: Mapping[Order, Callable[[Line], Any]] = {
    Order.SOURCE: lambda one: (),
    Order.LEFT: lambda one: order(one.found, By.LEFT),
    Order.KEYWORD: lambda one: order(one.found, By.KEYWORD),
    Order.RIGHT: lambda one: order(one.found, By.RIGHT),
    Order.SPEAKER: lambda one: (not one.speaker, fold(one.speaker)),  # who is not told apart comes last
}
