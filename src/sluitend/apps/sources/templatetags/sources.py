"""How this room shows the state of a text."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sluitend.apps.sources.grounds import ground_view
from sluitend.apps.sources.models import Source

register = template.Library()


@register.inclusion_tag("sources/parts/ground.html")
def source_ground(source: Source) -> dict[str, Any]:
    """``{% source_ground source %}``: by what right it may be used, and what is lacking; for the team."""
    return {"source": source, "view": ground_view(source)}


@register.simple_tag
def release_badge(released_at: datetime | None) -> SafeString:
    """``{% release_badge source.released_at %}``: released, or not yet."""
    shown = {"text": _("released"), "kind": "safe"} if released_at else {"text": _("not released"), "kind": "warning"}
    return render_to_string("web/components/badge.html", shown)
