"""Support in signs and words."""

from __future__ import annotations

from typing import Any

from django import template

from sluitend.apps.findings import words
from sluitend.apps.findings.queries import Support

register = template.Library()

ICONS = {"supports": "circle-plus", "contradicts": "circle-minus", "nuances": "circle-dashed"}


@register.filter
def stance_icon(stance: str) -> str:
    """The sign of a stance, beside its word."""
    return ICONS[stance]


@register.inclusion_tag("findings/parts/support.html")
def support(found: Support, reason: str = "") -> dict[str, Any]:
    """``{% support row.support row.finding.single_source_reason %}``: figures, and a mark where it is weak."""
    return {
        "support": found,
        "counts": list(words.stances_in_words(found)),
        "sources": words.sources_in_words(found),
        "weak": words.weakness(found, reason),
    }
