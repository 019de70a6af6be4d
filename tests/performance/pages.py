"""The pages of the product, and what one visit to one of them costs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from sluitend.apps.people.models import User
from tests.permissions.walk import addresses
from tests.permissions.world import QUERIES, World

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TRANSACTION = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK", "BEGIN", "COMMIT")


@dataclass(frozen=True, slots=True)
class Page:
    """An address that answers somebody's GET: its URL name, where it is, and who was let in."""

    name: str
    url: str
    client: Client


@dataclass(slots=True)
class Queries:
    """What was asked of the database during one visit, without the marks of transactions."""

    statements: list[str] = field(default_factory=list)

    def __call__(self, run: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(TRANSACTION):
            self.statements.append(sql)
        return run(sql, params, many, context)

    @property
    def count(self) -> int:
        return len(self.statements)

    @property
    def repeated(self) -> str:
        """The statement that was asked most often, for who looks for the cause."""
        for statement, times in Counter(self.statements).most_common(1):
            if times > 1:
                return f"{times}× {statement[:120]}…"
        return "none is repeated"


def pages_of(made: World) -> list[Page]:
    """Every address that answers a GET: the project leader's or, where that one is refused, the owner's."""
    clients = [_logged_in(made.users[name]) for name in ("leader", "owner")]
    found = []
    for address in addresses():
        url = reverse(address.view, kwargs=made.arguments_of(address)) + QUERIES.get(address.view, "")
        if client := next((one for one in clients if visit(Page("", url, one))[0].status_code == 200), None):
            found.append(Page(address.name, url, client))
    return found


def visit(page: Page) -> tuple[HttpResponseBase, Queries]:
    """One visit that reads the whole answer and leaves nothing behind."""
    queries = Queries()
    with undone(), connection.execute_wrapper(queries):
        response = page.client.get(page.url)
        read(response)
    return response, queries


def read(response: Any) -> int:
    """Take in the whole answer, also one that comes in pieces; its length in bytes."""
    return sum(map(len, response)) if response.streaming else len(response.content)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written inside is gone afterwards."""
    cache.clear()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client
