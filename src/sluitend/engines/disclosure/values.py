"""A column as its different values, each with how often it is there: what the rules look at."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Mask: TypeAlias = npt.NDArray[np.bool_]
MOST_READ = 20_000  # different values that are read word by word; of more, as many evenly spread over the column


@dataclass(frozen=True)
class Values:
    """`texts` are different, stripped and filled; `counts` says in how many rows each stands."""

    name: str
    texts: pa.StringArray
    counts: npt.NDArray[np.int64]

    @cached_property
    def rows(self) -> int:
        """Rows with a value."""
        return int(self.counts.sum())

    @cached_property
    def sample(self) -> list[str]:
        """The values themselves, or of very many an even choice, for rules that read word by word."""
        step = -(-len(self.texts) // MOST_READ)
        return [] if not step else self.texts.take(pa.array(range(0, len(self.texts), step))).to_pylist()

    def matches(self, pattern: str) -> Mask:
        """Which values match a regular expression (RE2)."""
        return np.asarray(pc.match_substring_regex(self.texts, pattern).to_numpy(zero_copy_only=False), bool)

    def share(self, mask: Mask) -> float:
        """Share of the filled rows that have one of these values."""
        return float(self.counts[mask].sum() / self.rows) if self.rows else 0.0


def values_of(name: str, column: pa.ChunkedArray) -> Values:
    """The different values of a column, as text; a whole number that was stored with a fraction is without it."""
    encoded = pc.dictionary_encode(pc.utf8_trim_whitespace(texts(column)).combine_chunks())
    codes = encoded.indices.drop_null().to_numpy()
    counts = np.bincount(codes, minlength=len(encoded.dictionary)).astype(np.int64)
    filled = pc.not_equal(encoded.dictionary, "")
    return Values(name, encoded.dictionary.filter(filled), counts[filled.to_numpy(zero_copy_only=False)])


def texts(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column of any type as text, null where it has none."""
    if pa.types.is_dictionary(column.type):
        return texts(column.cast(column.type.value_type))
    if pa.types.is_floating(column.type):
        whole = pc.equal(column, pc.round(column))
        return pc.if_else(whole, _written(column), column.cast(pa.string()))
    if pa.types.is_nested(column.type) or pa.types.is_binary(column.type):
        return pa.chunked_array([pa.array([None if one is None else str(one) for one in column.to_pylist()], "string")])
    return column.cast(pa.string())


def _written(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """111222333.0 as 111222333; what is too large to be a number of a person stays as it is."""
    small = pc.less(pc.abs(column), 1e15)
    whole = pc.if_else(small, column, 0.0).cast(pa.int64(), safe=False).cast(pa.string())
    return pc.if_else(small, whole, column.cast(pa.string()))
