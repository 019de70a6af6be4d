"""What no longer counts once the consensus of a round stands: of who was not compared, and of earlier rounds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _

from sluitend.apps.coding.agreement.differences import Marked
from sluitend.apps.coding.queries.agreement import Compared, TextInRound
from sluitend.apps.coding.queries.consensus import Mark, held_in
from sluitend.apps.coding.queries.material import counted_without
from sluitend.apps.people.models import User


def not_compared(compared: Compared) -> dict[int | None, int]:
    """By coder how many codings: of who did not finish a text, or is no coder of the round; under None what an earlier
    consensus holds and nobody gives. Not those of which this consensus says the same."""
    held = held_in(compared.round)
    now = counted_without(compared.round, [one.version.pk for one in compared.present])
    return dict(
        Counter(
            coder
            for text in compared.present
            for coder in _whose(compared, text, now[text.version.pk] - held.get(text.version.pk, set()))
        )
    )


def _whose(compared: Compared, text: TextInRound, counting: Collection[Mark]) -> Iterator[int | None]:
    gave: defaultdict[Mark, set[int]] = defaultdict(set)
    for one in compared.marked.get(text.version.pk, ()):
        gave[_mark(one)].add(one.coder)
    for mark in counting:
        if mark[2] in compared.codes and not gave[mark] & set(text.compared):
            yield from gave[mark] or [None]


def _mark(one: Marked) -> Mark:
    return one.start, one.end, one.code


def named(counts: dict[int | None, int]) -> list[tuple[str, int]]:
    """The same by name, for a page."""
    people = User.objects.filter(pk__in=[one for one in counts if one is not None]).order_by("name", "pk")
    found = [(name, counts[pk]) for pk, name in people.values_list("pk", "name")]
    return [*found, (_("an earlier consensus"), counts[None])] if None in counts else found
