"""Which codings came from what the computer suggested: whoever accepted one made it their own; that is told with it.

For callers that have checked who asks; only of what stands for everybody (``blindness.settled_codings``).
"""

from __future__ import annotations

from sluitend.apps.coding.queries.blindness import settled_codings
from sluitend.apps.design.models import Evaluation

Origins = set[tuple[int, int, int, int]]  # version, start, end, code
_PLACE = ("fragment__version_id", "fragment__start", "fragment__end", "code_id")


def suggested(evaluation: Evaluation) -> Origins:
    """Where a code came from a suggestion, whoever else gave it there too."""
    return set(settled_codings(evaluation).filter(suggested__isnull=False).order_by().values_list(*_PLACE))


def suggested_only(evaluation: Evaluation) -> Origins:
    """Where a code came from a suggestion, and nobody gave it there of their own."""
    own = settled_codings(evaluation).filter(suggested__isnull=True).order_by().values_list(*_PLACE)
    return suggested(evaluation) - set(own)
