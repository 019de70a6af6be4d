"""Two findings become one, and one becomes two. No evidence is lost, and a merge can be undone.

Where both rest on the same passage or result, the link of the finding that goes stays with it, out of sight: with its
own stance and note it comes back when the merge is undone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.db.models import F, Model
from django.utils import timezone

from sluitend.apps.design.access import require
from sluitend.apps.findings.actions.findings import add_finding
from sluitend.apps.findings.actions.history import note
from sluitend.apps.findings.actions.shared import require_same_evaluation, require_text
from sluitend.apps.findings.models import EvidenceLink, Finding, FindingHistory, HistoryKind, LogbookLink, ResultLink
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError

Moved = dict[str, Any]


def merge_findings(*, actor: User, finding: Finding, into: Finding) -> FindingHistory:
    """All passages, results, questions, criteria, conclusions and logbook links of ``finding`` go to ``into``.

    The words of ``into`` stay as they are; the label of ``finding`` leads to it from now on.
    Raises NotAllowed, InputError("findings.other_evaluation", "findings.merge_in_itself", "findings.merged_already").
    """
    require(actor, finding.evaluation_id, Action.WRITE_FINDINGS)
    require_same_evaluation(finding.evaluation_id, [into])
    if finding.pk == into.pk:
        raise InputError("findings.merge_in_itself")
    with transaction.atomic():
        _hold(finding, into)
        moved = _move(finding, into)
        change = note(actor, HistoryKind.MERGED, into, other=finding, moved=moved)
        Finding.with_merged.filter(pk=finding.pk).update(merged_into=into, changed_at=timezone.now())
        evidence = len(moved["evidence"]) + len(moved["results"])
        numbers = {"finding": finding.number, "into": into.number, "evidence": evidence}
        record(actor, "findings.findings_merged", into, evaluation=into.evaluation_id, **numbers)
    return change


def undo_merge(*, actor: User, change: FindingHistory) -> FindingHistory:
    """Take them apart again: what was moved goes back, as far as it is still there.

    Raises NotAllowed, InputError("findings.merge_undone", "findings.merged_already").
    """
    into = change.finding
    require(actor, into.evaluation_id, Action.WRITE_FINDINGS)
    with transaction.atomic():
        finding = _merged_by(change)
        _hold(into)
        Finding.with_merged.filter(pk=finding.pk).update(merged_into=None)
        back = _take_back(change.moved, finding, into)
        done = note(actor, HistoryKind.UNMERGED, into, other=finding)
        numbers = {"finding": finding.number, "into": into.number, "evidence": back}
        record(actor, "findings.merge_undone", into, evaluation=into.evaluation_id, **numbers)
    return done


def split_finding(
    *,
    actor: User,
    finding: Finding,
    links: Collection[EvidenceLink] = (),
    title: str,
    results: Collection[ResultLink] = (),
) -> Finding:
    """Some of the evidence becomes that of a new finding, with the same questions, criteria and conclusions.

    Raises NotAllowed, InputError("findings.title_missing", "findings.nothing_to_split").
    """
    require(actor, finding.evaluation_id, Action.WRITE_FINDINGS)
    title = require_text(title, "findings.title_missing")
    with transaction.atomic():
        _hold(finding)
        chosen = {
            "evidence": _ids(finding.evidence.filter(pk__in=_ids(links))),
            "results": _ids(finding.result_links.filter(pk__in=_ids(results))),
        }
        if not any(chosen.values()):
            raise InputError("findings.nothing_to_split")
        questions, criteria = list(finding.questions.all()), list(finding.criteria.all())
        new = add_finding(
            actor=actor, evaluation=finding.evaluation, title=title, questions=questions, criteria=criteria
        )
        new.conclusions.set(finding.conclusions.all())
        EvidenceLink.objects.filter(pk__in=chosen["evidence"]).update(finding=new)
        ResultLink.objects.filter(pk__in=chosen["results"]).update(finding=new)
        note(actor, HistoryKind.SPLIT, finding, other=new, moved=chosen)
        numbers = {"finding": finding.number, "into": new.number, "evidence": sum(map(len, chosen.values()))}
        record(actor, "findings.finding_split", finding, evaluation=finding.evaluation_id, **numbers)
    return new


def absorbed_by(finding: Finding) -> list[Finding]:
    """All that was merged into it, and into those, however deep."""
    rows = Finding.with_merged.filter(evaluation=finding.evaluation_id, merged_into__isnull=False)
    below: dict[int | None, list[Finding]] = {}
    for row in rows:
        below.setdefault(row.merged_into_id, []).append(row)
    found, next_ones = [], below.get(finding.pk, [])
    while next_ones:
        found += next_ones
        next_ones = [row for one in next_ones for row in below.get(one.pk, [])]
    return found


def _hold(*findings: Finding) -> None:
    """Nobody changes them meanwhile, and who has one open in a form is told; both have to stand still.

    Raises InputError("findings.merged_already").
    """
    ids = [one.pk for one in findings]
    locked = list(Finding.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk", flat=True))
    if len(locked) < len(set(ids)):
        raise InputError("findings.merged_already")
    Finding.objects.filter(pk__in=ids).update(revision=F("revision") + 1, changed_at=timezone.now())


# What hangs on a finding by links of its own: how the history calls it, by which name of the finding, and to what.
LINKS: tuple[tuple[str, str, str, type[Model]], ...] = (
    ("evidence", "evidence", "fragment_id", EvidenceLink),
    ("results", "result_links", "result_id", ResultLink),
    ("logbook", "logbook_links", "entry_id", LogbookLink),
)


def _move(finding: Finding, into: Finding) -> Moved:
    moved: Moved = {"was_in": _ids(finding.conclusions.all())}
    for key, name, target, model in LINKS:
        moved[key] = _free(getattr(finding, name), getattr(into, name), target)
        model._default_manager.filter(pk__in=moved[key]).update(finding=into)
    for name in ("questions", "criteria", "conclusions"):
        moved[name] = _join(getattr(finding, name), getattr(into, name))
    finding.conclusions.clear()
    return moved


def _free(links: Any, there: Any, target: str) -> list[int]:
    """Ids of the links to what is not linked there already."""
    taken = set(there.values_list(target, flat=True))
    return [pk for pk, to in links.values_list("pk", target) if to not in taken]


def _join(theirs: Any, ours: Any) -> list[int]:
    """Add what is tied to the one and not yet to the other; gives what was added."""
    added = sorted(set(_ids(theirs.all())) - set(_ids(ours.all())))
    ours.add(*added)
    return added


def _ids(rows: Iterable[Any]) -> list[int]:
    return [row.pk for row in rows]


def _merged_by(change: FindingHistory) -> Finding:
    """What this line of the history merged, as long as it is merged. Raises InputError("findings.merge_undone")."""
    change.refresh_from_db()
    found = FindingHistory.objects.filter(pk=change.pk, kind=HistoryKind.MERGED, undone_at__isnull=True)
    if change.other is None or not found.update(undone_at=timezone.now()):
        raise InputError("findings.merge_undone")
    return change.other


def _take_back(moved: Moved, finding: Finding, into: Finding) -> int:
    """What still stands as the merge left it; returns how much evidence came back."""
    back = dict[str, int]()
    for key, name, target, model in LINKS:
        still = getattr(into, name).filter(pk__in=moved.get(key, ()))  # a merge of before there were results has none
        free = _free(still, getattr(finding, name), target)
        back[key] = model._default_manager.filter(pk__in=free).update(finding=finding)
    finding.conclusions.add(*into.evaluation.conclusions.filter(pk__in=moved["was_in"]))
    for name in ("questions", "criteria", "conclusions"):
        getattr(into, name).remove(*moved[name])
    return back["evidence"] + back["results"]
