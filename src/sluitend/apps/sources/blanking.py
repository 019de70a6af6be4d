"""Turns that somebody withdrew, made empty without moving anything: the text keeps its length and its lines.

So that what others said stays where it was, with every offset that points at it: codes, turns, blocks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sluitend.apps.fieldwork.copied import MARKER, Span
from sluitend.formats.documents import Turn

_SHORT = "…"
_LONGEST_LABEL = 160


def spans_of(text: str, turns: Sequence[Turn], speakers: Collection[int]) -> tuple[Span, ...]:
    """What these speakers said and, apart, the label before each turn; code points, end exclusive."""
    spans: list[Span] = []
    end = 0
    for turn in turns:
        if turn.speaker in speakers:
            label = _label_start(text, end, turn.start)
            spans += [(label, turn.start)] if label < turn.start else []
            spans.append((turn.start, turn.end))
        end = turn.end
    return tuple(spans)


def _label_start(text: str, after: int, start: int) -> int:
    """Where the label of a turn begins: on its own line, or on the last line before it that is not empty."""
    gap = text[after:start]
    line = gap.rstrip().rfind("\n") + 1
    return after + line if len(gap) - line <= _LONGEST_LABEL else start


def blanked(text: str, spans: Iterable[Span], turns: Collection[int]) -> str:
    """The text with spaces for the words in these spans, and a marker where a turn begins (`turns`: their starts)."""
    parts: list[str] = []
    at = 0
    for start, end in sorted(spans):
        parts += [text[at:start], _empty(text[max(at, start) : end], marked=start in turns)]
        at = max(at, end)
    return "".join([*parts, text[at:]])


def _empty(words: str, *, marked: bool) -> str:
    """As long as the words, in code points, with line ends where they were."""
    lines = [" " * len(line) for line in words.split("\n")]
    for place, line in enumerate(lines):
        if line and marked:
            marker = MARKER if len(line) >= len(MARKER) else _SHORT
            lines[place] = marker + line[len(marker) :]
            break
    return "\n".join(lines)
