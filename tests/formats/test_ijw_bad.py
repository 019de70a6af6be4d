"""iJw messages that are damaged, packed, linked or held against schemas: refused with a sentence, within bounds."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from sluitend.errors import InputError
from sluitend.formats import ijw
from sluitend.formats.messages import codes, files, refusals
from tests.formats.ijw_files import YOUTH, hashed, message, started
from tests.formats.ijw_reading import read, refusal, told
from tests.formats.test_ijw import LIFE, TOLD

BOMB = "<!DOCTYPE b [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
    f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>".replace("&a-1;", "&a;") for n in range(9)
)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("<Bericht", codes.DAMAGED),
        ("", codes.DAMAGED),
        (BOMB + "]><b>&a8;</b>", codes.XML_ENTITIES),
        ('<!DOCTYPE b SYSTEM "file:///etc/hostname"><b/>', codes.XML_ENTITIES),
        ('<!DOCTYPE b [<!ENTITY x SYSTEM "file:///etc/hostname">]><b>&x;</b>', codes.XML_ENTITIES),
        ("<b>" * 300 + "</b>" * 300, codes.DAMAGED),
        ("<b>" + "<c/>" * 200_001 + "</b>", codes.TOO_MANY_TAGS),
        ("<html/>", codes.UNKNOWN),
        (message(305, "2030-03-01", "", version="3_1"), codes.VERSION),
        (message(399, "2030-03-01", ""), codes.UNKNOWN),
        (message(305, "2030-02-31", ""), codes.BAD_DATE),
        (message(305, "", ""), codes.MISSING),
        (message(305, "2030-03-01", started(7, "2030-02-31")), codes.BAD_DATE),
        (message(305, "2030-03-01", started(7, "")), codes.MISSING),
        (message(305, "2030-03-01", started(7, "2030-02-01"), youth="Jan Fictief"), codes.MISSING),
        (message(305, "2030-03-01", started(7, "2030-02-01"), provider=YOUTH), codes.MISSING),
    ],
    ids=lambda value: value if value in codes.ALL else "content",
)
def test_bad_messages_are_refused(tmp_path: Path, content: str, code: str) -> None:
    found = refusal(tmp_path, content)

    assert found.code == code
    assert YOUTH not in str(found.data)


def zipped(folder: Path, **members: str | bytes) -> Path:
    with zipfile.ZipFile(folder / "berichten.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return folder / "berichten.zip"


def test_a_zip_is_read_as_a_folder(tmp_path: Path) -> None:
    path = zipped(tmp_path, **{f"map__{n}.xml": text for n, text in enumerate(LIFE)}, **{"lees mij.txt": "tekst"})

    assert told(ijw.read(path, key=hashed)) == TOLD


def test_zip_bombs_stop_where_they_are_too_big(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_BYTES", 1000)
    with pytest.raises(InputError, match=codes.TOO_BIG):
        ijw.read(zipped(tmp_path, **{"a.xml": b" " * 5000}), key=hashed)
    monkeypatch.setattr(files, "MOST_TOGETHER", 1500)
    with pytest.raises(InputError, match=codes.TOO_MUCH):
        ijw.read(zipped(tmp_path, **{"a.xml": LIFE[0], "b.xml": LIFE[1], "c.xml": LIFE[2]}), key=hashed)
    monkeypatch.setattr(files, "MOST_TOGETHER", 10**9)
    monkeypatch.setattr(files, "MOST_BYTES", 10**9)
    monkeypatch.setattr(files, "MOST_LIST", 150)
    with pytest.raises(InputError, match=codes.TOO_MANY):
        ijw.read(zipped(tmp_path, **{"a.xml": LIFE[0], "b.xml": LIFE[1], "c.xml": LIFE[2]}), key=hashed)
    monkeypatch.setattr(files, "MOST_LIST", 153)  # three times 46 and a name of five letters
    assert ijw.read(zipped(tmp_path, **{"a.xml": LIFE[0], "b.xml": LIFE[3], "c.xml": LIFE[2]}), key=hashed)
    monkeypatch.setattr(files, "MOST_FILES", 2)
    with pytest.raises(InputError, match=codes.TOO_MANY):
        ijw.read(zipped(tmp_path, **{"a.xml": LIFE[0], "b.xml": LIFE[1], "c.xml": LIFE[2]}), key=hashed)


def test_a_zip_that_was_cut_off_or_holds_nothing(tmp_path: Path) -> None:
    path = zipped(tmp_path, **{"a.xml": LIFE[0], "b.xml": LIFE[1]})
    whole = bytearray(path.read_bytes())
    whole[60] ^= 255
    path.write_bytes(whole)
    with pytest.raises(InputError, match=codes.DAMAGED):
        ijw.read(path, key=hashed)
    with pytest.raises(InputError, match=codes.NO_MESSAGES):
        ijw.read(zipped(tmp_path, **{"a.txt": "x"}), key=hashed)


def test_a_link_in_a_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elders.xml").write_text(LIFE[0])
    (tmp_path / "berichten").mkdir()
    (tmp_path / "berichten" / "a.xml").symlink_to(tmp_path / "elders.xml")

    assert refusal(tmp_path).code == codes.NO_MESSAGES


SCHEMA = """## JW305.xsd
<schema xmlns="http://www.w3.org/2001/XMLSchema" xmlns:b="urn:fictief"
 targetNamespace="http://www.istandaarden.nl/ijw/3_2/jw305/schema">
<import namespace="urn:fictief" schemaLocation="BASIS.xsd"/><element name="Bericht" type="{type}"/></schema>"""
BASE = """<schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:fictief">
<complexType name="any"><sequence><any maxOccurs="9" processContents="skip"/></sequence></complexType></schema>"""


def test_schemas_of_a_folder_are_used(tmp_path: Path) -> None:
    good = message(305, "2030-03-01", started(7, "2030-02-01"))
    (tmp_path / "basis.xsd").write_text(BASE)
    (tmp_path / "jw305.XSD").write_text(SCHEMA.format(type="b:any"))
    assert told(read(tmp_path, good, schemas=tmp_path)) == [("02-01", "Gestart")]

    (tmp_path / "jw305.XSD").write_text(SCHEMA.format(type="integer"))
    found = refusal(tmp_path, good, schemas=tmp_path)
    assert (found.code, found.data) == (codes.NOT_VALID, {"file": "000.xml", "element": "Bericht", "line": 1})


@pytest.mark.parametrize("location", ["elders.xsd", "/etc/hostname", "http://127.0.0.1:9/basis.xsd", "../basis.xsd"])
def test_schemas_come_from_the_folder_only(tmp_path: Path, location: str) -> None:
    (tmp_path / "basis.xsd").write_text(BASE)
    schemas = tmp_path / "schemas"
    schemas.mkdir()
    (schemas / "jw305.xsd").write_text(SCHEMA.replace("BASIS.xsd", location).format(type="b:any"))
    good = message(305, "2030-03-01", started(7, "2030-02-01"))

    assert refusal(tmp_path, good, schemas=schemas).code == codes.BAD_SCHEMA
    assert refusal(tmp_path, message(301, "2030-03-01", ""), schemas=schemas).code == codes.NO_SCHEMA


def test_every_refusal_has_a_sentence() -> None:
    assert set(refusals.SENTENCES) == codes.ALL
