"""Where coders differed a person decides whether a code holds, with a reason; what all agreed on is taken over.

Decisions are a layer beside the coders' own work, which stays as it is. They can be taken back until the round has been
adjudicated; from then on the consensus stands for its texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone

from sluitend.apps.coding.actions import changes, telling
from sluitend.apps.coding.agreement.differences import Place
from sluitend.apps.coding.agreement.units import Span
from sluitend.apps.coding.models import CodingRound, ConsensusDecision, Fragment, RoundState
from sluitend.apps.coding.queries.agreement import Away, Compared, TextInRound, compared_for
from sluitend.apps.coding.queries.blindness import refuse_while_blind
from sluitend.apps.coding.queries.consensus import decided_in, decided_places, undecided
from sluitend.apps.coding.queries.not_compared import not_compared
from sluitend.apps.coding.spans import check_span
from sluitend.apps.design.access import require
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError, NotFound

MOST = 2000  # characters of a reason
_AT_ONCE = 500


def decide(
    *,
    actor: User,
    round_: CodingRound,
    source: int,
    place: Span,
    code: int,
    span: Span,
    also: Sequence[Span] = (),
    applies: bool,
    reason: str,
) -> ConsensusDecision:
    """Say of a place where coders differ whether the code holds, of which passage, and why; anew over an earlier one.

    `place` is where it stands in S<source>, as it was shown; `also` are other passages of it. Raises NotFound,
    NotAllowed, InputError("coding.round_open"), ("coding.adjudicated"), ("coding.place_changed"),
    ("coding.reason_empty"), ("coding.reason_too_long"), ("coding.span_elsewhere") and those of a span.
    """
    require(actor, round_.evaluation_id, Action.CODE)
    reason = reason_of(reason)
    with transaction.atomic():
        _hold(round_)
        compared = compared_for(actor, round_, source=source)
        text = compared.text(source)
        changes.lock(text.version.source_id)
        found = _place(compared, text, place, code)
        for one in (span, *also):
            _check(text, found, one)
        _forget(actor, decided_in(round_, text.version.pk), [found])
        decision, *_more = [
            _write(actor, round_, text, found, one, applies=applies, reason=reason) for one in (span, *also)
        ]
        record(
            actor,
            "coding.consensus_decided",
            decision,
            evaluation=round_.evaluation_id,
            round=round_.number,
            code=code,
            applies=applies,
            codings=len(found.codings),
        )
    return decision


def _check(text: TextInRound, place: Place, span: Span) -> None:
    if not place.holds(*span) or span[0] < place.extent[0] or span[1] > place.extent[1]:
        raise InputError("coding.span_elsewhere")
    check_span(text.version.text or "", *span)


def take_over_agreed(*, actor: User, round_: CodingRound, source: int | None = None) -> int:
    """Take over every place on which all coders agreed and that was not decided yet, of one text or of all; how many.

    Where the passages differ within the same units, the consensus holds of all that was marked, and of nothing between.

    Raises NotFound, NotAllowed, InputError("coding.round_open") and ("coding.adjudicated").
    """
    require(actor, round_.evaluation_id, Action.CODE)
    with transaction.atomic():
        _hold(round_)
        compared = compared_for(actor, round_, source=source)
        count = 0
        for text in sorted(compared.present, key=lambda one: one.version.source_id):  # in the order of every lock
            changes.lock(text.version.source_id)
            decisions = decided_in(round_, text.version.pk)
            agreed = [one for one in undecided(compared.places(text), decisions) if one.is_agreed]
            _take_over(actor, round_, text, agreed)
            count += len(agreed)
        if count:
            record(
                actor,
                "coding.agreed_taken_over",
                round_,
                evaluation=round_.evaluation_id,
                round=round_.number,
                places=count,
            )
    return count


def take_back(*, actor: User, round_: CodingRound, decision: ConsensusDecision) -> None:
    """Take a decision back, so that the place is open again.

    Raises NotFound, NotAllowed, InputError("coding.round_open"), ("coding.adjudicated") and ("coding.blind_text").
    """
    require(actor, round_.evaluation_id, Action.CODE)
    source_id = decision.version.source_id
    with transaction.atomic():
        _hold(round_)
        changes.lock(source_id)
        refuse_while_blind([source_id])
        now = ConsensusDecision.objects.filter(pk=decision.pk, round=round_).first()
        if now is None:
            raise NotFound("decision")
        for one in _of_one_place(now):
            data = {"round": round_.number, "code": one.code_id, "applies": one.applies}
            record(actor, "coding.consensus_taken_back", one, evaluation=round_.evaluation_id, **data)
            _delete(actor, one)


def _of_one_place(decision: ConsensusDecision) -> list[ConsensusDecision]:
    """With the other passages of what was decided there, which came from the same codings: also one that waits to be
    placed in a newer text, where it would come back."""
    same = {name: getattr(decision, name) for name in ("round_id", "code_id", "applies")}
    rows = ConsensusDecision.objects.filter(**same)
    return [one for one in rows if one.pk == decision.pk or _came_from_same(one, decision)]


def _came_from_same(one: ConsensusDecision, other: ConsensusDecision) -> bool:
    codings = one.from_codings.get("codings")
    return bool(codings) and codings == other.from_codings.get("codings")


def adjudicate(*, actor: User, round_: CodingRound, left_out: int = 0) -> CodingRound:
    """Close the adjudication: from now on the consensus stands for the texts of this round, and cannot be changed.

    `left_out` is how many codings of people who are not compared the actor saw, which no longer count from then on: it
    is recorded with whose they are. Raises InputError("coding.not_compared") when there are others, NotFound,
    NotAllowed, InputError("coding.round_open"), ("coding.adjudicated"), ("coding.undecided") while there is a place
    that nobody decided, and ("coding.text_coded_blind") while another round hides one of its texts.
    """
    require(actor, round_.evaluation_id, Action.PLAN_ROUNDS)
    with transaction.atomic():
        _hold(round_)
        compared = compared_for(actor, round_)
        if hidden := [one for one in compared.texts if one.away is Away.BLIND]:
            raise InputError("coding.text_coded_blind", number=hidden[0].number)
        left = sum(
            len(undecided(compared.places(text), decided_in(round_, text.version.pk))) for text in compared.present
        )
        if left:
            raise InputError("coding.undecided", round=round_.number, count=left)
        whose = not_compared(compared)
        if sum(whose.values()) != left_out:
            raise InputError("coding.not_compared", round=round_.number, count=sum(whose.values()))
        round_.adjudicated_at, round_.adjudicated_by = timezone.now(), actor
        round_.save(update_fields=["adjudicated_at", "adjudicated_by"])
        record(
            actor,
            "coding.round_adjudicated",
            round_,
            evaluation=round_.evaluation_id,
            round=round_.number,
            decisions=decided_places(round_),
            left_out=left_out,
            left_out_of=", ".join(str(coder) for coder in sorted(one for one in whose if one is not None)),
        )
    return round_


def note_taken(*, actor: User, round_: CodingRound, kind: str) -> None:
    """That somebody took the figures of a round along as a file. Raises NotFound, NotAllowed."""
    require(actor, round_.evaluation_id, Action.VIEW_CODING)
    evaluation = round_.evaluation_id
    record(actor, "coding.agreement_taken", round_, evaluation=evaluation, round=round_.number, kind=kind)


def _hold(round_: CodingRound) -> None:
    """One person at a time, in a round of which decisions may change. The row is read again after the lock."""
    now = CodingRound.objects.select_for_update().get(pk=round_.pk)
    if now.state != RoundState.CLOSED:
        raise InputError("coding.round_open", round=now.number)
    if now.adjudicated_at is not None:
        raise InputError("coding.adjudicated", round=now.number)


def reason_of(reason: str) -> str:
    """Without white space around it. Raises InputError("coding.reason_empty") and ("coding.reason_too_long")."""
    reason = reason.strip()
    if not reason:
        raise InputError("coding.reason_empty")
    if len(reason) > MOST:
        raise InputError("coding.reason_too_long", most=MOST)
    return reason


def _place(compared: Compared, text: TextInRound, span: Span, code: int) -> Place:
    for one in compared.places(text):
        if one.code == code and (one.start, one.end) == span:
            return one
    raise InputError("coding.place_changed")


def _forget(actor: User, decisions: Iterable[ConsensusDecision], places: Sequence[Place]) -> None:
    """What was decided at this place before, with all of its passages."""
    here = (
        one
        for one in decisions
        if any(place.code == one.code_id and place.holds(one.start, one.end) for place in places)
    )
    found = {one.pk: one for decision in here for one in _of_one_place(decision)}
    for one in found.values():
        data = {"round": one.round.number, "code": one.code_id, "applies": one.applies}
        record(actor, "coding.consensus_taken_back", one, evaluation=one.round.evaluation_id, **data)
        _delete(actor, one)


def _delete(actor: User, decision: ConsensusDecision) -> None:
    """With the passage that was made for it, when nothing else rests on that."""
    place = {"version": decision.version_id, "start": decision.start, "end": decision.end}
    decision.delete()
    fragment = Fragment.objects.filter(**place).first()
    if fragment is not None:
        telling.tell_fragment(fragment, actor)
        changes.drop_if_empty(fragment)


def _take_over(actor: User, round_: CodingRound, text: TextInRound, places: Sequence[Place]) -> None:
    """What all agreed on in one text, in a fixed number of queries."""
    if not places:
        return
    marked = [(one, span) for one in places for span in one.marked(text.version.text or "")]
    rows = [_decision(actor, round_, text, one, span, applies=True, reason="") for one, span in marked]
    ConsensusDecision.objects.bulk_create(rows, batch_size=_AT_ONCE)
    changes.put_fragments(actor, text.version, [span for _place, span in marked])
    telling.tell_text(text.version.source)


def _write(
    actor: User, round_: CodingRound, text: TextInRound, place: Place, span: Span, *, applies: bool, reason: str
) -> ConsensusDecision:
    """The decision; one that applies gets its passage in the text, so that a finding can rest on it."""
    decision = _decision(actor, round_, text, place, span, applies=applies, reason=reason)
    decision.save()
    if applies:
        telling.tell_fragment(changes.put_fragment(actor, text.version, *span), actor)
    return decision


def _decision(
    actor: User, round_: CodingRound, text: TextInRound, place: Place, span: Span, *, applies: bool, reason: str
) -> ConsensusDecision:
    """Not saved yet; it remembers where it came from."""
    said = [[one.coder, one.start, one.end] for marks in place.by_coder.values() for one in marks]
    return ConsensusDecision(
        round=round_,
        version=text.version,
        start=span[0],
        end=span[1],
        code_id=place.code,
        applies=applies,
        reason=reason,
        decided_by=actor,
        from_codings={"codings": place.codings, "said": said},
    )
