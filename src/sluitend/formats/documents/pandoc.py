"""Runs pandoc on input that somebody else made: in its sandbox, with a bounded heap, for a bounded time."""

from __future__ import annotations

import json
import subprocess
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sluitend.errors import InputError
from sluitend.formats.documents import codes

# Enough for five million characters of docx (533 MB resident was measured at twice this heap).
HEAP = "768M"
# GHC would reserve a terabyte of addresses, which a limit on addresses refuses.
RESERVED = "1G"
SECONDS = 60
_HEAP_EXHAUSTED = 251


def ast(data: bytes, reader: str) -> dict[str, Any]:
    """Pandoc's document tree, with words as plain strings (see ``_shortened``).

    Raises InputError: ``formats.took_too_long``, ``formats.too_much_memory``, ``formats.damaged``,
    ``formats.too_deep``.
    """
    command = [program(), "--sandbox", "--from", reader, "--to", "json", "--track-changes=accept"]
    command += ["+RTS", f"-M{HEAP}", f"-xr{RESERVED}", "-RTS"]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise InputError(codes.TOOK_TOO_LONG, seconds=SECONDS) from None
    if done.returncode == _HEAP_EXHAUSTED:
        raise InputError(codes.TOO_MUCH_MEMORY)
    if done.returncode != 0:  # what it says about it may hold content, so it is not passed on
        raise InputError(codes.DAMAGED)
    try:
        tree: dict[str, Any] = json.loads(done.stdout, object_hook=_shortened)
    except RecursionError:
        raise InputError(codes.TOO_DEEP) from None
    return tree


@cache
def program() -> str:
    """The binary that pypandoc-binary brings: the version that was tested, not what the machine happens to have."""
    package = find_spec("pypandoc")
    if package is None or package.origin is None:
        raise RuntimeError("pypandoc-binary is not installed")
    return str(Path(package.origin).parent / "files" / "pandoc")


def _shortened(node: dict[str, Any]) -> Any:
    """Words and spaces as strings: a tenth of the memory of one dictionary a word."""
    match node.get("t"):
        case "Str":
            return node["c"]
        case "Space" | "SoftBreak":
            return " "
        case "LineBreak":
            return "\n"
    return node
