"""A bureau's own Word document: what is taken over, what is refused, and what a report looks like in it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from sluitend.errors import InputError
from sluitend.formats import house_style, report
from sluitend.formats.report import nodes
from tests.formats.house_files import COLOUR, FOOTER, LOGO, PARTS, WORDS, house, relations


def taken(tmp_path: Path, content: bytes) -> bytes:
    path = tmp_path / "huis.docx"
    path.write_bytes(content)
    return house_style.taken(path)


def parts_of(document: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_styles_page_and_footer_are_kept_and_the_text_is_not(tmp_path: Path) -> None:
    kept = parts_of(taken(tmp_path, house()))

    assert kept["word/styles.xml"] == str(PARTS["word/styles.xml"]).encode()
    assert kept["word/media/logo.png"] == LOGO
    assert b"2835" in kept["word/document.xml"]
    assert FOOTER.encode() in kept["word/footer1.xml"]
    everything = b"".join(kept.values())
    assert WORDS.encode() not in everything
    assert b"Nergens" not in everything
    assert b"voorbeeld.invalid" not in everything
    assert b"huis.dotx" not in everything


def test_a_report_looks_like_the_house(tmp_path: Path) -> None:
    style = taken(tmp_path, house())
    blocks = [
        nodes.heading(1, nodes.text("Hoofdstuk"), "een"),
        nodes.quote(nodes.para(*nodes.text("Citaat"))),
        nodes.table(["Kop"], [[[nodes.plain(*nodes.text("cel"))]]], "Tabel", [1.0]),
    ]
    given = {"title": "Rapport", "subtitle": "", "date": "", "epoch": 1_750_000_000}

    made = parts_of(report.to_docx(blocks, **given, house_style=style))  # type: ignore[arg-type]
    ours = parts_of(report.to_docx(blocks, **given))  # type: ignore[arg-type]

    document, styles = made["word/document.xml"].decode(), made["word/styles.xml"].decode()
    assert '<w:pStyle w:val="Kop1" />' in document or '<w:pStyle w:val="Kop1"/>' in document
    assert COLOUR in styles
    assert "0F5F67" not in styles
    assert "0F5F67" in ours["word/styles.xml"].decode()
    assert 'w:right="2835"' in document
    footers = [content.decode() for name, content in made.items() if name.startswith("word/footer")]
    assert any(FOOTER in one for one in footers)
    assert LOGO in made.values()
    assert "footerReference" in document
    for name in ("Bronvermelding", "toc 1", "Block Text", "Table"):
        assert f'w:val="{name}"' in styles


def test_a_page_of_a_width_without_end_gives_a_report_all_the_same(tmp_path: Path) -> None:
    document = str(PARTS["word/document.xml"]).replace('w:w="11906"', f'w:w="{"9" * 5_000}"')
    style = taken(tmp_path, house({"word/document.xml": document}))

    made = report.to_docx(
        [nodes.para(*nodes.text("Zin."))],
        title="Rapport", subtitle="", date="", epoch=1_750_000_000, house_style=style,
    )  # fmt: skip

    assert b"Zin." in parts_of(made)["word/document.xml"]


RUNNING = "word/_rels/footer1.xml.rels"
FIELD = PARTS["word/footer1.xml"]
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_OFFICE = "http://schemas.microsoft.com/office/drawing/2016"


def drawn(picture: str, drawing: str) -> str:
    """The footer with a picture, and the drawing that Word keeps beside it."""
    uri = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
    svg = f'<asvg:svgBlip xmlns:asvg="{_OFFICE}/SVG/main" r:embed="{drawing}"/>'
    beside = f'<a:extLst><a:ext uri="{{other}}"/><a:ext uri="{uri}">{svg}</a:ext></a:extLst>' if drawing else ""
    space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    blip = f'<a:blip xmlns:a="{_A}" xmlns:r="{space}" r:embed="{picture}">{beside}</a:blip>'
    return str(FIELD).replace("</w:p>", f"<w:r>{blip}</w:r></w:p>")


def test_of_a_logo_as_drawing_and_as_picture_the_picture_is_kept(tmp_path: Path) -> None:
    changes = {
        RUNNING: relations("image media/logo.png\nimage media/logo.svg"),
        "word/footer1.xml": drawn("rId1", "rId2"),
        "word/media/logo.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    }

    kept = parts_of(taken(tmp_path, house(changes)))

    assert kept["word/media/logo.png"] == LOGO
    assert "word/media/logo.svg" not in kept
    footer = kept["word/footer1.xml"].decode()
    assert [footer.count(word) for word in ("rId1", "<a:ext ", "rId2", "svgBlip")] == [1, 1, 0, 0]
    assert b"logo.svg" not in kept[RUNNING]


DOCTYPE = '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'


def linked(attribute: str) -> str:
    """The footer with a picture of older Word files, which may name its address itself."""
    spaces = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    return str(FIELD).replace("</w:p>", f"<w:r><w:pict><v:imagedata {spaces} {attribute}/></w:pict></w:r></w:p>")


def footer_named(name: str, content: str) -> dict[str, str | bytes]:
    """The footer under another name: what a part is, its relation tells."""
    found = str(PARTS["word/_rels/document.xml.rels"]).replace("footer1.xml", name)
    return {"word/_rels/document.xml.rels": found, f"word/{name}": content}


def test_a_picture_of_older_word_files_that_names_a_relation_stays(tmp_path: Path) -> None:
    space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    footer = linked(f'xmlns:r="{space}" r:id="rId1" r:href="rId1" o:title="logo"')

    kept = parts_of(taken(tmp_path, house({"word/footer1.xml": footer})))

    assert kept["word/footer1.xml"] == footer.encode()
    assert kept["word/media/logo.png"] == LOGO


def test_who_changed_the_page_and_what_hung_on_it_stay_behind(tmp_path: Path) -> None:
    """A section keeps who changed it, and the settings of a printer."""
    changed = '<w:printerSettings xmlns:r="{space}" r:id="rId9"/><w:sectPrChange w:id="1" w:author="M. Verzonnen"/>'
    space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    document = str(PARTS["word/document.xml"]).replace("</w:sectPr>", f"{changed.format(space=space)}</w:sectPr>")

    page = parts_of(taken(tmp_path, house({"word/document.xml": document})))["word/document.xml"]

    assert b"Verzonnen" not in page
    assert b"rId9" not in page
    assert b"footerReference" in page


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"word/vbaProject.bin": b"x"}, "formats.style_active"),
        ({"[Content_Types].xml": str(PARTS["[Content_Types].xml"]).replace("document.main", "macroEnabled.main")},
         "formats.style_active"),
        ({RUNNING: relations("oleObject embeddings/oleObject1.bin")}, "formats.style_active"),
        ({RUNNING: relations("image media/logo.webp")}, "formats.style_picture"),
        ({RUNNING: relations("image media/logo.svg"), "word/footer1.xml": drawn("rId1", "")}, "formats.style_picture"),
        ({RUNNING: relations("image https://voorbeeld.invalid/logo.png!")}, "formats.style_linked"),
        ({RUNNING: relations("hyperlink https://voorbeeld.invalid/!")}, "formats.style_linked"),
        ({"word/footer1.xml": str(FIELD).replace("<w:t>", "<w:instrText>INCLUDE</w:instrText><w:instrText>PICTURE x"
                                                 "</w:instrText><w:t>")}, "formats.style_linked"),
        ({"word/footer1.xml": linked('src="http://voorbeeld.invalid/logo.png"')}, "formats.style_linked"),
        ({"word/footer1.xml": linked('o:href="http://voorbeeld.invalid/logo.png"')}, "formats.style_linked"),
        ({"word/footer1.xml": linked('o:althref="http://voorbeeld.invalid/logo.png"')}, "formats.style_linked"),
        ({"word/document.xml": str(PARTS["word/document.xml"]).replace("<w:pgSz ", '<w:pgSz src="http://x.invalid" ')},
         "formats.style_linked"),
        (footer_named("footer1.XML", DOCTYPE), "formats.xml_entities"),
        (footer_named("footer1.hdr", DOCTYPE), "formats.xml_entities"),
        ({"word/styles.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}, "formats.xml_entities"),
        ({"word/styles.xml": "<w:styles"}, "formats.broken_xml"),
        ({"word/_rels/document.xml.rels": relations("footer footer1.xml")}, "formats.missing_part"),
        ({"word/media/logo.png": b"\0" * (41 * 1024**2)}, "formats.zip_bomb"),
    ],
)  # fmt: skip
def test_what_could_do_harm_is_refused(tmp_path: Path, changes: dict[str, str | bytes], code: str) -> None:
    with pytest.raises(InputError) as caught:
        taken(tmp_path, house(changes))

    assert caught.value.code == code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "formats.empty"),
        (b"%PDF-1.7", "formats.wrong_extension"),
        (b"PK\x03\x04onzin", "formats.damaged"),
        (b"x" * (house_style.MOST_BYTES + 1), "formats.too_big"),
    ],
)
def test_what_is_no_word_document_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    with pytest.raises(InputError) as caught:
        taken(tmp_path, content)

    assert caught.value.code == code
