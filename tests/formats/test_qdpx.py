"""REFI-QDA projects: what is written is read again as it was, and follows the standard's own schema."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from lxml import etree

from sluitend.errors import InputError
from sluitend.formats.qdpx import codes, package, reading, refusals, writing
from sluitend.formats.qdpx.model import Code, CodeBook, Project, Set
from sluitend.formats.qdpx.reading import Left
from sluitend.formats.qdpx.sources import TextSource
from tests.formats.qdpx_drawing import PROJECTS

REAL = Path(__file__).parents[3] / "shared" / "real" / "qdpx"
GUIDS = [f"00000000-0000-0000-0000-00000000000{number}" for number in range(10)]
needs_real = pytest.mark.skipif(not REAL.is_dir(), reason="the real exchange files are not beside the repository")


def head(inside: str, attributes: str = 'name="P"') -> bytes:
    return f'<Project xmlns="urn:QDA-XML:project:1.0" {attributes}>{inside}</Project>'.encode()


def read(inside: str) -> tuple[Project, tuple[Left, ...]]:
    return reading.project(head(inside), "project.qde")


@given(PROJECTS)
@settings(max_examples=60)
def test_a_project_comes_back_as_it_was(project: Project) -> None:
    content, left = writing.project(project)

    assert left == ()
    assert reading.project(content, "project.qde") == (project, ())


@needs_real
@given(PROJECTS)
@settings(max_examples=40)
def test_what_is_written_follows_the_schema_of_the_standard(project: Project) -> None:
    content, _left = writing.project(project)

    schema(REAL / "Project.xsd").assertValid(etree.fromstring(content))


def schema(path: Path) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(path))


@pytest.mark.parametrize("before", [b"", b"\n", b" \r\n\t", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n", b"\n\xef\xbb\xbf"])
@pytest.mark.parametrize("declared", ["utf-8", "utf-16", "UTF-16LE", "utf-32", "UCS-2"])
@pytest.mark.parametrize("has_zip", [True, False])
def test_xml_that_begins_late_or_says_another_encoding_is_read(
    tmp_path: Path, before: bytes, declared: str, *, has_zip: bool
) -> None:
    inside = f'<CodeBook><Codes><Code guid="{GUIDS[1]}" name="Régie 🙂" isCodable="true"/></Codes></CodeBook>'
    content = before + f'<?xml version="1.0" encoding="{declared}" standalone="yes"?>\n'.encode() + head(inside)
    path = tmp_path / ("p.qdpx" if has_zip else "p.qde")
    if has_zip:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("project.qde", content)
    else:
        path.write_bytes(content)

    with package.opened(path) as found:
        assert [one.name for one in found.project.code_book[0].codes] == ["Régie 🙂"]


def test_a_document_type_is_refused_also_behind_a_line_and_another_encoding() -> None:
    content = b'\n<?xml version="1.0" encoding="utf-16"?><!DOCTYPE P [<!ENTITY a "b">]>' + head("&a;")

    with pytest.raises(InputError, match=r"qdpx\.xml_entities"):
        reading.project(content, "project.qde")


@needs_real
def test_a_codebook_follows_its_own_schema_and_comes_back() -> None:
    inner = Code(guid=GUIDS[1], name="Wachten", is_codable=True)
    book = CodeBook(
        origin="Sluitend",
        codes=(Code(guid=GUIDS[0], name="Keten", is_codable=False, description="Alles", codes=(inner,)),),
        sets=(Set(guid=GUIDS[2], name="Thema", codes=(GUIDS[1],)),),
    )

    content, left = writing.code_book(book)

    assert left == ()
    schema(REAL / "Codebook.xsd").assertValid(etree.fromstring(content))
    assert reading.code_book(content, "boek.qdc") == (book, ())


@needs_real
@pytest.mark.parametrize("path", sorted(REAL.glob("*.qd*")), ids=lambda path: path.name)
def test_real_files_hold_what_their_own_xml_holds(path: Path) -> None:
    with package.opened(path) as found:
        content, _left = writing.project(found.project)

        assert found.left == ()
        assert elements(content) == elements(own_xml(path))


def own_xml(path: Path) -> bytes:
    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return archive.read(next(name for name in archive.namelist() if name.lower() == "project.qde"))


def elements(content: bytes) -> Counter[tuple[str, str, str]]:
    """Every element with its GUID or what it refers to, and its words, by another parser."""
    found: Counter[tuple[str, str, str]] = Counter()
    for one in ET.fromstring(content).iter():
        name = one.tag.rpartition("}")[2]
        key = (one.get("guid") or one.get("targetGUID") or "").strip("{}").lower()
        words = (one.text or "") if name in {"Description", "PlainTextContent"} else ""
        found[name, key, words] += 1
    return found


def test_one_name_at_two_places_and_a_parent_that_is_put_on_texts() -> None:
    project, left = read(
        f"""<CodeBook><Codes>
          <Code guid="{GUIDS[0]}" name="Wachten" isCodable="true">
            <Code guid="{GUIDS[1]}" name="Overig" isCodable="1"/></Code>
          <Code guid="{GUIDS[2]}" name="Regie" isCodable="false">
            <Code guid="{GUIDS[3]}" name="Overig" isCodable="true"/></Code>
        </Codes></CodeBook>"""
    )

    first, second = project.codes
    assert left == ()
    assert first.is_codable
    assert not second.is_codable
    assert [code.codes[0].name for code in project.codes] == ["Overig", "Overig"]
    assert first.codes[0].guid != second.codes[0].guid


def test_braces_and_capitals_of_a_guid_make_no_difference() -> None:
    upper = "ABCDEF01-0000-0000-0000-000000000001"
    project, _left = read(f'<Notes><Note guid="{{{upper}}}" name="N"/></Notes><NoteRef targetGUID="{upper.lower()}"/>')

    assert project.notes[0].guid == project.note_refs[0]


def test_members_of_a_set_are_named_by_either_attribute() -> None:
    project, left = read(
        f'<Sets><Set guid="{GUIDS[0]}" name="S"><MemberCode guid="{GUIDS[1]}"/><MemberCode targetGUID="{GUIDS[2]}"/>'
        "</Set></Sets>"
    )

    assert left == ()
    assert project.sets[0].codes == (GUIDS[1], GUIDS[2])


def test_what_the_standard_does_not_know_is_listed_one_by_one() -> None:
    project, left = read(
        f'<Sources><TextSource guid="{GUIDS[0]}" name="T" mood="blij"><Emoji/></TextSource><Scent/></Sources><Extra/>'
    )

    assert [source.guid for source in project.sources] == [GUIDS[0]]
    assert {(one.reason, one.element, one.what) for one in left} == {
        ("unknown_element", "Project", "Extra"),
        ("unknown_element", "Sources", "Scent"),
        ("unknown_attribute", "TextSource", "mood"),
        ("unknown_element", "TextSource", "Emoji"),
    }


def test_a_passage_without_a_place_is_listed_and_the_rest_comes_along() -> None:
    project, left = read(
        f'<Sources><TextSource guid="{GUIDS[0]}" name="T">'
        f'<PlainTextSelection guid="{GUIDS[1]}" startPosition="veel" endPosition="3"/>'
        f'<PlainTextSelection guid="{GUIDS[2]}" endPosition="3"/>'
        f'<PlainTextSelection guid="{GUIDS[3]}" startPosition="1" endPosition="3"/>'
        "</TextSource></Sources>"
    )

    (source,) = project.sources
    assert isinstance(source, TextSource)
    assert [one.guid for one in source.selections] == [GUIDS[3]]
    assert [(one.reason, one.what, one.guid) for one in left] == [
        ("bad_value", "startPosition", GUIDS[1]),
        ("missing_value", "startPosition", GUIDS[2]),
    ]


def test_what_has_no_guid_gets_one_that_is_the_same_at_every_reading() -> None:
    first, left = read('<CodeBook><Codes><Code name="A" isCodable="true"/></Codes></CodeBook>')
    second, _left = read('<CodeBook><Codes><Code name="A" isCodable="true"/></Codes></CodeBook>')

    assert first == second
    assert [one.reason for one in left] == ["no_guid"]


def test_a_made_guid_is_the_only_one_in_its_file_and_in_all_others() -> None:
    """A place among all that stand beside it is counted out for each: an hour of work for a file of some megabytes."""
    without = '<Code name="A" isCodable="true"/>' * 50
    codes_of = [
        [one.guid for one in read(f"<CodeBook><Codes>{before}{without}</Codes></CodeBook>")[0].codes]
        for before in ("", f'<Code guid="{GUIDS[1]}" name="B" isCodable="true"/>')
    ]

    assert codes_of[1][0] == GUIDS[1]
    assert len({*codes_of[0], *codes_of[1]}) == 101


def test_characters_that_xml_cannot_hold_are_taken_out_and_listed() -> None:
    note = TextSource(guid=GUIDS[0], name="N", content="a\x00b\ud800c\uffff")

    content, left = writing.project(Project(name="P", notes=(note,)))

    assert reading.project(content, "x")[0].notes[0].content == "abc"
    assert [(one.reason, one.what, one.guid) for one in left] == [("no_xml_character", "PlainTextContent", GUIDS[0])]


def zipped(**members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return target.getvalue()


def test_files_are_found_with_and_without_internal_and_whatever_their_capitals(tmp_path: Path) -> None:
    path = tmp_path / "p.qdpx"
    path.write_bytes(zipped(PROJECT_dot_QDE=head(""), Sources__AB_dot_TXT=b"woorden"))

    with package.opened(path) as found:
        assert found.content("internal://ab.txt") == b"woorden"
        assert found.content("ab.txt") == b"woorden"
        assert found.content("internal://cd.txt") is None
        assert found.content(None) is None


NESTED = {
    "project.qde": head(""),
    "sources/t.txt": b"top",
    "sources/map/t.txt": b"map",
    "sources/Map/Ander/u.txt": b"alone",
    "sources/a/v.txt": b"one",
    "sources/b/v.txt": b"other",
    "sources/w.txt": b"small",
    "sources/W.txt": b"capital",
    "sources/cafe\u0301.txt": b"apart",
    "los.txt": b"beside",
}


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("internal://t.txt", b"top"),
        ("INTERNAL:///t.txt", b"top"),
        ("internal://map/t.txt", b"map"),
        ("internal://sources/MAP/T.TXT", b"map"),
        ("map\\t.txt", b"map"),
        ("internal://map/../t.txt", b"top"),
        ("internal://./map/./t.txt", b"map"),
        ("/sources/t.txt", b"top"),
        ("internal://los.txt", b"beside"),
        ("internal://café.txt", b"apart"),
        # a folder that the zip has not, or has more: only where nothing else can be meant
        ("internal://u.txt", b"alone"),
        ("internal://weg/u.txt", b"alone"),
        ("internal://elsewhere/t.txt", None),
        ("internal://v.txt", None),
        # names that differ in capitals alone
        ("internal://w.txt", b"small"),
        ("internal://W.txt", b"capital"),
        ("internal://elsewhere/W.txt", None),
        # outside the package
        ("relative:///t.txt", None),
        ("relative:///map/t.txt", None),
        ("relative:///elsewhere/t.txt", None),
        ("absolute:///home/iemand/t.txt", None),
        ("Relative://u.txt", None),
        ("file:///home/iemand/u.txt", None),
        ("file:u.txt", None),
        ("https://voorbeeld.invalid/u.txt", None),
        ("C:\\map\\u.txt", None),
        ("c:/u.txt", None),
        ("/home/iemand/u.txt", None),
        ("//server/map/u.txt", None),
        ("internal://../../etc/passwd", None),
        ("internal://../../../u.txt", None),
        ("../../u.txt", None),
        ("internal://", None),
        ("internal://..", None),
        ("internal://map", None),
        ("", None),
    ],
)
def test_a_path_leads_to_the_file_that_it_names_or_to_none(tmp_path: Path, path: str, content: bytes | None) -> None:
    target = tmp_path / "p.qdpx"
    with zipfile.ZipFile(target, "w") as archive:
        for name, words in NESTED.items():
            archive.writestr(name, words)

    with package.opened(target) as found:
        assert found.content(path) == content
        assert found.has(path) == (content is not None)


def test_a_name_that_climbs_out_of_the_zip_leads_nowhere_else(tmp_path: Path) -> None:
    (tmp_path / "buiten.txt").write_bytes(b"of the disk")
    inner = tmp_path / "in"
    inner.mkdir()
    target = inner / "p.qdpx"
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("project.qde", head(""))
        archive.writestr("../buiten.txt", b"of the zip")

    with package.opened(target) as found:
        assert found.content("internal://../buiten.txt") is None
        assert found.content("internal://../../buiten.txt") is None
        assert found.content("internal://buiten.txt") == b"of the zip"
    assert (tmp_path / "buiten.txt").read_bytes() == b"of the disk"


def test_a_project_that_was_zipped_with_its_folder_keeps_its_texts(tmp_path: Path) -> None:
    target = tmp_path / "p.qdpx"
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("Mijn project/project.qde", head(""))
        archive.writestr("Mijn project/Sources/ab.txt", b"woorden")

    with package.opened(target) as found:
        assert found.content("internal://ab.txt") == b"woorden"


def test_a_package_comes_back_with_its_files_and_is_the_same_every_time(tmp_path: Path) -> None:
    project = Project(name="P", sources=(TextSource(guid=GUIDS[0], plain_path="internal://a.txt"),))
    content, _left = package.written(project, {"a.txt": "één\n".encode()})
    path = tmp_path / "p.qdpx"
    path.write_bytes(content)

    with package.opened(path) as found:
        assert found.project == project
        assert found.content("internal://a.txt") == "één\n".encode()
    assert package.written(project, {"a.txt": "één\n".encode()})[0] == content


BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]>' + head(
    "<Description>&c;</Description>"
)
OUTSIDE = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>' + head("<Description>&b;</Description>")
DEEP = head("<Code>" * 5000 + "</Code>" * 5000)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", codes.NO_ZIP),
        (b"PK\x03\x04" + b"\0" * 300, codes.NO_ZIP),
        (zipped(project_dot_qde=head(""))[:-40], codes.NO_ZIP),
        (zipped(project_dot_qde=head(""), é=b"x").replace("é".encode(), b"\xff\xfe"), codes.NO_ZIP),
        (zipped(readme_dot_txt=b"niets"), codes.NO_PROJECT),
        (zipped(a__x_dot_qde=head(""), b__y_dot_qde=head("")), codes.NO_PROJECT),
        (zipped(project_dot_qde=b" " * 30_000_000), codes.TOO_MUCH),
        (zipped(project_dot_qde=BOMB), codes.XML_ENTITIES),
        (zipped(project_dot_qde=OUTSIDE), codes.XML_ENTITIES),
        (zipped(project_dot_qde=head("<Users>")), codes.BROKEN_XML),
        (zipped(project_dot_qde=DEEP), codes.TOO_DEEP),
        (zipped(project_dot_qde=b"<html/>"), codes.NO_QDA),
        (b"<html/>", codes.NO_QDA),
    ],
    ids=["empty", "no zip", "cut off", "a name in no encoding", "no project", "two projects", "bomb", "entities",
         "from outside", "broken", "deep", "html in a zip", "html"],
)  # fmt: skip
def test_a_bad_file_is_refused_with_one_sentence(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "p.qdpx"
    path.write_bytes(content)

    with pytest.raises(InputError) as caught, package.opened(path):
        pass

    assert caught.value.code == code
    assert refusals.SENTENCES[code] % caught.value.data


def test_a_locked_and_a_damaged_member_are_refused(tmp_path: Path) -> None:
    whole = bytearray(zipped(project_dot_qde=head("")))
    locked, damaged = bytearray(whole), bytearray(whole)
    for sign, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        locked[locked.find(sign) + place] |= 1
    damaged[45] ^= 0xFF  # within the compressed words
    path = tmp_path / "p.qdpx"

    for content, code in ((locked, codes.LOCKED), (damaged, codes.DAMAGED)):
        path.write_bytes(content)
        with pytest.raises(InputError) as caught, package.opened(path):
            pass
        assert caught.value.code == code
        assert refusals.SENTENCES[code] % caught.value.data


@pytest.mark.parametrize("way", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_member_that_is_damaged_is_refused_however_it_was_packed(tmp_path: Path, way: int) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", way) as archive:
        archive.writestr("project.qde", head("<Users/>"))
    damaged = bytearray(target.getvalue())
    damaged[45:75] = b"\xff" * 30  # within the packed words, whose header ends at 41
    path = tmp_path / "p.qdpx"
    path.write_bytes(damaged)

    with pytest.raises(InputError) as caught, package.opened(path):
        pass

    assert caught.value.code == codes.DAMAGED


def test_a_table_of_contents_at_an_impossible_place_is_damaged(tmp_path: Path) -> None:
    moved = bytearray(zipped(project_dot_qde=head("")))
    at = moved.find(b"PK\x05\x06") + 16
    moved[at : at + 4] = (5_000_000).to_bytes(4, "little")
    path = tmp_path / "p.qdpx"
    path.write_bytes(moved)

    with pytest.raises(InputError) as caught, package.opened(path):
        pass

    assert caught.value.code == codes.DAMAGED


def test_a_member_that_claims_two_gigabytes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    claimed = bytearray(zipped(project_dot_qde=head("")))
    at = claimed.find(b"PK\x01\x02") + 24
    claimed[at : at + 4] = (2**31 - 1).to_bytes(4, "little")
    path = tmp_path / "p.qdpx"
    path.write_bytes(claimed)

    with pytest.raises(InputError) as caught, package.opened(path):
        pass

    assert caught.value.code == codes.TOO_MUCH


def test_every_code_has_a_sentence() -> None:
    assert set(refusals.SENTENCES) == codes.ALL
