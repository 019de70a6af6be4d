"""An object-centric log as rows of one type of object: which type that is, and what is said of the others.

`objects` of what is wanted: the types that a person chose (case, family, resource); `before`: earlier choices in the
evaluation, the newest first, each with the types that its file had. Where neither tells, it is guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from sluitend.engines.chain.remarks import Code, Remark
from sluitend.errors import InputError
from sluitend.formats import ocel
from sluitend.formats.ocel import choosing
from sluitend.formats.ocel.codes import NO_TYPE
from sluitend.formats.ocel.model import Event, Log, Object, Type

FAMILY: Final = "family"  # the column that names it
MOST_TYPES = 500
_CODES = {
    choosing.SHARED: (Code.SHARED_EVENT, "case"),
    choosing.ELSEWHERE: (Code.ELSEWHERE, "case"),
    choosing.WITHOUT_FAMILY: (Code.NO_FAMILY, FAMILY),
    choosing.SEVERAL_FAMILIES: (Code.SEVERAL_FAMILIES, FAMILY),
}


@dataclass(frozen=True, slots=True)
class Objects:
    """`table` has a row for every event of every case; `chosen` are the types, `remarks` what the rows do not show."""

    log: Log
    table: pa.Table
    chosen: dict[str, Any]
    remarks: list[Remark]

    def tables(self) -> Iterator[tuple[str, pa.Table]]:
        """Of every type (o1, o2, … of objects and e1, e2, … of events) its ids and its attributes, as it has them."""
        kinds = (("o", self.log.object_types, self.log.objects), ("e", self.log.event_types, self.log.events))
        for mark, types, rows in kinds:
            of_type: dict[str, list[Object | Event]] = {one.name: [] for one in types}
            for row in rows:
                of_type[row.type].append(row)
            for at, one in enumerate(types, start=1):
                yield f"{mark}{at}", _table(one, of_type[one.name])


def objects(path: Path, wanted: Mapping[str, Any]) -> Objects:
    """Raises InputError of ``formats.ocel.codes``, "events.too_many_types"."""
    log = ocel.read(path)
    types = [one.name for one in log.object_types]
    if len(types) > MOST_TYPES:
        raise InputError("events.too_many_types", found=len(types), most=MOST_TYPES)
    chosen = _chosen(log, types, wanted)
    family, resource = chosen["family"] or None, chosen["resource"] or None
    table = _told(ocel.flatten(log, chosen["case"], family=family, resource=resource), resource)
    counts = ocel.counted(log, chosen["case"], family)
    remarks = [Remark(*_CODES[name], many) for name, many in counts.items() if many]
    return Objects(log, table, {**chosen, "types": types}, remarks)


def _told(table: pa.Table, resource: str | None) -> pa.Table:
    """Without the ids of events, and without a resource that nothing tells: an attribute may be called so then."""
    kept = table.drop_columns(["event", *([] if resource else ["resource"])])
    return kept.rename_columns(
        ["resource" if one == "resource_" and not resource else one for one in kept.column_names]
    )


def _chosen(log: Log, types: list[str], wanted: Mapping[str, Any]) -> dict[str, str]:
    said = wanted.get("objects") or {}
    before = [one for one in wanted.get("before", ()) if one["types"] == types]
    guess = ocel.guessed(log)
    found = said if said.get("case") else next(iter(before), None)
    if found is None:
        found = {**asdict(guess), **{name: value for name, value in said.items() if value}}
    chosen = {name: str(found.get(name) or "") for name in ("case", "family", "resource")}
    for name in filter(None, chosen.values()):
        if name not in types:
            raise InputError(NO_TYPE, type=name, found=", ".join(types[:12]))
    return chosen


def _table(kind: Type, rows: Sequence[Object | Event]) -> pa.Table:
    """A row for every value that an attribute had: also what changed since came in."""
    columns: dict[str, list[str | None]] = {name: [] for name, _kind in kind.attributes}
    ids: list[str | None] = [row.id for row in rows]
    for row in rows:
        for one in row.attributes:
            columns.setdefault(one.name, []).append(None if one.value is None else str(one.value))
    most = max([len(ids), *(len(values) for values in columns.values())])
    found = [pa.array([*values, *[None] * (most - len(values))], pa.string()) for values in [ids, *columns.values()]]
    name = "id"
    while name in columns:
        name += "_"
    return pa.table(found, [name, *columns])
