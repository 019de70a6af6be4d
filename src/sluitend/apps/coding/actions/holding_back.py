"""A public document turned out not to be one: what was shown of it stays within the team (``sources.hooks``)."""

from __future__ import annotations

from sluitend.apps.coding.actions import changes, telling
from sluitend.apps.coding.models import QuoteRelease
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import Source


def withhold_quotes(actor: User, source: Source) -> None:
    """Withdraw every release of its quotes; who has the text open reads it again."""
    changes.lock(source.pk)
    count, _rows = QuoteRelease.objects.filter(fragment__version__source=source).delete()
    telling.tell_text(source)
    if count:
        record(actor, "coding.quotes_withheld", source, evaluation=source.evaluation_id, count=count)
