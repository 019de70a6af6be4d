"""Support in signs and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.urls import get_script_prefix, reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from sluitend.apps.findings import words, words_breakdown
from sluitend.apps.findings.models import Confidence, Finding, Stance
from sluitend.apps.findings.queries import Support

register = template.Library()

ICONS = {"supports": "circle-plus", "contradicts": "circle-minus", "nuances": "circle-dashed"}


@register.filter
def stance_icon(stance: str) -> str:
    """The sign of a stance, beside its word."""
    return ICONS[stance]


KEPT_KINDS = {"kept": "safe", "in_part": "warning", "not_kept": "danger", "not_known": "neutral"}


CONFIDENCE_KINDS = {"high": "safe", "moderate": "neutral", "low": "warning", "very_low": "danger"}


@register.filter
def kept_kind(state: str) -> str:
    """How an agreement's judgement is marked, beside its word."""
    return KEPT_KINDS[state]


@register.filter
def newer_in(result_id: int, newer: Mapping[int, Any]) -> list[Any]:
    """What the same question gave later, if anything; nothing for who may not write."""
    return [newer[result_id]] if result_id in newer else []


register.filter("registered", words.registered)


@register.filter
def stance_words(stance: str) -> str:
    """A stance as people read it."""
    return str(Stance(stance).label)


register.filter("by_attribute", words_breakdown.tables)
register.filter("in_favour", words_breakdown.in_favour)
register.filter("against", words_breakdown.against)


@register.simple_tag
def support(found: Support, reason: str = "") -> SafeString:
    """``{% support row.support row.finding.single_source_reason %}``: figures, and a mark where it is weak."""
    values = ((one.name, getattr(found, one.name)) for one in fields(found))
    figures = tuple((name, tuple(value.items()) if isinstance(value, Mapping) else value) for name, value in values)
    return _support(figures, bool(reason), get_language())


@lru_cache(maxsize=1024)  # a long list shows the same figures again and again
def _support(figures: tuple[tuple[str, Any], ...], has_reason: bool, _language: str | None) -> SafeString:
    values: dict[str, Any] = {name: dict(value) if isinstance(value, tuple) else value for name, value in figures}
    found = Support(**values)
    context = {
        "counts": list(words.stances_in_words(found)),
        "sources": words.sources_in_words(found),
        "weak": words.weakness(found, has_reason),
        "stale": words.staleness(found),
        "outdated": words.outdated(found),
    }
    return render_to_string("findings/parts/support.html", context)


@register.simple_tag
def finding_url(evaluation_id: int, number: int) -> str:
    """``{% finding_url evaluation.pk row.finding.number %}``: as the url tag gives it; a list has hundreds."""
    return _finding_url(evaluation_id, number, get_script_prefix())


@lru_cache(maxsize=4096)
def _finding_url(evaluation_id: int, number: int, _prefix: str) -> str:
    return reverse("findings:finding", args=[evaluation_id, number])


@register.simple_tag
def drawn_button(text: str, kind: str = "primary", icon: str = "") -> SafeString:
    """The component with words of our own, under each of many passages."""
    return _button(text, kind, icon)


@lru_cache(maxsize=64)
def _button(text: str, kind: str, icon: str) -> SafeString:
    return render_to_string("web/components/button.html", {"text": text, "kind": kind, "icon": icon})


@register.simple_tag
def marks(finding: Finding, support: Support) -> SafeString:
    """``{% marks row.finding row.support %}``: confidence, contradiction, minority view."""
    weighed = bool(finding.answer_to_contradiction) if support.contradicting else None
    return _marks(finding.confidence, finding.is_minor_theme, weighed, get_language())


@lru_cache(maxsize=256)
def _marks(confidence: str, is_minor: bool, weighed: bool | None, _language: str | None) -> SafeString:
    context = {
        "confidence": Confidence(confidence).label if confidence else "",
        "kind": CONFIDENCE_KINDS.get(confidence, ""),
        "is_minor": is_minor,
        "contradicted": weighed is not None,
        "weighed": weighed,
    }
    return render_to_string("findings/parts/marks.html", context)


@lru_cache(maxsize=256)  # few words, on many rows
def badge(text: str, kind: str = "neutral") -> SafeString:
    """The badge with words of our own, drawn once; never for what somebody wrote: it stays in memory."""
    return render_to_string("web/components/badge.html", {"text": text, "kind": kind})
