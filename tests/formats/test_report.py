"""Report texts to HTML and Word: exact words come out exact, and nothing that anybody typed acts."""

from __future__ import annotations

import html
import io
import re
import zipfile
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sluitend.formats import report
from sluitend.formats.report import nodes

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MARKED = [
    "[[B4]]", "{{conclusies}}", "<script>alert(1)</script>", "**", "``", "$x$", "\\", "&amp;", "↔", "↩\ufe0e", "☎️",
    "👩‍👧", "“", "'", '"', "  ", "\n", "\n\n", " - ", "# ", "|", "\u00a0", "\u00ad", "‑", "]]>", "@", "{.x}",
]  # fmt: skip
CHARACTERS = st.characters(min_codepoint=32, exclude_categories=["Cs", "Cn", "Co"])
WORDS = st.lists(st.one_of(st.sampled_from(MARKED), st.text(CHARACTERS, max_size=8)), max_size=12).map("".join)


class Filler:
    """F1 is the quote; B4 is a label; everything else is unknown."""

    def __init__(self, quote: str = "") -> None:
        self.quote = quote

    def inline(self, label: str) -> list[nodes.Node] | None:
        return {"F1": [nodes.verbatim(self.quote)], "B4": nodes.text("<B4>")}.get(label)

    def block(self, label: str) -> list[nodes.Node] | None:
        return {"F1": [nodes.quote(nodes.para(nodes.verbatim(self.quote)))]}.get(label)

    def directive(self, words: list[str]) -> list[nodes.Node] | None:
        return [nodes.para(*nodes.text("alle conclusies"))] if words == ["conclusies"] else None


def filled(markdown: str, quote: str = "") -> tuple[list[nodes.Node], list[report.Reference]]:
    return report.fill(report.parse(markdown), Filler(quote))


def word(blocks: list[nodes.Node]) -> bytes:
    return report.to_docx(blocks, title="Rapport", subtitle="", date="", epoch=1_780_000_000)


def words_of(document: bytes) -> str:
    """The text of document.xml, with the characters that Word writes as elements."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        root = ET.fromstring(archive.read("word/document.xml"))
    signs = {f"{W}br": "\n", f"{W}softHyphen": "\u00ad", f"{W}noBreakHyphen": "‑", f"{W}tab": "\t"}
    runs = (child for run in root.iter(f"{W}r") for child in run)
    return "".join(child.text or "" if child.tag == f"{W}t" else signs.get(child.tag, "") for child in runs)


@example(quote="\u00ad")
@example(quote="aan\u00ad\u00adeen\u00ad")
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(quote=WORDS)
def test_a_quote_comes_out_to_the_character(quote: str) -> None:
    blocks, lost = filled("[[F1]]", quote)

    shown = re.search(r'<span class="s-verbatim">(.*?)</span>', report.to_html(blocks), re.DOTALL)

    assert lost == []
    assert shown is not None
    assert html.unescape(shown[1]) == quote
    assert "<" not in shown[1]
    marked = [nodes.para(*nodes.text("⟦"), nodes.verbatim(quote), *nodes.text("⟧"))]
    assert f"⟦{quote}⟧" in words_of(word(marked))


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "`<b>x</b>`{=html}",
        "[klik](javascript:alert(1))",
        "[klik](data:text/html,x)",
        "[klik]{onclick=alert(1)}",
        "# Kop {onclick=alert(1) style=color:red}",
        "::: {onclick=alert(1)}\nx\n:::",
        '<span style="color:red">x</span>',
        "![plaatje](https://voorbeeld.invalid/spoor.png)",
        "[x](https://voorbeeld.invalid){onclick=alert(1)}",
        "```{=openxml}\n<w:p/>\n```",
        "\\input{/etc/passwd}",
        "---\ntitle: x\nheader-includes: <script>\n---",
    ],
)
def test_nothing_that_an_author_types_acts(attack: str) -> None:
    blocks, _lost = filled(attack)

    shown = report.to_html(blocks)

    assert not re.search(r"<(script|img|iframe|style)|<[^>]*\s(on\w+|style|src)=|href=\"(javascript|data):", shown)


def test_a_reference_in_a_sentence_is_replaced_and_one_in_code_is_not() -> None:
    blocks, lost = filled("Zie [[B4]] en `[[B4]]`.\n\n    [[B4]]")

    assert report.to_html(blocks) == ("<p>Zie &lt;B4&gt; en <code>[[B4]]</code>.</p>\n<pre><code>[[B4]]</code></pre>\n")
    assert lost == []


def test_what_points_at_nothing_stays_visible_and_is_told() -> None:
    blocks, lost = filled("Zie [[B9]].\n\n{{onzin}}\n\n{{conclusies}}")

    assert [str(one) for one in lost] == ["[[B9]]", "{{onzin}}"]
    shown = report.to_html(blocks)
    assert '<span class="s-lost-reference">[[B9]]</span>' in shown
    assert "<p>alle conclusies</p>" in shown


def test_in_a_list_or_a_table_a_reference_is_a_word() -> None:
    blocks, lost = filled("- [[B4]]\n- x\n\n| a |\n|---|\n| [[B4]] |\n")

    assert report.to_html(blocks).count("&lt;B4&gt;") == 2
    assert lost == []


def test_a_typed_table_scrolls_in_a_frame_that_its_head_names() -> None:
    shown = report.to_html(report.parse("| Wie | Aantal |\n|---|---|\n| x | 1 |\n"))

    assert '<div class="s-table-region" role="region" tabindex="0" aria-label="Wie, Aantal">' in " ".join(shown.split())


def test_tables_carry_no_styles() -> None:
    cells = [[nodes.plain(*nodes.text("x"))], [nodes.plain(*nodes.text("y"))]]
    own = nodes.table(["Een", "Twee"], [cells], "Tabel", [0.3, 0.7])

    shown = report.to_html([own, *report.parse("| a | b |\n|--:|:-:|\n| 1 | 2 |\n")])

    assert "style" not in shown
    assert "<caption>Tabel</caption>" in shown


def test_writing_help_is_left_out_and_seen() -> None:
    text = "> Schrijfhulp: schrijf iets.\n\nTekst [[B4]].\n\n```\n> Schrijfhulp: in code\n```\n"

    blocks = report.parse(text)

    assert report.writing_help_in(blocks) == report.writing_help_of(text) == 1
    assert "schrijf iets" not in report.to_html(report.without_writing_help(blocks))


def test_the_quick_look_finds_what_the_tree_finds() -> None:
    text = "Zie [[B4]], `[[B5]]` en [[V1.2]].\n\n{{conclusies}}\n\n```\n[[B6]]\n```\n"

    assert report.references_of(text) == report.references_in(report.parse(text))


def test_headings_leave_no_level_out() -> None:
    blocks = report.nested_headings(report.parse("### a\n\n##### b\n\n### c\n\n# d\n\n#### e"), 2)

    assert [block["c"][0] for block in blocks] == [2, 3, 2, 2, 3]


def test_links_within_the_document_lead_somewhere() -> None:
    blocks = [nodes.heading(1, nodes.text("Kop"), "kop"), nodes.para(nodes.link(nodes.text("a"), "#kop"))]
    dead = nodes.para(nodes.link(nodes.text("b"), "#weg"))

    shown = report.to_html(report.without_dead_links([*blocks, dead]))

    assert 'href="#kop"' in shown
    assert "#weg" not in shown
    assert "b" in shown


def test_the_same_tree_gives_the_same_bytes_without_a_person_or_the_present() -> None:
    blocks = [nodes.heading(1, nodes.text("Kop"), "kop"), nodes.para(*nodes.text("Tekst"))]

    first, second = word(blocks), word(blocks)

    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        core = archive.read("docProps/core.xml").decode()
        document = archive.read("word/document.xml").decode()
        styles = archive.read("word/styles.xml").decode()
        assert archive.testzip() is None
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert "<dc:creator></dc:creator>" in core
    assert "2026-05-28T" in core
    assert 'w:anchor="kop"' in document
    assert 'w:w="11906"' in document
    assert 'w:val="nl-NL"' in styles


def test_a_quote_stays_on_the_page_of_who_said_it() -> None:
    with zipfile.ZipFile(io.BytesIO(word(report.parse("Kort.")))) as archive:
        styles = archive.read("word/styles.xml").decode()

    quote = styles.partition('w:styleId="BlockText"')[2].partition("</w:style>")[0]
    assert "<w:keepNext" in quote


def test_a_word_document_can_be_read_back() -> None:
    from sluitend.formats.documents import pandoc

    tree = pandoc.ast(word([nodes.heading(1, nodes.text("Kop"), "kop"), nodes.para(*nodes.text("Tekst"))]), "docx")

    assert any(block["t"] == "Header" for block in tree["blocks"])


def test_there_is_room_behind_a_table_and_a_list() -> None:
    said = [nodes.para(*nodes.text(f"Zin {number}.")) for number in range(4)]
    listed = nodes.bullets([[nodes.plain(*nodes.text("punt"))]])
    table = nodes.table(["Kop"], [[[nodes.plain(*nodes.text("cel"))]]], "", [1.0])

    with zipfile.ZipFile(io.BytesIO(word([said[0], said[1], table, said[2], listed, said[3]]))) as package:
        document = package.read("word/document.xml").decode()

    styled = {sentence: _style_before(document, sentence) for sentence in ("Zin 1.", "Zin 2.", "Zin 3.")}
    assert ["w:before" in style for style in styled.values()] == [False, True, True]


def _style_before(document: str, words: str) -> str:
    """The properties of the paragraph with these words."""
    start = document.index(words)
    return document[document.rindex("<w:pPr>", 0, start) : start]
