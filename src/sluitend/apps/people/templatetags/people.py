"""Template tags of this room."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from sluitend.apps.people import hooks, mail
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
    """``{% with_labels page as rows %}``: each event with what it is about ("S3"), or that's id if it may be read."""
    shown = list(events)
    labels = labels_of(shown)
    ids = ["–" if one.object_type in hooks.opaque_in_audit else one.object_id for one in shown]
    return [(one, labels.get((one.object_type, one.object_id), id_)) for one, id_ in zip(shown, ids, strict=True)]


@register.filter
def in_words(action: str) -> str:
    """An audit action in words."""
    return words_for(action)
