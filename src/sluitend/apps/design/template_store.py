"""The five evaluation templates that come with the product, read and checked once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sluitend.errors import InputError
from sluitend.formats.template import Template, load_all

FOLDER = Path(__file__).parent / "templates_data"


@cache
def templates() -> dict[str, Template]:
    """All templates by key."""
    return load_all(FOLDER)


def template(key: str) -> Template:
    """One template. Raises InputError("design.template_unknown")."""
    try:
        return templates()[key]
    except KeyError:
        raise InputError("design.template_unknown", key=key, known=", ".join(templates())) from None
