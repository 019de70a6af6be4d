"""What a process of its own does that reads one file for ``sluitend.work.limits``: limit itself, read, and answer.

It prints ``{name: …}`` as JSON and ends with 0, or ``{"code": …, "data": …}`` and ends with 1. Nothing is written to
standard error: a traceback could hold content.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sluitend.errors import InputError
from sluitend.formats.documents import codes


def parser(module: str) -> argparse.ArgumentParser:
    """What every such process is told; the suffix says what the file should be."""
    made = argparse.ArgumentParser(prog=f"python -m {module}")
    made.add_argument("--suffix", required=True)
    made.add_argument("--memory", type=int, help="bytes of addresses for each process")
    made.add_argument("--cpu", type=int, help="seconds of processor time for each process")
    made.add_argument("path", type=Path)
    return made


def answer(given: argparse.Namespace, name: str, read: Callable[[], Any], *, written: int = 0) -> int:
    """Set the limits on this process (and with it on its children), then read and print what was read.

    `written` is the size of the largest file that it may write: none, for who only reads.
    """
    _limit(resource.RLIMIT_AS, given.memory)
    _limit(resource.RLIMIT_CPU, given.cpu, then=1)  # SIGXCPU tells why; only who goes on is killed
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, written)
    found = _outcome(name, read)
    sys.stdout.buffer.write(json.dumps(found, ensure_ascii=False).encode())
    sys.stdout.buffer.flush()
    return 0 if name in found else 1


def _limit(which: int, most: int | None, then: int = 0) -> None:
    """`then` is what the hard limit has more than the soft one."""
    if most is not None:
        resource.setrlimit(which, (most, most + then))


def _outcome(name: str, read: Callable[[], Any]) -> dict[str, Any]:
    try:
        return {name: read()}
    except InputError as error:
        return {"code": error.code, "data": error.data}
    except MemoryError:
        return {"code": codes.TOO_MUCH_MEMORY, "data": {}}
    except BaseException as error:  # a library in Rust: a panic there is no Exception
        # The class says enough to find the mistake; the message may quote the file.
        return {"code": codes.UNREADABLE, "data": {"cause": type(error).__name__}}
