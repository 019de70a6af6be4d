"""Where things stand in a template's file: faults of the YAML itself, and the line of a fault in its content."""

from __future__ import annotations

import yaml

from sluitend.formats.template_check import Problem


def node_problems(root: yaml.Node | None) -> list[Problem]:
    """Aliases, which can blow up in memory, and keys that would silently overwrite their twin."""
    problems, seen, waiting = [], set(), [root] if root else []
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            return [Problem(place_of(node.start_mark), "alias", None)]
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            names = [key.value for key, _ in node.value]
            twice = [key for n, (key, _) in enumerate(node.value) if key.value in names[:n]]
            problems += [Problem(place_of(key.start_mark), "key_twice", key.value) for key in twice]
            waiting += [value for _, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value
    return problems


def place_of(mark: yaml.Mark | None) -> str:
    return f"{mark.line + 1}:{mark.column + 1}" if mark else ""


def line_of(root: yaml.Node | None, path: str) -> int:
    """On which line a fault stands: that of the deepest part of its path that is there. 0 when nothing tells."""
    if root is None:  # the file could not be read: the path is a place, "12:5", or nothing
        line = path.partition(":")[0]
        return int(line) if line.isdecimal() else 0
    node = root
    for step in filter(None, path.split(".")):
        inner = _inner(node, step)
        if inner is None:
            break
        node = inner
    return int(node.start_mark.line) + 1


def _inner(node: yaml.Node, step: str) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and step.isdecimal():
        return node.value[int(step)] if int(step) < len(node.value) else None
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    return None
