"""One visit to one address by one person: how it ended, and what it wrote. Nothing of it stays."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from tests.permissions.walk import Address, addresses
from tests.permissions.world import FORMS, PEOPLE, PUBLIC_SOURCE, QUERIES, World

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
AUDIT = "people_auditevent"
HOUSEKEEPING = {"django_session", "web_cache"}
WRITING = re.compile(r'\s*(INSERT|UPDATE|DELETE)(?: OR \w+)?(?: INTO| FROM)?\s+"?(\w+)', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Visit:
    """How it ended: `login`, `ok` (whatever the view said about the input), a status, or an exception; and the tables
    that were written to, apart from sessions and the cache."""

    outcome: str
    wrote: frozenset[str]


Tour = dict[tuple[Address, str, str], Visit]


def tour(world: World) -> Tour:
    """Everybody at every address by every method that is there: (address, method, person) -> visit."""
    sessions = {name: _session(user) for name, user in world.users.items()}
    visits: Tour = {}
    for address in _with_variants(addresses()):
        url = reverse(address.view, kwargs=world.arguments_of(address)) + QUERIES.get(address.view, "")
        for method in METHODS:
            for person in reversed(PEOPLE):  # the leader first: is the method there at all?
                visit = _visit(sessions.get(person), method, url, address.view)
                if (visit.outcome, person) == ("405", "leader"):
                    break
                visits[address, method, person] = visit
    return visits


def _with_variants(found: list[Address]) -> Iterator[Address]:
    for address in found:
        yield address
        if address.view in PUBLIC_SOURCE:
            yield replace(address, name=PUBLIC_SOURCE[address.view])


def _session(user: Any) -> str:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


def _visit(session: str | None, method: str, url: str, view: str) -> Visit:
    client = Client()
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    cache.clear()  # counted attempts
    wrote: set[str] = set()
    with _undone(), connection.execute_wrapper(_noting(wrote)):
        try:
            outcome = _outcome(_send(client, method, url, view))
        except Exception as error:  # noqa: BLE001 - whatever a view raises is an outcome that no line expects
            outcome = f"{type(error).__name__}: {error}"[:200]
    return Visit(outcome, frozenset(wrote - HOUSEKEEPING))


def _send(client: Client, method: str, url: str, view: str) -> HttpResponseBase:
    if method == "GET":
        return client.get(url)
    if method == "POST" and view in FORMS:
        return client.post(url, FORMS[view])
    return client.generic(method, url, b"{}", content_type="application/json")


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _noting(tables: set[str]) -> Callable[..., Any]:
    """Remembers the tables in which a statement changed a row."""

    def execute(run: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        result = run(sql, params, many, context)
        found = WRITING.match(sql)
        if found and (found[1].upper() == "INSERT" or context["cursor"].rowcount > 0):
            tables.add(found[2])
        return result

    return execute


def _outcome(response: HttpResponseBase) -> str:
    if response.status_code == 302 and response.headers["Location"].startswith(f"{reverse(settings.LOGIN_URL)}?next="):
        return "login"
    # 400 is InputError: permission was there, the input was not right.
    return "ok" if response.status_code < 400 or response.status_code == 400 else str(response.status_code)
