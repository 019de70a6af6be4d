"""Who asks for the headers alone (link checkers, proxies) gets what a GET would get."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User

PAGES = ("", "opzet/", "bronnen/", "bronnen/toevoegen/", "coderen/", "bevindingen/", "bevindingen/nieuw/", "rapport/")


@pytest.mark.parametrize("page", PAGES)
def test_head_is_answered_as_get_without_a_body(
    evaluation: Evaluation, leader: User, client_of: Callable[[User], Client], page: str
) -> None:
    client, address = client_of(leader), f"/evaluaties/{evaluation.pk}/{page}"
    assert client.get(address).status_code == 200
    answer = client.head(address)
    assert (answer.status_code, answer.content) == (200, b"")
