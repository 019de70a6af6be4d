"""Work apart from the request: reading what came back, and forgetting what was copied of withdrawn words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sluitend.apps.fieldwork import hooks as fieldwork_hooks
from sluitend.apps.reporting import actions
from sluitend.apps.reporting.actions.forgetting import (
    ACCOUNT,
    AGREED,
    CHAPTERS,
    REMARKS,
    forget_copies,
    forget_counts,
    forget_counts_of,
)
from sluitend.apps.sources import hooks as source_hooks
from sluitend.work import chores
from sluitend.work.handlers import Progress, handler
from sluitend.work.models import Run


@handler("reporting.returned")
def returned(run: Run, progress: Progress) -> None:
    """Read one returned document; called again after a crash, it adds its comments once."""
    progress(10)
    actions.read_returned(int(run.payload["returned_id"]))


def register() -> None:
    """Called once, from AppConfig.ready(); the handler above is known by then."""
    chores.at_start.append(actions.sweep_returned)
    chores.at_start.append(actions.sweep_house_styles)
    fieldwork_hooks.withdrawn.append(forget_copies)
    fieldwork_hooks.withdrawn.append(forget_counts)
    source_hooks.deleting.append(forget_counts_of)
    fieldwork_hooks.line_words[REMARKS] = _("comment on the report")
    fieldwork_hooks.line_words[ACCOUNT] = _("account of the method, or reason for setting a rule aside")
    fieldwork_hooks.line_words[AGREED] = _("agreement, judgement of one, or entry of the logbook")
    fieldwork_hooks.line_words[CHAPTERS] = _("chapter of the report, as it is now or was before")
