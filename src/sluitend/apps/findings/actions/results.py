"""Results of analyses as evidence: what the registered data say for, against or beside a finding."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from sluitend.apps.analyses.models import AnalysisResult
from sluitend.apps.design.access import require
from sluitend.apps.findings.actions.evidence import require_stance
from sluitend.apps.findings.actions.merging import absorbed_by
from sluitend.apps.findings.actions.shared import require_same_evaluation, take_revision
from sluitend.apps.findings.models import Finding, ResultLink, Stance
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError


def use_result(
    *,
    actor: User,
    finding: Finding,
    result: AnalysisResult,
    stance: str = Stance.SUPPORTS,
    note: str = "",
    sample_outcome: str = "",
) -> ResultLink:
    """Let a finding rest on a result.

    Of a result that is its evidence already the stance changes, and the words only where there are new ones. Raises
    NotAllowed, InputError("findings.other_evaluation", "findings.unknown_stance", "findings.result_not_done").
    """
    require(actor, finding.evaluation_id, Action.WRITE_FINDINGS)
    require_same_evaluation(finding.evaluation_id, [result])
    require_stance(stance)
    words = {"note": note.strip(), "sample_outcome": sample_outcome.strip()}
    again = {"stance": stance, "revision": F("revision") + 1, **{name: text for name, text in words.items() if text}}
    with transaction.atomic():
        _require_done(result)
        link, _created = ResultLink.objects.update_or_create(
            finding=finding,
            result=result,
            defaults=again,
            create_defaults={"stance": stance, **words, "created_by": actor},
        )
        link.refresh_from_db()  # the revision was counted by the database
        _record(actor, "findings.result_linked", link, stance=str(stance))
    return link


def change_result_link(
    *, actor: User, link: ResultLink, revision: int, stance: str, note: str, sample_outcome: str | None = None
) -> ResultLink:
    """Change what a result means for a finding, over the revision that its author saw; no outcome leaves what it was.

    Raises NotAllowed, InputError("findings.unknown_stance", "findings.changed_meanwhile").
    """
    require(actor, link.finding.evaluation_id, Action.WRITE_FINDINGS)
    require_stance(stance)
    words = {"note": note.strip()} | ({} if sample_outcome is None else {"sample_outcome": sample_outcome.strip()})
    with transaction.atomic():
        seen = ResultLink.objects.filter(pk=link.pk, revision=revision)
        if not seen.update(stance=stance, revision=F("revision") + 1, **words):
            raise InputError("findings.changed_meanwhile")
        link.refresh_from_db()
        _record(actor, "findings.result_changed", link, stance=str(stance))
    return link


def take_newer_result(*, actor: User, link: ResultLink, revision: int, newer: AnalysisResult) -> ResultLink:
    """Let the finding rest on what the same question gave later; the earlier result stays, and is its evidence no more.

    Stance and note go along; what was written of the later one already stays. What practice said was of another sample:
    it moves to the note, and is asked again.
    Raises NotAllowed, InputError("findings.changed_meanwhile", "findings.not_newer") and what `use_result` raises.
    """
    require(actor, link.finding.evaluation_id, Action.WRITE_FINDINGS)
    if not _is_newer(newer, link.result):
        raise InputError("findings.not_newer", newer=str(newer), older=str(link.result))
    with transaction.atomic():
        take_revision(ResultLink, link.pk, revision)
        link.refresh_from_db(fields=["stance", "note", "sample_outcome"])
        told = f"{link.result}: {link.sample_outcome}" if link.sample_outcome else ""
        there = ResultLink.objects.filter(finding=link.finding, result=newer).first()  # it may rest on both by now
        note = "\n".join(filter(None, [there.note if there else "", link.note, told]))
        stance = there.stance if there else link.stance
        new = use_result(actor=actor, finding=link.finding, result=newer, stance=stance, note=note)
        remove_result(actor=actor, link=link)
    return new


def _is_newer(newer: AnalysisResult, older: AnalysisResult) -> bool:
    """Whether it was asked as the same question, once or more often since."""
    before = newer.predecessor
    while before is not None and before.pk != older.pk:
        before = before.predecessor
    return before is not None


def remove_result(*, actor: User, link: ResultLink) -> None:
    """The finding no longer rests on this result; the result itself stays. Raises NotAllowed."""
    require(actor, link.finding.evaluation_id, Action.WRITE_FINDINGS)
    with transaction.atomic():
        _record(actor, "findings.result_unlinked", link)
        doubles = ResultLink.objects.filter(result=link.result_id, finding__in=absorbed_by(link.finding))
        doubles.delete()  # as of passages: nothing out of sight holds the result
        link.delete()


def _require_done(result: AnalysisResult) -> None:
    """As it is now, and for as long as the transaction lasts: its data may be destroyed meanwhile."""
    now = AnalysisResult.objects.select_for_update().only("state", "number").get(pk=result.pk)
    if not now.is_done:
        raise InputError("findings.result_not_done", label=str(now))


def _record(actor: User, action: str, link: ResultLink, **data: str) -> None:
    finding = link.finding
    numbers = {"finding": finding.number, "result": link.result.number}
    record(actor, action, link, evaluation=finding.evaluation_id, **numbers, **data)
