"""What reaches who has a text open: every change of another, once, and who else is there. Everything is fictitious."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sluitend.apps.coding import actions
from sluitend.apps.coding.actions import telling
from sluitend.apps.coding.models import Change, ChangeKind, Code, Fragment
from sluitend.apps.coding.opaque_ids import CODING
from sluitend.apps.coding.presence import Presence, presence
from sluitend.apps.coding.queries.live import Cursor
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.sources.actions import publish_version
from sluitend.apps.sources.actions.destroying import empty_version
from sluitend.apps.sources.models import SourceVersion, TextDestroyReason, VersionKind
from sluitend.web.opaque import opaque

pytestmark = pytest.mark.django_db

ClientOf = Callable[[User], Client]


@pytest.fixture(autouse=True)
def nobody_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "_texts", {})


class Reader:
    """Somebody who has a text open, and asks what is new."""

    def __init__(self, client: Client, version: SourceVersion) -> None:
        self.client, self.version = client, version
        data = self.opened()
        self.cursor, self.shown = data["cursor"], f"{data['source']['version']}.{data['source']['mark']}"

    def opened(self) -> dict[str, Any]:
        place = [self.version.source.evaluation_id, self.version.source.number]
        self.url = reverse("coding:live", args=place)
        data: dict[str, Any] = self.client.get(reverse("coding:workbench", args=place)).context["workbench"]
        return data

    def asks(self, **more: str) -> dict[str, Any]:
        found = self.client.get(self.url, {"after": self.cursor, "version": self.shown, **more})
        assert found.status_code == 200, found.content
        answer: dict[str, Any] = found.json()
        self.cursor = answer["cursor"]
        return answer


@pytest.fixture
def reader(client_of: ClientOf, leader: User, version: SourceVersion) -> Reader:
    return Reader(client_of(leader), version)


def numbers(answer: dict[str, Any]) -> list[int]:
    return [one["number"] for one in answer["changed"]]


def test_nothing_new_is_a_cursor_and_who_is_there(reader: Reader) -> None:
    assert reader.asks() == {"cursor": str(Cursor()), "present": []}


def test_a_code_of_another_arrives_once(reader: Reader, researcher: User, version: SourceVersion, code: Code) -> None:
    reader.asks()
    coding = actions.apply_code(actor=researcher, version=version, start=0, end=13, code=code)

    answer = reader.asks()

    assert numbers(answer) == [coding.fragment.number]
    assert answer["changed"][0]["codings"] == [
        {"id": opaque(CODING, coding.pk), "code": code.pk, "coder": researcher.name, "mine": False, "suggested": False}
    ]
    assert answer["removed"] == []
    assert set(reader.asks()) == {"cursor", "present"}


def test_everything_that_somebody_can_do_to_a_fragment_arrives(
    reader: Reader, leader: User, researcher: User, version: SourceVersion, code: Code
) -> None:
    reader.asks()

    def arrives(act: Callable[[], Any]) -> Any:
        made = act()
        assert numbers(reader.asks()) == [1]
        return made

    fragment = arrives(lambda: actions.ensure_fragment(actor=researcher, version=version, start=0, end=13))
    coding = arrives(lambda: actions.apply_code(actor=researcher, version=version, start=0, end=13, code=code))
    memo = arrives(lambda: actions.write_memo(actor=researcher, about=fragment, text="Let op"))
    arrives(lambda: actions.change_memo(actor=researcher, memo=memo, text="Let beter op"))
    arrives(lambda: actions.undo(actor=researcher, source=version.source))
    arrives(lambda: actions.redo(actor=researcher, source=version.source))
    arrives(lambda: actions.release_quote(actor=leader, fragment=fragment))
    arrives(lambda: actions.withdraw_quote(actor=leader, fragment=fragment))
    memo.refresh_from_db()
    arrives(lambda: actions.delete_memo(actor=researcher, memo=memo))
    actions.remove_coding(actor=researcher, coding=coding)
    assert not Fragment.objects.exists()
    assert reader.asks()["removed"] == [1]


def test_a_change_of_the_codebook_brings_the_codebook(reader: Reader, leader: User, evaluation: Evaluation) -> None:
    actions.add_code(actor=leader, evaluation=evaluation, name="Nieuw")

    answer = reader.asks()

    assert [code["name"] for code in answer["codes"]] == ["Nieuw"]
    assert answer["changed"] == []
    assert "codes" not in reader.asks()


def test_a_code_that_was_archived_keeps_its_name_on_the_text(
    reader: Reader, leader: User, researcher: User, version: SourceVersion, code: Code
) -> None:
    actions.apply_code(actor=researcher, version=version, start=0, end=13, code=code)
    actions.archive_code(actor=leader, code=code)

    assert [(one["name"], one["archived"]) for one in reader.asks()["codes"]] == [(code.name, True)]


def test_changes_of_any_text_at_once_bring_everything(
    reader: Reader, researcher: User, version: SourceVersion, code: Code
) -> None:
    actions.apply_code(actor=researcher, version=version, start=0, end=13, code=code)
    reader.asks()

    telling.tell_everywhere(version.source.evaluation_id)
    answer = reader.asks()

    assert answer["everything"] is True
    assert numbers(answer) == [1]
    assert [one["id"] for one in answer["codes"]] == [code.pk]


def test_another_text_says_nothing(reader: Reader, researcher: User, public_version: SourceVersion, code: Code) -> None:
    reader.asks()
    actions.apply_code(actor=researcher, version=public_version, start=0, end=13, code=code)

    assert set(reader.asks()) == {"cursor", "present"}


def test_a_corrected_text_is_told_and_no_offsets_of_it(
    reader: Reader, leader: User, public_version: SourceVersion, client_of: ClientOf
) -> None:
    open_text = Reader(client_of(leader), public_version)
    publish_version(
        actor=leader,
        source=public_version.source,
        text="Een andere tekst.",
        blocks=[],
        kind=VersionKind.CORRECTED,
        reason="fout",
    )

    answer = open_text.asks()

    assert answer["newer"] is True
    assert "changed" not in answer


def test_a_text_that_went_is_told(reader: Reader, version: SourceVersion) -> None:
    empty_version(None, version, TextDestroyReason.values[0])
    telling.tell_text(version.source)

    assert reader.asks()["gone"] is True


def test_a_place_that_is_not_known_any_more_is_answered_with_everything(
    reader: Reader, researcher: User, version: SourceVersion, code: Code
) -> None:
    actions.apply_code(actor=researcher, version=version, start=0, end=13, code=code)
    reader.cursor = str(Cursor(987654321))

    answer = reader.asks()

    assert answer["everything"] is True
    assert numbers(answer) == [1]
    assert set(reader.asks()) == {"cursor", "present"}


@pytest.mark.parametrize("cursor", ["", "1", "12.0", "9" * 50, "A" * 22, "\u00e9" * 22, "=" * 22])
def test_a_cursor_that_no_page_sends_is_refused(reader: Reader, cursor: str) -> None:
    found = reader.client.get(reader.url, {"after": cursor})

    assert found.status_code == 400
    assert found.json()["error"] == "coding.bad_request"


def test_old_changes_go_and_who_was_before_them_reads_everything(
    reader: Reader, researcher: User, version: SourceVersion, code: Code
) -> None:
    reader.asks()
    for start in (0, 1, 2):
        actions.apply_code(actor=researcher, version=version, start=start, end=13, code=code)
    Change.objects.update(at=timezone.now() - telling.KEPT - timedelta(minutes=1))
    actions.apply_code(actor=researcher, version=version, start=3, end=13, code=code)
    last_old = Change.objects.order_by("-id")[1]

    gone = telling.forget_old_changes()

    assert gone == 2
    assert Change.objects.get(pk=last_old.pk).kind == ChangeKind.EVERYTHING
    whole = Cursor.parse(reader.cursor).whole
    assert numbers(reader.asks()) == [1, 2, 3, 4]
    reader.cursor = str(Cursor(last_old.pk, whole))
    answer = reader.asks()
    assert numbers(answer) == [4]
    assert "everything" not in answer


def test_asking_when_nothing_changed_costs_two_queries_beside_who_asks(reader: Reader, researcher: User) -> None:
    reader.asks()

    with CaptureQueriesContext(
        connection,
    ) as queries:
        reader.asks()

    own = [one["sql"] for one in queries if "coding_" in one["sql"]]
    assert len(own) == 1
    assert len(queries) == 5
    assert not [one for one in queries if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_who_else_is_in_the_text_is_told(
    reader: Reader, client_of: ClientOf, researcher: User, leader: User, version: SourceVersion
) -> None:
    other = Reader(client_of(researcher), version)

    assert other.asks()["present"] == []
    assert reader.asks()["present"] == [researcher.name]
    assert other.asks(away="1")["present"] == [leader.name]
    assert reader.asks()["present"] == []


def test_who_stopped_asking_is_there_no_more() -> None:
    now = [100.0]
    known = Presence(clock=lambda: now[0])
    known.enter(1, 7, "Anna (fictief)")
    known.enter(1, 8, "Bram (fictief)")

    assert known.others(1, 8) == ["Anna (fictief)"]
    now[0] += 11
    known.enter(1, 8, "Bram (fictief)")
    assert known.others(1, 8) == ["Anna (fictief)"]
    now[0] += 2
    assert known.others(1, 8) == []
    assert known.others(2, 8) == []


def test_a_reader_of_the_evaluation_is_refused_and_an_outsider_learns_nothing(
    client_of: ClientOf, reader: Reader, version: SourceVersion, outsider: User
) -> None:
    found = client_of(outsider).get(reader.url, {"after": "0.0"})

    assert found.status_code == 404
    assert found.json()["message"]


def test_words_that_were_withdrawn_leave_the_screens_that_have_them(reader: Reader, version: SourceVersion) -> None:
    """The version keeps its number then, and its text is another."""
    words = (version.text or "").replace((version.text or "")[:12], "[ingetrokken]"[:12], 1)
    SourceVersion.objects.filter(pk=version.pk).update(text=words, text_sha256=sha256(words.encode()).hexdigest())
    telling.tell_text(version.source)

    assert reader.asks()["gone"] is True
    reopened = Reader(reader.client, version)
    telling.tell_text(version.source)
    assert "gone" not in reopened.asks()


def test_an_ended_session_is_sent_to_the_login_page(reader: Reader) -> None:
    reader.client.logout()

    found = reader.client.get(reader.url, {"after": reader.cursor})

    assert found.status_code == 302
    assert found.headers["Location"].startswith(reverse("account_login"))
