"""What a model of meaning has to be able to do, whichever it is."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Purpose(StrEnum):
    """What a text is for: models of the e5 family were trained with another word in front of each."""

    QUERY = "query"
    PASSAGE = "passage"


class Unavailable(Exception):  # noqa: N818 - reads as the outcome
    """The model is not installed, or the service does not answer. The message holds no text that was asked about."""


class Embedder(Protocol):
    """``name`` tells vectors of one model from those of another: they cannot be compared."""

    @property
    def name(self) -> str: ...

    def embed(self, texts: Sequence[str], purpose: Purpose) -> NDArray[np.float32]:
        """One row of length 1 for each text, in their order: float32[n, d]. Raises Unavailable."""
        ...


def unit_rows(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """The same directions with length 1; a row of zeros stays one."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths == 0, 1, lengths), np.float32)
