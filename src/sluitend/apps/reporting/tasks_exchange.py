"""Work apart from the request: files for other tools and of other tools, and what waits for the release of a text."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sluitend.apps.fieldwork import hooks as fieldwork_hooks
from sluitend.apps.reporting.actions.exchange import arriving, asking, links, links_waiting, placing, receiving
from sluitend.apps.reporting.models import ExchangeExport, ExchangeImport
from sluitend.apps.sources import hooks as source_hooks
from sluitend.apps.sources import store
from sluitend.work import chores
from sluitend.work.handlers import Progress, handler
from sluitend.work.models import Run


@handler("reporting.export")
def export(run: Run, progress: Progress) -> None:
    """Make one file; called again after a crash, it makes it once."""
    asking.make_export(int(run.payload["export_id"]), progress)


@handler("reporting.exchange_read")
def read(run: Run, progress: Progress) -> None:
    """Read one file, or refuse it."""
    receiving.read(int(run.payload["import_id"]))


@handler("reporting.exchange_import")
def bring_in(run: Run, progress: Progress) -> None:
    """Bring in what was read; called again after a crash, it brings it in once."""
    arriving.bring_in(int(run.payload["import_id"]), progress)


def sweep() -> int:
    """Remove files whose maker died before a row spoke of them; how many. Run when the worker starts."""
    kinds = (ExchangeExport, ExchangeImport)
    known = {path for kind in kinds for path in kind._default_manager.values_list("path", flat=True)}
    orphans = [path for path in store.abandoned(asking.FOLDER) if path not in known]
    for path in orphans:
        store.remove(path)
    return len(orphans)


def register() -> None:
    """Called once, from AppConfig.ready(); the handlers above are known by then."""
    chores.at_start.append(sweep)
    chores.regular.append(asking.tidy_exports)
    chores.regular.append(receiving.tidy_imports)
    source_hooks.version_released.append(placing.on_release)
    source_hooks.version_published.append(asking.text_published)
    source_hooks.turned_confidential.append(asking.turned_confidential)
    fieldwork_hooks.withdrawn.append(placing.forget)
    fieldwork_hooks.withdrawn.append(links_waiting.forget)
    fieldwork_hooks.removed.append(placing.forget_removed)
    fieldwork_hooks.removed.append(links_waiting.forget_removed)
    fieldwork_hooks.line_words[links.LINKS] = _("link of another tool to what was withdrawn")
    fieldwork_hooks.line_words[asking.EXPORTS] = _("file for another tool that lay here to be downloaded")
