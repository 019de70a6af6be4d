"""What a test arranges before it releases what people said: the start gate, and a ground for each source."""

from __future__ import annotations

from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork.models import GateItem, GateItemState
from sluitend.apps.fieldwork.queries import gate_state
from sluitend.apps.sources.models import Ground, GroundKind, Source

REASON = "proef (fictief)"


def open_gate(evaluation: Evaluation) -> None:
    """Settle every line of the start gate that is open; a member who joins later brings new lines."""
    GateItem.objects.bulk_create(
        GateItem(
            evaluation=evaluation,
            kind=line.kind,
            member=line.member,
            state=GateItemState.NOT_NEEDED,
            reason=REASON,
            changed_by=evaluation.created_by,
        )
        for line in gate_state(evaluation).open_items
    )


def give_ground(source: Source) -> Ground:
    """A ground that needs no respondents."""
    return Ground.objects.create(source=source, kind=GroundKind.ANONYMOUS, reason=REASON, recorded_by=source.created_by)
