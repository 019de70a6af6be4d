"""Has typst set something in a process of its own: memory and time are bounded, and it sees one folder."""

from __future__ import annotations

import math
import subprocess
import sys

from sluitend.errors import InputError
from sluitend.formats.report import letters

MEMORY = 6 * 1024**3  # of addresses: typst's threads reserve much more than they use
_TOO_LARGE = 4  # see typesetting, which is not imported: it loads typst into the process


def require_letters() -> None:
    """Raises InputError("formats.report_letters_missing") rather than take other letters than those of the report."""
    if lost := letters.missing():
        raise InputError("formats.report_letters_missing", count=len(lost), first=lost[0])


def typeset(kind: str, folder: str, *, seconds: float, given: bytes = b"") -> bytes:
    """What ``typesetting`` makes of this folder. Raises InputError("formats.report_too_large")."""
    module = "sluitend.formats.report.typesetting"
    command = [sys.executable, "-I", "-m", module, kind, folder, str(MEMORY), str(math.ceil(seconds))]
    try:
        done = subprocess.run(command, input=given, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        raise InputError("formats.report_too_large") from None
    if done.returncode < 0 or done.returncode == _TOO_LARGE:  # a limit of the system ended it
        raise InputError("formats.report_too_large")
    if done.returncode:  # its message may quote the text, so only the code is passed on
        raise RuntimeError(f"typst ended with {done.returncode}")
    return done.stdout
