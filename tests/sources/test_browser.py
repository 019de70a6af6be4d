"""Adding files in a real browser: by the file chooser, by drag and drop, by keyboard; and connections that break."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import Source, Upload
from sluitend.work import runs
from tests.browser_tools import NARROW, assert_no_csp_violations, assert_no_sideways_scroll, axe, session_cookie
from tests.sources.conftest import files_on_disk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Page]

DROP = """
(files) => {
  const transfer = new DataTransfer();
  for (const [name, text] of files) transfer.items.add(new File([text], name, { type: "text/plain" }));
  return transfer;
}
"""


def add_page(open_page: OpenPage, user: User, evaluation: Evaluation, **options: Any) -> Page:
    page = open_page(user, **options)
    page.goto(f"/evaluaties/{evaluation.pk}/bronnen/toevoegen/")
    return page


def text_file(name: str, text: str) -> dict[str, Any]:
    return {"name": name, "mimeType": "text/plain", "buffer": text.encode()}


def test_files_by_the_chooser_and_by_drag_and_drop(
    open_page: OpenPage, researcher: User, evaluation: Evaluation
) -> None:
    page = add_page(open_page, researcher, evaluation)
    page.get_by_label("Bestanden", exact=True).set_input_files(
        [text_file("een.txt", "Eerste gesprek (fictief)."), text_file("leeg.txt", "")]
    )
    dropped = page.evaluate_handle(DROP, [["twee.txt", "Tweede gesprek (fictief)."], ["drie.txt", "Derde."]])
    page.dispatch_event("[data-file-drop]", "drop", {"dataTransfer": dropped})
    expect(page.get_by_text("4 bestanden gekozen:")).to_be_visible()
    page.get_by_label("Soort").select_option("transcript")

    page.get_by_role("button", name="Bestanden toevoegen").click()

    results = page.get_by_role("region", name="Wat er met uw bestanden gebeurde")
    expect(results.get_by_text("3 bestanden worden gelezen")).to_be_visible()
    expect(results.get_by_text("Dit bestand is leeg.")).to_be_visible()
    expect(page.locator("[data-upload-sending] li")).to_have_count(0)
    runs.drain()
    expect(results.get_by_role("link", name="S1")).to_be_visible()
    expect(results.get_by_role("link", name="S3")).to_be_visible()
    assert Source.objects.filter(kind="transcript").count() == 3
    assert axe(page) == []
    assert_no_csp_violations(page)

    page.get_by_role("button", name="leeg.txt van de lijst halen").click()
    expect(results.get_by_text("Dit bestand is leeg.")).to_have_count(0)
    page.get_by_role("button", name="Lijst leegmaken").click()
    expect(results.get_by_role("listitem")).to_have_count(0)
    assert_no_csp_violations(page)


def test_a_wrong_choice_is_told_and_the_file_stays_in_sight(
    open_page: OpenPage, researcher: User, evaluation: Evaluation
) -> None:
    page = add_page(open_page, researcher, evaluation)
    page.get_by_label("Bestanden", exact=True).set_input_files([text_file("een.txt", "Tekst.")])
    page.get_by_label("Soort").select_option("transcript")
    page.get_by_label("Openbaar document").check()

    page.get_by_role("button", name="Bestanden toevoegen").click()

    expect(page.get_by_role("alert").filter(has_text="Alleen een document kan openbaar zijn")).to_be_visible()
    assert not Upload.objects.exists()


def test_without_files_it_says_so_by_keyboard_on_a_phone(
    open_page: OpenPage, researcher: User, evaluation: Evaluation
) -> None:
    page = add_page(open_page, researcher, evaluation, viewport=NARROW)
    page.get_by_role("button", name="Bestanden toevoegen").focus()

    page.keyboard.press("Enter")

    expect(page.get_by_role("alert").filter(has_text="Kies ten minste één bestand.")).to_be_visible()
    expect(page.get_by_label("Bestanden", exact=True)).to_be_focused()
    assert_no_sideways_scroll(page)


@pytest.mark.parametrize("address", ["", "1/", "1/wijzigen/", "1/tekst/", "1/vrijgeven/", "1/verwijderen/"])
def test_every_page_is_accessible(
    open_page: OpenPage, leader: User, evaluation: Evaluation, add: Callable[..., Source], address: str
) -> None:
    add("Bel 06-12345678.", kind="interview_report", level="official")

    for options in ({}, {"viewport": NARROW}):
        page = open_page(leader, **options)
        page.goto(f"/evaluaties/{evaluation.pk}/bronnen/{address}")
        assert axe(page) == []
        assert_no_csp_violations(page)
        assert_no_sideways_scroll(page)


def test_a_connection_that_breaks_leaves_nothing(live_server: Any, researcher: User, evaluation: Evaluation) -> None:
    cookie = session_cookie(researcher, live_server.url)
    head = b'--grens\r\nContent-Disposition: form-data; name="documents"; filename="a.txt"\r\n\r\n' + b"x" * 300_000
    address = urlsplit(live_server.url)
    request = (
        f"POST /evaluaties/{evaluation.pk}/bronnen/toevoegen/ HTTP/1.1\r\nHost: {address.netloc}\r\n"
        f"Cookie: {cookie['name']}={cookie['value']}; csrftoken={'a' * 32}\r\n"
        "Content-Type: multipart/form-data; boundary=grens\r\nContent-Length: 90000000\r\n\r\n"
    ).encode()

    with socket.create_connection((address.hostname or "", address.port or 0)) as connection:
        connection.sendall(request + head)
        deadline = time.monotonic() + 10
        while not files_on_disk() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert len(files_on_disk()) == 1

    deadline = time.monotonic() + 10
    while files_on_disk() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert files_on_disk() == []
    assert not Upload.objects.exists()
