"""What rules about rows share: which rows, by their number in a spreadsheet, and how alike words are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

import numpy as np

from sluitend.engines.chain.quality import SHOWN, far_out
from sluitend.engines.chain.remarks import Code, Remark
from sluitend.engines.tables.reading import Texts, bare

Cells = Mapping[str, Texts]  # by what the columns hold, all equally long
_UNKNOWN: Final = frozenset({"?", "-", "onbekend", "unknown", "nvt", "n/a", "na", "null", "none", "leeg", "empty"})


def remark(code: Code, column: str, at: Iterable[int]) -> Iterator[Remark]:
    """Of the rows at these places, when there are any; names of columns stand in row 1."""
    places = sorted(at)
    if places:
        yield Remark(code, column, len(places), tuple(place + 2 for place in places[:SHOWN]))


def places(found: Iterable[bool]) -> list[int]:
    """Where something holds."""
    return [at for at, holds in enumerate(found) if holds]


def far(values: Sequence[float | None]) -> list[int]:
    """Which of the values lie far from the others (see `chain.quality.far_out`)."""
    known = places(value is not None for value in values)
    mask = far_out(np.array([values[at] for at in known], float))
    return [at for at, is_far in zip(known, mask, strict=True) if is_far]


def unknown_words(name: str, texts: Texts) -> Iterator[Remark]:
    """Words with which files say that they do not know."""
    said = (bare(text).replace(" ", "").replace(".", "").casefold() for text in texts)
    yield from remark(Code.UNKNOWN_WORD, name, places(word in _UNKNOWN for word in said))


def new_values(name: str, texts: Texts, known: Collection[str] | None) -> Iterator[Remark]:
    """What is not among the known values, if those are given."""
    if known is not None:
        allowed = {bare(value).casefold() for value in known}
        there = (bare(text).casefold() for text in texts)
        yield from remark(Code.NEW_VALUE, name, places(bool(text) and text not in allowed for text in there))


def spelled_alike(columns: Cells) -> Iterator[Remark]:
    """The rarer spellings (or the later one) of what is written in these columns together: they name the same things.

    Spaces around and between words make no difference; capitals do.
    """
    counts = Counter(bare(text) for texts in columns.values() for text in texts if bare(text))
    best: dict[str, str] = {}
    for value, count in counts.items():  # in the order in which they came
        plain = value.casefold()
        if plain not in best or count > counts[best[plain]]:
            best[plain] = value
    for name, texts in columns.items():
        words = [bare(text) for text in texts]
        yield from remark(
            Code.SPELLED_ALIKE, name, places(bool(word) and best[word.casefold()] != word for word in words)
        )
