"""Work apart from the request, and what this room does when a text changes above it: open workbenches hear of it."""

from __future__ import annotations

from sluitend.apps.coding.actions import changes, history, telling
from sluitend.apps.coding.actions.search import keeping
from sluitend.apps.fieldwork import hooks as fieldwork_hooks
from sluitend.apps.fieldwork.destruction import Destruction
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.people.models import User
from sluitend.apps.sources import hooks as source_hooks
from sluitend.apps.sources.models import Source
from sluitend.work import chores
from sluitend.work.handlers import Progress, handler
from sluitend.work.models import Run


@handler("coding.forget_changes")
def forget_changes(run: Run, progress: Progress) -> None:
    """Once a day: rows for open workbenches that nobody can have missed."""
    telling.forget_old_changes()


@handler("coding.forget_memos")
def forget_memos(run: Run, progress: Progress) -> None:
    """Once a day: the words of memos that were deleted and can no longer be brought back."""
    history.forget_deleted_memos()


@handler(keeping.KEEP)
def keep_search_index(run: Run, progress: Progress) -> None:
    """Take texts into the search index that should be in it, and out what should not."""
    keeping.keep(lambda done, of: progress(100 * done // of, done=done, of=of))


@handler(keeping.SWEEP)
def sweep_search_index(run: Run, progress: Progress) -> None:
    """Leave nothing in the files of words that were taken out of the search index."""
    keeping.sweep()


def tell_of_destruction(actor: User | None, respondent: Respondent | None, destruction: Destruction) -> None:
    """Who has one of these texts open reads again what may still be read of it (``fieldwork.hooks.withdrawn``)."""
    for source in Source.objects.filter(versions__in=destruction.texts).order_by("pk").distinct():
        changes.lock(source.pk)
        telling.tell_text(source)


def register() -> None:
    """Called once, from AppConfig.ready(); the handler above is known by then."""
    chores.daily.append("coding.forget_changes")
    chores.daily.append("coding.forget_memos")
    source_hooks.version_published.append(telling.tell_of_version)
    fieldwork_hooks.withdrawn.append(tell_of_destruction)
    chores.regular.append(keeping.ask_when_behind)
    source_hooks.version_published.append(keeping.text_published)
    source_hooks.turned_confidential.append(keeping.turned_confidential)
    source_hooks.version_destroyed.append(keeping.text_destroyed)
    fieldwork_hooks.withdrawn.append(keeping.words_withdrawn)
    fieldwork_hooks.removed.append(keeping.removed)
