"""Reads one table and prints it as JSON: what ``sluitend.work.limits`` runs in a process of its own.

As ``sluitend.formats.documents.__main__``: ``{"table": …}`` and 0, or ``{"code": …, "data": …}`` and 1.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
from pathlib import Path
from typing import Any

from sluitend.errors import InputError
from sluitend.formats import answers
from sluitend.formats.documents import codes


def main(arguments: list[str]) -> int:
    """Set the limits on this process, then read."""
    given = _parser().parse_args(arguments)
    for which, most in (
        (resource.RLIMIT_AS, given.memory),
        (resource.RLIMIT_CPU, given.cpu),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        if most is not None:
            resource.setrlimit(which, (most, most))
    answer = _answer(given.path, f"table{given.suffix}", given.sheet)
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode())
    sys.stdout.buffer.flush()
    return 0 if "table" in answer else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sluitend.formats.answers")
    parser.add_argument("--suffix", required=True)
    parser.add_argument("--sheet", type=int, default=0)
    parser.add_argument("--memory", type=int, help="bytes of addresses")
    parser.add_argument("--cpu", type=int, help="seconds of processor time")
    parser.add_argument("path", type=Path)
    return parser


def _answer(path: Path, filename: str, sheet: int) -> dict[str, Any]:
    try:
        return {"table": answers.read(path, filename=filename, sheet=sheet).to_json()}
    except InputError as error:
        return {"code": error.code, "data": error.data}
    except MemoryError:
        return {"code": codes.TOO_MUCH_MEMORY, "data": {}}
    except BaseException as error:  # calamine is Rust: a panic there is no Exception
        # The class says enough to find the mistake; the message may quote the table.
        return {"code": codes.UNREADABLE, "data": {"cause": type(error).__name__}}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
