"""The code version of an entry sees every file that decides what is stored and what may leave the team."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from sluitend.apps.analyses.discovery import analyses
from sluitend.apps.analyses.kit import analysis as kit

KEYS = sorted(analyses())
PROTECTING = [f"sluitend.apps.analyses.kit.{name}" for name in ("guards", "parts", "outside")]


def file_of(module: str) -> Path | None:
    try:
        found = find_spec(module)
    except ModuleNotFoundError:  # a name within a module
        return None
    return Path(found.origin) if found and found.origin else None


def engines_of(path: Path) -> Iterator[Path]:
    """The files of engines that a file takes something from, at its head or within a function."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sluitend.engines"):
            for name in (str(node.module), *(f"{node.module}.{one.name}" for one in node.names)):
                file = file_of(name)
                if file:
                    yield file


def reached(paths: set[Path]) -> set[Path]:
    """All files of engines that these rest on."""
    found: set[Path] = set()
    new = {engine for path in paths for engine in engines_of(path)}
    while new:
        found |= new
        new = {engine for path in new for engine in engines_of(path)} - found
    return found


@pytest.mark.parametrize("key", KEYS)
def test_what_an_entry_and_its_protection_rest_on_is_part_of_its_version(key: str) -> None:
    entry = analyses()[key]
    own = {file_of(name) for name in (entry.run.__module__, *PROTECTING)} - {None}

    rests_on = reached({one for one in own if one})
    files = set(kit._sources(entry.run.__module__, entry.engines))

    assert any(one.parent.name == "disclosure" for one in rests_on)
    assert rests_on <= files


@pytest.mark.parametrize("module", ["sluitend.engines.disclosure.grid", "sluitend.engines.chain.shares"])
@pytest.mark.parametrize("key", KEYS)
def test_a_change_in_what_protects_makes_another_version(
    key: str, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = analyses()[key]
    before = entry.code_version
    changed, read = Path(str(import_module(module).__file__)), Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: read(path) + (b"#" if path == changed else b""))

    kit._code_version.cache_clear()
    after = entry.code_version
    monkeypatch.undo()
    kit._code_version.cache_clear()

    assert after != before == entry.code_version
