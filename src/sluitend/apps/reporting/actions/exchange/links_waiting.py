"""Links that wait with a passage or a note, sealed with its text, until they have a place at its release.

A link between two texts lies with both: the first that is placed leaves it to the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork.destruction import Destruction
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.people.models import User
from sluitend.apps.reporting.actions.exchange import links, placing
from sluitend.apps.reporting.actions.exchange.placing import Row, Waiting
from sluitend.apps.reporting.models import ExchangeWaiting

Waits = Sequence[tuple[ExchangeWaiting, Waiting]]


def hold(evaluation: Evaluation, rows: Iterable[Row]) -> list[Row]:
    """Have links wait with what they lead to, in the caller's transaction; those that lead to nothing, neither here
    nor waiting, are given back.
    """
    waiting, things = _all(evaluation), links.Things(evaluation)
    keys = _keys(waiting)
    lost = [one for one in rows if not all(end in keys or things.at(end) for end in links.ends(one))]
    gone = {one["guid"] for one in lost}
    held = [one for one in rows if one["guid"] not in gone and not things.stands(one)]
    for row, one in waiting:
        here = _keys([(row, one)])
        more = [link for link in held if here.intersection((*links.ends(link), *link["notes"]))]
        if more:
            _save(row, replace(one, links=placing.once([*more, *one.links], "guid")))
    return lost


def known(evaluation: Evaluation) -> set[str]:
    """The GUIDs of those that wait."""
    return {link["guid"] for _row, one in _all(evaluation) for link in one.links}


def forget(actor: User | None, respondent: Respondent | None, destruction: Destruction) -> None:
    """For ``fieldwork.hooks.withdrawn``, behind `placing`: links to what went, and what waits to become one."""
    forget_removed(actor, destruction)


def forget_removed(actor: User | None, destruction: Destruction) -> None:
    """For ``fieldwork.hooks.removed``: a link lies with the other text too, and goes there as well."""
    links.forget(destruction.evaluation_id, destruction)
    waiting = _all(destruction.evaluation_id)
    if not any(one.links for _row, one in waiting):
        return
    things, keys = links.Things(destruction.evaluation_id), _keys(waiting)
    for row, one in waiting:
        kept = [link for link in one.links if all(end in keys or things.at(end) for end in links.ends(link))]
        if len(kept) < len(one.links):
            _save(row, replace(one, links=kept))


def _all(evaluation: Evaluation | int) -> Waits:
    rows = ExchangeWaiting.objects.filter(
        version__source__evaluation=evaluation, version__source__withdrawn_at__isnull=True
    )
    return [(row, placing.opened(row)) for row in rows.select_related("version__source")]


def _keys(waiting: Waits) -> set[str]:
    return {key for _row, one in waiting for some in one.keys().values() for key in some}


def _save(row: ExchangeWaiting, waiting: Waiting) -> None:
    placing.fill(row, waiting)
    row.save()
