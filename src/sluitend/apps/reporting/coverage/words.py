"""How far a cell is, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sluitend.apps.reporting.coverage.table import State
from sluitend.web.registry import Text

STATES: dict[State, Text] = {
    State.NOT_ASKED: _("not asked"),
    State.SILENT: _("not heard"),
    State.HEARD: _("heard"),
    State.CODED: _("coded"),
    State.FOUND: _("in a finding"),
    State.SMALL: _("too few people to show"),
}
