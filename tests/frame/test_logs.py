"""What the log says of a request that went wrong: which view, never the address or what the exception said."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from sluitend.config.logs import WithoutContent

SECRET = "geheim-van-een-inloglink"


class _Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(WithoutContent("%(levelname)s %(message)s"))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def log() -> Iterator[_Kept]:
    handler = _Kept()
    logger = logging.getLogger("django")
    logger.addHandler(handler)
    yield handler
    logger.removeHandler(handler)


def test_a_refused_request_is_logged_without_its_address(log: _Kept, db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(reverse("people:login_link", args=[SECRET])).status_code == 403
    assert "WARNING 403: POST of people:login_link" in log.lines
    assert SECRET not in "\n".join(log.lines)


def test_a_failed_request_is_logged_without_its_address(log: _Kept, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(token: str) -> None:
        raise RuntimeError(f"wij hoorden {token}")

    monkeypatch.setattr("sluitend.apps.people.queries.login_link", broken)
    monkeypatch.setattr(logging.getLogger("django.request"), "propagate", True)
    client = Client(raise_request_exception=False)
    assert client.get(reverse("people:login_link", args=[SECRET])).status_code == 500
    (line,) = [line for line in log.lines if line.startswith("ERROR")]
    assert line.startswith("ERROR 500: GET of people:login_link\n")
    assert line.endswith("RuntimeError")
    assert SECRET not in line


def test_a_record_without_a_request_keeps_its_words_and_loses_the_exceptions() -> None:
    try:
        raise ValueError("een zin van een bron")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "run %s failed", (3,), sys.exc_info())
    line = WithoutContent("%(message)s").format(record)
    assert line.startswith("run 3 failed\n")
    assert line.endswith("\nValueError")
    assert "een zin" not in line
