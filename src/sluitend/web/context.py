"""What every page gets."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from sluitend import __version__


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the version for the footer."""
    return {"sluitend_version": __version__}
