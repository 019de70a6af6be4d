"""How this room shows the state of a text."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def release_badge(released_at: datetime | None) -> SafeString:
    """``{% release_badge source.released_at %}``: released, or not yet."""
    shown = {"text": _("released"), "kind": "safe"} if released_at else {"text": _("not released"), "kind": "warning"}
    return render_to_string("web/components/badge.html", shown)
