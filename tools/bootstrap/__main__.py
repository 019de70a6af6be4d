"""`python -m tools.bootstrap COMMAND [ARGUMENT…]`, called by the Makefile; `COMMANDS` has all of them."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from tools.bootstrap import steps as step
from tools.bootstrap.progress import Steps
from tools.bootstrap.trouble import Trouble, of_os_error, require_port, require_room

LOGS = step.ROOT / "var" / "log"


def demo(arguments: list[str]) -> None:
    """Everything from nothing to a running Sluitend with an example. ARGUMENTS: port, data folder."""
    text, place = (*arguments, "", "")[:2]
    port = require_port(text or "8000")
    data = Path(place or "var/data").expanduser().resolve()
    require_room(data, step.RUN_MEGABYTES)
    steps = Steps(total=10, logs=LOGS)
    steps.environment = {**os.environ, "SLUITEND_DATA": str(data), "SLUITEND_PORT": str(port)}
    _build(steps, "run", "build")
    step.data(steps, data)
    step.serve(steps, port)


def setup(arguments: list[str]) -> None:
    """Environment, packages, bundle and translations; no data."""
    _build(Steps(total=6, logs=LOGS), "run", "build")


def lint(arguments: list[str]) -> None:
    """Every check that needs no running product."""
    _build(Steps(total=6, logs=LOGS), "run", "build", "dev")
    _become("-m", "tools.lint", *arguments)


def test(arguments: list[str]) -> None:
    """All tests, with a browser when there can be one; one process for each of two cores."""
    _ready_to_test()
    _become("-m", "pytest", "--numprocesses=2", "--dist=worksteal", *arguments)


def _ready_to_test() -> None:
    steps = Steps(total=9, logs=LOGS)
    _build(steps, "run", "build", "dev")
    step.spark(steps)
    step.oracle(steps)
    step.browser(steps)


def oracle(arguments: list[str]) -> None:
    """What tests compare with, apart from the product."""
    steps = Steps(total=7, logs=LOGS)
    _build(steps, "run", "build", "dev")
    step.oracle(steps)


def test_fresh(arguments: list[str]) -> None:
    """The two commands in a fresh clone under an empty home."""
    _ready_to_test()
    _become("-m", "pytest", "-m", "fresh", "-s", "-o", "faulthandler_timeout=0", "tests/frame", *arguments)


def bench(arguments: list[str]) -> None:
    """Measurements against the budgets of docs/performance.md."""
    _build(Steps(total=6, logs=LOGS), "run", "build", "dev")
    _become("-m", "pytest", "benchmarks", *arguments)


def load(arguments: list[str]) -> None:
    """Fifty people at once, against a served installation of its own."""
    _build(Steps(total=6, logs=LOGS), "run", "build", "dev")
    _become("-m", "benchmarks.load", *arguments)


def lock(arguments: list[str]) -> None:
    """New lock files from pyproject.toml."""
    _build(Steps(total=6, logs=LOGS), "run", "build", "dev")
    _become("-m", "tools.lock", *arguments)


def _build(steps: Steps, *locks: str) -> None:
    step.environment(steps)
    step.packages(steps, *locks)
    step.meaning(steps)
    step.bundle(steps)
    step.translations(steps)


def _become(*arguments: str) -> None:
    os.chdir(step.ROOT)
    os.execv(step.PYTHON, [str(step.PYTHON), *arguments])


COMMANDS: dict[str, Callable[[list[str]], None]] = {
    "demo": demo,
    "setup": setup,
    "lint": lint,
    "test": test,
    "test-fresh": test_fresh,
    "oracle": oracle,
    "bench": bench,
    "load": load,
    "lock": lock,
}


def main(arguments: list[str]) -> int:
    """Run one command; whatever goes wrong ends in one sentence on stderr and an exit code above zero."""
    try:
        COMMANDS[arguments[0]](arguments[1:])
    except Trouble as trouble:
        return _say(str(trouble))
    except OSError as error:
        return _say(of_os_error(error))
    except KeyboardInterrupt:
        _say("Gestopt. Start opnieuw om verder te gaan waar u was.")
        return 130
    except Exception as error:  # a bug of ours: still a sentence, with what we need to find it
        return _say(f"Er ging iets mis in de installatie zelf ({type(error).__name__}, {_place(error)}). Meld dit.")
    return 0


def _place(error: Exception) -> str:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(frame.filename).name} regel {frame.lineno}"


def _say(sentence: str) -> int:
    sys.stdout.flush()
    sys.stderr.write(f"\n{sentence}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
