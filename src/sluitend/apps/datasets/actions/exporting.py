"""The events of a delivery for another program, exact: for the team only, and recorded before anything leaves.

The file is made as it is sent: of a large log no more than some cases are in memory, and nothing of it is kept here.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sluitend.apps.datasets import store
from sluitend.apps.datasets.grounds import refuse_key_holder
from sluitend.apps.datasets.models import Dataset, DatasetKind, DatasetVersion, VersionState
from sluitend.apps.design.access import require
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.errors import InputError

if TYPE_CHECKING:
    from sluitend.formats.eventlog.parts import Parts

EXPORTED = "datasets.exported"
_CHUNK = 64 * 1024
_LOG = ("case", "activity", "time", "resource", "registered")


class Format(StrEnum):
    """The value is the ending of the file."""

    XES = "xes.gz"
    OCEL = "jsonocel"


@dataclass(frozen=True, slots=True)
class Export:
    """A file that is made while it is read, once; closing `content` leaves nothing."""

    filename: str
    content: Iterator[bytes]


def is_exportable(version: DatasetVersion) -> bool:
    """Whether its events are in use and here."""
    is_log = version.dataset.kind == DatasetKind.EVENT_LOG
    return is_log and version.state == VersionState.ACCEPTED and version.wrapped_key is not None


def export_events(*, actor: User, version: DatasetVersion, to: Format, family: str = "") -> Export:
    """The events of an accepted delivery as XES or OCEL 2.0; `family` is the attribute that names the family (OCEL).

    Raises NotFound, NotAllowed, InputError("datasets.key_holder", "datasets.not_exportable",
    "datasets.unknown_column").
    """
    dataset = version.dataset
    require(actor, dataset.evaluation_id, Action.OPEN_CASES)
    refuse_key_holder(actor, dataset.evaluation_id)
    if not is_exportable(version):
        raise InputError("datasets.not_exportable")
    if family and family not in version.mapping.get("attributes", []):
        raise InputError("datasets.unknown_column")
    told: dict[str, str | int] = {
        "version": version.number,
        "kind": str(to),
        "events": version.events,
        "cases": version.cases,
    }
    record(actor, EXPORTED, dataset, evaluation=dataset.evaluation_id, **told)
    return Export(f"{dataset}-{version.number}.{to}", _content(version, to, family))


def _content(version: DatasetVersion, to: Format, family: str) -> Iterator[bytes]:
    from sluitend.formats import steps
    from sluitend.formats.steps.log_again import Again

    with store.open_steps(version) as folder:
        chunks = _chunks(_lines(Again(steps.read(folder)), version, to, family))
        yield from _packed(chunks) if to is Format.XES else chunks


def _lines(log: Parts, version: DatasetVersion, to: Format, family: str) -> Iterator[str]:
    from sluitend.formats.eventlog import xes_writing
    from sluitend.formats.ocel import cases, writing

    if to is Format.XES:
        return xes_writing.lines(log, _about(version.dataset))
    types = version.mapping.get("objects", {})  # as they were called where they come from
    named = types.get("case") or "case", _stem(family) or None, types.get("family") or "family"
    return writing.lines(cases.of_cases(log, *named))


def _stem(name: str) -> str:
    """As the stored log tells it: what XES puts before the name of an attribute is no part of it, and what is called as
    a column of a log is told apart from it (`work.events_process`)."""
    name = f"{name} (kenmerk)" if name in _LOG else name
    while name.startswith("case:"):
        name = name.removeprefix("case:")
    return name


def _about(dataset: Dataset) -> dict[str, str]:
    """What goes along with a copy: by what right it is used, and until when."""
    told = {"origin": dataset.origin, "licence": dataset.licence, "retain_until": dataset.retain_until.isoformat()}
    return {f"sluitend:{name}": value for name, value in told.items()}


def _chunks(lines: Iterable[str]) -> Iterator[bytes]:
    """A line is too little to send."""
    waiting = bytearray()
    for line in lines:
        waiting += line.encode()
        if len(waiting) >= _CHUNK:
            yield bytes(waiting)
            waiting.clear()
    yield bytes(waiting)


def _packed(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """As gzip, the same bytes for the same log."""
    packer = zlib.compressobj(wbits=31)
    yield from filter(None, (packer.compress(chunk) for chunk in chunks))
    yield packer.flush()
