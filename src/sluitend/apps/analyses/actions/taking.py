"""What leaves the screen is recorded."""

from __future__ import annotations

from sluitend.apps.analyses.models import AnalysisResult
from sluitend.apps.design.access import require
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action


def note_taken(*, actor: User, result: AnalysisResult, kind: str) -> None:
    """Somebody took a table or a chart along, as it may leave the team and as a file of this kind.

    Raises NotFound, NotAllowed.
    """
    require(actor, result.evaluation_id, Action.VIEW_OUTSIDE_RESULTS)
    record(actor, "analyses.taken", result, evaluation=result.evaluation_id, kind=kind)
