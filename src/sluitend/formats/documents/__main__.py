"""Reads one document and prints it as JSON: what ``sluitend.work.limits`` runs in a process of its own.

``python -m sluitend.formats.documents --suffix .docx [limits] PATH`` prints ``{"document": …}`` and ends with 0, or
``{"code": …, "data": …}`` and ends with 1. Nothing is written to standard error: a traceback could hold content.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
from pathlib import Path
from typing import Any

from sluitend.errors import InputError
from sluitend.formats import documents
from sluitend.formats.documents import codes


def main(arguments: list[str]) -> int:
    """Set the limits on this process (and with it on its children), then read."""
    given = _parser().parse_args(arguments)
    _limit(resource.RLIMIT_AS, given.memory)
    _limit(resource.RLIMIT_CPU, given.cpu)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)  # reading a document writes no file
    answer = _answer(given.path, f"document{given.suffix}")
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode())
    sys.stdout.buffer.flush()
    return 0 if "document" in answer else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sluitend.formats.documents")
    parser.add_argument("--suffix", required=True)
    parser.add_argument("--memory", type=int, help="bytes of addresses for each process")
    parser.add_argument("--cpu", type=int, help="seconds of processor time for each process")
    parser.add_argument("path", type=Path)
    return parser


def _limit(which: int, most: int | None) -> None:
    if most is not None:
        resource.setrlimit(which, (most, most))


def _answer(path: Path, filename: str) -> dict[str, Any]:
    try:
        return {"document": documents.read(path, filename=filename).to_json()}
    except InputError as error:
        return {"code": error.code, "data": error.data}
    except MemoryError:
        return {"code": codes.TOO_MUCH_MEMORY, "data": {}}
    except Exception as error:
        # The class says enough to find the mistake; the message may quote the document.
        return {"code": codes.UNREADABLE, "data": {"cause": type(error).__name__}}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
