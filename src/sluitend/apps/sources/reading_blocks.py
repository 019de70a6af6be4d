"""A text with its structure, and who speaks in it, to read on screen.

The HTML is made here and not in a template: a long text has thousands of blocks.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from html import escape

from django.utils.safestring import SafeString, mark_safe

from sluitend.apps.sources.speakers import SpeakerView
from sluitend.formats.documents import Block, BlockKind, Turn

_TIME = re.compile(r"\d:\d{2}")


def text_html(
    text: str, blocks: Iterable[list[object]], turns: Iterable[list[object]], speakers: Mapping[int, SpeakerView]
) -> SafeString:
    """The whole text, block by block; what belongs to no block stays as it stands between them."""
    page = _Page(text, [Turn.from_json(turn) for turn in turns], speakers)
    return mark_safe("\n".join(page.written(map(Block.from_json, blocks))))  # noqa: S308 - every piece is escaped


def clock(seconds: float) -> str:
    """Seconds from the beginning of a recording as people write them: 0:12, 1:02:03."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


class _Page:
    def __init__(self, text: str, turns: list[Turn], speakers: Mapping[int, SpeakerView]) -> None:
        self._text = text
        self._turns = turns
        self._starts = [turn.start for turn in turns]
        self._speakers = speakers

    def written(self, blocks: Iterable[Block]) -> Iterator[str]:
        at = 0
        for block in blocks:
            yield from self._loose(at, block.start)
            yield self._block(block)
            at = block.end
        yield from self._loose(at, len(self._text))

    def _loose(self, start: int, end: int) -> Iterator[str]:
        if words := self._text[start:end].strip("\n"):
            yield f'<p class="s-source-text__paragraph">{escape(words)}</p>' if words.strip() else ""

    def _block(self, block: Block) -> str:
        if block.kind is BlockKind.HEADING:
            level = min(6, (block.level or 1) + 1)
            words = escape(self._text[block.start : block.end])
            return f'<p class="s-source-text__heading" role="heading" aria-level="{level}">{words}</p>'
        return f'<p class="s-source-text__{block.kind.value}">{"".join(self._words(block.start, block.end))}</p>'

    def _words(self, start: int, end: int) -> Iterator[str]:
        """The words of a block, with the labels of the turns that begin in it set apart."""
        at = start
        for place in range(bisect_left(self._starts, start), bisect_left(self._starts, end)):
            turn = self._turns[place]
            head = max(at, self._text.rfind("\n", at, max(at, turn.start - 1)) + 1)
            yield escape(self._text[at:head]) + self._head(self._text[head : turn.start], turn)
            at = turn.start
        yield escape(self._text[at:end])

    def _head(self, label: str, turn: Turn) -> str:
        """The label as it stands in the text, with what is known besides: who it is, and when."""
        view = self._speakers.get(turn.speaker)
        known = [_who(view, turn)] if view else []
        if turn.seconds is not None and not _TIME.search(label):
            known.append(clock(turn.seconds))
        notes = " · ".join(filter(None, known))
        shown = f'<span class="s-turn__known">{escape(notes)}</span> ' if notes else ""
        return f'{shown}<strong class="s-turn__label">{escape(label)}</strong>'


def _who(view: SpeakerView, turn: Turn) -> str:
    """What the label does not say: the other label of this person, R12, and the role."""
    label = view.label if view.number != turn.speaker else ""
    return " ".join(filter(None, (label, view.respondent.label if view.respondent else "", view.role)))
