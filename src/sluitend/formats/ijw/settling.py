"""What still stands of everything that was delivered: without copies, rejections, removals and older versions.

Nothing here looks at the order in which messages came; where one delivery is "earlier" than another, the messages' own
dates say so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import date

from sluitend.formats.ijw.names import DELETED, TEMPORARY
from sluitend.formats.ijw.parsing import (
    ANSWERED,
    ASSIGNED,
    CHANGE_REQUESTED,
    REQUESTED,
    STARTED,
    STOPPED,
    Delivery,
    Identity,
    Message,
)

REMOVED, CHANGED = "3", "2"


class Settled:
    """Collects messages; `standing` is what is left of them."""

    def __init__(self) -> None:
        self.report: Counter[str] = Counter()
        self.returned: dict[Identity, date] = {}
        self._deliveries: dict[Delivery, None] = {}
        self._rejected: set[Delivery] = set()
        self._refused: set[Identity] = set()
        self._sent_again: dict[Delivery, date] = {}

    def add(self, message: Message) -> None:
        """Also a copy, or a return message before what it returns."""
        self.report["messages"] += 1
        if message.returned is None:
            self.report["copies"] += sum(one in self._deliveries for one in message.deliveries)
            self._deliveries.update(dict.fromkeys(message.deliveries))
            return
        self.returned[message.message] = min(message.returned, self.returned.get(message.message, message.returned))
        self._rejected |= message.rejected
        if message.all_rejected:
            self._refused.add(message.message)

    def standing(self) -> dict[int, list[Delivery]]:
        """Per number of the message; of an assignment every version, the one that counts last."""
        kept: dict[int, list[Delivery]] = defaultdict(list)
        for one in self._deliveries:
            if one in self._rejected or one.message in self._refused:
                self.report["rejected"] += 1
            else:
                kept[one.number].append(one)
        return {
            ASSIGNED: list(self._assignments(kept[ASSIGNED])),
            STARTED: list(self._care(kept[STARTED])),
            STOPPED: list(self._care(kept[STOPPED])),
            **{number: list(self._once(kept[number])) for number in (REQUESTED, CHANGE_REQUESTED, ANSWERED)},
        }

    def first_sent(self, one: Delivery) -> date:
        """When this version of an assignment was known; asked after `standing`."""
        return self._sent_again.get(one, one.sent)

    def _assignments(self, deliveries: Iterable[Delivery]) -> Iterator[Delivery]:
        for versions in _groups(deliveries, lambda one: (one.municipality, one.case, one.allocation)):
            versions.sort(key=lambda one: (one.decided, one.sent, one.identification))
            decided = {one.decided: one for one in versions}
            for one in reversed(versions):  # every message repeats what stands (OP087)
                self._sent_again[decided[one.decided]] = one.sent
            if versions[-1].reason == DELETED:
                self.report["removed"] += len(decided)
            else:
                yield from decided.values()

    def _once(self, deliveries: Iterable[Delivery]) -> Iterator[Delivery]:
        """A request that was sent again under its own reference was asked when it was first sent."""
        for same in _groups(deliveries, lambda one: (one.municipality, one.provider, one.case, one.reference,
                                                     one.status, one.reason, one.category, one.product)):  # fmt: skip
            self.report["repeated"] += len(same) - 1
            yield min(same, key=lambda one: (one.sent, one.identification))

    def _care(self, deliveries: Iterable[Delivery]) -> Iterator[Delivery]:
        """Starts or stops; temporary stops and definite ones of the same delivery are apart."""
        for same in _groups(deliveries, _subject):
            standing = _Standing()
            for one in sorted(same, key=lambda one: (one.sent, one.status in (REMOVED, CHANGED), one.status,
                                                     one.identification)):  # fmt: skip
                standing.take(one)
            left = list(standing.left())
            self.report["removed"] += len(same) - len(left)
            yield from left


class _Standing:
    """What is left of the starts, or of the stops, of one period of care, delivered at their dates."""

    def __init__(self) -> None:
        self._at: dict[date | None, list[Delivery]] = {}
        self._waiting: Counter[date | None] = Counter()  # removals that came with an earlier date than what they remove

    def take(self, one: Delivery) -> None:
        if one.status == REMOVED:
            self._remove(one)
        elif one.status == CHANGED:
            self._at = {one.end: [one]}
        elif self._waiting[one.end]:
            self._waiting[one.end] -= 1
        else:
            before = [other for other in self._at.get(one.end, []) if other.sent == one.sent]
            self._at[one.end] = [*before, one]

    def _remove(self, removal: Delivery) -> None:
        """All earlier ones of that date; of those sent on the same day one, as each has a removal of its own."""
        there = self._at.get(removal.end)
        if not there:
            self._waiting[removal.end] += 1
        elif len(there) > 1 and there[-1].sent == removal.sent:
            there.pop()
        else:
            del self._at[removal.end]

    def left(self) -> Iterator[Delivery]:
        for same in self._at.values():
            yield min(same, key=lambda one: one.identification)


def _subject(one: Delivery) -> Hashable:
    """The logical key, but for the date on which a stop ends."""
    product = one.allocation or (one.category, one.product)
    return one.municipality, one.provider, one.case, product, one.begin, one.reason == TEMPORARY


def _groups(deliveries: Iterable[Delivery], by: Callable[[Delivery], Hashable]) -> Iterable[list[Delivery]]:
    found: dict[Hashable, list[Delivery]] = defaultdict(list)
    for one in deliveries:
        found[by(one)].append(one)
    return found.values()
