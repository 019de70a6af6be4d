"""Taking names out of a long interview in a real browser, by keyboard alone. All names are fictitious."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from sluitend.apps.people.models import User
from sluitend.apps.sources import actions, queries
from sluitend.apps.sources.models import NameProposal, ProposalState, Source
from sluitend.engines.text.names import FoundBy, Kind, Span
from sluitend.engines.text.names.replacing import repeats
from sluitend.work import names_host, runs
from tests.browser_tools import NARROW, WIDE, assert_no_csp_violations, assert_no_sideways_scroll, axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FILLER = (
    "wij hoorden het meestal pas als er al iets besloten was en dan moesten wij het gezin opnieuw laten "
    "vertellen wat er aan de hand was terwijl niemand wist wie de regie had "
)
FIRST = "Aldo Berno Cilia Dirkje Evi Floor Gijs Hilda Ivo Jannie Kaya Lotje Milo Nadir Orla Pelle Qi Rosa Silke Tirza"
LAST = "Zandbergen Verzonnen Bedachtsma Fictiefsen"
PEOPLE = [f"{first} {last}" for last in LAST.split() for first in FIRST.split()]  # eighty
WORDS = 8_000


def interview() -> str:
    """About 8,000 words, in which every turn names somebody."""
    turns = []
    for person in PEOPLE:
        said = f"{FILLER * 3}en toen belde {person} ons terug {FILLER}"
        turns.append(f"R1: {said.capitalize().replace(person.casefold(), person)}.\n")
    turns.append("R1: En Oma Sjaan zei het ook. Zo, oma Sjaan.\n\nR1: Dat was Oma Sjaan.\n")
    return "\n".join(turns)


class _Host:
    """Stands in for the names process: the people of the interview, and nobody else."""

    def __init__(self, people: list[str]) -> None:
        self.people = people

    def propose(self, text: str, entries: object, keep: object) -> names_host.Proposed:
        spans = [Span(*place, Kind.PERSON, FoundBy.DETECTOR) for words in self.people for place in repeats(text, words)]
        return names_host.Proposed(tuple(sorted(spans)), with_detector=True)


def opened(open_page: Callable[..., Page], user: User, source: Source, viewport: dict[str, Any] = WIDE) -> Page:
    page = open_page(user, viewport=viewport)
    page.goto(f"/evaluaties/{source.evaluation_id}/bronnen/{source.number}/namen/")
    return page


def propose(monkeypatch: pytest.MonkeyPatch, actor: User, source: Source, people: list[str]) -> None:
    monkeypatch.setattr(names_host, "host", lambda: _Host(people))
    actions.propose_names(actor=actor, version=source.versions.get())
    runs.drain()


def press(page: Page, key: str) -> None:
    """A key, and the server's answer to it, as it is shown; a key before that is passed over."""
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.keyboard.press(key)
    page.wait_for_selector("#names:not([aria-busy=true])")


def test_a_long_interview_takes_one_key_a_proposal(
    open_page: Callable[..., Page], researcher: User, add: Callable[..., Source], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = interview()
    assert len(text.split()) > WORDS
    source = add(text, "lang.txt", kind="transcript")
    propose(monkeypatch, researcher, source, PEOPLE)
    page = opened(open_page, researcher, source)
    expect(page.get_by_text("0 van 80 besloten")).to_be_visible()

    keys = 0
    for place in range(len(PEOPLE)):
        press(page, "r" if place % 20 == 19 else "a")
        keys += 1
        expect(page.get_by_text(f"{place + 1} van 80 besloten")).to_be_visible()

    assert keys <= 2 * len(PEOPLE)
    assert not NameProposal.objects.filter(state=ProposalState.OPEN).exists()
    assert NameProposal.objects.filter(state=ProposalState.REJECTED).count() == 4
    assert axe(page) == []
    assert_no_csp_violations(page)
    finish = page.get_by_role("button", name="Tekst met pseudoniemen maken")
    finish.press("Enter")
    page.wait_for_url("**/vrijgeven/")
    expect(page.get_by_text("76 plekken vervangen, 4 zo gelaten.")).to_be_visible()
    made = queries.version_text(source.versions.get(number=2))
    assert [person for person in PEOPLE if person in made] == PEOPLE[19::20]
    assert "persoon 76" in made
    page.goto(f"/evaluaties/{source.evaluation_id}/bronnen/{source.number}/namen/")
    expect(page.get_by_text("De namen in deze tekst zijn vervangen door pseudoniemen.")).to_be_visible()


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_what_the_search_missed_is_added_widened_and_undone(
    open_page: Callable[..., Page],
    researcher: User,
    add: Callable[..., Source],
    monkeypatch: pytest.MonkeyPatch,
    viewport: dict[str, Any],
) -> None:
    talk = "R1: Toen kwam Tirza van Verzonnen langs.\n\nR1: En Oma Sjaan zei het ook.\n\nR1: Dat was Oma Sjaan.\n"
    source = add(talk, "kort.txt", kind="transcript")
    propose(monkeypatch, researcher, source, ["Tirza"])
    page = opened(open_page, researcher, source, viewport)
    marks = page.locator("[data-proposal]")
    expect(marks).to_have_count(1)

    press(page, "w")
    press(page, "w")
    expect(marks.first.locator('[data-slot="words"]')).to_have_text("Tirza van Verzonnen")
    press(page, "W")
    expect(marks.first.locator('[data-slot="words"]')).to_have_text("Tirza van")
    press(page, "u")
    expect(marks.first.locator('[data-slot="words"]')).to_have_text("Tirza van Verzonnen")

    page.keyboard.press("t")
    page.keyboard.type("Oma Sjaan")
    press(page, "Enter")
    expect(marks).to_have_count(3)
    expect(page.get_by_text("2 van 3 besloten")).to_be_visible()
    press(page, "u")
    expect(marks).to_have_count(1)

    page.keyboard.press("n")
    press(page, "a")
    expect(page.locator('[data-state="accepted"]')).to_have_count(1)
    expect(page.get_by_role("button", name="Tekst met pseudoniemen maken")).to_be_visible()
    assert axe(page) == []
    assert_no_sideways_scroll(page)
    assert_no_csp_violations(page)


def test_a_key_that_is_held_decides_once(
    open_page: Callable[..., Page], researcher: User, add: Callable[..., Source], monkeypatch: pytest.MonkeyPatch
) -> None:
    source = add("R1: Aldo en Berno en Cilia waren er.\n", "kort.txt", kind="transcript")
    propose(monkeypatch, researcher, source, ["Aldo", "Berno", "Cilia"])
    page = opened(open_page, researcher, source)
    expect(page.get_by_text("0 van 3 besloten")).to_be_visible()

    with page.expect_response(lambda answer: answer.request.method == "POST"):
        for _time in range(5):  # without a key that comes up, the rest are repeats
            page.keyboard.down("a")
    page.keyboard.up("a")

    expect(page.get_by_text("1 van 3 besloten")).to_be_visible()
    expect(page.locator('[aria-current="true"] [data-slot="words"]')).to_have_text("Berno")
    expect(page.locator('[data-part="insteadSaid"]')).to_have_text("persoon 2")


def test_a_decision_in_all_conversations_by_two_keys(
    open_page: Callable[..., Page], researcher: User, add: Callable[..., Source], monkeypatch: pytest.MonkeyPatch
) -> None:
    one = add("R1: Toen belde Tirza Verzonnen ons.\n", "een.txt", kind="transcript")
    other = add("R1: Ook Tirza Verzonnen zei dat.\n", "twee.txt", kind="transcript")
    for source in (one, other):
        propose(monkeypatch, researcher, source, ["Tirza Verzonnen"])
    page = opened(open_page, researcher, one)
    expect(page.get_by_text("0 van 1 besloten")).to_be_visible()

    page.keyboard.press("e")
    expect(page.get_by_label("in alle gesprekken van deze evaluatie")).to_be_checked()
    press(page, "A")

    expect(page.get_by_text("Ook in 1 ander gesprek: 1 plaats.")).to_be_visible()
    assert set(NameProposal.objects.values_list("state", flat=True)) == {ProposalState.ACCEPTED}
    assert axe(page) == []
    assert_no_sideways_scroll(page)
    assert_no_csp_violations(page)


def test_the_list_by_keyboard_at_both_widths(open_page: Callable[..., Page], researcher: User, add: Any) -> None:
    source = add("R1: Aldo.\n", "kort.txt", kind="transcript")
    for viewport in (WIDE, NARROW):
        page = open_page(researcher, viewport=viewport)
        page.goto(f"/evaluaties/{source.evaluation_id}/bronnen/")
        page.get_by_role("link", name="Namenlijst").press("Enter")
        page.get_by_label("Naam").fill(f"Tirza {viewport['width']}")
        page.get_by_label("Rol of pseudoniem").fill("moeder")
        page.get_by_label("Rol of pseudoniem").press("Enter")
        expect(page.get_by_role("cell", name=f"Tirza {viewport['width']}")).to_be_visible()
        assert axe(page) == []
        assert_no_sideways_scroll(page)
    expect(page.get_by_role("cell", name="In de plaats: moeder B", exact=True)).to_be_visible()
