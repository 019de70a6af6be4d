"""Names that people write down: as they stand in the data, or with a * for whatever else stands there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from sluitend.errors import InputError

_NAMED, _BETWEEN = "=", "|"


def matching(written: Iterable[str], names: Sequence[str], *, field: str) -> tuple[str, ...]:
    """The names that are meant, in their own order; capitals make no difference, and only * stands for other text.

    Raises InputError("analyses.no_such_name") for what no name is like; `field` is the label of where it was asked.
    """
    found: set[str] = set()
    for text in written:
        meant = {name for name in names if fnmatchcase(name.casefold(), _pattern(text))}
        if not meant:
            raise InputError("analyses.no_such_name", field=field, value=text)
        found |= meant
    return tuple(name for name in names if name in found)


def _pattern(text: str) -> str:
    return "".join(f"[{letter}]" if letter in "[?" else letter for letter in text.strip().casefold())


def groups(lines: Iterable[str], names: Sequence[str], *, field: str) -> dict[str, str]:
    """The group of every name that is in one, of lines such as "Hulp = start hulp | intake*".

    Raises InputError("analyses.group" | "analyses.in_two_groups") and what `matching` raises.
    """
    found: dict[str, str] = {}
    for line in lines:
        group, named, parts = (part.strip() for part in line.partition(_NAMED))
        written = [part for part in parts.split(_BETWEEN) if part.strip()]
        if not group or not named or not written:
            raise InputError("analyses.group", field=field, line=line)
        for name in matching(written, names, field=field):
            if found.setdefault(name, group) != group:
                raise InputError("analyses.in_two_groups", field=field, value=name)
    return found
