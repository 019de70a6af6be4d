"""How vectors lie in rows: little-endian, whatever machine reads them."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sluitend.engines.text.embedding import Numbers, Purpose
from sluitend.engines.text.embedding.calibration import SENTENCES
from sluitend.errors import InputError
from sluitend.work.embedding_host import FAILED, EmbeddingHost

_PLACES = 20  # bits for the place of a passage in its text: a million
WORD = np.dtype("<u8")


def key_of(text_id: int, place: int) -> int:
    """The id of the vector of one passage."""
    return text_id << _PLACES | place


def place_of(key: int) -> tuple[int, int]:
    """The inverse of ``key_of``."""
    return key >> _PLACES, key & ((1 << _PLACES) - 1)


def spans_to_bytes(spans: list[tuple[int, int]]) -> bytes:
    return np.asarray(spans, "<i4").reshape(-1, 2).tobytes()


def spans_from(blob: bytes | memoryview) -> NDArray[np.int32]:
    """[n, 2]: start and end of every passage."""
    return np.frombuffer(blob, "<i4").reshape(-1, 2)


def bits_from(blob: bytes | memoryview, passages: int) -> NDArray[np.uint64]:
    """[words, n], as ``engines.text.embedding.compact`` compares them."""
    return np.frombuffer(blob, WORD).reshape(-1, passages) if passages else np.zeros((0, 0), WORD)


def eight_bits_from(blob: bytes | memoryview) -> NDArray[np.int8]:
    return np.frombuffer(blob, np.int8)


def centre_of(host: EmbeddingHost) -> tuple[Numbers, str]:
    """The centre of a model, and its name: the mean of sentences that are the same everywhere."""
    vectors, name = host.embed(SENTENCES, Purpose.PASSAGE)
    return np.asarray(vectors.mean(axis=0), np.float32), name


def check_like(vectors: Numbers, centre: Numbers) -> None:
    """A service may have another model by now under the same name. Raises InputError("work.meaning_failed")."""
    if vectors.shape[1] != len(centre):
        raise InputError(FAILED)


@lru_cache(maxsize=2)
def centre_from(blob: bytes) -> Numbers:
    return np.frombuffer(blob, "<f4")
