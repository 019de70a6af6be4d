"""What rests on the demo's events comes once, and into an example that somebody worked in since."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from sluitend.apps.design import actions as design
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.demo import build
from sluitend.demo import registered as module
from sluitend.demo.chain import read
from sluitend.demo.registered import Registered
from sluitend.errors import NotFound


def test_who_was_overtaken_while_computing_adds_nothing(
    evaluation: Evaluation, leader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def overtaken() -> None:
        title = read("words")["logbook"][0]["title"]
        design.add_entry(actor=leader, evaluation=evaluation, date=date(2026, 9, 7), kind="event", title=title)

    monkeypatch.setattr(build, "lacks_chain", lambda owner: True)
    monkeypatch.setattr(build, "_found", lambda owner, walk: evaluation)
    monkeypatch.setattr(build, "set_up_people", lambda owner, walk: {"leader": leader, "researcher": leader})
    monkeypatch.setattr(build, "Chain", lambda *given: SimpleNamespace(compute=overtaken))

    assert not build.build_chain(owner=leader)
    assert evaluation.logbook.count() == 1


@pytest.mark.parametrize("texts", [None, [], [None], ["Iets anders."]])
def test_words_that_are_gone_are_no_evidence(texts: list[Any] | None, monkeypatch: pytest.MonkeyPatch) -> None:
    def source_for(*_given: Any) -> Any:
        if texts is None:
            raise NotFound("source")
        newest = SimpleNamespace(first=lambda: SimpleNamespace(text=texts[0]) if texts else None)
        return SimpleNamespace(versions=SimpleNamespace(order_by=lambda _name: newest))

    monkeypatch.setattr(module.sources, "source_for", source_for)
    one = Registered.__new__(Registered)
    one.actor, one.evaluation = User(), Evaluation()

    assert one._fragment(3, "Een terugkerend knelpunt") is None
