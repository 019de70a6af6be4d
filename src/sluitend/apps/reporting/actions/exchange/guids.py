"""By what GUID things are known in exchange files: the one that they came with, else one that they get once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID, uuid4

from sluitend.apps.design.models import Evaluation
from sluitend.apps.reporting.models import ExchangeGuid, ExchangeKind

_AT_ONCE = 500


def given(evaluation: Evaluation, kind: ExchangeKind, ids: Iterable[int]) -> dict[int, str]:
    """The GUIDs of these objects; who has none gets one, so that the next file knows it again."""
    wanted = list(dict.fromkeys(ids))
    rows = ExchangeGuid.objects.filter(evaluation=evaluation, kind=kind).order_by("-pk")
    known = {pk: str(guid) for pk, guid in rows.values_list("object_id", "guid")}
    new = {pk: uuid4() for pk in wanted if pk not in known}
    ExchangeGuid.objects.bulk_create(
        (ExchangeGuid(evaluation=evaluation, kind=kind, object_id=pk, guid=guid) for pk, guid in new.items()),
        batch_size=_AT_ONCE,
    )
    return {pk: known[pk] if pk in known else str(new[pk]) for pk in wanted}


def known(evaluation: Evaluation | int, kind: ExchangeKind) -> dict[str, int]:
    """What GUIDs lead to: ids of objects that may be gone."""
    rows = ExchangeGuid.objects.filter(evaluation=evaluation, kind=kind)
    return {str(guid): pk for guid, pk in rows.values_list("guid", "object_id")}


def remember(evaluation: Evaluation, kind: ExchangeKind, found: Mapping[str, int]) -> None:
    """From now on these GUIDs lead to these ids."""
    rows = ExchangeGuid.objects.filter(evaluation=evaluation, kind=kind)
    known_now: dict[str, int] = {}
    for some in _pieces([UUID(guid) for guid in found]):
        known_now |= {str(guid): pk for guid, pk in rows.filter(guid__in=some).values_list("guid", "object_id")}
    stale = [UUID(guid) for guid, pk in found.items() if known_now.get(guid, pk) != pk]
    for some in _pieces(stale):
        rows.filter(guid__in=some).delete()
    new = {guid: pk for guid, pk in found.items() if known_now.get(guid) != pk}
    ExchangeGuid.objects.bulk_create(
        (ExchangeGuid(evaluation=evaluation, kind=kind, object_id=pk, guid=UUID(guid)) for guid, pk in new.items()),
        batch_size=_AT_ONCE,
    )


def _pieces(guids: list[UUID]) -> Iterable[Collection[UUID]]:
    return (guids[at : at + _AT_ONCE] for at in range(0, len(guids), _AT_ONCE))
