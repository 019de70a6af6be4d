"""Groups of codes and sources, as other tools have them: kept, so that a file for another tool gives them back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db import transaction

from sluitend.apps.coding.models import Code
from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting.actions.exchange import guids
from sluitend.apps.reporting.actions.exchange.mending import Prints
from sluitend.apps.reporting.models import ExchangeGroup, ExchangeKind
from sluitend.apps.sources.models import Source
from sluitend.formats.qdpx.losses import Loss, loss

_LONGEST: Final = 300
_MOST_WORDS: Final = 20_000


class Groups:
    """Those of one file, within the caller's transaction."""

    def __init__(self, evaluation: Evaluation, losses: list[Loss], done: list[Loss]) -> None:
        self._evaluation, self._losses, self._done = evaluation, losses, done
        self._prints = Prints(evaluation, ExchangeKind.GROUP, losses)
        ids = guids.known(evaluation, ExchangeKind.GROUP)
        rows = {one.pk: one for one in ExchangeGroup.objects.filter(evaluation=evaluation)}
        self._here = {guid: rows[pk] for guid, pk in ids.items() if pk in rows}
        self.brought = 0

    def keep(
        self, groups: Iterable[Mapping[str, Any]], codes: Mapping[str, Code], sources: Mapping[str, Source]
    ) -> None:
        """New ones, and what newer files put in those that were here; nothing is taken out of a group."""
        found = {one["guid"]: self._row(one, codes, sources) for one in groups}
        guids.remember(self._evaluation, ExchangeKind.GROUP, {guid: row.pk for guid, row in found.items()})
        for one in groups:
            row = found[one["guid"]]
            row.codes.add(*(codes[guid] for guid in one["codes"] if guid in codes))
            row.sources.add(*(sources[guid] for guid in one["sources"] if guid in sources))
            missing = len({*one["codes"]} - {*codes}) + len({*one["sources"]} - {*sources})
            if missing:
                self._losses.append(loss("set_members", name=row.name, count=missing))
        self._prints.save()

    def _row(self, one: Mapping[str, Any], codes: Mapping[str, Code], sources: Mapping[str, Source]) -> ExchangeGroup:
        told: dict[str, object] = {
            "name": " ".join(one["name"].split())[:_LONGEST] or "…",
            "description": (one["description"] or "").strip()[:_MOST_WORDS],
        }
        row = self._here.get(one["guid"])
        if row is None:
            row = ExchangeGroup.objects.create(evaluation=self._evaluation, **told)
            self.brought += 1
            counts = {"codes": len({*one["codes"]} & {*codes}), "sources": len({*one["sources"]} & {*sources})}
            self._done.append(loss("group_kept", name=row.name, **counts))
            self._prints.note(one["guid"], told, told)
            self._cut(one)
            return row
        now = {"name": row.name, "description": row.description}
        taken = self._prints.differing(one["guid"], told, now, "kept_group", row.name)
        for field, value in taken.items():
            setattr(row, field, value)
        row.save(update_fields=list(taken))
        self._prints.note(one["guid"], told, now | taken, set(taken))
        return row

    def _cut(self, one: Mapping[str, Any]) -> None:
        for words, most in ((" ".join(one["name"].split()), _LONGEST), (one["description"] or "", _MOST_WORDS)):
            if len(words.strip()) > most:
                self._losses.append(loss("name_cut", name=words))


def delete_group(*, actor: User, group: ExchangeGroup) -> None:
    """Forget a group; its codes and sources stay. Raises NotFound, NotAllowed."""
    require(actor, group.evaluation_id, Action.EXCHANGE)
    with transaction.atomic():
        record(actor, "reporting.exchange_group_deleted", group, evaluation=group.evaluation_id)
        group.delete()
