"""Write requirements/*.txt from pyproject.toml: `make lock`, or `make lock ARGS="--upgrade"` to take newer versions.

The locks hold versions and hashes, and no address: whoever installs chooses where from. They agree, since each
further one is held to the ones before it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXTRAS = {"run": ["postgres"], "build": ["build"], "dev": ["dev"], "spark": ["spark"], "meaning": ["meaning"]}
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
    earlier = list(EXTRAS)[: list(EXTRAS).index(name)]
    return [
        *(sys.executable, "-m", "piptools", "compile", *OPTIONS, *arguments),
        *(f"--constraint=requirements/{other}.txt" for other in earlier),
        *(f"--extra={extra}" for extra in EXTRAS[name]),
        f"--output-file=requirements/{name}.txt",
        "pyproject.toml",
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
