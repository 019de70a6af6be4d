"""The evaluation templates: the five that come with the product, read once, and those that this installation made."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

from sluitend.apps.design.models import OwnTemplate
from sluitend.errors import InputError
from sluitend.formats.template import Template, load_all, loads

FOLDER = Path(__file__).parent / "templates_data"


@cache
def templates() -> dict[str, Template]:
    """The templates of the product by key."""
    return load_all(FOLDER)


def own_templates() -> dict[str, Template]:
    """The templates of this installation by key, in order of title; one query."""
    return {own.key: _read(own.key, own.content) for own in OwnTemplate.objects.all()}


def known(key: str) -> Template | None:
    """The template with this key, if there is one (any more): an own template can be taken away."""
    if key in templates():
        return templates()[key]
    own = OwnTemplate.objects.filter(key=key).first()
    return _read(own.key, own.content) if own else None


def template(key: str) -> Template:
    """One template. Raises InputError("design.template_unknown")."""
    found = known(key)
    if found is None:
        keys = [*templates(), *OwnTemplate.objects.values_list("key", flat=True)]
        raise InputError("design.template_unknown", key=key, known=", ".join(keys))
    return found


@lru_cache(maxsize=32)
def _read(key: str, content: str) -> Template:
    """A template from its text. The text itself is the key of the memory: another process may have changed it."""
    return loads(content.encode(), f"{key}.yaml")
