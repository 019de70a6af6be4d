"""The workbench in a real browser: choosing, coding, undoing, by mouse and by keyboard."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from sluitend.apps.coding import actions, queries
from sluitend.apps.coding.models import Code, Coding, Fragment, Memo
from sluitend.apps.people.models import User
from sluitend.apps.sources.models import SourceKind, SourceVersion
from tests.browser_tools import (
    NARROW,
    WIDE,
    assert_no_csp_violations,
    assert_no_sideways_scroll,
    axe,
    screenshot,
)
from tests.coding.conftest import MakeVersion, add_version

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenPage = Callable[..., Page]
WIDTHS = pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])

# A heading, a turn with emoji of one and of several code points, one with combining marks, one from lines that were
# CRLF once, a list item and a row of a table.
PARTS = [
    ("heading", 1, "Gesprek met een gezin (fictief)"),
    ("paragraph", None, "De wachttijd liep op. 👩‍👧 Moeder zei: “we hoorden niets” 😀😀 en toen belde iemand."),
    (
        "paragraph",
        None,
        "Café met samengesteld teken: e\u0301e\u0301n gezin, één plan 𝔸 en 🇳🇱.\nTweede regel van de beurt.",
    ),
    ("list_item", 1, "- Bij de overdracht zat niemand van de gemeente aan tafel."),
    ("table_row", None, "schakel | dagen | 👨‍👩‍👧‍👦"),
]
TEXT = "\n\n".join(words for _, _, words in PARTS)


def _blocks() -> list[object]:
    blocks: list[object] = []
    position = 0
    for number, (kind, level, words) in enumerate(PARTS):
        blocks.append([position, position + len(words), kind, level, 1 + number // 3])
        position += len(words) + 2
    return blocks


@pytest.fixture
def text(make_version: MakeVersion) -> SourceVersion:
    return make_version(TEXT, blocks=_blocks())


@pytest.fixture
def bench(open_page: OpenPage, researcher: User, text: SourceVersion, code: Code, other_code: Code) -> Page:
    return _opened(open_page(researcher), text)


def _opened(page: Page, version: SourceVersion, query: str = "") -> Page:
    page.goto(reverse("coding:workbench", args=[version.source.evaluation_id, version.source.number]) + query)
    page.wait_for_selector("#workbench[data-ready]")
    return page


def _units(text: str) -> int:
    """The length in UTF-16 units, in which the browser counts."""
    return len(text.encode("utf-16-le")) // 2


def _select(page: Page, words: str) -> str:
    """Select these words as a mouse does, in the block they are in; what the browser then says is selected."""
    block = next(part for _, _, part in PARTS if words in part)
    start = _units(block[: block.index(words)])
    return _select_units(page, PARTS.index(next(one for one in PARTS if one[2] == block)), start, start + _units(words))


def _select_units(page: Page, block: int, start: int, end: int) -> str:
    script = """([block, start, end]) => {
      const node = document.querySelectorAll('[data-start]')[block].firstChild;
      getSelection().setBaseAndExtent(node, start, node, end);
      return getSelection().toString();
    }"""
    said: str = page.evaluate(script, [block, start, end])
    expect(page.locator("[data-part=quote]")).to_have_text(" ".join(said.split()))  # once the selection rests
    return said


def _said(page: Page, words: str) -> None:
    expect(page.locator("#announce")).to_contain_text(words)


def _quotes() -> list[str]:
    return [queries.quote(one) for one in Fragment.objects.order_by("number")]


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
    page = _opened(open_page(researcher, viewport), text, "?fragment=F1")
    page.locator("[data-view=sheet]").dispatch_event("click")
    page.locator("#w-fragments summary").dispatch_event("click")
    expect(page.locator("[data-fragment='1']")).to_be_visible()

    screenshot(page, f"workbench-{viewport['width']}")

    assert axe(page) == []
    assert_no_csp_violations(page)
    assert_no_sideways_scroll(page)


def test_a_mouse_drags_over_words_and_letters_put_a_code_on_them(bench: Page, code: Code) -> None:
    block = bench.locator("[data-start]").nth(3)
    box = block.bounding_box()
    assert box
    bench.mouse.move(box["x"] + 2, box["y"] + 10)
    bench.mouse.down()
    bench.mouse.move(box["x"] + box["width"] - 2, box["y"] + 14, steps=4)
    bench.mouse.up()
    expect(bench.locator("[data-part=number]")).to_have_text("Gekozen passage")

    bench.keyboard.type("wach")
    expect(bench.locator("[role=option][aria-selected=true]")).to_contain_text("Wachten")
    bench.keyboard.press("Enter")

    _said(bench, "Code “Wachten” gezet op F1.")
    assert Coding.objects.get().code == code
    assert PARTS[3][2].startswith(_quotes()[0][:20])
    expect(bench.locator(".w-label")).to_have_text("F1 Wachten")


def test_only_the_keyboard_from_turn_to_word_to_code_to_memo_and_back(bench: Page, code: Code) -> None:
    bench.locator("#w-text").focus()
    bench.keyboard.press("ArrowDown")
    _said(bench, "Alinea 1 van 5. Gesprek met een gezin (fictief)")
    bench.keyboard.press("ArrowDown")
    _said(bench, "Alinea 2 van 5.")
    bench.keyboard.press("Enter")
    _said(bench, "De wachttijd liep op.")
    bench.keyboard.press("Enter")
    expect(bench.locator("#announce")).to_have_text("De")
    bench.keyboard.press("ArrowRight")
    expect(bench.locator("#announce")).to_have_text("wachttijd")
    bench.keyboard.press("Shift+ArrowRight")
    expect(bench.locator("#announce")).to_have_text("wachttijd liep")

    bench.keyboard.type("wa")
    bench.keyboard.press("Enter")
    _said(bench, "Code “Wachten” gezet op F1.")
    bench.keyboard.type("overdr")
    bench.keyboard.press("Enter")
    _said(bench, "Code “Warme overdracht” gezet op F1.")
    bench.keyboard.press("Escape")
    bench.keyboard.press("m")
    bench.keyboard.type("Dit hoorden we vaker.")
    bench.keyboard.press("Control+Enter")
    _said(bench, "Memo geschreven bij F1.")

    assert _quotes() == ["wachttijd liep"]
    assert [one.code.name for one in Coding.objects.all()] == ["Wachten", "Warme overdracht"]
    assert Memo.objects.get().text == "Dit hoorden we vaker."

    bench.keyboard.press("Control+z")
    _said(bench, "Ongedaan gemaakt: memo bij F1.")
    bench.keyboard.press("Control+z")
    _said(bench, "Ongedaan gemaakt: code “Warme overdracht” bij F1.")
    bench.keyboard.press("Control+y")
    _said(bench, "Opnieuw gedaan: code “Warme overdracht” bij F1.")
    assert not Memo.objects.exists()
    assert Coding.objects.count() == 2
    for said in ["De wachttijd liep op.", "Alinea 2 van 5", "Niets gekozen."]:
        bench.keyboard.press("Escape")
        _said(bench, said)


def test_what_the_browser_selects_is_what_the_server_quotes_to_the_character(bench: Page) -> None:
    chosen = []
    source = random.Random(20261121)
    for _ in range(14):
        block = source.randrange(1, len(PARTS))
        words = PARTS[block][2]
        start, end = sorted(source.sample(range(len(words) + 1), 2))
        if not words[start:end].strip() or any(words[start:end].strip() in one for one in chosen):
            continue
        selected = _select_units(bench, block, _units(words[:start]), _units(words[:end]))
        chosen.append(selected.strip())
        bench.keyboard.type("wacht")
        bench.keyboard.press("Enter")
        _said(bench, "gezet op F")
        expect(bench.locator("[data-code-field]")).to_have_value("")
        expect(bench.locator("#w-panel[data-busy]")).to_have_count(0)

    assert len(chosen) > 8
    assert _quotes() == chosen


def test_a_selection_over_turns_holds_what_stands_between_them(bench: Page, text: SourceVersion) -> None:
    script = """() => {
      const [first, second] = [...document.querySelectorAll('[data-start]')].slice(1, 3);
      getSelection().setBaseAndExtent(first.firstChild, 22, second, 1);
    }"""
    bench.evaluate(script)
    expect(bench.locator("[data-part=quote]")).to_contain_text("Tweede regel van de beurt.")
    bench.keyboard.type("wacht")
    bench.keyboard.press("Enter")
    _said(bench, "gezet op F1")

    assert _quotes() == [f"{PARTS[1][2][22:]}\n\n{PARTS[2][2]}"]


def test_a_fragment_in_the_address_has_focus_and_is_told(
    open_page: OpenPage, researcher: User, make_version: MakeVersion, code: Code
) -> None:
    words = [f"Alinea {number} gaat over wachten en overdragen." for number in range(400)]
    long = "\n\n".join(words)
    starts = [sum(len(one) + 2 for one in words[:number]) for number in range(400)]
    blocks = [[start, start + len(one), "paragraph", None, None] for start, one in zip(starts, words, strict=True)]
    version = make_version(long, blocks=blocks)
    start = long.index("Alinea 333")
    actions.apply_code(actor=researcher, version=version, start=start, end=start + 10, code=code)

    page = _opened(open_page(researcher), version, "?fragment=F1")

    _said(page, "F1, Wachten: “Alinea 333”")
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
    _said(bench, "Er is geen volgend fragment.")


def test_delete_takes_a_code_off_and_the_fragment_goes_with_it(bench: Page) -> None:
    _select(bench, "Moeder zei")
    bench.keyboard.type("wacht")
    bench.keyboard.press("Enter")
    _said(bench, "gezet op F1")
    bench.keyboard.press("Escape")
    bench.keyboard.press("Delete")

    _said(bench, "Code “Wachten” weggehaald van F1.")
    expect(bench.locator(".w-label")).to_have_count(0)
    assert not Fragment.objects.exists()


def test_a_name_that_is_not_there_can_be_made_a_code(bench: Page) -> None:
    _select(bench, "niemand van de gemeente")
    bench.keyboard.type("Lege stoel")
    expect(bench.locator("[role=option][aria-selected=true]")).to_have_text("Nieuwe code maken: “Lege stoel”")
    bench.keyboard.press("Enter")

    _said(bench, "Code “Lege stoel” gezet op F1.")
    assert Coding.objects.get().code.name == "Lege stoel"


def test_a_code_that_is_refused_is_taken_back_and_told(bench: Page) -> None:
    refusal = {"error": "coding.code_archived", "message": "De code is gearchiveerd."}
    bench.route("**/coderingen/", lambda route: route.fulfill(status=400, json=refusal))
    _select(bench, "Moeder zei")
    bench.keyboard.type("wacht")
    bench.keyboard.press("Enter")

    expect(bench.get_by_role("alert")).to_contain_text("De code is gearchiveerd.")
    expect(bench.locator(".w-label")).to_have_count(0)
    expect(bench.locator("[data-part=codings] li")).to_have_count(0)


def test_a_memo_that_could_not_be_saved_stays_typed(bench: Page) -> None:
    bench.route("**/memos/", lambda route: route.abort())
    _select(bench, "Moeder zei")
    bench.keyboard.press("m")
    bench.keyboard.type("Niet kwijtraken.")
    bench.keyboard.press("Control+Enter")
    expect(bench.get_by_role("alert")).to_contain_text("Wat u typte is er nog")
    _select(bench, "een gezin")
    expect(bench.locator("[data-part=memo-form]")).to_be_hidden()
    _select(bench, "Moeder zei")

    expect(bench.locator("#w-memo-text")).to_have_value("Niet kwijtraken.")
    bench.unroute("**/memos/")
    bench.locator("#w-memo-text").focus()
    bench.keyboard.press("Control+Enter")
    _said(bench, "Memo geschreven bij F1.")
    assert Memo.objects.get().text == "Niet kwijtraken."


def test_an_action_of_a_lower_room_comes_in_a_dialog_and_its_mark_follows(bench: Page) -> None:
    form = (
        """<form method="post"><h2>Bewijs</h2><label>Zin <input name="zin"></label>{}<button>Bewaar</button></form>"""
    )
    asked = []

    def fake(route: Route) -> None:
        asked.append((route.request.method, route.request.url))
        if route.request.method == "GET":
            route.fulfill(content_type="text/html", body=form.format(""))
        elif 'name="zin"\r\n\r\n\r\n' in (route.request.post_data or ""):
            route.fulfill(content_type="text/html", body=form.format("<p>Vul een zin in.</p>"))
        else:
            route.fulfill(headers={"X-Sluitend-Done": "1"}, content_type="text/plain", body="F1 is bewijs voor B1.")

    bench.route("**?fragment=F1&dialog=1", fake)
    _select(bench, "Moeder zei")
    bench.keyboard.press("e")
    dialog = bench.get_by_role("dialog")
    expect(dialog.locator("input[name=zin]")).to_be_focused()
    assert axe(bench) == []
    bench.keyboard.press("Enter")
    expect(dialog).to_contain_text("Vul een zin in.")
    bench.keyboard.type("Het duurt lang.")
    bench.keyboard.press("Enter")

    expect(dialog).to_have_count(0)
    _said(bench, "F1 is bewijs voor B1.")
    assert [method for method, _ in asked] == ["GET", "POST", "POST"]
    assert _quotes() == ["Moeder zei"]
    assert bench.evaluate("document.activeElement.id") == "w-text"
    assert_no_csp_violations(bench)


def test_a_quote_is_released_and_withdrawn_with_one_key(bench: Page, code: Code) -> None:
    _select(bench, "Moeder zei")
    bench.keyboard.type("wacht")
    bench.keyboard.press("Enter")
    _said(bench, "gezet op F1")
    bench.keyboard.press("Escape")
    bench.keyboard.press("q")
    expect(bench.locator("[data-part=quote-state]")).to_have_text("Mag buiten het team gelezen worden.")
    bench.keyboard.press("q")

    expect(bench.locator("[data-part=quote-state]")).to_have_text("Alleen voor het team.")


@pytest.mark.parametrize(
    ("kind", "said", "can"),
    [
        (SourceKind.INTERVIEW_REPORT, "Een gespreksverslag is een weergave", True),
        (SourceKind.CASE_FILE_SCORE, "Uit deze bron mag niets geciteerd worden.", False),
    ],
)
def test_what_may_not_be_quoted_says_why(
    open_page: OpenPage, researcher: User, make_version: MakeVersion, kind: str, said: str, can: bool
) -> None:
    page = _opened(open_page(researcher), make_version(TEXT, kind=kind, blocks=_blocks()))
    _select(page, "Moeder zei")

    expect(page.locator("[data-part=quote-state]")).to_contain_text(said)
    assert page.locator("[data-part=quote-toggle]").is_visible() is can


def test_letters_can_be_turned_off(bench: Page) -> None:
    bench.keyboard.press("?")
    expect(bench.get_by_role("dialog")).to_be_visible()
    assert axe(bench) == []
    bench.get_by_label("Losse letters als sneltoets gebruiken").uncheck()
    bench.keyboard.press("Escape")
    _select(bench, "Moeder zei")
    bench.keyboard.press("m")
    bench.keyboard.press("w")

    expect(bench.locator("#w-memo-text")).to_be_hidden()
    expect(bench.locator("[data-code-field]")).to_have_value("")


def test_a_reader_reads_a_public_document_and_cannot_code(
    open_page: OpenPage, reader: User, make_version: MakeVersion
) -> None:
    version = make_version(TEXT, kind=SourceKind.DOCUMENT, public=True, blocks=_blocks())
    page = _opened(open_page(reader), version)
    page.locator("#w-text").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("m")

    _said(page, "Alinea 1 van 5")
    assert page.locator("#w-memo-text, [data-code-field], [data-view=undo]").count() == 0
    assert axe(page) == []


def test_an_older_text_is_there_to_read(
    open_page: OpenPage, researcher: User, text: SourceVersion, code: Code, leader: User
) -> None:
    start = TEXT.index("Moeder")
    actions.apply_code(actor=researcher, version=text, start=start, end=start + 6, code=code)
    add_version(text.source, leader, "Een andere tekst.")
    page = _opened(open_page(researcher), text, "?fragment=F1")

    expect(page.locator("[data-part=quote]")).to_have_text("Moeder")
    expect(page.locator("[data-part=codings] button")).to_have_count(0)
    page.keyboard.type("wacht")
    expect(page.locator("[data-code-field]")).to_have_value("")


def test_without_the_highlight_api_labels_and_coding_still_work(
    open_page: OpenPage, researcher: User, text: SourceVersion, code: Code
) -> None:
    page = open_page(researcher)
    page.add_init_script("delete window.Highlight")
    _opened(page, text)
    _select(page, "Moeder zei")
    page.keyboard.type("wacht")
    page.keyboard.press("Enter")

    _said(page, "gezet op F1")
    expect(page.locator(".w-label")).to_have_text("F1 Wachten")


def test_on_a_telephone_the_panel_is_a_sheet_that_opens(
    open_page: OpenPage, researcher: User, text: SourceVersion, code: Code
) -> None:
    page = _opened(open_page(researcher, NARROW, has_touch=True), text)
    _select(page, "Moeder zei")
    sheet = page.locator("[data-view=sheet]")
    expect(sheet).to_contain_text("“Moeder zei”")
    sheet.tap()
    page.get_by_role("option", name="Wachten").tap()

    _said(page, "Code “Wachten” gezet op F1.")
    assert _quotes() == ["Moeder zei"]
    assert_no_sideways_scroll(page)


def test_a_long_text_with_a_thousand_codes_paints_at_once(
    open_page: OpenPage, researcher: User, make_version: MakeVersion, code: Code
) -> None:
    version = _long_text(make_version, researcher, code, codings=1000)
    page = _opened(open_page(researcher), version)

    page.locator("#w-text").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.type("wacht")
    times = [_time_to_paint(page) for _ in range(3)]

    assert min(times) < 100


def _long_text(make_version: MakeVersion, coder: User, code: Code, *, codings: int) -> SourceVersion:
    """230,000 characters, with this many codings all over."""
    turn = "De jeugdconsulent belde de aanbieder, en daarna hoorde het gezin lange tijd niets. " * 3
    size = len(turn) + 2
    starts = range(0, 230_000, size)
    blocks: list[object] = [[start, start + len(turn), "paragraph", None, None] for start in starts]
    version = make_version("\n\n".join(turn for _ in starts), blocks=blocks)
    common = {"evaluation": version.source.evaluation, "version": version, "quote_sha256": "", "created_by": coder}
    places = range(0, 229_000, 229_000 // codings)[:codings]
    fragments = Fragment.objects.bulk_create(
        Fragment(number=1000 + place, start=place, end=place + 60, **common) for place in places
    )
    Coding.objects.bulk_create(Coding(fragment=one, code=code, coder=coder) for one in fragments)
    return version


def _time_to_paint(page: Page) -> float:
    """Milliseconds from Enter in the field until the frame with the new label; then the code is taken off again."""
    script = """() => new Promise((done) => {
      const field = document.querySelector('[data-code-field]'), begin = performance.now();
      field.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true, cancelable: true}));
      requestAnimationFrame(() => setTimeout(() => done(performance.now() - begin)));
    })"""
    time: float = page.evaluate(script)
    _said(page, "gezet op F")
    page.keyboard.press("Control+z")
    _said(page, "Ongedaan gemaakt")
    page.keyboard.type("wacht")
    return time
