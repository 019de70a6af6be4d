"""What cannot be read is refused with one code, and every code has one sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sluitend.errors import InputError
from sluitend.formats import documents
from sluitend.formats.documents import builder, codes, packages, refusals
from sluitend.formats.documents import pdf as pdf_reader
from tests.formats.document_files import W, by_pandoc, docx, paragraph, pdf, pdf_of, replaced, zipped

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)


def refusal(folder: Path, name: str, data: bytes) -> InputError:
    path = folder / "upload"
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        documents.read(path, filename=name)
    error = caught.value
    assert error.where == name
    assert refusals.SENTENCES[error.code] % error.data  # every placeholder has its data
    return error


def test_every_code_has_a_sentence() -> None:
    assert set(refusals.SENTENCES) == codes.ALL


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("leeg.txt", b"", codes.EMPTY),
        ("blanco.txt", b" \n\t\r\n", codes.NO_TEXT),
        ("blanco.md", b"---\n\n***\n", codes.NO_TEXT),
        ("blanco.docx", docx(paragraph(" ")), codes.NO_TEXT),
        ("blanco.html", b"<html><body><script>x</script></body></html>", codes.NO_TEXT),
        ("beeld.txt", b"\x00\x01\x02\x03 tekst " * 9, codes.NOT_TEXT),
        ("half.txt", b"\xff\xfea", codes.UNKNOWN_ENCODING),
        ("oud.docx", OLE, codes.OLD_WORD),
        ("slot.docx", OLE + "EncryptedPackage".encode("utf-16-le"), codes.ENCRYPTED),
        ("stuk.docx", b"PK\x03\x04 and then nothing", codes.DAMAGED),
        ("stuk.docx", docx(paragraph("Een verslag."))[:-40], codes.DAMAGED),
        ("stuk.odt", b"\x9f\x00\x11", codes.DAMAGED),
        ("stuk.pdf", b"%PDF-1.4\nand then nothing", codes.DAMAGED),
        ("scan.pdf", pdf([[], []], image_only=True), codes.SCANNED_PDF),
        ("blanco.pdf", pdf([[]]), codes.NO_TEXT),
        ("diep.docx", docx("<w:sdt>" * 300 + "</w:sdt>" * 300), codes.TOO_DEEP),
    ],
)
def test_refusals(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    assert refusal(tmp_path, name, data).code == code


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        ("a.txt", docx(paragraph("x")), "docx"),
        ("a.pdf", docx(paragraph("x")), "docx"),
        ("a.docx", by_pandoc("x", "odt"), "odt"),
        ("a.docx", pdf([[(60, 700, 11, "x")]]), "pdf"),
        ("a.txt", b"{\\rtf1 tekst}", "rtf"),
        ("a.rtf", pdf([[(60, 700, 11, "x")]]), "pdf"),
        ("a.md", b"\xef\xbb\xbf<!-- x -->\n<!DOCTYPE html><html></html>", "html"),
        ("a.html", b"Gewone tekst, 1 < 2.", "txt"),
        ("a.docx", b"Gewone tekst.", "txt"),
    ],
)
def test_content_of_another_kind_than_the_name_says(tmp_path: Path, name: str, data: bytes, found: str) -> None:
    error = refusal(tmp_path, name, data)

    assert error.code == codes.WRONG_EXTENSION
    assert error.data == {"suffix": Path(name).suffix, "found": found}


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        ("a.csv", b"a;b", "csv"),
        ("LEESMIJ", b"tekst", "LEESMIJ"),
        ("a.docx", zipped({"xl/workbook.xml": "<x/>"}), "xlsx"),
        ("a.docx", zipped({"iets.bin": "x"}), "zip"),
        ("a.pdf", b"\x89PNG\r\n\x1a\n", "png"),
    ],
)
def test_kinds_that_are_not_read(tmp_path: Path, name: str, data: bytes, found: str) -> None:
    error = refusal(tmp_path, name, data)

    assert error.code == codes.UNSUPPORTED
    assert error.data["found"] == found


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850", "cp1251", "iso-8859-15"])
def test_letters_of_an_uncertain_encoding_are_never_guessed(tmp_path: Path, encoding: str) -> None:
    word = "Оценка" if encoding == "cp1251" else "geëvalueerd € één" if encoding == "iso-8859-15" else "geëvalueerd"

    error = refusal(tmp_path, "a.txt", f"Een regel\nZij heeft {word}\n".encode(encoding))

    assert (error.code, error.data) == (codes.UNKNOWN_ENCODING, {"line": 2})


def test_utf8_with_one_broken_byte_is_not_taken_for_windows_text(tmp_path: Path) -> None:
    data = "geëvalueerd één coördinatie".encode() + b"\n\xff"

    assert refusal(tmp_path, "a.txt", data).data == {"line": 2}


def test_broken_xml_tells_the_part_and_the_line(tmp_path: Path) -> None:
    broken = f"<w:document {W}>\n<w:body><w:p></w:body>".encode()

    error = refusal(tmp_path, "a.docx", docx("", document=broken))

    assert (error.code, error.data) == (codes.BROKEN_XML, {"part": "word/document.xml", "line": 2})


@pytest.mark.parametrize("name", ["[Content_Types].xml", "_rels/.rels"])
def test_a_docx_without_a_required_part(tmp_path: Path, name: str) -> None:
    error = refusal(tmp_path, "a.docx", replaced(docx(paragraph("x")), {name: None}))

    assert (error.code, error.data) == (codes.MISSING_PART, {"part": name})


def test_an_odt_with_a_password(tmp_path: Path) -> None:
    manifest = '<manifest><file-entry full-path="content.xml"><encryption-data/></file-entry></manifest>'

    error = refusal(tmp_path, "a.odt", replaced(by_pandoc("x", "odt"), {"META-INF/manifest.xml": manifest}))

    assert error.code == codes.ENCRYPTED


def test_a_pdf_with_a_password(tmp_path: Path) -> None:
    lock = (
        b"/ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>] "
        b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b"> >>"
    )

    assert refusal(tmp_path, "a.pdf", pdf_of([b"x"], trailer=lock)).code == codes.ENCRYPTED


def test_a_declared_entity_is_refused_before_it_grows(tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(12))
    bomb = f"<!DOCTYPE x [{laughs}]><w:document {W}><w:body>{paragraph('&l11;')}</w:body></w:document>"

    error = refusal(tmp_path, "a.docx", docx("", document=bomb.encode()))

    assert (error.code, error.data) == (codes.XML_ENTITIES, {"part": "word/document.xml"})


def test_a_part_that_unpacks_to_a_thousandfold(tmp_path: Path) -> None:
    assert refusal(tmp_path, "a.docx", docx("", document=bytes(30 * 1024**2))).code == codes.ZIP_BOMB


def test_a_package_of_very_many_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MAX_MEMBERS", 2)

    assert refusal(tmp_path, "a.docx", docx(paragraph("x"))).code == codes.ZIP_BOMB


def test_more_bytes_text_or_pages_than_is_taken_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builder, "MAX_CHARACTERS", 9)
    assert refusal(tmp_path, "a.txt", b"0123456789").data == {"most": 9}
    assert refusal(tmp_path, "a.docx", docx(paragraph("0123456789"))).code == codes.TOO_LONG
    assert refusal(tmp_path, "a.pdf", pdf([[(60, 700, 11, "0123456789")]])).code == codes.TOO_LONG

    monkeypatch.setattr(builder, "MAX_BLOCKS", 1)
    assert refusal(tmp_path, "a.md", b"# a\n# b\n").code == codes.TOO_MANY_BLOCKS

    monkeypatch.setattr(pdf_reader, "MAX_PAGES", 1)
    assert refusal(tmp_path, "a.pdf", pdf([[], []])).data == {"pages": 2, "most": 1}

    monkeypatch.setattr(documents, "MAX_BYTES", 1024**2)
    assert refusal(tmp_path, "a.txt", bytes(1024**2 + 1)).data == {"megabytes": 2, "most": 1}


def test_a_pdf_whose_letters_have_no_meaning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = pdf_reader.Line("\ue001\ue002\ue003 \ufffd" * 20, 1, 60, 500, 700, 11, bold=False)
    monkeypatch.setattr(pdf_reader, "lines_of", lambda _page, _number: [line])

    assert refusal(tmp_path, "a.pdf", pdf([[]])).code == codes.PDF_WITHOUT_CHARACTERS


def test_no_refusal_quotes_the_document(tmp_path: Path) -> None:
    secret = "Canarie Fictief"
    for name, data in [
        ("a.docx", docx("", document=f"<w:document {W}><w:p>{secret}".encode())),
        ("a.txt", f"{secret} \x00\x01".encode()),
        ("a.html", secret.encode()),
    ]:
        error = refusal(tmp_path, name, data)
        assert not re.search("canarie", f"{error} {error.data}", re.I)
