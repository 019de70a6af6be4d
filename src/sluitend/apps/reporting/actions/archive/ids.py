"""Old ids within values made new: in what undoes a merge, and in the key of a waived rule."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

Ids = Mapping[str, Mapping[int, int]]

# How the checker's rules name objects that have no label: a letter and an id.
_LETTERS = {"PL": "design.Place", "P": "design.Perspective", "K": "coding.Code", "H": "reporting.Section"}
_KEY = re.compile(r"^(PL|P|K|H)(\d+)(?=$|[ -])")


def ids_within(value: Mapping[str, Any], kinds: Mapping[str, str], ids: Ids) -> dict[str, Any]:
    """What a merge moved, with the ids of here; what stayed behind falls out.

    A coding that was folded into another's is [fragment, coder, moment]; what a coder said before a decision was taken
    is [coder, start, end].
    """
    new: dict[str, Any] = {}
    for key, inside in value.items():
        if key in kinds:
            new[key] = [ids[kinds[key]][old] for old in inside if old in ids.get(kinds[key], {})]
        elif key == "folded":
            new[key] = [_folded(one, ids) for one in inside if one[0] in ids.get("coding.Fragment", {})]
        elif key == "said":
            new[key] = [[ids["people.User"][coder], *span] for coder, *span in inside]
        else:
            new[key] = [] if isinstance(inside, list) else inside
    return new


def _folded(one: list[Any], ids: Ids) -> list[Any]:
    fragment, coder, *rest = one
    return [ids["coding.Fragment"][fragment], ids["people.User"][coder], *rest]


def ids_in_key(key: str, ids: Ids) -> str:
    """The key of what a rule found; labels are the same everywhere."""

    def renewed(found: re.Match[str]) -> str:
        return f"{found[1]}{ids.get(_LETTERS[found[1]], {}).get(int(found[2]), 0)}"

    return _KEY.sub(renewed, key)
