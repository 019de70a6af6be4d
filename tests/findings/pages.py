"""Addresses and pages of this room, for its tests."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User

ClientOf = Callable[[User], Client]


def url_of(name: str, *arguments: object) -> str:
    return reverse(f"findings:{name}", args=arguments)


def page_of(client: Client, name: str, *arguments: object) -> str:
    response = client.get(url_of(name, *arguments))
    assert response.status_code == 200
    return response.content.decode()


def pages_of(evaluation: Evaluation) -> list[str]:
    key = evaluation.pk
    return [
        url_of("list", key),
        url_of("board", key),
        url_of("phases", key),
        url_of("agreements", key),
        url_of("finding", key, 1),
        url_of("conclusions", key),
        url_of("conclusion", key, "V1"),
        url_of("recommendations", key),
        url_of("recommendation", key, 1),
    ]
