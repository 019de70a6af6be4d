"""The library's front door works where Django is not installed: a notebook, a data holder's own machine."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import sluitend

# Runs with Django, and the parts of the house that need it, made unfindable.
SCRIPT = """
import importlib, pkgutil, sys

class Absent:
    FORBIDDEN = ("django", "sluitend.apps", "sluitend.web", "sluitend.config", "sluitend.work", "sluitend.demo")

    def find_spec(self, name, path=None, target=None):
        if name in self.FORBIDDEN or name.startswith(tuple(f + "." for f in self.FORBIDDEN)):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return None

sys.meta_path.insert(0, Absent())
try:
    import django
except ModuleNotFoundError:
    pass
else:
    raise SystemExit("the hook does not work")

import sluitend.engines, sluitend.errors, sluitend.formats
count = 0
for package in (sluitend.engines, sluitend.formats):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
            count += 1
print(count)
"""


def test_engines_and_formats_import_with_django_absent() -> None:
    source = str(Path(sluitend.__file__).parents[1])

    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, env={"PYTHONPATH": source}, check=False
    )

    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= 10
