"""The workbench on the screen: who may do what, how it looks, how quick it is, and where it opens."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from sluitend.apps.coding import actions
from sluitend.apps.coding.models import Code, Coding, Fragment
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import SourceKind, SourceVersion
from tests.browser_tools import NARROW, WIDE, assert_no_csp_violations, assert_no_sideways_scroll, axe, screenshot
from tests.coding.conftest import MakeVersion, add_version
from tests.coding.workbench import TEXT, blocks, opened, quotes, said, select

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenPage = Callable[..., Page]
WIDTHS = pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])


@WIDTHS
def test_the_workbench_is_accessible_keeps_the_policy_and_fits(
    open_page: OpenPage,
    researcher: User,
    text: SourceVersion,
    code: Code,
    viewport: dict[str, int],
) -> None:
    coding = actions.apply_code(actor=researcher, version=text, start=36, end=55, code=code)
    actions.write_memo(actor=researcher, about=coding.fragment, text="Vaker gehoord.")
    page = opened(open_page(researcher, viewport), text, "?fragment=F1")
    page.locator("[data-view=sheet]").dispatch_event("click")
    page.locator("#w-fragments summary").dispatch_event("click")
    expect(page.locator("[data-fragment='1']")).to_be_visible()

    screenshot(page, f"workbench-{viewport['width']}")

    assert axe(page) == []
    assert_no_csp_violations(page)
    assert_no_sideways_scroll(page)


def test_a_fragment_in_the_address_has_focus_and_is_told(
    open_page: OpenPage, researcher: User, make_version: MakeVersion, code: Code
) -> None:
    words = [f"Alinea {number} gaat over wachten en overdragen." for number in range(400)]
    long = "\n\n".join(words)
    starts = [sum(len(one) + 2 for one in words[:number]) for number in range(400)]
    spans: list[object] = [
        [start, start + len(one), "paragraph", None, None] for start, one in zip(starts, words, strict=True)
    ]
    version = make_version(long, blocks=spans)
    start = long.index("Alinea 333")
    actions.apply_code(actor=researcher, version=version, start=start, end=start + 10, code=code)

    page = opened(open_page(researcher), version, "?fragment=F1")

    said(page, "F1, Wachten: “Alinea 333”")
    expect(page.locator(".w-row--here")).to_be_in_viewport()
    expect(page.locator("[data-part=number]")).to_have_text("F1")
    expect(page.locator(".w-label[aria-current=true]")).to_have_text("F1 Wachten")
    assert page.evaluate("document.activeElement.id") == "w-text"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_a_label_and_a_click_focus_the_fragment_and_alt_arrows_walk(
    bench: Page, researcher: User, text: SourceVersion, code: Code, other_code: Code
) -> None:
    start = TEXT.index("wachttijd")
    actions.apply_code(actor=researcher, version=text, start=start, end=start + 9, code=code)
    actions.apply_code(actor=researcher, version=text, start=start, end=start + 14, code=other_code)
    bench.reload()
    bench.wait_for_selector("#workbench[data-ready]")

    bench.locator(".w-label", has_text="F1").click()
    expect(bench.locator("[data-part=quote]")).to_have_text("wachttijd")
    expect(bench.locator("[data-part=near-list]")).to_have_text("F2")
    script = """() => {
      const range = new Range(), node = document.querySelectorAll('[data-start]')[1].firstChild;
      range.setStart(node, 5); range.setEnd(node, 6);
      const {x, y} = range.getBoundingClientRect();
      return [x + 2, y + 5];
    }"""
    bench.mouse.click(*bench.evaluate(script))
    expect(bench.locator("[data-part=quote]")).to_have_text("wachttijd liep")
    bench.keyboard.press("Alt+ArrowDown")
    expect(bench.locator("[data-part=quote]")).to_have_text("wachttijd")
    bench.keyboard.press("Alt+ArrowDown")
    said(bench, "Er is geen volgend fragment.")


@pytest.mark.parametrize(
    ("kind", "reason", "can"),
    [
        (SourceKind.INTERVIEW_REPORT, "Een gespreksverslag is een weergave", True),
        (SourceKind.CASE_FILE_SCORE, "Uit deze bron mag niets geciteerd worden.", False),
    ],
)
def test_what_may_not_be_quoted_says_why(
    open_page: OpenPage, researcher: User, make_version: MakeVersion, kind: str, reason: str, can: bool
) -> None:
    page = opened(open_page(researcher), make_version(TEXT, kind=kind, blocks=blocks()))
    select(page, "Moeder zei")

    expect(page.locator("[data-part=quote-state]")).to_contain_text(reason)
    assert page.locator("[data-part=quote-toggle]").is_visible() is can


def test_letters_can_be_turned_off(bench: Page) -> None:
    bench.keyboard.press("?")
    expect(bench.get_by_role("dialog")).to_be_visible()
    assert axe(bench) == []
    bench.get_by_label("Losse letters als sneltoets gebruiken").uncheck()
    bench.keyboard.press("Escape")
    select(bench, "Moeder zei")
    bench.keyboard.press("m")
    bench.keyboard.press("w")

    expect(bench.locator("#w-memo-text")).to_be_hidden()
    expect(bench.locator("[data-code-field]")).to_have_value("")


def test_a_reader_reads_a_public_document_and_cannot_code(
    open_page: OpenPage, reader: User, make_version: MakeVersion
) -> None:
    version = make_version(TEXT, kind=SourceKind.DOCUMENT, public=True, blocks=blocks())
    page = opened(open_page(reader), version)
    page.locator("#w-text").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("m")

    said(page, "Alinea 1 van 5")
    assert page.locator("#w-memo-text, [data-code-field], [data-view=undo]").count() == 0
    assert axe(page) == []


def test_an_older_text_is_there_to_read(
    open_page: OpenPage, researcher: User, text: SourceVersion, code: Code, leader: User
) -> None:
    start = TEXT.index("Moeder")
    actions.apply_code(actor=researcher, version=text, start=start, end=start + 6, code=code)
    add_version(text.source, leader, "Een andere tekst.")
    page = opened(open_page(researcher), text, "?fragment=F1")

    expect(page.locator("[data-part=quote]")).to_have_text("Moeder")
    expect(page.locator("[data-part=codings] button")).to_have_count(0)
    page.keyboard.type("wacht")
    expect(page.locator("[data-code-field]")).to_have_value("")


def test_without_the_highlight_api_labels_and_coding_still_work(
    open_page: OpenPage, researcher: User, text: SourceVersion, code: Code
) -> None:
    page = open_page(researcher)
    page.add_init_script("delete window.Highlight")
    opened(page, text)
    select(page, "Moeder zei")
    page.keyboard.type("wacht")
    page.keyboard.press("Enter")

    said(page, "gezet op F1")
    expect(page.locator(".w-label")).to_have_text("F1 Wachten")


def test_on_a_telephone_the_panel_is_a_sheet_that_opens(
    open_page: OpenPage, researcher: User, text: SourceVersion, code: Code
) -> None:
    page = opened(open_page(researcher, NARROW, has_touch=True), text)
    select(page, "Moeder zei")
    sheet = page.locator("[data-view=sheet]")
    expect(sheet).to_contain_text("“Moeder zei”")
    sheet.tap()
    page.get_by_role("option", name="Wachten").tap()

    said(page, "Code “Wachten” gezet op F1.")
    assert quotes() == ["Moeder zei"]
    assert_no_sideways_scroll(page)


def test_of_a_long_text_only_what_is_near_the_screen_is_drawn(
    open_page: OpenPage, researcher: User, make_version: MakeVersion, code: Code
) -> None:
    version = _long_text(make_version, researcher, code, codings=1000)
    page = opened(open_page(researcher), version)
    highlighted = "[...CSS.highlights].filter(([name]) => /^w-code/.test(name)).reduce((n, [, one]) => n + one.size, 0)"

    expect(page.locator(".w-label").first).to_be_in_viewport()
    assert 0 < page.evaluate(highlighted) < 100
    assert page.locator(".w-label").count() < 100
    page.keyboard.press("ArrowDown")  # nothing has focus yet
    expect(page.locator("#w-text")).to_be_focused()
    page.keyboard.press("End")
    expect(page.locator(".w-row--here")).to_be_in_viewport()
    expect(page.locator(".w-label").last).to_be_in_viewport()
    assert page.locator(".w-label").count() < 200


def test_more_labels_than_lines_are_counted_and_shown_on_request(
    bench: Page, researcher: User, text: SourceVersion, code: Code
) -> None:
    start = TEXT.index("Moeder zei")
    for end in range(start + 3, start + 12):
        actions.apply_code(actor=researcher, version=text, start=start, end=end, code=code)
    bench.reload()
    bench.wait_for_selector("#workbench[data-ready]")
    more = bench.locator(".w-label--more")
    hidden = int(more.inner_text().rsplit(" ", 1)[1])
    assert bench.locator(".w-label:not(.w-label--more)").count() + hidden == 9
    assert bench.locator(".w-bar").count() == 9
    lanes = bench.evaluate("[...document.querySelectorAll('.w-bar__hit')].map((one) => one.getAttribute('x'))")
    assert len(set(lanes)) == 8  # the ninth shares the last lane, and is drawn otherwise
    expect(bench.locator(".w-bar--more")).to_have_count(1)

    more.click()

    expect(bench.locator(".w-label")).to_have_count(9)
    assert axe(bench) == []


def _long_text(make_version: MakeVersion, coder: User, code: Code, *, codings: int) -> SourceVersion:
    """230,000 characters, with this many codings all over."""
    turn = "De jeugdconsulent belde de aanbieder, en daarna hoorde het gezin lange tijd niets. " * 3
    size = len(turn) + 2
    starts = range(0, 230_000, size)
    spans: list[object] = [[start, start + len(turn), "paragraph", None, None] for start in starts]
    version = make_version("\n\n".join(turn for _ in starts), blocks=spans)
    common = {"evaluation": version.source.evaluation, "version": version, "quote_sha256": "", "created_by": coder}
    places = range(0, 229_000, 229_000 // codings)[:codings]
    fragments = Fragment.objects.bulk_create(
        Fragment(number=1000 + place, start=place, end=place + 60, **common) for place in places
    )
    Coding.objects.bulk_create(Coding(fragment=one, code=code, coder=coder) for one in fragments)
    return version
