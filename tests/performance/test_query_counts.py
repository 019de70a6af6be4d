"""Every page asks the database as often as `tests/query_counts.json` says, however much there is to show.

After a change on purpose: `SLUITEND_RENEW_QUERY_COUNTS=1 make test ARGS=tests/performance`, and read the difference.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from sluitend.apps.people.audit import record
from tests.performance.crowd import A_FEW, grow
from tests.performance.pages import Page, Queries, pages_of, undone, visit
from tests.permissions import world
from tests.permissions.world import World

FILE = Path(__file__).parents[1] / "query_counts.json"
RENEW = "SLUITEND_RENEW_QUERY_COUNTS"

pytestmark = [pytest.mark.slow, pytest.mark.django_db]  # the mark makes pytest-django set the database up

Costs = dict[str, Queries]


@pytest.fixture(scope="module")
def costs(django_db_setup: None, django_db_blocker: Any) -> tuple[Costs, Costs]:
    """Of every page, in a small evaluation and in one with three times as much."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = world.build()
        grow(made, A_FEW)
        pages = pages_of(made)  # visits each once: what a process asks only the first time is not counted below
        small = _visited(made, pages)
        grow(made, A_FEW)
        grow(made, A_FEW)
        large = _visited(made, pages)
        transaction.set_rollback(True)
    return small, large


def _visited(made: World, pages: list[Page]) -> Costs:
    """Each page just after somebody wrote something: what was remembered for it is no longer true.

    Who changes a respondent may have touched anything, so that the checker reads all of its parts again.
    """
    leader, evaluation_id = made.users["leader"], made.arguments["design"]["evaluation_id"]
    found = {}
    for page in pages:
        with undone():
            record(leader, "fieldwork.respondent_changed", leader, evaluation=evaluation_id)
            found[page.name] = visit(page)[1]
    return found


def test_a_page_asks_as_often_as_is_written(costs: tuple[Costs, Costs]) -> None:
    found = {name: queries.count for name, queries in costs[0].items()}
    if os.environ.get(RENEW):
        FILE.write_text(json.dumps(found, indent=2, sort_keys=True) + "\n", "utf-8")
    written: dict[str, int] = json.loads(FILE.read_text("utf-8"))

    wrong = [
        f"{name}: {count} queries, query_counts.json says {written.get(name, 'nothing')} ({costs[0][name].repeated})"
        for name, count in found.items()
        if written.get(name) != count
    ]
    gone = [f"{name}: in query_counts.json, but no page (any more)" for name in written if name not in found]
    assert not wrong + gone, "\n".join([*wrong, *gone, f"When this is meant: {RENEW}=1, and run this file again."])


def test_a_page_asks_as_often_when_there_is_more(costs: tuple[Costs, Costs]) -> None:
    small, large = costs
    grown = [
        f"{name}: {small[name].count} queries, {queries.count} with three times as much ({queries.repeated})"
        for name, queries in large.items()
        if queries.count > small[name].count
    ]
    assert not grown, "\n".join(grown)
