"""An installation of its own for a walk: the command line and the served product, as somebody at home has them."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.frame.test_supervisor import free_port, until

ROOT = Path(__file__).parents[2]


class Installed:
    """Commands run in the repository's root with a data folder under `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "sluitend.config.settings",
            "SLUITEND_DATA": str(folder / "data"),
            "SLUITEND_KEYS": str(folder / "keys"),
        }
        self.environment.pop("DATABASE_URL", None)
        self.log = folder / "log"
        self.server: subprocess.Popen[bytes] | None = None

    def sluitend(self, *words: object) -> list[str]:
        """The lines that a command printed; it must have ended well."""
        return self._run("sluitend.cli", *words).splitlines()

    def arrange(self) -> None:
        """Settle the start gate and give every source a ground: see `tests.walk.arranged`."""
        self._run("tests.walk.arranged")

    def look(self) -> dict[str, Any]:
        """What the database holds: see `tests.walk.stored`."""
        return dict(json.loads(self._run("tests.walk.stored")))

    def _run(self, module: str, *words: object) -> str:
        command = [sys.executable, "-m", module, *map(str, words)]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True)
        assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
        return done.stdout

    def serve(self) -> str:
        """The one-time link that it printed."""
        command = [sys.executable, "-m", "sluitend.cli", "serve", "--port", str(self.port)]
        with self.log.open("wb") as log:
            self.server = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)
        assert until(lambda: "Ctrl-C" in self.log.read_text(), 120), self.log.read_text()
        found = re.search(rf"{self.address}/inloglink/\S+", self.log.read_text())
        assert found
        return found[0]

    def end(self) -> None:
        if self.server is not None and self.server.poll() is None:
            self.server.send_signal(signal.SIGINT)
            self.server.wait(60)
