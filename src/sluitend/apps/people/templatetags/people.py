"""Template tags of this room."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from sluitend.apps.people import mail
from sluitend.apps.people.audit_labels import labels_of
from sluitend.apps.people.audit_words import words_for
from sluitend.apps.people.models import AuditEvent

register = template.Library()


@register.simple_tag
def mail_is_configured() -> bool:
    """Whether this installation can send e-mail."""
    return mail.is_configured()


@register.simple_tag
def with_labels(events: Iterable[AuditEvent]) -> list[tuple[AuditEvent, str]]:
    """``{% with_labels page as rows %}``: each event with what it is about ("S3"), or the id of that."""
    shown = list(events)
    labels = labels_of(shown)
    return [(event, labels.get((event.object_type, event.object_id), event.object_id)) for event in shown]


@register.filter
def in_words(action: str) -> str:
    """An audit action in words."""
    return words_for(action)
