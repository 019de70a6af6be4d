"""Work apart from the request: making an archive, and destroying those that nobody came for."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sluitend.apps.fieldwork import hooks as fieldwork_hooks
from sluitend.apps.reporting.actions.archive import (
    destroy_archives,
    destroy_open,
    make_archive,
    sweep_archives,
    tidy_archives,
)
from sluitend.apps.reporting.actions.archive.ending import ARCHIVES
from sluitend.work import chores
from sluitend.work.handlers import Progress, handler
from sluitend.work.models import Run


@handler("reporting.archive")
def archive(run: Run, progress: Progress) -> None:
    """Make one archive; called again after a crash, it makes it once."""
    make_archive(int(run.payload["archive_id"]), progress)


def register() -> None:
    """Called once, from AppConfig.ready(); the handler above is known by then."""
    chores.at_start.append(sweep_archives)
    chores.regular.append(tidy_archives)
    fieldwork_hooks.withdrawn.append(destroy_archives)
    fieldwork_hooks.removed.append(destroy_open)
    fieldwork_hooks.line_words[ARCHIVES] = _("archive that was not downloaded yet")
