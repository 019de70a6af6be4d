"""The report as PDF/UA-1: what a screen reader needs is in it, and what people typed does nothing."""

from __future__ import annotations

import base64
import json
import struct
import zlib
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sluitend.errors import InputError
from sluitend.formats import report
from sluitend.formats.report import letters, nodes, pdf, typeset
from sluitend.formats.report.pdf_tree import Tree
from tests.formats import pdf_structure as structure
from tests.formats.test_report import WORDS

TITLE = "Samenwerken in Voorbeeldstad (fictief)"
MARKDOWN = """# Aanleiding

De *regio* evalueert de **samenwerking**.^[Vastgesteld door de fictieve stuurgroep.]
Zie [de wet](https://example.org/wet).

### Zonder tussenstap

1. eerst
2. dan
   - ook

> Wij horen het te laat.

## Vragen
"""


def made(blocks: list[nodes.Node], **options: Any) -> bytes:
    given = {"title": TITLE, "subtitle": "Eindrapport", "date": "1 november 2026", "epoch": 1_780_000_000}
    return report.to_pdf(blocks, **{**given, **options})


def picture() -> str:
    """A grey dot as a PNG within the document."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    data = (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\x00\x80")) + chunk(b"IEND", b"")
    )
    return "data:image/png;base64," + base64.b64encode(data).decode()


def image(alt: str, target: str) -> nodes.Node:
    return nodes.para({"t": "Image", "c": [nodes.attributes(), nodes.text(alt), [target, ""]]})


@pytest.fixture(scope="module")
def whole() -> bytes:
    link = nodes.link(nodes.text("S1"), "#S1")
    table = nodes.table(
        ["Vraag", "Bron"], [[[nodes.plain(*nodes.text("V1"))], [nodes.plain(link)]]], "Matrix", [0.5, 0.5]
    )
    source = nodes.para(nodes.span(nodes.text("S1"), identifier="S1"), *nodes.text(" verslag (fictief)"))
    lost = nodes.para(nodes.link(nodes.text("nergens heen"), "#B9"))
    return made([*report.parse(MARKDOWN), table, image("Een grijze stip.", picture()), source, lost])


def test_it_tells_its_language_title_and_kind(whole: bytes) -> None:
    root = structure.catalog(whole)
    metadata = root["/Metadata"].get_object().get_data().decode()

    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "nl-NL"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert structure.reader(whole).metadata.title == TITLE
    assert structure.reader(whole).metadata.author is None
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata


def test_headings_leave_no_level_out_and_are_the_bookmarks(whole: bytes) -> None:
    levels = [tag.kind for tag in structure.tags(whole) if tag.kind[0] == "H" and tag.kind[1:].isdigit()]

    assert levels == ["H1", "H1", "H2", "H2"]
    assert structure.outline(whole) == [(1, "Aanleiding"), (2, "Zonder tussenstap"), (2, "Vragen")]
    assert "Inhoudsopgave" in structure.text(whole)


def test_tables_lists_quotes_and_notes_are_tagged_as_what_they_are(whole: bytes) -> None:
    tags = structure.tags(whole)
    kinds = {tag.kind for tag in tags}

    assert {"TOC", "TOCI", "L", "LI", "LBody", "BlockQuote", "Note", "Table", "THead", "TH", "TD", "Link"} <= kinds
    assert [tag.scope for tag in tags if tag.kind == "TH"] == ["/Column", "/Column"]
    assert "Caption" in kinds


def test_every_picture_has_words_and_every_link_says_where_it_leads(whole: bytes) -> None:
    pictures = [tag for tag in structure.tags(whole) if tag.kind == "Figure"]
    pages = structure.reader(whole).pages
    links = [one.get_object() for page in pages for one in page.get("/Annots", [])]

    assert [tag.alt for tag in pictures] == ["Een grijze stip."]
    assert sum(len(page.images) for page in pages) == 1
    assert all(link["/Contents"] for link in links)
    assert "https://example.org/wet" in {link["/A"]["/URI"] for link in links if "/URI" in link.get("/A", {})}
    assert "nergens heen" in structure.text(whole)


def test_all_letters_are_in_the_file(whole: bytes) -> None:
    fonts = list(structure.fonts(whole))

    assert len(fonts) > 2
    assert all({"/FontFile2", "/FontFile3"} & font["/FontDescriptor"].keys() for font in fonts)


def test_the_same_report_is_the_same_file(whole: bytes) -> None:
    blocks = report.parse(MARKDOWN)

    assert made(blocks) == made(blocks)
    assert made(blocks, epoch=1_780_000_001) != made(blocks)


def test_a_summary_begins_on_its_first_page() -> None:
    first = structure.reader(made(report.parse("# Antwoord\n\nHet werkt."), summary=True)).pages[0].extract_text()

    assert TITLE in first.replace("\n", " ")
    assert "Het werkt." in first
    assert "Inhoudsopgave" not in first


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(words=st.lists(WORDS, min_size=1, max_size=30))
def test_whatever_was_said_can_be_set(words: list[str]) -> None:
    blocks = [nodes.quote(nodes.para(nodes.verbatim(one))) for one in words]
    blocks += [nodes.para(nodes.emph(*nodes.text(one))) for one in words]

    assert made(blocks, title=words[0]).startswith(b"%PDF-1.7")


def test_what_no_font_has_is_named_by_its_number() -> None:
    assert letters.shown("één ☎️ ↔ 中\tx\x07") == "één ☎ ↔ [U+4E2D] x"
    assert "[U+4E2D]" in structure.text(made([nodes.para(*nodes.text("teken 中"))]))


@pytest.mark.parametrize(
    "attack", ['#read("/etc/hostname")', '#image("/etc/hostname")', "#panic()", "$x$ @b <c> \\u{41}"]
)
def test_code_of_typst_is_text(attack: str) -> None:
    said = structure.text(
        made([nodes.para(nodes.verbatim(attack)), nodes.heading(1, nodes.text(attack))], title=attack)
    )

    assert said.count(attack) == 6  # on the title page, in the contents, twice in the text, and above both pages


@pytest.mark.parametrize(
    "target", ["/etc/hostname", "https://example.org/x.png", "data:image/png;base64,!!", "../x.png"]
)
def test_pictures_from_elsewhere_are_their_words(target: str) -> None:
    assert "Een dak." in structure.text(made([image("Een dak.", target)]))


def test_a_broken_picture_does_not_tell_what_is_in_the_report() -> None:
    with pytest.raises(RuntimeError, match=r"^typst ended with 3$"):
        made([image("GEHEIM", "data:image/svg+xml;base64,AAAA")])


def test_deep_nesting_is_laid_flat_and_loses_no_word() -> None:
    blocks = [nodes.para(*nodes.text("bodem"))]
    inline = nodes.text("kern")
    for _level in range(60):
        blocks = [nodes.bullets([[nodes.para(*nodes.text("trede")), *blocks]])]
        inline = [nodes.emph(*inline)]

    said = structure.text(made([*blocks, nodes.para(*inline)]))

    assert "kern" in said
    assert "bodem" in said
    assert said.count("trede") == 60


def test_an_empty_report_is_a_title_page() -> None:
    assert len(structure.reader(made([])).pages) == 1


def test_a_report_that_takes_too_long_or_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "SECONDS", 0.01)
    with pytest.raises(InputError, match="report_too_large"):
        made([])
    monkeypatch.setattr(pdf, "SECONDS", 60)
    monkeypatch.setattr(typeset, "MEMORY", 150 * 1024**2)
    with pytest.raises(InputError, match="report_too_large"):
        made([nodes.para(*nodes.text("woord " * 1_000_000))])


def test_a_place_exists_once_however_often_it_is_named() -> None:
    span = nodes.span(nodes.text("S1"), identifier="S1")

    tree = Tree(str, frozenset({"S1"}))
    items = tree.blocks([nodes.para(span), nodes.para(span)])

    assert json.dumps(items).count('"anchor"') == 1


def table_with(rows: int, words: str) -> nodes.Node:
    cells = [[[nodes.plain(*nodes.text(f"rij {number} {words}"))]] for number in range(1, rows + 1)]
    return nodes.table(["Kop"], cells, "", [1.0])


@pytest.mark.parametrize(
    ("rows", "words", "pages"), [(8, "kort", 1), (9, "kort", 2), (8, "lang " * 400, 3)], ids=["few", "many", "high"]
)
def test_a_small_table_stands_on_one_page(rows: int, words: str, pages: int) -> None:
    """Behind so many lines that its first rows alone would fit on their page."""
    before = [nodes.para(*nodes.text(f"regel {number}")) for number in range(31)]

    document = structure.reader(made([*before, table_with(rows, words)]))

    texts = [page.extract_text() for page in document.pages]
    holding = [text for text in texts if any(f"rij {number} " in text for number in range(1, rows + 1))]
    assert len(holding) == pages


def test_a_row_of_a_table_stands_on_one_page() -> None:
    document = structure.reader(made([table_with(30, "woord " * 60 + "einde.")]))

    for page in document.pages:
        text = page.extract_text()
        assert text.count("rij ") == text.count("einde.")
