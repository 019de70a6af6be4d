"""The structure of a text taken along into its correction: its blocks, and who says what."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate, islice

from sluitend.engines.text.anchoring import Alignment
from sluitend.formats.documents import Block, BlockKind, Turn


def carried_blocks(alignment: Alignment, blocks: Sequence[Block]) -> list[Block]:
    """The blocks of the new text: every line with a visible character is in one.

    A line takes the kind, level and page of the old block of which most stands in it; a new one is a paragraph. A text
    without blocks, which is shown as one paragraph, stays so.
    """
    if not blocks:
        return []
    reach = [(*alignment.carried(block.start, block.end), block) for block in blocks]
    carried: list[Block] = []
    before: Block | None = None  # the old block of the line before
    at = 0
    for start, end in _lines(alignment.new):
        while at < len(reach) and reach[at][1] <= start:
            at += 1
        own = _most(reach, at, start, end)
        if own is None and not _is_new(alignment, start, end):
            continue  # a line of stripes, say: it was in no block before
        last = carried[-1] if carried else None
        if last and own is not None and own is before and last.end + 1 == start:
            carried[-1] = _new(own, last.start, end)
        else:
            carried.append(_new(own, start, end))
        before = own
    return carried


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every line with a visible character."""
    lines = text.split("\n")
    starts = accumulate((len(line) + 1 for line in lines), initial=0)
    return ((start, start + len(line)) for start, line in zip(starts, lines, strict=False) if line.strip())


def _is_new(alignment: Alignment, start: int, end: int) -> bool:
    """Whether something was put in within the new text's ``[start, end)``."""
    index = bisect_left(alignment.changes, end, key=lambda change: change.new_start) - 1
    return index >= 0 and alignment.changes[index].new_end > start


def _most(reach: Sequence[tuple[int, int, Block]], at: int, start: int, end: int) -> Block | None:
    """The old block of which most stands in the new text's ``[start, end)``, looked for from ``at`` on."""
    found, most = None, 0
    for low, high, block in islice(reach, at, None):
        if low >= end:
            break
        shared = min(high, end) - max(low, start)
        if shared > most:
            found, most = block, shared
    return found


def _new(old: Block | None, start: int, end: int) -> Block:
    if old is None:
        return Block(start, end, BlockKind.PARAGRAPH)
    return Block(start, end, old.kind, old.level, old.page)


def carried_turns(alignment: Alignment, turns: Sequence[Turn]) -> list[Turn]:
    """The turns in the new text, with what was put in at either end on the same line; without those that are gone."""
    carried: list[Turn] = []
    free = 0
    for turn in turns:
        start, end = _reach(alignment, turn.start, turn.end)
        words = alignment.new[max(start, free) : end]
        if not words.strip():
            continue
        start = end - len(words.lstrip())
        free = start + len(words.strip())
        carried.append(Turn(start, free, turn.speaker, turn.seconds))
    return carried


def _reach(alignment: Alignment, first: int, last: int) -> tuple[int, int]:
    old, new = alignment.old, alignment.new
    start, end = alignment.carried(first, last)
    if first:  # up to what stood before it
        start = min(start, max(alignment.carried(first - 1, first)[1], new.rfind("\n", 0, start) + 1))
    line_end = new.find("\n", max(end, start))
    line_end = len(new) if line_end < 0 else line_end
    behind = alignment.carried(last, last + 1)[0] if last < len(old) else len(new)
    return start, max(end, min(behind, line_end))
