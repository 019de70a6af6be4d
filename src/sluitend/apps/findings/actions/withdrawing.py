"""What researchers noted beside withdrawn words, or copied of them into what is kept as history, goes too.

The link itself stays, and makes its finding stale.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django.db.models import F, Model

from sluitend.apps.fieldwork.copied import Row, rows_in, telling, without
from sluitend.apps.fieldwork.destruction import Destruction
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.findings.actions.findings import WORDS
from sluitend.apps.findings.models import (
    COMPONENTS,
    AgreementEvidence,
    EvidenceLink,
    Finding,
    FindingHistory,
    LogbookLink,
    PhaseSnapshot,
    ResultLink,
)
from sluitend.apps.people.models import User

NOTES, LINKS, HISTORY = "findings.notes", "findings.links", "findings.history"
# What people typed about what was said; questions and criteria were worded before anybody spoke.
FROZEN = {
    "questions": ("answer", "not_answered_reason"),
    "findings": ("title", "text"),
    "recommendations": ("title", "text"),
}
REASONED = (*WORDS, "confidence_reason", *(f"{name}_why" for name in COMPONENTS))


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
    """Nobody can change what is frozen, was worded before or is out of sight: there it goes, sentence by sentence."""
    said, evaluation = telling(rows_in(destruction.words)), destruction.evaluation_id
    if not said:
        return
    changed = 0
    for change in FindingHistory.objects.filter(finding__evaluation=evaluation):
        changed += _saved(change, before=_emptied(change.before, FROZEN["findings"], said))
    for snapshot in PhaseSnapshot.objects.filter(phase__evaluation=evaluation):
        changed += _saved(snapshot, content=_without(snapshot.content, said))
    for row, names in _merged(evaluation):
        changed += _saved(row, **_emptied({name: getattr(row, name) for name in names}, names, said))
    destruction.note(HISTORY, count=changed)


def _merged(evaluation: int) -> Iterator[tuple[Model, Iterable[str]]]:
    """Findings that stand in another one, with what lies out of sight with them: who undoes that has it all back."""
    away = {"finding__evaluation": evaluation, "finding__merged_into__isnull": False}
    for finding in Finding.with_merged.filter(evaluation=evaluation, merged_into__isnull=False):
        yield finding, REASONED
    for link in [*EvidenceLink.objects.filter(**away), *LogbookLink.objects.filter(**away)]:
        yield link, ("note",)
    for result in ResultLink.objects.filter(**away):
        yield result, ("note", "sample_outcome")


def _saved(row: Model, **after: Any) -> bool:
    """Whether something of the row is different now."""
    changed = [name for name, value in after.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, after[name])
    if changed:
        row.save(update_fields=changed)
    return bool(changed)


def _without(content: Mapping[str, Any], said: Collection[Row]) -> dict[str, Any]:
    """A frozen state without the sentences that hold these words."""
    emptied = {part: [_emptied(one, names, said) for one in content.get(part, [])] for part, names in FROZEN.items()}
    return {**content, **emptied}


def _emptied(kept: Mapping[str, Any], names: Iterable[str], said: Collection[Row]) -> dict[str, Any]:
    return {**kept, **{name: without(kept[name], said) for name in names if kept.get(name)}}
