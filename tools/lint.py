"""`make lint`: everything that can be said of the code without running the product. Options: names of checks.

Two checks run at a time; each shows its own output when it fails, and a summary ends the run.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
CODE = ("src", "tests", "tools", "benchmarks", "conftest.py")
CHECKS: dict[str, list[str]] = {
    "types": ["mypy"],
    "templates": ["djlint", "src", "--check"],
    "style": ["ruff", "check", *CODE],
    "format": ["ruff", "format", "--check", *CODE],
    "layers": ["importlinter"],
    "migrations": ["django", "makemigrations", "--check", "--dry-run"],
    "translations": ["tools.messages", "check"],
    "licences": ["tools.licences"],
}
AT_ONCE = 2


class Outcome(NamedTuple):
    """How one check ended."""

    name: str
    passed: bool
    seconds: float
    output: str


def _run(name: str) -> Outcome:
    module, *arguments = CHECKS[name]
    command = [sys.executable, "-m", module, *arguments]
    if module == "importlinter":  # has no module of its own to run
        command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "sluitend.config.settings_test"}
    began = time.monotonic()
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Outcome(name, done.returncode == 0, time.monotonic() - began, done.stdout.strip())


def main(names: list[str]) -> int:
    """Run the named checks, or all; the exit code tells whether one failed."""
    if unknown := set(names) - set(CHECKS):
        print(f"no such check: {', '.join(sorted(unknown))}; there are {', '.join(CHECKS)}")
        return 2
    with ThreadPoolExecutor(AT_ONCE) as pool:
        outcomes = []
        for outcome in pool.map(_run, names or list(CHECKS)):
            outcomes.append(outcome)
            _show(outcome)
    failed = [outcome.name for outcome in outcomes if not outcome.passed]
    print(f"\nlint: {len(failed)} of {len(outcomes)} failed: {', '.join(failed)}" if failed else "\nlint: all right")
    return 1 if failed else 0


def _show(outcome: Outcome) -> None:
    print(f"{'ok  ' if outcome.passed else 'FAIL'} {outcome.name:<13}{outcome.seconds:6.1f} s", flush=True)
    if not outcome.passed:
        print("\n".join(f"     {line}" for line in outcome.output.splitlines()), flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
