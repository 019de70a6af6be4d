"""A text is corrected before its names are finished: what was decided goes along with words that stay the same.

What was put in is looked through by a new search, which keeps decisions and renews what is open.
"""

from __future__ import annotations

from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import NameProposal, SourceVersion
from sluitend.apps.sources.queries_names import KIND_OF_RUN
from sluitend.engines.text.anchoring import Alignment, Placed
from sluitend.work import runs


def carry_decisions(actor: User, before: SourceVersion, after: SourceVersion, alignment: Alignment) -> int:
    """Move the proposals of the older text whose words stand in the corrected one, and look for names in that.

    In the caller's transaction. Of a public document, and where nobody looked for names, nothing happens. How many
    went along; the steps in the older text can be undone no more, as it is read no more.
    """
    rows = list(before.name_proposals.all())
    if after.source.is_public or not rows:
        return 0
    moved: list[NameProposal] = []
    for row in rows:
        place = alignment.place(row.start, row.end)
        if isinstance(place, Placed):
            row.version, row.start, row.end = after, place.start, place.end
            moved.append(row)
    NameProposal.objects.bulk_update(moved, ["version", "start", "end"], batch_size=500)
    source = after.source
    record(
        actor,
        "sources.names_carried",
        source,
        evaluation=source.evaluation_id,
        version=after.number,
        count=len(moved),
        left=len(rows) - len(moved),
    )
    runs.start(KIND_OF_RUN, {"version_id": after.pk}, evaluation_id=source.evaluation_id, requested_by_id=actor.pk)
    return len(moved)
