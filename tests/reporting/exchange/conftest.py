"""An evaluation to bring files into, and how a file comes in. Everything is fictitious."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from sluitend.apps.design.models import Evaluation, Membership
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Role
from sluitend.apps.reporting.actions.exchange import asking, receiving
from sluitend.apps.reporting.models import ExchangeImport
from sluitend.apps.sources.receiving import receive
from sluitend.formats.qdpx import taken
from sluitend.work import limits, runs, vault
from tests.clearing import open_gate
from tests.reporting.conftest import Chain, chain, make_fragment, question

__all__ = ["Chain", "chain", "make_fragment", "question"]

REAL = Path(__file__).parents[4] / "shared" / "real" / "qdpx"
needs_real = pytest.mark.skipif(not REAL.is_dir(), reason="the real exchange files are not beside the repository")


def new_evaluation(leader: User, title: str = "Leeg (fictief)") -> Evaluation:
    """Without content, with an open start gate."""
    made = Evaluation.objects.create(
        title=title, template_key="keten", fictitious=True, wrapped_key=vault.new_wrapped_key(), created_by=leader
    )
    Membership.objects.create(evaluation=made, user=leader, role=Role.LEADER)
    open_gate(made)
    return made


@pytest.fixture
def empty(leader: User) -> Evaluation:
    return new_evaluation(leader)


def taken_in(actor: User, evaluation: Evaluation, content: bytes, name: str = "p.qdpx") -> ExchangeImport:
    """Uploaded and read."""
    received = receive(io.BytesIO(content))
    try:
        made = receiving.take_in(actor=actor, evaluation=evaluation, file=received, filename=name)
    finally:
        received.discard()
    runs.drain()
    made.refresh_from_db()
    return made


def brought_in(
    actor: User, evaluation: Evaluation, content: bytes, name: str = "p.qdpx", **choices: object
) -> ExchangeImport:
    """Uploaded, read, and brought in."""
    made = taken_in(actor, evaluation, content, name)
    chosen: dict[str, object] = {"users": {}, **choices}
    receiving.start_import(actor=actor, imported=made, **chosen)  # type: ignore[arg-type]
    runs.drain()
    made.refresh_from_db()
    return made


def exported(actor: User, evaluation: Evaluation, *, with_names: bool = False) -> bytes:
    """The file, as somebody downloads it."""
    asked = asking.request_export(actor=actor, evaluation=evaluation, with_names=with_names)
    runs.drain()
    asked.refresh_from_db()
    return asking.open_export(actor=actor, asked=asked)


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process of its own for every file takes long; other tests go through it."""
    monkeypatch.setattr(limits, "asked", lambda _module, path, **_more: taken.take(path).to_json())


Export = Callable[..., bytes]
