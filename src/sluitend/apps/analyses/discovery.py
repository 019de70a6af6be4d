"""Which analyses there are."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from sluitend.apps.analyses import catalogue
from sluitend.apps.analyses.kit.analysis import Analysis
from sluitend.errors import InputError


@cache
def analyses() -> Mapping[str, Analysis]:
    """By their keys, in the order in which they are shown. Raises ValueError when two have the same key."""
    modules = (import_module(f"{catalogue.__name__}.{found.name}") for found in iter_modules(catalogue.__path__))
    found: list[Analysis] = [module.ANALYSIS for module in modules]
    known = {one.key: one for one in sorted(found, key=lambda one: (one.order, one.key))}
    if len(known) != len(found):
        raise ValueError("two analyses have the same key")
    return known


def analysis(key: str) -> Analysis:
    """Raises InputError("analyses.unknown")."""
    found = analyses().get(key)
    if found is None:
        raise InputError("analyses.unknown", name=key, known=", ".join(analyses()))
    return found
