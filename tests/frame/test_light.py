"""What every web process would load and no page needs: it would cost a second at the start, and memory in each."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("altair", "duckdb", "ibis", "networkx", "pandas", "pyarrow", "scipy", "vl_convert", "wasmtime")
CODE = f"""
import sys
import sluitend.config.wsgi
import sluitend.config.urls  # as the first page does
print(*(name for name in {HEAVY!r} if name in sys.modules))
"""


def test_the_web_process_starts_without_what_only_calculations_need() -> None:
    found = subprocess.check_output([sys.executable, "-W", "ignore", "-c", CODE], text=True)

    assert found.split() == []
