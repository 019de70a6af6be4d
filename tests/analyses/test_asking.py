"""What is asked of data that go meanwhile is not asked. Everything is fictitious."""

from __future__ import annotations

from typing import Any

import pytest

from sluitend.apps.analyses import actions
from sluitend.apps.analyses.actions import asking
from sluitend.apps.analyses.models import AnalysisResult
from sluitend.apps.datasets import actions as datasets
from sluitend.apps.datasets.models import DatasetKind, DestroyReason
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.errors import InputError
from tests.analyses import near, planted
from tests.analyses.conftest import Accept
from tests.analyses.test_overlay import answers


@pytest.mark.django_db
@pytest.mark.parametrize("gone", ["version", "beside"])
def test_data_that_are_destroyed_while_somebody_asks_leave_no_question(
    accept: Accept, evaluation: Evaluation, leader: User, researcher: User, monkeypatch: pytest.MonkeyPatch, gone: str
) -> None:
    version = accept()
    other = near.accepted_table(near.new_dataset(evaluation, researcher, DatasetKind.RELATIONS), researcher, answers())
    removed = version.dataset if gone == "version" else other.dataset

    def destroyed(*_args: Any) -> Any:
        datasets.remove_dataset(actor=leader, dataset=removed, reason=DestroyReason.NOT_NEEDED)
        return other

    monkeypatch.setattr(asking, "_beside", destroyed)  # the last that is read before the question is written down
    with pytest.raises(InputError) as refused:
        actions.ask(actor=researcher, dataset=version.dataset, key="wachten", parameters=planted.WAITING)

    assert (refused.value.code, refused.value.data) == ("analyses.no_version", {"number": removed.number})
    assert not AnalysisResult.objects.exists()
