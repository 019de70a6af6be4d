"""The templates that this installation made."""

from __future__ import annotations

from django.db.models import QuerySet

from sluitend.apps.design.models import OwnTemplate
from sluitend.apps.design.queries.finding_one import one
from sluitend.apps.people.access import require_installation
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import InstallationAction


def own_templates_for(user: User) -> QuerySet[OwnTemplate]:
    """The templates of this installation, for who may begin an evaluation. Raises NotAllowed."""
    require_installation(user, InstallationAction.START_EVALUATION)
    return OwnTemplate.objects.select_related("made_by")


def own_template_for(user: User, key: str) -> OwnTemplate:
    """One of them. Raises NotAllowed, NotFound."""
    return one(own_templates_for(user), "template", key=key)
