"""Icons inlined into the page: taken from the bundle that frontend/build.mjs makes out of frontend/icons.json."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

BUILT = Path(__file__).parent / "static" / "build" / "icons.json"


@cache
def _shapes() -> dict[str, str] | None:
    """The inside of every SVG by icon name; None when the frontend has not been built."""
    return json.loads(BUILT.read_text("utf-8")) if BUILT.exists() else None


def icon(name: str, label: str = "") -> SafeString:
    """An inline SVG: decoration, hidden from assistive technology, unless it has a label.

    Raises KeyError for a name that frontend/icons.json lacks. Without a built frontend the icon is empty.
    """
    shapes = _shapes()
    inside = mark_safe(shapes[name] if shapes is not None else "")  # noqa: S308 - our own build, from a package
    role = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon" {} viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor"'
        ' stroke-width="2" stroke-linecap="round" stroke-linejoin="round" focusable="false">{}</svg>',
        role,
        inside,
    )
