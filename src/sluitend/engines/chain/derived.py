"""What the events of a case say of all of it: the organisation that was the first known one, and the last.

These are asked as attributes of cases are, by their names; they are made of the steps when they are asked for, and cost
nothing until then. Events without a resource are passed over, and a case with none but those has no value.
"""

from __future__ import annotations

from typing import Any, Final

from ibis import _

from sluitend.engines.chain.steps import NONE

FIRST: Final = "eerste organisatie"
LAST: Final = "laatste organisatie"
COLUMNS: Final = {FIRST: "resource:first", LAST: "resource:last"}  # no attribute of a log has such a column


def ends(steps: Any, column: str) -> Any:
    """`case`, and in `column` (of `COLUMNS`) its first or last known resource, in the order of the case."""
    known = steps.filter(_.hand & (_.resource != NONE))  # the rest of a run has the same resource
    found = _.resource.argmin(_.position) if column == COLUMNS[FIRST] else _.resource.argmax(_.position)
    return known.group_by("case").aggregate(**{column: found})
