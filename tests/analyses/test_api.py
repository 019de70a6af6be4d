"""What other programs are told: everything as it leaves the team."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sluitend.apps.analyses import actions, queries
from sluitend.apps.datasets.models import DatasetVersion
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import AuditEvent, User
from sluitend.work import runs
from tests.analyses import planted
from tests.analyses.conftest import Accept

pytestmark = pytest.mark.django_db
Login = Callable[[User], Client]


@pytest.fixture
def version(accept: Accept) -> DatasetVersion:
    return accept()


def get(client: Client, name: str, evaluation: Evaluation, *arguments: object, status: int = 200) -> dict[str, Any]:
    response = client.get(reverse(f"analyses:{name}", args=[evaluation.pk, *arguments]))
    assert response.status_code == status
    assert response["Content-Type"] == "application/json"
    found: dict[str, Any] = response.json()
    return found


def post(client: Client, evaluation: Evaluation, body: object, status: int = 200) -> dict[str, Any]:
    address = reverse("analyses:api_results", args=[evaluation.pk])
    response = client.post(address, json.dumps(body), content_type="application/json")
    assert response.status_code == status
    found: dict[str, Any] = response.json()
    return found


def test_a_program_asks_waits_and_gets_what_may_leave_the_team(
    client_of: Login, researcher: User, evaluation: Evaluation, version: DatasetVersion
) -> None:
    client = client_of(researcher)
    entry = next(one for one in get(client, "api_catalogue", evaluation)["analyses"] if one["key"] == "doorlooptijd")
    assert entry["parameters"]["properties"]["variants"]["maximum"] == 200

    asked = post(client, evaluation, {"dataset": 1, "analysis": "doorlooptijd", "parameters": {"variants": 5}})
    assert (asked["number"], asked["state"], asked["progress"]) == (1, "busy", 0)
    assert "result" not in get(client, "api_result", evaluation, 1)

    runs.drain()
    found = get(client, "api_result", evaluation, 1)
    row = queries.result_for(researcher, evaluation, 1)
    assert (found["state"], found["progress"], found["stale"]) == ("done", 100, False)
    assert found["parameters"]["variants"] == 5
    assert found["result"] == queries.outside(row).as_json()
    assert found["result"]["n"] == 40  # of forty-one
    kinds = [event.data["kind"] for event in AuditEvent.objects.filter(action="analyses.taken")]
    assert kinds == ["json"]
    assert [one["number"] for one in get(client, "api_results", evaluation)["results"]] == [1]


def test_a_reader_reads_and_asks_nothing(
    client_of: Login, researcher: User, reader: User, outsider: User, evaluation: Evaluation, version: DatasetVersion
) -> None:
    actions.ask_now(actor=researcher, dataset=version.dataset, key="doorlooptijd", parameters={})
    actions.ask(actor=researcher, dataset=version.dataset, key="doorlooptijd", parameters={})
    client = client_of(reader)

    assert get(client, "api_result", evaluation, 1)["result"]["n"] == 40
    assert [one["number"] for one in get(client, "api_results", evaluation)["results"]] == [1]
    get(client, "api_result", evaluation, 2, status=404)
    get(client, "api_catalogue", evaluation, status=403)
    assert post(client, evaluation, {"dataset": 1, "analysis": "wachten"}, status=403)["error"] == "people.not_allowed"
    get(client_of(outsider), "api_results", evaluation, status=404)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"dataset": "een", "analysis": "wachten"}, "analyses.bad_request"),
        ({"dataset": 1, "analysis": "wachten", "more": 1}, "analyses.bad_request"),
        ({"dataset": 1, "analysis": "verzonnen"}, "analyses.unknown"),
        ({"dataset": 1, "analysis": "wachten", "parameters": {"start": [planted.REPORT]}}, "analyses.parameter"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_sentence(
    client_of: Login, researcher: User, evaluation: Evaluation, version: DatasetVersion, body: object, code: str
) -> None:
    refused = post(client_of(researcher), evaluation, body, status=400)

    assert refused["error"] == code
    assert refused["message"]
    post(client_of(researcher), evaluation, {"dataset": 9, "analysis": "wachten"}, status=404)
