"""A found passage as it is shown: the words around what was asked, with that marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sluitend.apps.coding.search.asking import Question
from sluitend.engines.text.stemming import Word

WIDTH = 420  # characters that are shown of a passage
_BEFORE = 140  # of them before the first word that was asked
Span = tuple[int, int]


class Part(NamedTuple):
    """A stretch of the text; whether it is what was asked."""

    text: str
    is_marked: bool


def excerpt(text: str, said: Sequence[Word], question: Question) -> list[Part]:
    """The passage, or of a long one what stands around the first word that was asked; whole words."""
    marks = _marks(said, question)
    start, end = _window(text, marks[0] if marks else (0, 0))
    parts = [Part("…", False)] if start else []
    at = start
    for first, last in marks:
        if first >= end:
            break
        parts += [Part(text[at:first], False)] if at < first else []
        parts.append(Part(text[first : min(last, end)], True))
        at = min(last, end)
    parts += [Part(text[at:end], False)] if at < end else []
    return [*parts, Part("…", False)] if end < len(text) else parts


def _marks(said: Sequence[Word], question: Question) -> list[Span]:
    """Where it stands, in the order of the text; what is next to each other becomes one."""
    places = [place for term in question.wanted for place in term.places(said)]
    spans = sorted((said[place[0]].start, said[place[-1]].end) for place in places)
    return list(_joined(spans))


def _joined(spans: Iterable[Span]) -> Iterable[Span]:
    held: Span | None = None
    for start, end in spans:
        if held is None:
            held = (start, end)
        elif start <= held[1]:
            held = (held[0], max(held[1], end))
        else:
            yield held
            held = (start, end)
    if held is not None:
        yield held


def _window(text: str, mark: Span) -> Span:
    start = 0 if len(text) <= WIDTH else max(0, min(mark[0] - _BEFORE, len(text) - WIDTH))
    end = min(len(text), start + WIDTH)
    if start:
        start = _after_space(text, start, mark[0])
    if end < len(text):
        cut = text.rfind(" ", max(start, mark[1]), end)
        end = cut if cut > 0 else end
    return start, end


def _after_space(text: str, start: int, most: int) -> int:
    space = text.find(" ", start, most)
    return space + 1 if space >= 0 else start
