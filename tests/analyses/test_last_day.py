"""A last day that counts, after which there are no data, is refused wherever it is asked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sluitend.apps.analyses import actions
from sluitend.apps.analyses.discovery import analysis
from sluitend.apps.analyses.kit.analysis import checked, inputs_of
from sluitend.apps.analyses.kit.vocabulary import vocabulary_of
from sluitend.apps.datasets.models import DatasetVersion
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.errors import InputError
from sluitend.web.wording import sentence
from tests.analyses import planted
from tests.analyses.conftest import Accept
from tests.analyses.test_views import Login, page, url

ENDED = (
    "Deze gegevens lopen tot en met 31-12-2025. Kies bij “Gevolgd tot en met” die dag of een eerdere, of laat het leeg."
)
FORM = {"variants": "20", "last_day": "2035-01-01"}


def test_the_last_day_of_the_data_is_one_to_follow_to_and_no_later_one() -> None:
    log = planted.log()
    known = vocabulary_of(log)
    entry = analysis("wachten")

    last = checked(entry, planted.WAITING | {"last_day": known.last.isoformat()}, known)
    for params in (last, checked(entry, planted.WAITING, known)):
        inputs = inputs_of(log, known, params)
        assert inputs.last_day == known.last
        assert inputs.log._store.variants_of is log.coded  # all of it is there, so nothing is looked for anew
    with pytest.raises(InputError) as refused:
        checked(entry, planted.WAITING | {"last_day": (known.last + timedelta(days=1)).isoformat()}, known)
    assert (refused.value.code, refused.value.where) == ("analyses.last_day", "last_day")
    assert sentence(refused.value) == ENDED


def test_a_series_has_nothing_that_is_followed() -> None:
    with pytest.raises(InputError) as refused:
        checked(analysis("procesgrafiek-reeks"), {"last_day": "2025-01-01"}, vocabulary_of(planted.log()))
    assert refused.value.code == "analyses.no_such_parameter"


@pytest.mark.django_db
def test_an_older_result_that_followed_too_far_says_so_when_it_is_computed_again(
    client_of: Login, evaluation: Evaluation, accept: Accept, researcher: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    version: DatasetVersion = accept()
    wanted = planted.WAITING | {"last_day": "2035-01-01"}
    with monkeypatch.context() as before:
        before.setattr("sluitend.apps.analyses.kit.parameters._check_followed", lambda *_asked: None)
        actions.ask_now(actor=researcher, dataset=version.dataset, key="wachten", parameters=wanted)
    browser = client_of(researcher)

    answer = browser.post(url("again", evaluation, 1), follow=True)
    assert answer.status_code == 200
    assert ENDED in answer.content.decode()
    assert ENDED in browser.post(url("ask", evaluation, "doorlooptijd"), FORM).content.decode()
    assert page(browser, url("result", evaluation, 1))
