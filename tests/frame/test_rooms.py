"""The anatomy of a room, held by reading its code: who may touch the database, and where."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import sluitend

SOURCE = Path(sluitend.__file__).parent
APPS = SOURCE / "apps"

EDGE = {"views", "api", "forms"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}
WRITERS = {"actions", "tasks", "migrations"}
WRITES = {
    "bulk_create",
    "bulk_update",
    "create",
    "create_user",
    "delete",
    "get_or_create",
    "save",
    "update",
    "update_or_create",
}

# Writes outside actions, each with its reason.
ALLOWED = {
    "people/audit.py": "adding the audit event is the last step of every action",
    "design/views/shared.py": "`editing.save` is the action that a form page was given",
    "people/audit_words.py": "a dictionary of words",
    "people/models/accounts.py": "the manager through which a user is made; actions call it",
    "design/numbers.py": "giving a number is part of the action that uses it",
}


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Path under apps/, and the syntax tree, of every module of every room."""
    for path in sorted(APPS.glob("*/**/*.py")):
        yield path.relative_to(APPS).as_posix(), ast.parse(path.read_text("utf-8"))


def part_of(path: str) -> str:
    """`views` of `people/views/users.py`, `api` of `coding/api.py`."""
    return Path(path).with_suffix("").parts[1]


def managers(tree: ast.Module) -> Iterator[ast.Attribute]:
    """`Model.objects` and its like; but `Model.objects.none()`, a choice that is filled later, reads nothing."""
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    empty = {id(node.value) for node in found if node.attr == "none"}
    return (node for node in found if node.attr in MANAGERS and id(node) not in empty)


def writes(tree: ast.Module) -> Iterator[ast.Call]:
    """Calls that look like a write of a row: on a manager or queryset, or on a name that may be a row."""
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    modules = {alias.asname or alias.name for node in imports for alias in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            owner = node.func.value
            if _has_rows(owner) or (isinstance(owner, ast.Name) and owner.id not in modules | {"form"}):
                yield node


def _has_rows(owner: ast.expr) -> bool:
    names = {node.attr for node in ast.walk(owner) if isinstance(node, ast.Attribute)}
    return bool(names & {"objects", "filter", "exclude", "all", "get_queryset", "select_for_update"})


def test_pages_and_forms_reach_the_database_through_queries_and_actions() -> None:
    around = [f"{path}:{node.lineno}" for path, tree in modules() if part_of(path) in EDGE for node in managers(tree)]
    assert around == []


def test_only_actions_write() -> None:
    elsewhere = [
        f"{path}:{call.lineno} {ast.unparse(call)[:80]}"
        for path, tree in modules()
        if part_of(path) not in WRITERS and path not in ALLOWED
        for call in writes(tree)
    ]
    assert elsewhere == []


def test_no_exception_outlives_its_reason() -> None:
    trees = dict(modules())

    assert [path for path in ALLOWED if path not in trees or not any(writes(trees[path]))] == []


def test_the_reader_sees_what_it_should() -> None:
    assert [node.lineno for node in managers(ast.parse("Code.objects.none()\nCode.objects.all()"))] == [2]
    code = ast.parse("Memo.objects.create(text=1)\nmemo.delete()\nrow.save()\nx.filter(pk=1).update(a=1)\nseen.add(1)")

    assert [ast.unparse(call.func) for call in writes(code)] == [
        "Memo.objects.create",
        "memo.delete",
        "row.save",
        "x.filter(pk=1).update",
    ]
