"""What happened on the way and may explain a finding, seen from both sides."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sluitend.apps.design.access import check, require
from sluitend.apps.design.models import Evaluation, LogbookEntry
from sluitend.apps.findings.models import Finding, LogbookLink
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import NotFound


def logbook_links_for(user: User, finding: Finding) -> list[LogbookLink]:
    """The entries that say something of this finding, oldest first; one query. Raises NotFound, NotAllowed."""
    check(user, finding.evaluation, Action.VIEW_FINDINGS)
    return list(finding.logbook_links.select_related("entry"))


def logbook_link_for(user: User, finding: Finding, entry_id: int) -> LogbookLink:
    """Raises NotFound."""
    require(user, finding.evaluation_id, Action.VIEW_FINDINGS)
    found = finding.logbook_links.select_related("entry", "finding").filter(entry=entry_id).first()
    if found is None:
        raise NotFound("logbook link")
    return found


Choosable = tuple[int, date, str]  # the id of an entry, its day and its title


def entries_to_tie(user: User, finding: Finding) -> list[Choosable]:
    """The entries that are not tied to it yet, newest first; one query. Raises NotFound, NotAllowed."""
    check(user, finding.evaluation, Action.WRITE_FINDINGS)
    rows = LogbookEntry.objects.filter(evaluation=finding.evaluation_id).exclude(finding_links__finding=finding)
    return list(rows.values_list("pk", "date", "title"))


def findings_of_entries(
    user: User, evaluation: Evaluation, entry_ids: Collection[int]
) -> dict[int, list[tuple[Finding, str]]]:
    """By the entry's id: the findings that it is tied to, with the note; one query. Raises NotFound, NotAllowed."""
    require(user, evaluation, Action.VIEW_FINDINGS)
    links = LogbookLink.objects.filter(entry__in=entry_ids, finding__evaluation=evaluation)
    found: dict[int, list[tuple[Finding, str]]] = {}
    for link in links.filter(finding__merged_into__isnull=True).select_related("finding").order_by("finding__number"):
        found.setdefault(link.entry_id, []).append((link.finding, link.note))
    return found
