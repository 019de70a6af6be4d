"""Write requirements/*.txt: `make lock`, or `make lock ARGS="--upgrade"` to take newer versions.

They come from pyproject.toml, and what tests compare with from requirements/oracle.in.

The locks hold versions and hashes, and no address: whoever installs chooses where from. They agree, since each
further one is held to the ones before it; but for the oracle's, which is installed apart.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXTRAS: dict[str, list[str]] = {
    "run": ["postgres"],
    "build": ["build"],
    "dev": ["dev"],
    "spark": ["spark"],
    "meaning": ["meaning"],
    "oracle": [],
}
# What is no part of the project, not even as an extra: what tests compare with. It never shares an environment with the
# rest, and so need not agree with it.
OWN = {"oracle": "requirements/oracle.in"}
OPTIONS = (
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-emit-trusted-host",
    "--strip-extras",
    "--allow-unsafe",
    "--quiet",
    "--resolver=backtracking",
)


def command(name: str, arguments: list[str]) -> list[str]:
    """The pip-compile call for one lock file."""
    earlier = [] if name in OWN else list(EXTRAS)[: list(EXTRAS).index(name)]
    return [
        *(sys.executable, "-m", "piptools", "compile", *OPTIONS, *arguments),
        *(f"--constraint=requirements/{other}.txt" for other in earlier),
        *(f"--extra={extra}" for extra in EXTRAS[name]),
        f"--output-file=requirements/{name}.txt",
        OWN.get(name, "pyproject.toml"),
    ]


def main(arguments: list[str]) -> int:
    """Compile the locks in order; stops at the first that does not resolve."""
    (ROOT / "requirements").mkdir(exist_ok=True)
    environment = {**os.environ, "CUSTOM_COMPILE_COMMAND": "make lock"}
    for name in EXTRAS:
        print(f"requirements/{name}.txt …", flush=True)
        subprocess.run(command(name, arguments), cwd=ROOT, env=environment, check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
