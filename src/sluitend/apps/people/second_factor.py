"""Audit of what allauth writes about second factors: it has no hook inside its transactions but the model's signals."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models.signals import post_delete, post_save

from sluitend.apps.people.audit import record


def _added(sender: type[Authenticator], instance: Authenticator, created: bool, **kwargs: Any) -> None:
    if created:  # a use of the factor saves the row too
        record(instance.user, "people.second_factor_added", instance.user, kind=str(instance.type))


def _removed(sender: type[Authenticator], instance: Authenticator, **kwargs: Any) -> None:
    record(instance.user, "people.second_factor_removed", instance.user, kind=str(instance.type))


def listen() -> None:
    """Called once, from AppConfig.ready()."""
    post_save.connect(_added, sender=Authenticator, dispatch_uid="people.second_factor_added")
    post_delete.connect(_removed, sender=Authenticator, dispatch_uid="people.second_factor_removed")
