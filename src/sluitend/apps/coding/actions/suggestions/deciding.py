"""A person says yes or no to what the computer suggests, and that goes along with a corrected text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from sluitend.apps.coding import actions
from sluitend.apps.coding.models import Coding, Suggestion, SuggestionDecision
from sluitend.apps.coding.queries.blindness import refuse_while_blind
from sluitend.apps.design.access import require
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources.models import SourceVersion
from sluitend.errors import NotFound

if TYPE_CHECKING:
    from sluitend.apps.sources.aligning import Aligner


def accept_suggestion(*, actor: User, suggestion: Suggestion) -> Coding:
    """Put the code on the passage, as one's own coding; where it came from is remembered.

    Raises NotFound, NotAllowed, InputError("coding.blind_text") and what ``apply_code`` raises.
    """
    with transaction.atomic():
        decision = _decide(actor, suggestion, accepted=True)
        span = {"start": suggestion.start, "end": suggestion.end}
        coding = actions.apply_code(actor=actor, version=suggestion.version, code=suggestion.code, **span)
        SuggestionDecision.objects.filter(coding=coding).update(coding=None)
        decision.coding = coding
        decision.save(update_fields=["coding"])
        record(actor, "coding.suggestion_accepted", decision, evaluation=suggestion.evaluation_id)
    return coding


def reject_suggestion(*, actor: User, suggestion: Suggestion) -> None:
    """The code does not belong there: it is not suggested there again, and the computer learns from it.

    Raises NotFound, NotAllowed, InputError("coding.blind_text").
    """
    with transaction.atomic():
        decision = _decide(actor, suggestion, accepted=False)
        record(actor, "coding.suggestion_rejected", decision, evaluation=suggestion.evaluation_id)


def _decide(actor: User, suggestion: Suggestion, *, accepted: bool) -> SuggestionDecision:
    """One answer to one suggestion: the second of two people finds it gone."""
    require(actor, suggestion.evaluation_id, Action.CODE)
    refuse_while_blind([suggestion.version.source_id])
    if not Suggestion.objects.filter(pk=suggestion.pk).delete()[0]:
        raise NotFound("suggestion")
    decision, _new = SuggestionDecision.objects.update_or_create(
        version=suggestion.version,
        start=suggestion.start,
        end=suggestion.end,
        code=suggestion.code,
        defaults={
            "evaluation_id": suggestion.evaluation_id,
            "accepted": accepted,
            "coding": None,
            "decided_by": actor,
        },
    )
    return decision


def take_along(before: SourceVersion, version: SourceVersion, aligner: Aligner) -> None:
    """What was said of words that did not change is said of them in the corrected text too, within the caller's
    transaction. Of other words nothing was said.
    """
    rows = list(SuggestionDecision.objects.filter(version=before))
    if not rows:
        return
    alignment = aligner.between(before, version)
    there = set(SuggestionDecision.objects.filter(version=version).values_list("start", "end", "code_id"))
    moved = []
    for decision in rows:
        placed = alignment.unchanged(decision.start, decision.end)
        if placed and (placed.start, placed.end, decision.code_id) not in there:
            decision.version, decision.start, decision.end = version, placed.start, placed.end
            moved.append(decision)
    SuggestionDecision.objects.bulk_update(moved, ["version", "start", "end"], batch_size=200)
