"""The bureau's own Word document."""

from __future__ import annotations

from sluitend.apps.design.access import check
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting.models import HouseStyle, Report
from sluitend.errors import NotFound


def find_house_style(user: User, report: Report) -> HouseStyle | None:
    """The house style in use, None for our own. Raises NotFound, NotAllowed."""
    check(user, report.evaluation, Action.SET_HOUSE_STYLE)
    return HouseStyle.objects.filter(report=report).select_related("by", "report").first()


def house_style_for(user: User, report: Report) -> HouseStyle:
    """The house style in use. Raises NotFound, NotAllowed."""
    found = find_house_style(user, report)
    if found is None:
        raise NotFound("house style")
    return found
