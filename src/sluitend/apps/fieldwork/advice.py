"""What usually holds for a line of the start gate, by kind of evaluation: help in filling in, never an answer."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

_ALWAYS = "algemeen"


@cache
def _advice() -> dict[str, dict[str, str]]:
    path = Path(__file__).parent / "templates_data" / "gate.yaml"
    loaded: dict[str, dict[str, str]] = yaml.safe_load(path.read_text("utf-8"))
    return loaded


def advice_on(template_key: str, kind: str) -> str:
    """In Dutch, as the templates are; empty for a kind of which there is none."""
    known = _advice()
    return known.get(template_key, {}).get(kind) or known[_ALWAYS].get(kind, "")
