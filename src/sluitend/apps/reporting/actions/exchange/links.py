"""Links between two things, as other tools have them: kept, so that a file for another tool gives them back.

A link stands here once both things do. Passages of a text do not until it is released: until then it waits with them
(`placing`). It goes with either of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from django.db import models, transaction
from django.db.models import Q

from sluitend.apps.coding.models import Code, Fragment, Memo
from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork.destruction import Destruction
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting.actions.exchange import guids
from sluitend.apps.reporting.models import ExchangeEnd, ExchangeGroup, ExchangeKind, ExchangeLink, WordlessPassage
from sluitend.apps.sources.models import Source

LINKS: Final = "reporting.exchange_links"  # a line of a destruction statement
_KINDS: Final = {
    "code": ExchangeKind.CODE,
    "source": ExchangeKind.SOURCE,
    "fragment": ExchangeKind.SELECTION,
    "wordless": ExchangeKind.WORDLESS,
    "memo": ExchangeKind.NOTE,
    "respondent": ExchangeKind.CASE,
    "group": ExchangeKind.GROUP,
}
Row = Mapping[str, Any]


class Things:
    """What GUIDs lead to that is here; what was withdrawn is not."""

    def __init__(self, evaluation: Evaluation | int) -> None:
        self._at: dict[str, tuple[str, int]] = {}
        for field, rows in _here(evaluation).items():
            ids = set(rows.values_list("pk", flat=True))
            for guid, pk in guids.known(evaluation, _KINDS[field]).items():
                if pk in ids:
                    self._at.setdefault(guid, (field, pk))

    def at(self, guid: str | None) -> tuple[str, int] | None:
        """The name of its field and its id."""
        return self._at.get(guid or "")

    def memos(self, notes: Iterable[str]) -> list[int]:
        found = (self.at(guid) for guid in notes)
        return [one[1] for one in found if one is not None and one[0] == "memo"]

    def stands(self, row: Row) -> bool:
        """Whether all that belongs to a link is here."""
        notes = row["notes"]
        return all(map(self.at, (row["origin"], row["target"]))) and len(self.memos(notes)) == len(notes)


def _here(evaluation: Evaluation | int) -> Mapping[str, models.QuerySet[Any]]:
    """By the name of its field; a whole text that was coded has the GUID of its source, which comes first."""
    return {
        "code": Code.objects.filter(evaluation=evaluation),
        "source": Source.objects.filter(evaluation=evaluation, withdrawn_at=None),
        "fragment": Fragment.objects.filter(evaluation=evaluation, withdrawn_at=None),
        "wordless": WordlessPassage.objects.filter(
            version__source__evaluation=evaluation, version__source__withdrawn_at=None
        ),
        "memo": Memo.objects.filter(evaluation=evaluation),
        "respondent": Respondent.objects.filter(evaluation=evaluation, withdrawn_at=None, emptied_at=None),
        "group": ExchangeGroup.objects.filter(evaluation=evaluation),
    }


def ends(row: Row) -> set[str]:
    """The GUIDs of what it leads from and to."""
    return {row["origin"] or "", row["target"] or ""}


def put(evaluation: Evaluation, rows: Collection[Row]) -> None:
    """Keep those of which both things are here, in the caller's transaction. One that was here is as the newest file
    has it: nobody changes it here.
    """
    if not rows:
        return
    things, ids = Things(evaluation), guids.known(evaluation, ExchangeKind.LINK)
    here = ExchangeLink.objects.filter(evaluation=evaluation).in_bulk()
    made: dict[tuple[str, int], ExchangeEnd] = {}
    found: dict[str, int] = {}
    for one in rows:
        places = [things.at(one[name]) for name in ("origin", "target")]
        if None not in places:
            origin, target = (_end(evaluation, place, made) for place in places if place is not None)
            told = {name: one[name] for name in ("name", "direction", "colour")} | {"origin": origin, "target": target}
            found[one["guid"]] = _link(evaluation, here.get(ids.get(one["guid"], 0)), told, things.memos(one["notes"]))
    guids.remember(evaluation, ExchangeKind.LINK, found)


def _end(evaluation: Evaluation, place: tuple[str, int], known: dict[tuple[str, int], ExchangeEnd]) -> ExchangeEnd:
    field, pk = place
    if place not in known:
        told: dict[str, Any] = {"evaluation": evaluation, f"{field}_id": pk}
        known[place] = ExchangeEnd.objects.get_or_create(**told)[0]
    return known[place]


def _link(evaluation: Evaluation, row: ExchangeLink | None, told: Row, notes: Collection[int]) -> int:
    if row is None:
        row = ExchangeLink.objects.create(evaluation=evaluation, **told)
    elif any(getattr(row, name) != value for name, value in told.items()):
        for name, value in told.items():
            setattr(row, name, value)
        row.save(update_fields=list(told))
    if notes:
        row.notes.add(*notes)
    return row.pk


def forget(evaluation_id: int, destruction: Destruction) -> None:
    """Those that lead to what was withdrawn or emptied; of the rest the database takes them along."""
    gone = Q(source__withdrawn_at__isnull=False) | Q(fragment__withdrawn_at__isnull=False)
    gone |= Q(wordless__version__source__withdrawn_at__isnull=False)
    gone |= Q(respondent__withdrawn_at__isnull=False) | Q(respondent__emptied_at__isnull=False)
    told = ExchangeEnd.objects.filter(gone, evaluation=evaluation_id).delete()[1]
    destruction.note(LINKS, count=told.get(ExchangeLink._meta.label, 0))


def delete_link(*, actor: User, link: ExchangeLink) -> None:
    """Forget a link; what it leads to stays. Raises NotFound, NotAllowed."""
    require(actor, link.evaluation_id, Action.EXCHANGE)
    with transaction.atomic():
        record(actor, "reporting.exchange_link_deleted", link, evaluation=link.evaluation_id)
        link.delete()
