"""The demo's events come in by the door, twice, and questions are asked of them; here of a few of them."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from sluitend.apps.analyses import queries
from sluitend.apps.datasets import actions
from sluitend.apps.datasets.models import DatasetKind, DatasetVersion, VersionState
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Role
from sluitend.demo import chain as chain_module
from sluitend.demo.chain import Chain, read
from sluitend.demo.events.deliveries import COLUMNS, EXTRACTED, TWICE, UNDATED, deliveries
from sluitend.demo.events.table import events
from sluitend.work.models import Run, State

ASKED = ("raadsonderzoek", "intake", "klein")
Make = Callable[[], Chain]


@pytest.fixture(scope="module")
def table() -> pa.Table:
    """All events of the cases of three small municipalities, and so of both that only seem to differ."""
    whole = events()
    few = ["Zwanebroek (fictief)", "Elsbroek (fictief)", "Polderhuizen (fictief)"]
    return whole.filter(pc.is_in(whole["municipality"], pa.array(few)))


@pytest.fixture
def make(evaluation: Evaluation, table: pa.Table, monkeypatch: pytest.MonkeyPatch) -> Make:
    """As the demo does it, but with few events and three questions."""
    few = {"analyses": {key: read("analyses")[key] for key in ASKED}}
    monkeypatch.setattr(chain_module, "read", lambda name: few.get(name) or read(name))
    people: dict[str, User] = {one.role: one.user for one in evaluation.memberships.select_related("user")}
    return lambda: Chain(people[Role.LEADER], people[Role.RESEARCHER], evaluation, lambda: deliveries(table))


def opened(file: bytes) -> pa.Table:
    return pq.read_table(BytesIO(file))


def test_the_first_delivery_lacks_what_was_put_on_record_later(table: pa.Table) -> None:
    first, second = map(opened, deliveries(table))

    late = pc.sum(pc.greater(table["registered"], pa.scalar(EXTRACTED))).as_py()
    assert first.column_names == second.column_names == [COLUMNS[name] for name in table.column_names]
    assert second.num_rows == table.num_rows + UNDATED
    assert first.num_rows == table.num_rows - late + TWICE + UNDATED
    assert late > 50
    assert first["tijdstip"].null_count == second["tijdstip"].null_count == UNDATED
    assert len({tuple(row.items()) for row in first.to_pylist()}) == first.num_rows - TWICE


def test_they_are_the_same_every_time(table: pa.Table) -> None:
    assert deliveries(table) == deliveries(table)


def test_both_are_accepted_and_one_result_stays_behind(
    make: Make, evaluation: Evaluation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody presses Ctrl-C before the second delivery is accepted, and starts again, twice."""
    accepted: list[DatasetVersion] = []
    accept = actions.accept

    def until_the_second(**given: Any) -> DatasetVersion:
        if accepted:
            raise KeyboardInterrupt
        accepted.append(given["version"])
        return accept(**given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(actions, "accept", until_the_second)
        with pytest.raises(KeyboardInterrupt):
            make().compute()
    first, again = make(), make()
    first.compute()
    again.compute()

    dataset, answers = evaluation.datasets.order_by("number")
    assert {one.state for one in dataset.versions.all()} == {VersionState.ACCEPTED}
    waived = {one.number: {waiver.code for waiver in one.waivers.all()} for one in dataset.versions.all()}
    assert (answers.kind, answers.versions.get().state) == (DatasetKind.RELATIONS, VersionState.ACCEPTED)
    assert waived == {1: {"no_time", "twice"}, 2: {"no_time"}}
    assert {key: str(row) for key, row in first.results.items()} == {
        "raadsonderzoek": "U1",
        "intake": "U2",
        "klein": "U3",
    }
    assert again.results == first.results
    lines = queries.lines_of(first.results.values())
    assert [str(one.result) for one in lines if one.is_stale] == ["U1"]
    assert all(one.result.is_done for one in lines)
    assert not Run.objects.filter(evaluation_id=evaluation.pk, state=State.QUEUED).exists()
