"""Use as evidence without a mouse, on the page and in a dialog; every page by axe, at both widths."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from sluitend.apps.coding import actions as coding
from sluitend.apps.coding.models import Fragment
from sluitend.apps.design.models import Criterion, Evaluation, Question
from sluitend.apps.findings import actions
from sluitend.apps.findings.models import EvidenceLink, Finding
from sluitend.apps.people.models import User
from tests.browser_tools import NARROW, WIDE, assert_no_csp_violations, assert_no_sideways_scroll, axe
from tests.findings.conftest import MakeSource
from tests.findings.outcomes import computed, planted_dataset

pytestmark = pytest.mark.django_db(transaction=True)

OpenPage = Callable[..., Page]
SEARCH = "Zoek een bevinding: typ het nummer of woorden eruit"


@pytest.fixture
def findings(evaluation: Evaluation, leader: User, finding: Finding) -> list[Finding]:
    """B1 to B12, of which B4 is about a café."""
    titles = [f"Zin {number} (fictief)" for number in range(2, 13)]
    titles[2] = "In het café weet ook niemand het (fictief)"
    return [finding, *(actions.add_finding(actor=leader, evaluation=evaluation, title=title) for title in titles)]


def _use(evaluation: Evaluation, label: str) -> str:
    return reverse("findings:use_as_evidence", args=[evaluation.pk]) + f"?fragment={label}"


def _to_choose(page: Page, evaluation: Evaluation, label: str) -> None:
    """Open, and wait until what is typed comes where it must: the browser gives the focus after the page is there."""
    page.goto(_use(evaluation, label))
    expect(page.get_by_label(SEARCH)).to_be_focused()


def _links() -> list[tuple[int, int, str]]:
    return list(EvidenceLink.objects.values_list("finding__number", "fragment__number", "stance"))


def test_a_finding_is_chosen_by_its_number_by_words_and_by_arrows(
    open_page: OpenPage, leader: User, evaluation: Evaluation, findings: list[Finding], fragments: list[Fragment]
) -> None:
    page = open_page(leader)
    _to_choose(page, evaluation, "F1")

    page.keyboard.type("1")  # B1, although B10, B11 and B12 have it in them too
    page.keyboard.press("Enter")
    page.wait_for_url("**/bevindingen/1/")
    _to_choose(page, evaluation, "F2")
    page.keyboard.press("Enter")  # the one used last
    page.wait_for_url("**/bevindingen/1/")
    _to_choose(page, evaluation, "F2")
    page.keyboard.type("CAFE")
    expect(page.locator("[data-choose-status]")).to_have_text("B4 In het café weet ook niemand het (fictief)")
    page.keyboard.press("Enter")
    page.wait_for_url("**/bevindingen/4/")
    _to_choose(page, evaluation, "F3")
    page.keyboard.press("ArrowDown")  # B4 was used last, then the newest
    page.keyboard.press("Enter")
    page.wait_for_url("**/bevindingen/12/")

    assert _links() == [(1, 1, "supports"), (1, 2, "supports"), (4, 2, "supports"), (12, 3, "supports")]
    assert_no_csp_violations(page)


def test_what_is_not_found_becomes_the_sentence_of_a_new_finding(
    open_page: OpenPage, leader: User, evaluation: Evaluation, findings: list[Finding], fragments: list[Fragment]
) -> None:
    page = open_page(leader)
    _to_choose(page, evaluation, "F1")
    expect(page.get_by_label("Nieuwe bevinding in één zin")).to_be_hidden()

    page.keyboard.type("Wachten duurt")
    expect(page.locator("[data-choose-status]")).to_contain_text("Druk op Enter om een nieuwe te schrijven.")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Nieuwe bevinding in één zin")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type(" te lang.")
    page.keyboard.press("Enter")
    page.wait_for_url("**/bevindingen/13/")

    assert Finding.objects.get(number=13).title == "Wachten duurt te lang."
    assert _links() == [(13, 1, "supports")]


def test_the_form_works_in_a_dialog_that_was_filled_later(
    open_page: OpenPage, leader: User, evaluation: Evaluation, findings: list[Finding], fragments: list[Fragment]
) -> None:
    page = open_page(leader)
    page.goto(reverse("findings:list", args=[evaluation.pk]))
    page.evaluate(
        """async (url) => {
          const dialog = document.body.appendChild(document.createElement("dialog"));
          dialog.setAttribute("aria-label", "bewijs");
          const load = async (options) => {
            const response = await fetch(url, options);
            if (response.headers.get("X-Sluitend-Done")) { document.title = "klaar"; return dialog.close(); }
            dialog.innerHTML = await response.text();
          };
          dialog.addEventListener("submit", (event) => {
            event.preventDefault();
            load({ method: "POST", body: new FormData(event.target) });
          });
          await load();
          dialog.showModal();
        }""",
        _use(evaluation, "F1") + "&dialog=1",
    )
    expect(page.get_by_label(SEARCH)).to_be_focused()

    page.keyboard.type("b7")
    page.keyboard.press("Enter")

    expect(page).to_have_title("klaar")
    assert _links() == [(7, 1, "supports")]


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_every_page_is_accessible_and_fits(
    viewport: dict[str, int],
    open_page: OpenPage,
    leader: User,
    evaluation: Evaluation,
    findings: list[Finding],
    question: Question,
    criterion: Criterion,
    fragments: list[Fragment],
) -> None:
    actions.link_fragments(actor=leader, finding=findings[0], fragments=fragments, stance="contradicts", note="Let op")
    result = computed(planted_dataset(evaluation, leader), leader)
    actions.use_result(actor=leader, finding=findings[0], result=result, note="Let op")
    answer = actions.write_conclusion(actor=leader, question=question, text="Niemand belt.", findings=[findings[0]])
    actions.add_recommendation(actor=leader, evaluation=evaluation, title="Bel.", conclusions=[answer])
    page = open_page(leader, viewport)
    found: dict[str, Any] = {}

    for name, arguments in (
        ("list", ()),
        ("finding", (1,)),
        ("add_finding", ()),
        ("change_finding", (1,)),
        ("delete_finding", (1,)),
        ("find_evidence", (1,)),
        ("use_as_evidence", ()),
        ("use_result", ()),
        ("split_finding", (1,)),
        ("conclusions", ()),
        ("conclusion", ("V1",)),
        ("write_conclusion", ("V1",)),
        ("recommendations", ()),
        ("recommendation", (1,)),
        ("change_recommendation", (1,)),
    ):
        page.goto(reverse(f"findings:{name}", args=[evaluation.pk, *arguments]) + "?fragment=F1&result=U1")
        found[name] = axe(page)
        assert_no_sideways_scroll(page)
        assert_no_csp_violations(page)

    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_a_quote_is_shown_to_the_character(
    open_page: OpenPage, leader: User, evaluation: Evaluation, finding: Finding, make_source: MakeSource
) -> None:
    words = "Eerst  belde niemand.\nToen belde <b>de gemeente</b> — “eindelijk”."
    version = make_source(1, words)
    fragment = coding.ensure_fragment(actor=leader, version=version, start=0, end=version.length)
    actions.link_evidence(actor=leader, finding=finding, fragment=fragment)
    page = open_page(leader)

    for name, arguments in (("finding", (1,)), ("find_evidence", (1,)), ("use_as_evidence", ())):
        page.goto(reverse(f"findings:{name}", args=[evaluation.pk, *arguments]) + "?fragment=F1")
        assert page.locator(".f-quote").inner_text() == words
