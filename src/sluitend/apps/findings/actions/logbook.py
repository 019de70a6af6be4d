"""What happened on the way, tied to the finding that it may explain."""

from __future__ import annotations

from django.db import transaction

from sluitend.apps.design.access import require
from sluitend.apps.design.models import LogbookEntry
from sluitend.apps.findings.actions.shared import require_same_evaluation
from sluitend.apps.findings.models import Finding, LogbookLink
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action


def tie_entry(*, actor: User, finding: Finding, entry: LogbookEntry, note: str = "") -> LogbookLink:
    """Tie an entry of the logbook to a finding; tied already, its note changes.

    Raises NotAllowed, InputError("findings.other_evaluation").
    """
    require(actor, finding.evaluation_id, Action.WRITE_FINDINGS)
    require_same_evaluation(finding.evaluation_id, [entry])
    with transaction.atomic():
        link, _created = LogbookLink.objects.update_or_create(
            finding=finding,
            entry=entry,
            defaults={"note": note.strip()},
            create_defaults={"note": note.strip(), "created_by": actor},
        )
        _record(actor, "findings.logbook_tied", link)
    return link


def untie_entry(*, actor: User, link: LogbookLink) -> None:
    """The entry says nothing of this finding any more; both stay. Raises NotAllowed."""
    require(actor, link.finding.evaluation_id, Action.WRITE_FINDINGS)
    with transaction.atomic():
        _record(actor, "findings.logbook_untied", link)
        link.delete()


def _record(actor: User, action: str, link: LogbookLink) -> None:
    numbers = {"finding": link.finding.number, "entry": link.entry_id}
    record(actor, action, link, evaluation=link.finding.evaluation_id, **numbers)
