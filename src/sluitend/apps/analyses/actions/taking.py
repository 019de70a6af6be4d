"""What leaves the screen is recorded."""

from __future__ import annotations

from sluitend.apps.analyses.models import AnalysisResult
from sluitend.apps.design.access import require
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action


def note_taken(*, actor: User, result: AnalysisResult, kind: str, exact: bool = False) -> None:
    """Somebody took a table or a chart along as a file of this kind: as it may leave the team, or `exact`.

    Raises NotFound, NotAllowed.
    """
    require(actor, result.evaluation_id, Action.VIEW_RESULTS if exact else Action.VIEW_OUTSIDE_RESULTS)
    what = "analyses.taken_exact" if exact else "analyses.taken"
    record(actor, what, result, evaluation=result.evaluation_id, kind=kind)
