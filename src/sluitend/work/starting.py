"""The first second of `sluitend serve`: the web process loads the product beside the supervisor, not after it.

Nothing here needs `django.setup()`, so that it can happen before it.
"""

from __future__ import annotations

import fcntl

from django.conf import settings

from sluitend.work.child import Child
from sluitend.work.locks import hold

_LOCK = "serve.lock"
_GATE = "preparing.lock"


class Start:
    """Takes the data folder and has the web process load; it answers nobody before `gate` is closed.

    `lock` is None when the folder is served already; then there is no gate, and nothing was started.
    """

    def __init__(self, host: str, port: int) -> None:
        self.web = Child("web", "sluitend.work.webserver", (host, str(port)))
        self.lock = hold(settings.DATA / _LOCK)
        self.gate = hold(settings.DATA / _GATE) if self.lock else None
        if self.gate:
            self.web.start()


def begin(host: str, port: int) -> Start | None:
    """Start at once where this was done before; a new installation gets its keys and folders from one process first.

    None as well for a folder that this user may not touch: `serve` meets that again, where there is a sentence for it.
    """
    try:
        return Start(host, port) if (settings.DATA / _LOCK).exists() else None
    except OSError:
        return None


def await_preparation() -> None:
    """For the web process: wait until the database and the style sheets are as this version needs them."""
    with (settings.DATA / _GATE).open("a") as gate:
        fcntl.flock(gate, fcntl.LOCK_SH)
