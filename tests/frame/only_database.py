"""A plugin of pytest: of the tests that were chosen only those that meet the database."""

from __future__ import annotations

import pytest

FIXTURES = frozenset({"db", "transactional_db"})


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The others give the same answer on every database."""
    elsewhere = [one for one in items if not meets_database(one)]
    config.hook.pytest_deselected(items=elsewhere)
    items[:] = [one for one in items if meets_database(one)]


def meets_database(item: pytest.Item) -> bool:
    """Whether it asks for it, itself or by a fixture."""
    return bool(FIXTURES & set(getattr(item, "fixturenames", ()))) or item.get_closest_marker("django_db") is not None
