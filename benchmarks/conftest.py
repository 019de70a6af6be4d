"""A full evaluation, and the table that a run ends with. `make bench`; docs/performance.md has the budgets."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test.utils import setup_databases, teardown_databases

from benchmarks.measuring import Figure, table
from tests.performance.crowd import Amounts, grow
from tests.performance.pages import Page, pages_of
from tests.permissions import world

FULL = Amounts(
    of_each=8,
    sources=97,  # and the three of the small world
    characters=8_000,
    first_characters=230_000,  # the Jeugdwet's length
    codes=70,
    codings=5_000,
    findings=200,
    links=600,
    conclusions=30,
    recommendations=30,
    sections=20,
    events=500,
)
FIGURES = pytest.StashKey[list[Figure]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[FIGURES] = []


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> list[Figure]:
    """Where a measurement leaves its figure."""
    return request.config.stash[FIGURES]


@pytest.fixture(scope="session")
def database(django_db_blocker: Any) -> Iterator[None]:
    """A database for all measurements together."""
    with django_db_blocker.unblock():
        databases = setup_databases(verbosity=0, interactive=False)
        yield
        teardown_databases(databases, verbosity=0)


@pytest.fixture(scope="session")
def full_pages(database: None, django_db_blocker: Any) -> dict[str, Page]:
    """The pages of a full evaluation by URL name. Committed, as in use: what a page writes waits for the disk."""
    with django_db_blocker.unblock():
        made = world.build()
        with transaction.atomic():
            grow(made, FULL)
        pages = {page.name: page for page in pages_of(made)}
        gc.collect()
        gc.freeze()  # as sluitend.work.application does
    return pages


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    if config.stash[FIGURES]:
        terminalreporter.section("measured against the budgets of docs/performance.md")
        terminalreporter.write_line(table(config.stash[FIGURES]))
