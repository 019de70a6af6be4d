"""A child process that does not outlive its parent."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1  # prctl(2)


def die_with_parent(parent: int | None = None) -> None:
    """Let the kernel end this process when the process that started it is gone, even by `kill -9`.

    Call it first thing in the child; `parent` is the id of the process that should be there, for the case
    that it died before this call. Only Linux knows this; elsewhere a killed parent leaves its children.
    """
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if parent is not None and os.getppid() != parent:
        os._exit(1)
