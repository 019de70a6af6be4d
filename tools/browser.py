"""The browser of the tests: one that is there, else Debian's when this machine lets us (`python -m tools.browser`)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_TIMEOUT = 30  # seconds
_INSTALL_TIMEOUT = 600


@cache
def find_chromium() -> Path | None:
    """A Chromium that starts: $CHROMIUM, PATH, Playwright's own; None when there is none."""
    return next((path for path in _candidates() if _starts(path)), None)


def _candidates() -> Iterator[Path]:
    if chosen := os.environ.get("CHROMIUM"):
        yield Path(chosen)
    for name in NAMES:
        if found := shutil.which(name):
            yield Path(found)
    folder = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    store = Path(folder) if folder else Path.home() / ".cache" / "ms-playwright"
    yield from sorted(store.glob("chromium-*/chrome-linux*/chrome"), reverse=True)


def _starts(path: Path) -> bool:
    """Ubuntu's chromium-browser may be a mere pointer to a snap; so ask it."""
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=_TIMEOUT, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def install_chromium() -> Path | None:
    """Debian's own package, when we are root on a Debian-like system; None when that is not so or fails."""
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0 or not Path("/etc/debian_version").exists():
        return None
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
        try:
            subprocess.run(
                [apt, "--quiet", *command],
                env=environment,
                stdin=subprocess.DEVNULL,
                timeout=_INSTALL_TIMEOUT,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
    find_chromium.cache_clear()
    return find_chromium()


def main() -> int:
    """Find or install one and print where it is; that there is none is for the tests to say."""
    found = find_chromium() or install_chromium()
    print(found or "no Chromium")
    return 0


if __name__ == "__main__":
    sys.exit(main())
