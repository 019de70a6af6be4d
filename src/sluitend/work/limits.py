"""Reads a document in a process of its own, with bounded memory and time, so that a file can harm nothing.

The child sets its own limits before it opens the file (``preexec_fn`` is unsafe in a process with threads), starts in
an empty folder with an empty environment, is a process group of its own, and can write no file. Its answer comes
through a pipe, so no text of a source reaches a disk.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

import sluitend
from sluitend.errors import InputError
from sluitend.formats.answers.model import Table
from sluitend.formats.documents import codes
from sluitend.formats.documents.model import Document
from sluitend.formats.returned_word.model import Returned


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may take. Memory counts for each process (reader and pandoc), the answer for both.

    Below about 1.5 GiB pandoc cannot start (it reserves 1 GiB of addresses), so docx, odt and html are not read.
    """

    memory_bytes: int = 2 * 1024**3
    cpu_seconds: int = 60
    wall_seconds: float = 90
    answer_bytes: int = 256 * 1024**2


DEFAULT = Limits()

_CHUNK = 1024**2
_OUT_OF_MEMORY = {signal.SIGABRT}  # how C++ ends when it gets no memory
_WORD = ".docx"
_READ, _TABLE, _RETURNED, _STYLE = (
    f"sluitend.formats.{name}" for name in ("documents", "answers", "returned_word", "house_style")
)


class _Stopped(Exception):  # noqa: N818 - reads as the outcome
    """A limit was reached: the code of the refusal."""


class _Killed(Exception):  # noqa: N818 - reads as the outcome
    """Ended from outside: at our limit on processor time the kernel sends SIGXCPU first, and that ends it."""


def read_limited(path: Path, *, filename: str, limits: Limits = DEFAULT) -> Document:
    """The same as ``documents.read``, whatever the file does.

    Raises InputError with one of ``sluitend.formats.documents.codes`` and ``where=filename``; also
    ``formats.took_too_long``, ``formats.too_much_memory``, and ``formats.unreadable`` when the reader broke down.
    """
    suffix = PurePath(filename).suffix.lower()
    return Document.from_json(asked(_READ, path, filename=filename, suffix=suffix, name="document", limits=limits))


def table_limited(path: Path, *, filename: str, sheet: int = 0, limits: Limits = DEFAULT) -> Table:
    """The same as ``answers.read``, whatever the file does. Raises InputError as ``read_limited`` does."""
    suffix, more = PurePath(filename).suffix.lower(), (f"--sheet={sheet}",)
    return Table.from_json(
        asked(_TABLE, path, filename=filename, suffix=suffix, more=more, name="table", limits=limits)
    )


def returned_limited(path: Path, *, filename: str = "", limits: Limits = DEFAULT) -> Returned:
    """The same as ``returned_word.read``, whatever the file does. Raises InputError as ``read_limited`` does."""
    return Returned.from_json(asked(_RETURNED, path, filename=filename, suffix=_WORD, name="returned", limits=limits))


def house_style_limited(path: Path, *, filename: str = "", limits: Limits = DEFAULT) -> bytes:
    """The same as ``house_style.taken``, whatever the file does. Raises InputError as ``read_limited`` does."""
    return base64.b64decode(asked(_STYLE, path, filename=filename, suffix=_WORD, name="style", limits=limits))


def asked(
    module: str,
    path: Path,
    *,
    suffix: str,
    name: str,
    filename: str | None = None,
    more: Sequence[str] = (),
    limits: Limits = DEFAULT,
    told: bytes = b"",
) -> Any:
    """What a module of ours that answers by ``formats.limited`` says of a file, under this name.

    `told` is a secret that it reads from its standard input: at most 4 kB, which lie on no disk. Raises InputError as
    ``read_limited`` does.
    """
    command = _command(path.resolve(), suffix, limits, module=module, more=more)
    with tempfile.TemporaryDirectory(prefix="sluitend-read-") as empty:
        answer = _ask(command, empty, limits, told)
    if name in answer:
        return answer[name]
    raise InputError(answer["code"], where=filename, **answer["data"])


def _command(path: Path, suffix: str, limits: Limits, *, module: str = _READ, more: Sequence[str] = ()) -> list[str]:
    # Not the file's name: anybody on the machine can see the arguments of a process.
    return [
        *(sys.executable, "-s", "-P", "-m", module),
        *(f"--suffix={suffix}", f"--memory={limits.memory_bytes}", f"--cpu={limits.cpu_seconds}", *more),
        *("--", str(path)),
    ]


def _ask(command: list[str], folder: str, limits: Limits, told: bytes = b"") -> dict[str, Any]:
    """Once more when something else ended the child (a full machine, a stopped service): no fault of the file.

    Who is ended so a second time took more memory than the machine had left.
    """
    with contextlib.suppress(_Killed):
        return _asked(command, folder, limits, told)
    with contextlib.suppress(_Killed):
        return _asked(command, folder, limits, told)
    return _refusal(codes.TOO_MUCH_MEMORY)


def _asked(command: list[str], folder: str, limits: Limits, told: bytes = b"") -> dict[str, Any]:
    """Raises _Killed."""
    with _process(command, folder, told) as process:
        try:
            data = _output(process, limits)
        except _Stopped as stopped:
            return _refusal(str(stopped), limits.wall_seconds)
        return _answer(data, process.wait(), limits)


@contextlib.contextmanager
def _process(command: list[str], folder: str, told: bytes = b"") -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=_environment(folder),
        stdin=subprocess.PIPE if told else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        if process.stdin:
            with contextlib.suppress(BrokenPipeError), process.stdin as its_input:  # it fits in the pipe
                its_input.write(told)
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # the whole group: pandoc must not outlive its reader
        process.wait()
        if process.stdout:
            process.stdout.close()


def _environment(folder: str) -> dict[str, str]:
    source = str(Path(sluitend.__file__).parent.parent)
    return {
        "HOME": folder,
        "TMPDIR": folder,
        "LANG": "C.UTF-8",
        "PYTHONPATH": source,
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _output(process: subprocess.Popen[bytes], limits: Limits) -> bytes:
    """Everything that the child says, until it closes its output. Raises _Stopped at a limit."""
    assert process.stdout is not None
    deadline = time.monotonic() + limits.wall_seconds
    said = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while True:
            if not selector.select(max(0.0, deadline - time.monotonic())):
                raise _Stopped(codes.TOOK_TOO_LONG)
            chunk = os.read(process.stdout.fileno(), _CHUNK)
            if not chunk:
                return bytes(said)
            said += chunk
            if len(said) > limits.answer_bytes:
                raise _Stopped(codes.TOO_MUCH_MEMORY)


def _answer(data: bytes, status: int, limits: Limits) -> dict[str, Any]:
    if status in (0, 1):
        with contextlib.suppress(ValueError):
            answer: dict[str, Any] = json.loads(data)
            return answer
    if -status == signal.SIGKILL:
        raise _Killed
    if -status == signal.SIGXCPU:
        return _refusal(codes.TOOK_TOO_LONG, limits.cpu_seconds)
    if -status in _OUT_OF_MEMORY:
        return _refusal(codes.TOO_MUCH_MEMORY)
    return {"code": codes.UNREADABLE, "data": {"cause": f"ended with {status}"}}


def _refusal(code: str, seconds: float = 0) -> dict[str, Any]:
    data = {"seconds": round(seconds)} if code == codes.TOOK_TOO_LONG else {}
    return {"code": code, "data": data}
