"""Who gave which unit which code: binary ratings, coder × unit, of one code over all texts of a round.

Somebody who was not asked to code a text, or has not finished it, has no rating there: that is missing, not "no".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from sluitend.apps.coding.agreement.units import Span, Units
from sluitend.engines.agreement.resampling import Cells

Coder = int
Code = int
Pair = tuple[Coder, Coder]
FEW_TEXTS = 5  # fewer texts than this say too little about texts to draw them


@dataclass(frozen=True)
class CodedText:
    """A text with its units, and what each coder who finished it marked; a coder who marked nothing is there too."""

    key: int
    length: int
    units: Units
    coders: frozenset[Coder]
    spans: Mapping[tuple[Coder, Code], Sequence[Span]] = field(default_factory=dict)
    _marked: dict[tuple[Coder, Code], NDArray[np.uint8]] = field(default_factory=dict, repr=False, compare=False)

    def marked(self, coder: Coder, code: Code) -> NDArray[np.uint8]:
        """For every unit whether this coder gave it the code; found once, since every pair asks."""
        key = coder, code
        if key not in self._marked:
            self._marked[key] = self.units.marked(self.spans.get(key, ()))
        return self._marked[key]

    def is_used(self, coders: Iterable[Coder], code: Code) -> bool:
        """Whether one of these marked something with the code."""
        return any(self.spans.get((coder, code)) for coder in coders)


@dataclass(frozen=True)
class Sample:
    """The texts that figures are about. `coders` is everybody who is asked about; texts of fewer than two tell nothing.

    `clusters` are what intervals draw: whole texts, or whole paragraphs where there are few texts.
    """

    texts: tuple[CodedText, ...]
    coders: tuple[Coder, ...]

    @property
    def compared(self) -> tuple[CodedText, ...]:
        """Texts that two of the coders or more have finished."""
        return tuple(one for one in self.texts if len(one.coders & set(self.coders)) > 1)

    @property
    def units(self) -> int:
        """How many units were compared: the denominator."""
        return sum(len(one.units) for one in self.compared)

    @property
    def draws_texts(self) -> bool:
        return len(self.compared) >= FEW_TEXTS

    @property
    def clusters(self) -> int:
        """How many clusters there are to draw from."""
        if self.draws_texts:
            return len(self.compared)
        return sum(len(np.unique(one.units.paragraphs)) for one in self.compared)

    @property
    def pairs(self) -> list[Pair]:
        """Coders who have finished one text or more together."""
        return [pair for pair in combinations(self.coders, 2) if any(set(pair) <= one.coders for one in self.texts)]

    def numbered(self) -> Iterator[tuple[CodedText, NDArray[np.int64]]]:
        """Each compared text with the cluster of every unit."""
        first = 0
        for place, one in enumerate(self.compared):
            if self.draws_texts:
                yield one, np.full(len(one.units), place, dtype=np.int64)
                continue
            begun, within = np.unique(one.units.paragraphs, return_inverse=True)  # no draws of nothing
            yield one, within + first
            first += len(begun)

    def only(self, *, texts: Iterable[int] | None = None, coders: Iterable[Coder] | None = None) -> Sample:
        """Of these texts, by these coders."""
        keys = None if texts is None else set(texts)
        kept = tuple(one for one in self.texts if keys is None or one.key in keys)
        return Sample(kept, self.coders if coders is None else tuple(coders))


def cells_of(sample: Sample, code: Code) -> Cells:
    """How many coders gave every unit the code and how many did not, units that are alike together."""
    return together([_cells(sample, one, clusters, code) for one, clusters in sample.numbered()], len(sample.coders))


def together(parts: Sequence[Cells], coders: int) -> Cells:
    """All of them; of several codes each judgement of a unit counts."""
    if not parts:
        empty = np.zeros(0)
        return Cells(np.zeros((0, 2)), empty.astype(np.int64), empty, coders)
    table = np.concatenate([one.table for one in parts])
    clusters = np.concatenate([one.clusters for one in parts])
    return Cells(table, clusters, np.concatenate([one.weights for one in parts]), coders)


def _cells(sample: Sample, one: CodedText, clusters: NDArray[np.int64], code: Code) -> Cells:
    who = [coder for coder in sample.coders if coder in one.coders]
    yes = np.zeros(len(one.units), dtype=np.int64)
    for coder in who if one.is_used(who, code) else ():
        yes += one.marked(coder, code)
    size = len(who) + 1
    counted = np.bincount(clusters * size + yes) if len(yes) else np.zeros(0, dtype=np.int64)
    kinds = np.flatnonzero(counted)
    given = kinds % size
    table = np.stack([len(who) - given, given], axis=1).astype(np.float64)
    return Cells(table, kinds // size, counted[kinds].astype(np.float64), len(sample.coders))


def given_of(sample: Sample, code: Code) -> NDArray[np.float64]:
    """Clusters × coders × 2: of how many units each coder said no, and yes; of what they did not finish neither."""
    size = sample.clusters
    given = np.zeros((size, len(sample.coders), 2))
    for one, clusters in sample.numbered():
        units = np.bincount(clusters, minlength=size)
        for place, coder in enumerate(sample.coders):
            if coder in one.coders:
                given[:, place, 0] += units
                if one.is_used([coder], code):
                    yes = np.bincount(clusters, one.marked(coder, code), size)
                    given[:, place] += np.stack([-yes, yes], axis=1)
    return given


def cells_of_pair(table: NDArray[np.float64]) -> Cells:
    """What `pair_cells` found, as units that two, one or none of them gave a code."""
    clusters = np.arange(len(table), dtype=np.int64)
    counts = np.stack([table[:, 0, 0], table[:, 0, 1] + table[:, 1, 0], table[:, 1, 1]], axis=1)
    kinds = np.array([[2.0, 0.0], [1.0, 1.0], [0.0, 2.0]])
    there = counts.ravel() > 0
    return Cells(np.tile(kinds, (len(table), 1))[there], np.repeat(clusters, 3)[there], counts.ravel()[there], 2)


def pair_cells(sample: Sample, pair: Pair, codes: Iterable[Code]) -> NDArray[np.float64]:
    """Clusters × 2 × 2: units by whether the first and the second of a pair gave them the code; codes added up.

    `sample` holds this pair alone, so that a text that one of them did not finish has no part in it.
    """
    wanted = list(codes)
    found = np.zeros((max(sample.clusters, 1), 4))
    for one, clusters in sample.numbered():
        used = [code for code in wanted if one.is_used(pair, code)]
        sizes = np.bincount(clusters, minlength=len(found))
        found[:, 0] += (len(wanted) - len(used)) * sizes  # neither gave it to anything
        for code in used:
            first, second = (one.marked(coder, code).astype(np.int64) for coder in pair)
            counted = np.bincount(clusters * 4 + 2 * first + second, minlength=found.size)
            found += counted.reshape(found.shape)
    return found.reshape(-1, 2, 2)
