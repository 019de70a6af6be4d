"""Texts without the names of an evaluation: of its places, organisations and people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from sluitend.apps.design.models import BodyMember, Evaluation
from sluitend.apps.people.models import User

SHORTEST = 3  # a shorter name is more often another word
PLACE, ORGANISATION, PERSON = "[plaats]", "[organisatie]", "[naam]"


def names_in(evaluation: Evaluation) -> dict[str, str]:
    """What to write instead of each name that this evaluation knows; three queries."""
    names = dict.fromkeys(_bare(evaluation.places.values_list("name", flat=True)), PLACE)
    seats = BodyMember.objects.filter(body__evaluation=evaluation, organisation__isnull=False)
    organisations = list(seats.values_list("organisation__name", flat=True))
    if evaluation.commissioner:
        organisations.append(evaluation.commissioner.name)
    names |= dict.fromkeys(_bare(organisations), ORGANISATION)
    members = User.objects.filter(memberships__evaluation=evaluation).values_list("name", flat=True)
    return names | dict.fromkeys(_bare(members), PERSON)


def _bare(names: Iterable[str]) -> list[str]:
    """The names, without what is said of them between brackets; "Gemeente Aardam" also as "Aardam"."""
    bare = {re.sub(r"\s*\([^)]*\)\s*$", "", name).strip() for name in names}
    bare |= {name.partition(" ")[2] for name in bare if name.lower().startswith("gemeente ")}
    return [name for name in bare if len(name) >= SHORTEST]


def without_names(content: Any, names: Mapping[str, str]) -> tuple[Any, int]:
    """The same lists and mappings with every name in their texts replaced, and how often that was done."""
    if not names:
        return content, 0
    longest_first = sorted(names, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)
    instead = {name.casefold(): word for name, word in names.items()}
    count = 0

    def replaced(value: Any) -> Any:
        nonlocal count
        if isinstance(value, str):
            text, times = pattern.subn(lambda found: instead[found[0].casefold()], value)
            count += times
            return text
        if isinstance(value, list):
            return [replaced(one) for one in value]
        return {key: replaced(one) for key, one in value.items()} if isinstance(value, dict) else value

    return replaced(content), count
