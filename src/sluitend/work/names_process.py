"""The process that holds deduce: started by ``names_host`` as
`python -m sluitend.work.names_process PARENT_PID CACHE MEMORY build|use`.

It knows no database and no key. A request comes in as one line of JSON with text, list and what stays; the answer is
one line of spans. Nothing that it reads is written anywhere: its standard error is closed and its log goes nowhere.
"""

from __future__ import annotations

import json
import logging
import os
import resource
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from sluitend.engines.text.names import Detector, Entry, Kind
from sluitend.engines.text.names.deduce_adapter import DeduceDetector, build, is_built
from sluitend.engines.text.names.proposing import Proposer
from sluitend.work.parent import die_with_parent


def main(parent: int, cache: Path, memory: int, *, may_build: bool) -> int:
    """Answer requests until the other side closes; the first line says whether deduce is there."""
    die_with_parent(parent)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    logging.disable(logging.CRITICAL)
    answers = _own_output()
    if may_build:
        build(cache)
    detector = DeduceDetector(cache) if is_built(cache) else None
    _say(answers, {"detector": detector is not None})
    for line in sys.stdin.buffer:
        _say(answers, {"spans": _spans(json.loads(line), detector)})
    return 0


def _own_output() -> IO[bytes]:
    """The pipe to the host; whatever a library prints goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    return answers


def _say(answers: IO[bytes], answer: Mapping[str, Any]) -> None:
    answers.write(json.dumps(answer).encode() + b"\n")
    answers.flush()


def _spans(request: Mapping[str, Any], detector: Detector | None) -> list[list[Any]]:
    entries = [Entry(key, Kind(kind), tuple(forms)) for key, kind, forms in request["entries"]]
    found = Proposer(entries, detector, keep=request["keep"]).propose(request["text"])
    return [[span.start, span.end, span.kind, span.found_by, span.entry] for span in found]


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), may_build=sys.argv[4] == "build"))
