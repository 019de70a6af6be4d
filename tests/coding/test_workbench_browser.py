"""Coding in a real browser: choosing a passage, putting codes on it and undoing, by mouse and by keyboard."""

from __future__ import annotations

import random

import pytest
from playwright.sync_api import Page, Route, expect

from sluitend.apps.coding.models import Code, Coding, Fragment, Memo, SuggestionDecision
from sluitend.apps.sources.models import SourceVersion
from tests.browser_tools import assert_no_csp_violations, axe
from tests.coding.workbench import PARTS, opened, quotes, said, select, select_units, units

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


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

    said(bench, "Code “Wachten” gezet op F1.")
    assert Coding.objects.get().code == code
    assert PARTS[3][2].startswith(quotes()[0][:20])
    expect(bench.locator(".w-label")).to_have_text("F1 Wachten")


def test_only_the_keyboard_from_turn_to_word_to_code_to_memo_and_back(bench: Page, code: Code) -> None:
    bench.locator("#w-text").focus()
    bench.keyboard.press("ArrowDown")
    said(bench, "Alinea 1 van 5. Gesprek met een gezin (fictief)")
    bench.keyboard.press("ArrowDown")
    said(bench, "Alinea 2 van 5.")
    bench.keyboard.press("Enter")
    said(bench, "De wachttijd liep op.")
    bench.keyboard.press("Enter")
    expect(bench.locator("#announce")).to_have_text("De")
    bench.keyboard.press("ArrowRight")
    expect(bench.locator("#announce")).to_have_text("wachttijd")
    bench.keyboard.press("Shift+ArrowRight")
    expect(bench.locator("#announce")).to_have_text("wachttijd liep")

    bench.keyboard.type("wa")
    bench.keyboard.press("Enter")
    said(bench, "Code “Wachten” gezet op F1.")
    bench.keyboard.type("overdr")
    bench.keyboard.press("Enter")
    said(bench, "Code “Warme overdracht” gezet op F1.")
    bench.keyboard.press("Escape")
    bench.keyboard.press("m")
    bench.keyboard.type("Dit hoorden we vaker.")
    bench.keyboard.press("Control+Enter")
    said(bench, "Memo geschreven bij F1.")

    assert quotes() == ["wachttijd liep"]
    assert [one.code.name for one in Coding.objects.all()] == ["Wachten", "Warme overdracht"]
    assert Memo.objects.get().text == "Dit hoorden we vaker."

    bench.keyboard.press("Control+z")
    said(bench, "Ongedaan gemaakt: memo bij F1.")
    bench.keyboard.press("Control+z")
    said(bench, "Ongedaan gemaakt: code “Warme overdracht” bij F1.")
    bench.keyboard.press("Control+y")
    said(bench, "Opnieuw gedaan: code “Warme overdracht” bij F1.")
    assert not Memo.objects.exists()
    assert Coding.objects.count() == 2
    for words in ["De wachttijd liep op.", "Alinea 2 van 5", "Niets gekozen."]:
        bench.keyboard.press("Escape")
        said(bench, words)


def test_what_the_browser_selects_is_what_the_server_quotes_to_the_character(bench: Page) -> None:
    chosen = []
    source = random.Random(20261121)
    for _ in range(14):
        block = source.randrange(1, len(PARTS))
        words = PARTS[block][2]
        start, end = sorted(source.sample(range(len(words) + 1), 2))
        if not words[start:end].strip() or any(words[start:end].strip() in one for one in chosen):
            continue
        selected = select_units(bench, block, units(words[:start]), units(words[:end]))
        chosen.append(selected.strip())
        bench.keyboard.type("wacht")
        bench.keyboard.press("Enter")
        said(bench, "gezet op F")
        expect(bench.locator("[data-code-field]")).to_have_value("")
        expect(bench.locator("#w-panel[data-busy]")).to_have_count(0)

    assert len(chosen) > 8
    assert quotes() == chosen


def test_a_selection_over_turns_holds_what_stands_between_them(bench: Page, text: SourceVersion) -> None:
    script = """() => {
      const [first, second] = [...document.querySelectorAll('[data-start]')].slice(1, 3);
      getSelection().setBaseAndExtent(first.firstChild, 22, second, 1);
    }"""
    bench.evaluate(script)
    expect(bench.locator("[data-part=quote]")).to_contain_text("Tweede regel van de beurt.")
    bench.keyboard.type("wacht")
    bench.keyboard.press("Enter")
    said(bench, "gezet op F1")

    assert quotes() == [f"{PARTS[1][2][22:]}\n\n{PARTS[2][2]}"]


def test_delete_takes_a_code_off_and_the_fragment_goes_with_it(bench: Page) -> None:
    select(bench, "Moeder zei")
    bench.keyboard.type("wacht")
    bench.keyboard.press("Enter")
    said(bench, "gezet op F1")
    bench.keyboard.press("Escape")
    bench.keyboard.press("Delete")

    said(bench, "Code “Wachten” weggehaald van F1.")
    expect(bench.locator(".w-label")).to_have_count(0)
    assert not Fragment.objects.exists()


def test_a_name_that_is_not_there_can_be_made_a_code(bench: Page) -> None:
    select(bench, "niemand van de gemeente")
    bench.keyboard.type("Lege stoel")
    expect(bench.locator("[role=option][aria-selected=true]")).to_have_text("Nieuwe code maken: “Lege stoel”")
    bench.keyboard.press("Enter")

    said(bench, "Code “Lege stoel” gezet op F1.")
    assert Coding.objects.get().code.name == "Lege stoel"


def test_a_code_that_is_refused_is_taken_back_and_told(bench: Page) -> None:
    refusal = {"error": "coding.code_archived", "message": "De code is gearchiveerd."}
    bench.route("**/coderingen/", lambda route: route.fulfill(status=400, json=refusal))
    select(bench, "Moeder zei")
    bench.keyboard.type("wacht")
    bench.keyboard.press("Enter")

    expect(bench.get_by_role("alert")).to_contain_text("De code is gearchiveerd.")
    expect(bench.locator(".w-label")).to_have_count(0)
    expect(bench.locator("[data-part=codings] li")).to_have_count(0)


def test_a_memo_that_could_not_be_saved_stays_typed(bench: Page) -> None:
    bench.route("**/memos/", lambda route: route.abort())
    select(bench, "Moeder zei")
    bench.keyboard.press("m")
    bench.keyboard.type("Niet kwijtraken.")
    bench.keyboard.press("Control+Enter")
    expect(bench.get_by_role("alert")).to_contain_text("Wat u typte is er nog")
    select(bench, "een gezin")
    expect(bench.locator("[data-part=memo-form]")).to_be_hidden()
    select(bench, "Moeder zei")

    expect(bench.locator("#w-memo-text")).to_have_value("Niet kwijtraken.")
    bench.unroute("**/memos/")
    bench.locator("#w-memo-text").focus()
    bench.keyboard.press("Control+Enter")
    said(bench, "Memo geschreven bij F1.")
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
            route.fulfill(
                headers={"X-Sluitend-Done": "1"}, content_type="text/html", body="<p>F1 is bewijs voor B1.</p>"
            )

    bench.route("**?fragment=F1&dialog=1", fake)
    select(bench, "Moeder zei")
    bench.keyboard.press("e")
    dialog = bench.get_by_role("dialog")
    expect(dialog.locator("input[name=zin]")).to_be_focused()
    assert axe(bench) == []
    bench.keyboard.press("Enter")
    expect(dialog).to_contain_text("Vul een zin in.")
    bench.keyboard.type("Het duurt lang.")
    bench.keyboard.press("Enter")

    expect(dialog).to_have_count(0)
    said(bench, "F1 is bewijs voor B1.")
    assert [method for method, _ in asked] == ["GET", "POST", "POST"]
    assert quotes() == ["Moeder zei"]
    assert bench.evaluate("document.activeElement.id") == "w-text"
    assert_no_csp_violations(bench)


def test_a_quote_is_released_and_withdrawn_with_one_key(bench: Page, code: Code) -> None:
    select(bench, "Moeder zei")
    bench.keyboard.type("wacht")
    bench.keyboard.press("Enter")
    said(bench, "gezet op F1")
    bench.keyboard.press("Escape")
    bench.keyboard.press("q")
    expect(bench.locator("[data-part=quote-state]")).to_have_text("Mag buiten het team gelezen worden.")
    bench.keyboard.press("q")

    expect(bench.locator("[data-part=quote-state]")).to_have_text("Alleen voor het team.")


def test_one_key_makes_a_code_of_the_words_themselves(bench: Page) -> None:
    select(bench, "een gezin")
    bench.keyboard.press("+")
    said(bench, "Code “een gezin” gezet op F1.")
    bench.keyboard.press("Control+z")
    said(bench, "Ongedaan gemaakt")
    bench.keyboard.press("+")

    said(bench, "Code “een gezin” gezet op")
    assert Code.objects.filter(name="een gezin").count() == 1
    assert Coding.objects.get().code.name == "een gezin"


def test_an_action_that_is_cancelled_leaves_no_fragment_behind(bench: Page) -> None:
    bench.route("**?fragment=F1&dialog=1", lambda route: route.fulfill(content_type="text/html", body="<p>Bewijs</p>"))
    select(bench, "Moeder zei")
    bench.keyboard.press("e")
    expect(bench.get_by_role("dialog")).to_contain_text("Bewijs")
    bench.keyboard.press("Escape")

    expect(bench.locator("[data-part=number]")).to_have_text("Gekozen passage")
    expect(bench.locator(".w-label")).to_have_count(0)
    assert not Fragment.objects.exists()


def test_a_memo_at_the_text_is_written_changed_and_deleted(bench: Page) -> None:
    bench.keyboard.press("Shift+M")
    expect(bench.locator("#w-text-memo")).to_be_focused()
    bench.keyboard.type("Eerste indruk: niemand voelt zich aan zet.")
    bench.keyboard.press("Control+Enter")
    said(bench, "Memo bij de tekst geschreven.")
    memo = bench.locator("[data-text-memos] .w-memo")
    expect(memo).to_contain_text("niemand voelt zich aan zet")
    assert axe(bench) == []

    memo.get_by_role("button", name="Wijzigen").click()
    bench.locator("#w-text-memo").fill("Tweede indruk.")
    bench.keyboard.press("Control+Enter")
    said(bench, "Memo bij de tekst gewijzigd.")
    bench.reload()
    bench.locator("[data-text-memos] summary").click()
    expect(memo).to_contain_text("Tweede indruk.")
    memo.get_by_role("button", name="Verwijderen").click()

    said(bench, "Memo bij de tekst verwijderd.")
    expect(memo).to_have_count(0)
    assert not Memo.objects.exists()


def test_the_rules_of_a_code_are_seen_while_coding(bench: Page, code: Code) -> None:
    Code.objects.filter(pk=code.pk).update(definition="Langer wachten dan afgesproken.")
    bench.reload()
    bench.wait_for_selector("#workbench[data-ready]")
    rule = bench.locator("[data-code-rule]")

    bench.get_by_role("option", name="Wachten").hover()
    expect(rule).to_contain_text("Langer wachten dan afgesproken.")
    select(bench, "Moeder zei")
    bench.keyboard.type("wacht")
    bench.keyboard.press("Enter")
    said(bench, "gezet op F1")
    bench.mouse.move(5, 5)

    expect(rule).to_contain_text("Langer wachten dan afgesproken.")  # of the code that is on the passage


def test_the_panel_says_which_code_came_from_a_suggestion(bench: Page, text: SourceVersion, code: Code) -> None:
    select(bench, "wachttijd")
    bench.keyboard.type("wach")
    bench.keyboard.press("Enter")
    said(bench, "Code “Wachten” gezet op F1.")
    expect(bench.locator("[data-slot=coder]")).to_have_text("")

    coding = Coding.objects.select_related("fragment").get()
    place = {"version": text, "start": coding.fragment.start, "end": coding.fragment.end, "code": code}
    about = {"evaluation": text.source.evaluation, "accepted": True, "coding": coding, "decided_by": coding.coder}
    SuggestionDecision.objects.create(**place, **about)
    opened(bench, text, "?fragment=F1")

    expect(bench.locator("[data-slot=coder]")).to_have_text("uit een suggestie")
