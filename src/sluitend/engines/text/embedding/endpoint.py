"""A service that turns texts into vectors, in the form that most of them know (`POST …/v1/embeddings`).

Whoever sets one sends texts to it. Plain http is refused but to this machine itself.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.error import URLError
from urllib.parse import SplitResult, urldefrag, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import numpy as np
from numpy.typing import NDArray

from sluitend.engines.text.embedding.port import Purpose, Unavailable, unit_rows

SECONDS = 60
LARGEST_ANSWER = 64 * 1024**2
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})


def is_address(setting: str) -> bool:
    """Whether this may be the address of a service: https, or http to this machine; without a password in it, since the
    name of a model is kept and shown.
    """
    parts = _parts(setting)
    if not parts.hostname or "@" in parts.netloc:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE)


def stays_here(setting: str) -> bool:
    """Whether the service is on this machine."""
    return _parts(setting).hostname in _HERE


def _parts(setting: str) -> SplitResult:
    """Those of nothing for what cannot be an address, as "https://[::1"."""
    try:
        parts = urlsplit(setting)
        return parts if parts.port != 0 else urlsplit("")
    except ValueError:
        return urlsplit("")


class Endpoint:
    """``setting`` is the address, with the model's name behind a #. Raises ValueError for what is none."""

    def __init__(self, setting: str, key: str = "") -> None:
        if not is_address(setting):
            raise ValueError("no address of a service")
        self._address, self._model = urldefrag(setting)
        self._headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {key}"} if key else {})

    @property
    def name(self) -> str:
        """Without what stands behind a question mark: that may be a key."""
        return f"{self._address.partition('?')[0]}#{self._model}"[:200]

    def embed(self, texts: Sequence[str], purpose: Purpose) -> NDArray[np.float32]:
        """See the port."""
        if not texts:
            return np.zeros((0, 0), np.float32)
        asked = {"input": list(texts), "model": self._model or f"e5-{purpose}", "input_type": str(purpose)}
        rows = self._answer(json.dumps(asked).encode())
        if len(rows) != len(texts):
            raise Unavailable("another number of vectors than of texts")
        return unit_rows(rows)

    def _answer(self, body: bytes) -> NDArray[np.float32]:
        request = Request(self._address, body, self._headers)  # noqa: S310 - https, or this machine: is_address
        try:
            with build_opener(_NoRedirects).open(request, timeout=SECONDS) as answer:
                return _vectors(json.loads(answer.read(LARGEST_ANSWER)))
        except (URLError, OSError, ValueError, KeyError, TypeError) as error:
            raise Unavailable(type(error).__name__) from None


class _NoRedirects(HTTPRedirectHandler):
    """Texts go to the address that was set, and nowhere else."""

    def redirect_request(self, *_arguments: Any) -> None:
        return None


def _vectors(answer: dict[str, Any]) -> NDArray[np.float32]:
    """Raises KeyError, TypeError, ValueError for what is no answer."""
    rows = sorted(answer["data"], key=lambda row: row["index"])
    vectors = np.asarray([row["embedding"] for row in rows], np.float32)
    if vectors.ndim != 2 or not np.isfinite(vectors).all():
        raise ValueError("no vectors")
    return vectors
