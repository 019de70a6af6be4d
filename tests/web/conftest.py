"""A shell filled by the test instead of by the rooms."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils.translation import override

from sluitend.web import registry
from sluitend.web.registry import EvaluationEntry, MainEntry, Registry, UserNote


@pytest.fixture(autouse=True)
def _in_dutch() -> Iterator[None]:
    """A request in English leaves its language behind in the thread; the next test starts in Dutch again."""
    with override("nl"):
        yield


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two entries in each navigation and a note behind the user's name."""
    fill(monkeypatch, "main_navigation", MainEntry("Start", "home", 1), MainEntry("Over privacy", "web:privacy", 2))
    fill(monkeypatch, "user_menu", MainEntry("Toegankelijkheid", "web:accessibility", icon="user-cog"))
    fill(
        monkeypatch,
        "evaluation_navigation",
        EvaluationEntry("Samenvatting", "start", "home", 1),
        EvaluationEntry("Bronnen", "sources", "files", 2),
        EvaluationEntry("Beheer", "manage", "settings", 3, allowed=lambda user, evaluation: False),
    )
    fill(monkeypatch, "user_notes", UserNote("role", lambda user, evaluation: "onderzoeker" if evaluation else ""))


def fill(monkeypatch: pytest.MonkeyPatch, name: str, *entries: object) -> None:
    filled: Registry = Registry(name)
    for entry in entries:
        filled.add(entry)
    monkeypatch.setattr(registry, name, filled)
