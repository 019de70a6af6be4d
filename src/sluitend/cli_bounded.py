"""Commands that read a file of any size themselves do so in bounded memory: no file can take the machine.

Whatever a file unpacks to, the process that reads it gets no more than this; the one that waits for it says so in one
sentence, since a library that gets no memory may end its process without a word.
"""

from __future__ import annotations

import gettext
import os
import resource
import signal
import sys
from pathlib import Path
from tempfile import TemporaryFile

GIGABYTE = 1024**3
_MOST = 8  # gigabytes of addresses: as files get that come in by the screen (`work.events.LIMITS`)
_ENDED = {-signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS, -signal.SIGKILL}  # how it ends that gets no memory
_LOCALE = Path(__file__).with_name("web") / "locale"


def divided() -> int | None:
    """Go on in a process with bounded memory: None there. Here, where it is waited for: how that process ended.

    Spark has bounds of its own, and Java reserves more addresses than it uses: then there is one process and no bound.
    """
    if not hasattr(os, "fork") or os.environ.get("SLUITEND_ENGINE", "").startswith("spark"):
        return None
    sys.stdout.flush()
    with TemporaryFile() as told:  # what it says of errors: a library that gets no memory says things of its own
        child = os.fork()
        if not child:
            os.dup2(told.fileno(), sys.stderr.fileno())
            resource.setrlimit(resource.RLIMIT_AS, (most() * GIGABYTE, resource.getrlimit(resource.RLIMIT_AS)[1]))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            return None
        ended = _waited(child)
        if ended in _ENDED:
            return too_much()
        told.seek(0)
        sys.stderr.buffer.write(told.read())
        sys.stderr.flush()
    return ended if ended >= 0 else 128 - ended  # as a shell tells a signal


def _waited(child: int) -> int:
    """Who stops this process with Ctrl-C stops both, and gets the answer of the other."""
    while True:
        try:
            return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        except KeyboardInterrupt:
            continue


def most() -> int:
    """Gigabytes; `SLUITEND_MEMORY` says another number."""
    told = os.environ.get("SLUITEND_MEMORY", "")
    return int(told) if told.isdecimal() and int(told) else _MOST


def too_much() -> int:
    """Says that there was not enough memory; the code with which the command ends."""
    from sluitend.formats.eventlog import codes, refusals

    words = gettext.translation("django", _LOCALE, [os.environ.get("SLUITEND_LANGUAGE", "nl")], fallback=True)
    print(words.gettext(refusals.SENTENCES[codes.TOO_MUCH_MEMORY]) % {"most": most()}, file=sys.stderr)
    return 1


def is_memory(error: BaseException) -> bool:
    """Whether it says that there was no memory: a database has a class of its own for it, and a thread needs some."""
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryException":
        return True
    return any(words in str(error) for words in ("Failed to launch worker thread", "can't start new thread"))
