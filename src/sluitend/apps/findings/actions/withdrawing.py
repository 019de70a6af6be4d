"""What researchers noted beside withdrawn words, or copied of them into what is kept as history, goes too.

The link itself stays, and makes its finding stale.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import F

from sluitend.apps.fieldwork.copied import Row, rows_in, shares
from sluitend.apps.fieldwork.destruction import Destruction
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.findings.models import AgreementEvidence, EvidenceLink, FindingHistory, PhaseSnapshot
from sluitend.apps.people.models import User

NOTES, LINKS, HISTORY = "findings.notes", "findings.links", "findings.history"
_TYPED = frozenset({"title", "text", "answer", "not_answered_reason", "criterion"})  # the rest is figures and choices


def forget_notes(actor: User | None, respondent: Respondent | None, destruction: Destruction) -> None:
    """For ``fieldwork.hooks.withdrawn``. Who has a note open in a form cannot save it over this."""
    gone = {"fragment__version__in": list(destruction.texts), "fragment__withdrawn_at__isnull": False}
    links, agreed = EvidenceLink.objects.filter(**gone), AgreementEvidence.objects.filter(**gone)
    emptied = links.exclude(note="").update(note="", revision=F("revision") + 1)
    emptied += agreed.exclude(note="").update(note="")
    destruction.note(NOTES, count=emptied)
    destruction.note(LINKS, count=links.count() + agreed.count())
    _forget_history(destruction)


def _forget_history(destruction: Destruction) -> None:
    """Nobody can change what is frozen or was worded before: where it copied the words, it is emptied here."""
    said, evaluation = rows_in(destruction.words), destruction.evaluation_id
    changed = 0
    for change in FindingHistory.objects.filter(finding__evaluation=evaluation):
        changed += _replaced(change, "before", said)
    for snapshot in PhaseSnapshot.objects.filter(phase__evaluation=evaluation):
        changed += _replaced(snapshot, "content", said)
    destruction.note(HISTORY, count=changed)


def _replaced(row: FindingHistory | PhaseSnapshot, field: str, said: Collection[Row]) -> bool:
    before = getattr(row, field)
    after = _without(before, said)
    if after == before:
        return False
    setattr(row, field, after)
    row.save(update_fields=[field])
    return True


def _without(kept: Any, said: Collection[Row]) -> Any:
    """The same structure; a text that people typed is empty where it holds such words."""
    if isinstance(kept, list):
        return [_without(one, said) for one in kept]
    if not isinstance(kept, dict):
        return kept
    return {
        name: "" if name in _TYPED and isinstance(value, str) and shares(value, said) else _without(value, said)
        for name, value in kept.items()
    }
