"""A closed round with a decision, for tests of other rooms that need one of every kind. Everything is fictitious."""

from __future__ import annotations

from django.utils import timezone

from sluitend.apps.coding.models import Coding, CodingRound, ConsensusDecision, Reopening, RoundAssignment, RoundText
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User

NUMBER = 91  # far from the rounds that others make


def closed_round(evaluation: Evaluation, coders: list[User]) -> dict[str, int]:
    """R91 on the text that carries the first coding, with a decision about it; the arguments of its addresses."""
    coding = Coding.objects.select_related("fragment__version__source").filter(fragment__evaluation=evaluation)[0]
    now = timezone.now()
    made = CodingRound.objects.create(
        evaluation=evaluation,
        number=NUMBER,
        title="Ronde (fictief)",
        state="closed",
        created_by=coders[0],
        opened_at=now,
        closed_at=now,
    )
    text = RoundText.objects.create(round=made, version=coding.fragment.version)
    for coder in coders:
        RoundAssignment.objects.create(text=text, coder=coder, finished_at=now)
    decision = ConsensusDecision.objects.create(
        round=made,
        version=coding.fragment.version,
        start=coding.fragment.start,
        end=coding.fragment.end,
        code=coding.code,
        applies=True,
        reason="Zo is de regel (fictief).",
        decided_by=coders[0],
        from_codings={"codings": [coding.pk], "said": []},
    )
    again = {"reason": "Er is daarna nog gecodeerd (fictief).", "decisions": 1, "completed_at": now}
    Reopening.objects.create(round=made, completed_by=coders[0], reopened_by=coders[0], **again)
    return {
        "number": NUMBER,
        "decision_id": decision.pk,
        "code_id": coding.code_id,
        "source_number": coding.fragment.version.source.number,
    }
