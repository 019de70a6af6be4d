"""A log in ten figures."""

from __future__ import annotations

from dataclasses import dataclass

from sluitend.engines.chain.steps import DAY, NONE
from sluitend.engines.chain.store import Store


@dataclass(frozen=True, slots=True)
class Summary:
    """`resources` and what follows from them count known resources only.

    A variant is a sequence of activities; a directly-follows pair is two activities of which one came right after the
    other in some case. The duration of a case is from its first event to its last. A handover is a change of resource
    between two consecutive events that both have one. A ping-pong is A→B→A after runs of one resource are taken
    together; an event without resource between them breaks it.
    """

    events: int
    cases: int
    activities: int
    resources: int
    variants: int
    directly_follows_pairs: int
    median_duration_days: float | None
    handovers: int
    ping_pongs: int
    ping_pong_cases: int


def summary(store: Store) -> Summary:
    """Of all cases; the median duration is None when there is no case."""
    steps, cases = store.with_hands(), store.cases
    pairs = steps.filter(steps.next_activity != NONE).select("activity", "next_activity").distinct()
    known = steps.resource != NONE
    handover = known & (steps.next_resource != NONE) & (steps.resource != steps.next_resource)
    back = steps.hand & known & (steps.next_hand != NONE) & (steps.resource == steps.second_hand)
    counts = steps.aggregate(
        events=steps.count(),
        activities=steps.activity.nunique(),
        resources=steps.resource.nunique(where=known),
        handovers=steps.count(where=handover),
        ping_pongs=steps.count(where=back),
        ping_pong_cases=steps.case.nunique(where=back),
    )
    of_cases = cases.aggregate(
        cases=cases.count(),
        variants=cases.variant.nunique(),
        median=(cases["last"] - cases["first"]).median(),
    )
    found = store.row(of_cases)
    median = found.pop("median")
    return Summary(
        **store.row(counts),
        **found,
        directly_follows_pairs=store.value(pairs.count()),
        median_duration_days=None if median is None else median / DAY,
    )
