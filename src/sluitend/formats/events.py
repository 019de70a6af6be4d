"""One front door to every source of events: a log as it is, messages, records or an object-centric log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sluitend.errors import InputError
from sluitend.formats import cbs_jeugd
from sluitend.formats.cbs_jeugd.codes import ONE_ORGANISATION
from sluitend.formats.eventlog import codes

if TYPE_CHECKING:
    import pyarrow as pa

    from sluitend.formats.cbs_jeugd import Layout
    from sluitend.formats.messages.table import Events, Key

__all__ = ["KINDS", "read"]

KINDS: Final = ("ijw", "ijw-retour", "corv", "cbs", "ocel")  # beside a log, that `formats.eventlog` reads


def read(
    path: str | Path,
    kind: str,
    *,
    key: Key | None = None,
    case: str | None = None,
    resource: str | None = None,
    family: str | None = None,
    schemas: str | Path | None = None,
    layout: Layout | None = None,
    organisations: Sequence[str] = (),
    municipality_of: Callable[[str], str | None] | None = None,
) -> Events:
    """Events of a kind, with columns `case`, `activity`, `time` and `resource` first.

    `case` and `resource` are another column to take for these; of an object-centric log the type of object that is the
    case (needed), and an attribute or type. `family` is the type of object that the column `family` names, of an
    object-centric log only. `key` replaces numbers of people (see the reader of the kind), `schemas` are for both of
    ijw (events of youths, or of messages and their return messages), `layout` and `municipality_of` (a postal code) for
    cbs. `organisations` are those that keep their name in corv, and the one that delivered what lies in no folder of
    its own in cbs. Raises InputError with a code of the reader, "eventlog.no_column" or "ocel.no_type";
    ValueError for another kind.
    """
    if kind == "ocel":
        return _from_ocel(Path(path), case, resource, family)
    if kind == "cbs":
        if len(organisations) > 1:
            raise InputError(ONE_ORGANISATION)
        own = next(iter(organisations), None)
        found = cbs_jeugd.read(path, key=key, organisation=own, layout=layout, municipality_of=municipality_of)
    else:
        found = _of_messages(Path(path), kind, key, schemas, organisations)
    return found._replace(table=_as(_as(found.table, "case", case), "resource", resource))


def _of_messages(
    path: Path, kind: str, key: Key | None, schemas: str | Path | None, organisations: Sequence[str]
) -> Events:
    from sluitend.formats import corv, ijw

    if kind == "ijw":
        return ijw.read(path, key=key, schemas=schemas)
    if kind == "ijw-retour":
        return ijw.returns(path, key=key, schemas=schemas)
    if kind == "corv":
        return corv.read(path, key=key, organisations=organisations)
    raise ValueError(kind)


def _from_ocel(path: Path, case: str | None, resource: str | None, family: str | None) -> Events:
    from sluitend.formats import ocel
    from sluitend.formats.messages.table import Events
    from sluitend.formats.ocel.codes import NO_CASE

    log = ocel.read(path)
    if case is None:
        raise InputError(NO_CASE, found=", ".join(one.name for one in log.object_types))
    table = ocel.flatten(log, case, family=family, resource=resource)
    return Events(table, {"events": table.num_rows, **ocel.counted(log, case, family)})


def _as(table: pa.Table, place: str, name: str | None) -> pa.Table:
    """Another column as the case or the resource; events for which it is not known have no case and are left out."""
    if name is None or name == place:
        return table
    if name not in table.column_names:
        raise InputError(codes.NO_COLUMN, column=name, found=", ".join(table.column_names))
    moved = table.set_column(table.column_names.index(place), place, table[name])
    there = moved.filter(moved["case"].is_valid())
    return _once(there) if place == "case" and "event" in table.column_names else there


def _once(table: pa.Table) -> pa.Table:
    """An event of several youths is one event of what they belong to."""
    seen: dict[tuple[str, str], int] = {}
    for row, which in enumerate(zip(table["case"].to_pylist(), table["event"].to_pylist(), strict=True)):
        seen.setdefault(which, row)
    return table.take(list(seen.values()))
