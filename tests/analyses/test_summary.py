"""The card on the page of an evaluation, and the step of the walk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client

from sluitend.apps.analyses import actions, summary
from sluitend.apps.datasets.models import Dataset, DatasetVersion
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
