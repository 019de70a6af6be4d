"""The JSON with which the review screen works. All names are fictitious."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.sources import actions
from sluitend.apps.sources.models import ReleaseGround, Source, SourceVersion
from sluitend.work import runs
from tests.sources.test_names import found, host, source, version  # noqa: F401 - fixtures

KEYS = {"changed", "removed", "entries", "open", "accepted", "rejected", "undo", "message"}


@pytest.fixture
def call(client_of: Callable[[User], Client], researcher: User, source: Source) -> Callable[..., Any]:  # noqa: F811
    """``call("decide", proposals=[1], state="accepted")`` as a researcher: status and answer."""
    client = client_of(researcher)

    def ask(name: str, **body: Any) -> tuple[int, dict[str, Any]]:
        url = reverse(f"sources:names_{name}", args=[source.evaluation_id, source.number])
        if name == "review":
            answer = client.get(url)
        else:
            answer = client.post(url, json.dumps(body), content_type="application/json")
        return answer.status_code, answer.json()

    return ask


def test_from_looking_to_the_text_without_names(call: Callable[..., Any], version: SourceVersion) -> None:  # noqa: F811
    status, review = call("review")
    assert (status, review["state"], review["open"]) == (200, "ready", 4)
    first = review["proposals"][0]
    assert (first["text"], first["suggestion"], first["same"]) == ("Jannie Zandbergen", "consulent 1", 1)
    assert "".join(block["text"] for block in review["blocks"]).count("Tirza") == 2

    status, answer = call("decide", proposals=[row["id"] for row in review["proposals"]], state="accepted")
    assert status == 200
    assert set(answer) == KEYS
    assert (answer["open"], answer["accepted"], answer["undo"]) == (0, 4, True)
    assert {entry["pseudonym"] for entry in answer["entries"]} == {"consulent 1", "moeder A"}

    entry = next(entry for entry in answer["entries"] if entry["pseudonym"] == "moeder A")
    _status, renamed = call("rename", entry=entry["id"], pseudonym="ouder A")
    assert {row["pseudonym"] for row in renamed["changed"]} == {"ouder A"}

    status, finished = call("finish")
    assert (status, finished["version"]) == (200, 2)
    assert call("review")[1]["state"] == "finished"


def test_looking_starts_one_run(call: Callable[..., Any], source: Source, host: Any) -> None:  # noqa: F811
    assert call("review")[1]["state"] == "none"

    first, second = call("propose")[1]["run"], call("propose")[1]["run"]

    assert first == second
    assert call("review")[1]["state"] == "waiting"
    runs.drain()
    assert call("review")[1]["state"] == "ready"


def test_add_move_and_undo_answer_what_changed(call: Callable[..., Any], version: SourceVersion) -> None:  # noqa: F811
    text = "".join(block["text"] for block in call("review")[1]["blocks"])
    assert "plan" in text
    _status, added = call("add", start=0, end=11, kind="other")
    row = added["changed"][0]
    assert (row["text"], row["pseudonym"], row["state"]) == ("Interviewer", "[weggelaten]", "accepted")

    _status, moved = call("move", proposal=row["id"], start=0, end=12)
    assert moved["changed"][0]["text"] == "Interviewer:"

    assert call("undo")[1]["changed"][0]["text"] == "Interviewer"
    assert call("undo")[1]["removed"] == [row["id"]]
    assert call("undo") == (
        400,
        {"error": "sources.names_nothing_to_undo", "message": "U hebt hier geen stap om ongedaan te maken."},
    )


def test_a_decision_everywhere_says_what_happened_elsewhere(
    call: Callable[..., Any],
    add: Callable[..., Source],
    version: SourceVersion,  # noqa: F811
    researcher: User,
) -> None:
    other = add("R1: Tirza was er ook.\n", "derde.txt").versions.get()
    actions.release_version(actor=researcher, version=other, ground=ReleaseGround.NO_PERSONAL_DATA)

    status, answer = call("decide", proposals=[found(version, "Tirza").pk], state="accepted", all=True, everywhere=True)

    assert status == 200
    assert answer["message"] == (
        "Op 2 plaatsen vervangen. Staat nog in 1 vrijgegeven tekst: S2. Corrigeer die als de naam daar weg moet."
    )


@pytest.mark.parametrize(
    "body", [{}, {"proposals": [], "state": "accepted"}, {"proposals": ["1"], "state": "accepted"}]
)
def test_a_request_that_no_page_of_ours_sends_is_refused(
    call: Callable[..., Any],
    version: SourceVersion,  # noqa: F811
    body: dict[str, Any],
) -> None:
    assert call("decide", **body)[1]["error"] == "sources.bad_request"


def test_a_proposal_of_another_source_is_not_there(call: Callable[..., Any], version: SourceVersion) -> None:  # noqa: F811
    assert call("decide", proposals=[0], state="accepted")[1]["error"] == "sources.names_gone"


def test_reading_is_recorded_without_a_word_of_the_text(call: Callable[..., Any], version: SourceVersion) -> None:  # noqa: F811
    call("review")

    event = AuditEvent.objects.filter(action="sources.opened").latest("pk")
    assert event.data == {"version": 1, "released": False}


@pytest.mark.parametrize("name", ["review", "propose", "decide", "finish"])
def test_a_reader_gets_nowhere(
    name: str,
    source: Source,  # noqa: F811
    reader: User,
    client_of: Callable[[User], Client],
) -> None:
    url = reverse(f"sources:names_{name}", args=[source.evaluation_id, source.number])
    client = client_of(reader)

    answer = client.get(url) if name == "review" else client.post(url, "{}", content_type="application/json")

    assert answer.status_code == 403
