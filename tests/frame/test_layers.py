"""Calculations and file formats stand on their own: they import where Django is not installed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROGRAM = """
import importlib, pkgutil, sys

class NoDjango:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"django", "allauth", "django_tasks"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, NoDjango())
imported = ["sluitend.errors"]
for package in ("sluitend.engines", "sluitend.formats"):
    imported.append(package)
    for module in pkgutil.walk_packages(importlib.import_module(package).__path__, package + "."):
        imported.append(module.name)
for name in imported:
    if not name.endswith("__main__"):
        importlib.import_module(name)
assert "django" not in sys.modules
print(len(imported))
"""


def test_engines_and_formats_import_with_django_absent() -> None:
    source = Path(__file__).parents[2] / "src"

    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=source, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 3
