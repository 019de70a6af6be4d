"""Template tags of this room."""

from __future__ import annotations

from django import template

from sluitend.apps.people import mail
from sluitend.apps.people.audit_words import words_for

register = template.Library()


@register.simple_tag
def mail_is_configured() -> bool:
    """Whether this installation can send e-mail."""
    return mail.is_configured()


@register.filter
def in_words(action: str) -> str:
    """An audit action in words."""
    return words_for(action)
