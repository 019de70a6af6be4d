"""The card on the page of an evaluation, and the step of the walk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.utils import timezone

from sluitend.apps.analyses import actions, queries, summary
from sluitend.apps.datasets.models import Dataset, DatasetVersion, DestroyReason, VersionState
from sluitend.apps.design import queries as design
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from tests.analyses import planted
from tests.analyses.test_actions import LATER

Accept = Callable[..., DatasetVersion]
ASKED = planted.WAITING


def context(user: User, evaluation: Evaluation) -> dict[str, Any]:
    card = summary.card(user, evaluation)
    assert card is not None
    return dict(card.context)


def keys(user: User, evaluation: Evaluation) -> list[str]:
    return [step.url_name for step in design.steps_for(user, evaluation)]


def test_who_has_no_data_sees_neither(evaluation: Evaluation, researcher: User) -> None:
    assert summary.card(researcher, evaluation) is None
    assert "analyses:list" not in keys(researcher, evaluation)


def test_it_counts_results_and_those_that_the_data_left_behind(
    evaluation: Evaluation, researcher: User, dataset: Dataset, accept: Accept
) -> None:
    accept()
    actions.ask_now(actor=researcher, dataset=dataset, key="wachten", parameters=ASKED)

    before = context(researcher, evaluation)
    accept(LATER)
    after = context(researcher, evaluation)

    assert (before["figure"], before["note"]) == (1, "uit 1 dataset")
    assert (after["figure"], after["note"]) == (1, "uit 1 dataset; van 1 zijn de gegevens sindsdien veranderd")


def test_data_that_an_archive_left_behind_did_not_change(
    evaluation: Evaluation, researcher: User, dataset: Dataset, accept: Accept
) -> None:
    """The card says what the list says: of a version without its data the hash is known."""
    accept()
    actions.ask_now(actor=researcher, dataset=dataset, key="wachten", parameters=ASKED)
    gone: dict[str, Any] = {
        "wrapped_key": None,
        "raw_path": "",
        "steps_path": "",
        "destroyed_reason": DestroyReason.REMOVED,
    }
    DatasetVersion.objects.update(state=VersionState.DESTROYED, destroyed_at=timezone.now(), **gone)

    assert context(researcher, evaluation)["note"] == "uit 1 dataset"
    assert not queries.lines_of(queries.results_for(researcher, evaluation))[0].data_changed


def test_the_step_is_done_with_the_first_result(
    evaluation: Evaluation, researcher: User, dataset: Dataset, accept: Accept
) -> None:
    accept()

    waiting = summary.progress(researcher, [evaluation])[evaluation.pk]
    actions.ask_now(actor=researcher, dataset=dataset, key="wachten", parameters=ASKED)
    done = summary.progress(researcher, [evaluation])[evaluation.pk]

    assert (waiting.applies, waiting.done, done.done, done.note) == (True, False, True, "1 uitkomst")
    assert "analyses:list" in keys(researcher, evaluation)


def test_a_reader_sees_no_card(evaluation: Evaluation, reader: User, client_of: Any, dataset: Dataset) -> None:
    client: Client = client_of(reader)

    assert summary.card(reader, evaluation) is None
    assert "Uitkomsten van analyses" not in client.get(f"/evaluaties/{evaluation.pk}/").content.decode()
