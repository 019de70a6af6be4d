"""Every kind of document gives the text that a reader sees, with its structure at the right offsets."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sluitend.formats import documents
from sluitend.formats.documents import Block, BlockKind, Document, markdown, plain
from sluitend.formats.documents.builder import TextBuilder
from tests.formats.document_files import MARKDOWN, W, by_pandoc, docx, paragraph, pdf, replaced


def read(folder: Path, name: str, data: bytes | str) -> Document:
    path = folder / "upload"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    document = documents.read(path, filename=name)
    assert_invariants(document)
    return document


def assert_invariants(document: Document) -> None:
    text = document.text
    assert text == unicodedata.normalize("NFC", text)
    assert not any(unicodedata.category(c) == "Cc" and c not in "\n\t" for c in text)
    assert "\ufeff" not in text
    assert text == text.rstrip()
    assert document.blocks
    end = -1
    for block in document.blocks:
        assert end < block.start < block.end <= len(text)
        assert block.start == 0 or text[block.start - 1] == "\n"
        assert block.end == len(text) or text[block.end] == "\n"
        assert text[block.start : block.end].strip()
        end = block.end
    assert Document.from_json(json.loads(json.dumps(document.to_json()))) == document


def outline(document: Document) -> list[tuple[str, int | None, str]]:
    return [(b.kind.value, b.level, document.text[b.start : b.end]) for b in document.blocks]


def texts(document: Document) -> list[str]:
    return [text for _, _, text in outline(document)]


def test_docx_keeps_the_structure_and_puts_notes_at_the_end(tmp_path: Path) -> None:
    document = read(tmp_path, "verslag.docx", by_pandoc(MARKDOWN, "docx"))

    assert outline(document) == [
        ("heading", 1, "Verslag van Voorbeeldstad (fictief)"),
        ("heading", 1, "Aanleiding"),
        ("paragraph", None, "De regio evalueert de samenwerking.[1]\nTweede regel."),
        ("list_item", 1, "3. derde"),
        ("list_item", 1, "4. vierde"),
        ("list_item", 2, "• onder vier"),
        ("quote", None, "Wij horen het te laat."),
        ("table_row", None, "Gemeente | Jeugdigen"),
        ("table_row", None, "Testdorp | 12"),
        ("heading", 2, "Slot"),
        ("note", None, "[1] Vastgesteld door de fictieve stuurgroep."),
    ]
    assert document.title == "Verslag van Voorbeeldstad (fictief)"
    assert document.text.startswith("Verslag van Voorbeeldstad (fictief)\n\nAanleiding\n\nDe regio")
    assert "\n3. derde\n4. vierde\n• onder vier\n\nWij" in document.text


@pytest.mark.parametrize("kind", ["odt", "html"])
def test_other_kinds_tell_the_same_as_docx(tmp_path: Path, kind: str) -> None:
    document = read(tmp_path, f"verslag.{kind}", by_pandoc(MARKDOWN, kind))

    found = outline(document)
    for expected in [
        ("heading", 1, "Aanleiding"),
        ("list_item", 1, "4. vierde"),
        ("list_item", 2, "• onder vier"),
        ("quote", None, "Wij horen het te laat."),
        ("table_row", None, "Testdorp | 12"),
        ("heading", 2, "Slot"),
    ]:
        assert expected in found
    assert any("Tweede regel." in text for _, _, text in found)


def test_docx_takes_tracked_changes_as_accepted(tmp_path: Path) -> None:
    body = (
        '<w:p><w:r><w:t xml:space="preserve">De raad </w:t></w:r>'
        '<w:del w:id="1" w:author="A"><w:r><w:delText>weigert</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="A"><w:r><w:t>stemt in</w:t></w:r></w:ins></w:p>'
    )

    assert read(tmp_path, "a.docx", docx(body)).text == "De raad stemt in"


def test_docx_text_box_follows_its_paragraph_and_is_told_once(tmp_path: Path) -> None:
    names = 'xmlns:mc="urn:mc" xmlns:v="urn:v" xmlns:wps="urn:wps"'
    box = f"<w:txbxContent>{paragraph('In de kantlijn.')}{paragraph('Nog iets.')}</w:txbxContent>"
    body = (
        '<w:p><w:r><w:t xml:space="preserve">Voor </w:t></w:r><w:r><mc:AlternateContent>'
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        "<w:r><w:t>en na.</w:t></w:r></w:p>" + paragraph("Einde")
    )
    document = f"<w:document {W} {names}><w:body>{body}</w:body></w:document>".encode()

    assert texts(read(tmp_path, "a.docx", docx("", document=document))) == [
        "Voor en na.",
        "In de kantlijn.",
        "Nog iets.",
        "Einde",
    ]


def test_odt_leaves_out_deleted_text_and_comments(tmp_path: Path) -> None:
    names = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    )
    content = (
        f'<office:document-content {names} office:version="1.2"><office:body><office:text>'
        '<text:tracked-changes><text:changed-region text:id="c"><text:deletion><text:p>weg</text:p>'
        "</text:deletion></text:changed-region></text:tracked-changes>"
        '<text:p>Wat <text:change text:change-id="c"/>blijft<office:annotation><dc:creator>A</dc:creator>'
        "<text:p>opmerking</text:p></office:annotation> staan.</text:p></office:text></office:body>"
        "</office:document-content>"
    )
    package = replaced(by_pandoc("x", "odt"), {"content.xml": content})

    assert read(tmp_path, "a.odt", package).text == "Wat blijft staan."


def test_html_keeps_the_document_and_drops_the_site(tmp_path: Path) -> None:
    page = """<!DOCTYPE html><html><head><title>Jeugd in Testdorp (fictief)</title><style>p{}</style></head>
    <body><nav><ul><li>Menu</li></ul></nav><script>var a = "<p>nee</p>";</script>
    <div onclick="x()"><h2>Kop</h2><p>Eerste alinea<p>Tweede&nbsp;alinea &amp; meer
    <ol start=4><li>vier<li>vijf</ol><table><tr><td>a<td>b</table></div></body></html>"""

    document = read(tmp_path, "a.html", page)

    assert outline(document) == [
        ("heading", 2, "Kop"),
        ("paragraph", None, "Eerste alinea"),
        ("paragraph", None, "Tweede\u00a0alinea & meer"),
        ("list_item", 1, "4. vier"),
        ("list_item", 1, "5. vijf"),
        ("table_row", None, "a | b"),
    ]
    assert document.title == "Jeugd in Testdorp (fictief)"


def test_html_with_a_menu_that_never_closes_keeps_its_text(tmp_path: Path) -> None:
    assert "De tekst." in read(tmp_path, "a.html", "<html><body><nav><p>De tekst.</p></body></html>").text


def test_html_reads_the_encoding_that_the_page_declares(tmp_path: Path) -> None:
    page = '<html><head><meta charset="{}"></head><body><p>Geëvalueerd: € 3 vóór één</p></body></html>'

    for name, encoding in [("iso-8859-15", "iso-8859-15"), ("iso-8859-1", "cp1252"), ("utf-8", "utf-8")]:
        document = read(tmp_path, "a.html", page.format(name).encode(encoding))
        assert document.text == "Geëvalueerd: € 3 vóór één"


def test_markdown_stays_raw_and_is_classified(tmp_path: Path) -> None:
    raw = (
        "---\nauteur: A (fictief)\n---\n"
        "# Titel **vet**\n\nTekst die\ndoorloopt.\n- een  \n  vervolg\n    * twee\n\n> citaat\n> nog\n\n"
        "| a | b |\n|---|---|\n| 1 | 2 |\n\nOnderstreept\n---\n```\n# geen kop\n\n```\n***\n1) laatste\n\n[^1]: noot"
    )

    document = read(tmp_path, "a.md", raw)

    assert document.text == raw
    assert document.title == "Titel vet"
    assert outline(document) == [
        ("code", None, "---\nauteur: A (fictief)\n---"),
        ("heading", 1, "# Titel **vet**"),
        ("paragraph", None, "Tekst die\ndoorloopt."),
        ("list_item", 1, "- een  \n  vervolg"),
        ("list_item", 2, "    * twee"),
        ("quote", None, "> citaat\n> nog"),
        ("table_row", None, "| a | b |"),
        ("table_row", None, "| 1 | 2 |"),
        ("heading", 2, "Onderstreept\n---"),
        ("code", None, "```\n# geen kop\n\n```"),
        ("list_item", 1, "1) laatste"),
        ("note", None, "[^1]: noot"),
    ]


def test_text_with_long_lines_has_a_paragraph_a_line(tmp_path: Path) -> None:
    line = "Interviewer: hoe verliep de overdracht tussen het lokale team en de gecertificeerde instelling? " * 2

    document = read(tmp_path, "a.txt", f"Gesprek\n\n{line}\nRespondent: traag.\n- punt\n")

    assert texts(document) == ["Gesprek", line, "Respondent: traag.", "- punt"]
    assert document.title == "Gesprek"


def test_wrapped_text_has_its_lines_joined_to_paragraphs(tmp_path: Path) -> None:
    wrapped = (
        "De regio heeft in het voorjaar met alle gemeenten gesproken over\n"
        "de samenwerking in de jeugdbeschermingsketen.\n"
        "Daarna volgde een tweede ronde."
    )

    document = read(tmp_path, "a.txt", wrapped)

    assert texts(document) == [wrapped[: wrapped.index("\nDaarna")], "Daarna volgde een tweede ronde."]


def test_text_is_nfc_with_lf_and_without_control_characters(tmp_path: Path) -> None:
    raw = "\ufeffCafe\u0301\r\nvóór\x0cna\u2028einde\r\n\r\n  \n".encode()

    assert read(tmp_path, "a.txt", raw).text == "Café\nvóór\nna\neinde"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_text_encodings(tmp_path: Path, encoding: str) -> None:
    text = "Geëvalueerd: ‘één’ coördinator – € 3.000 – “naïef”, ’s avonds; crème, Zoë’s façade… 5°"

    assert read(tmp_path, "a.txt", text.encode(encoding)).text == text


@given(st.text(), st.sampled_from([plain.read, markdown.read]))
def test_blocks_of_any_text_are_whole_lines_in_order(raw: str, reader: object) -> None:
    text = documents.clean.characters(raw).rstrip()
    if any(map(str.isalnum, text)):
        assert_invariants(reader(text, "text/plain"))  # type: ignore[operator]


_MARKUP = st.lists(
    st.sampled_from(["# a", "k: v", "- b", "  - c", "| d |", "|--|", "```", "> q", "", "---", "t", "1. n"])
)


@given(_MARKUP)
def test_blocks_of_any_markdown_are_whole_lines_and_lose_no_word(lines: list[str]) -> None:
    text = "\n".join(lines).strip()
    if not any(character.isalpha() for character in text):
        return

    document = markdown.read(text, "text/markdown")

    assert_invariants(document)
    covered = "".join(texts(document))
    assert sum(map(str.isalpha, covered)) == sum(map(str.isalpha, text))


@given(st.lists(st.tuples(st.text(), st.sampled_from(BlockKind)), min_size=1))
def test_the_builder_keeps_its_promises_for_any_text(pieces: list[tuple[str, BlockKind]]) -> None:
    builder = TextBuilder()
    for text, kind in pieces:
        builder.add(text, kind, level=2, page=7)

    if not builder.is_empty:
        document = builder.document(media_type="x/y", title=None)
        assert_invariants(document)
        assert all(block.page == 7 for block in document.blocks)


def test_pdf_lines_become_paragraphs_with_pages(tmp_path: Path) -> None:
    first = [
        (60.0, 780.0, 20.0, "Evaluatie van de keten"),
        (60.0, 740.0, 11.0, "De regio heeft met alle gemeenten gesproken over de samenwerking, en over"),
        (60.0, 726.0, 11.0, "de vraag wie de regie heeft."),
        (60.0, 712.0, 11.0, "Daarna volgde een ronde langs de partners."),
        (60.0, 690.0, 11.0, "1. Een eerste punt"),
    ]
    second = [(60.0, 780.0, 11.0, "Op de tweede bladzijde staat dit.")]

    document = read(tmp_path, "a.pdf", pdf([first, second]))

    assert outline(document) == [
        ("heading", 1, "Evaluatie van de keten"),
        (
            "paragraph",
            None,
            "De regio heeft met alle gemeenten gesproken over de samenwerking, en over de vraag wie de regie heeft.",
        ),
        ("paragraph", None, "Daarna volgde een ronde langs de partners."),
        ("list_item", 1, "1. Een eerste punt"),
        ("paragraph", None, "Op de tweede bladzijde staat dit."),
    ]
    assert [block.page for block in document.blocks] == [1, 1, 1, 1, 2]
    assert document.title == "Evaluatie van de keten"


def test_pdf_with_letters_of_no_height(tmp_path: Path) -> None:
    page = [(60.0, 700.0, 0.02, "Onzichtbaar klein,"), (60.0, 690.0, 0.02, "maar tekst.")]

    assert "tekst" in read(tmp_path, "a.pdf", pdf([page])).text


def _hyphenated(last: str) -> list[tuple[float, float, float, str]]:
    return [
        (60.0, 740.0, 11.0, "De regio heeft met alle gemeenten gesproken over de jeugd-"),
        (60.0, 726.0, 11.0, last),
    ]


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ("hulp. Over jeugdhulp ging het.", "over de jeugdhulp. Over"),  # the document knows the word
        ("hulp. Over jeugd-hulp ging het.", "over de jeugd-hulp. Over"),  # it knows it with its hyphen
        ("en opvoedhulp.", "over de jeugd- en opvoedhulp."),
        ("Zorgnet (fictief).", "over de jeugd-Zorgnet (fictief)."),
    ],
)
def test_pdf_mends_words_broken_at_the_end_of_a_line(tmp_path: Path, last: str, expected: str) -> None:
    assert expected in read(tmp_path, "a.pdf", pdf([_hyphenated(last)])).text


def test_pdf_repeats_no_running_header_but_keeps_the_rows_of_a_table(tmp_path: Path) -> None:
    pages = [
        [
            (60.0, 800.0, 9.0, f"Rapport Voorbeeldstad (fictief) pagina {number}"),
            (60.0, 700.0, 11.0, f"Inhoud van bladzijde {'abcd'[number]} staat hier."),
            (60.0, 60.0, 11.0, "1.250"),
            (60.0, 30.0, 9.0, str(number + 4)),
        ]
        for number in range(4)
    ]

    text = read(tmp_path, "a.pdf", pdf(pages)).text

    assert text.count("Rapport Voorbeeldstad") == 1
    assert text.count("Inhoud van bladzijde") == 4
    assert text.count("1.250") == 4
    assert [line for line in text.split("\n") if line in {"4", "5", "6", "7"}] == ["4"]


def test_a_block_cannot_be_made_of_an_unknown_kind() -> None:
    with pytest.raises(ValueError, match="banner"):
        Block.from_json([0, 1, "banner", None, None])
