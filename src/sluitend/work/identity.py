"""Who works on a run: the name that stands in `Run.worker`."""

from __future__ import annotations

import os
import socket
from hashlib import sha256

from django.conf import settings

_role = ""


def own_name() -> str:
    """Machine, data folder and process; a worker that took a role keeps its name over restarts."""
    folder = sha256(str(settings.DATA).encode()).hexdigest()[:8]
    return f"{socket.gethostname()[:50]}:{folder}:{_role or os.getpid()}"


def take_role(role: str) -> str:
    """Work under this name from now on; the caller sees to it that nobody else does (`locks.hold`)."""
    global _role
    _role = role
    return own_name()
