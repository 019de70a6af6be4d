"""What this room offers to the shell."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sluitend.apps.people.access import may
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import InstallationAction
from sluitend.web import registry


def _manages(user: User) -> bool:
    return may(user, InstallationAction.MANAGE_USERS)


def register() -> None:
    """Called once, from AppConfig.ready()."""
    registry.main_navigation.add(registry.MainEntry(_("Register"), "people:organisations", order=60))
    registry.main_navigation.add(registry.MainEntry(_("Management"), "people:users", order=90, visible=_manages))
    registry.user_menu.add(registry.MainEntry(_("My account"), "people:my_account", order=10, icon="user-cog"))
