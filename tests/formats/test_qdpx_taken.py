"""What comes in of a project, and what is said to stay: each value that a file holds is in one of both."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from sluitend.formats.qdpx import taken
from sluitend.formats.qdpx.taken_notes import LOOSE
from sluitend.formats.qdpx.taken_parts import Taken

REAL = Path(__file__).parents[3] / "shared" / "real" / "qdpx"
needs_real = pytest.mark.skipif(not REAL.is_dir(), reason="the real exchange files are not beside the repository")


def guid(number: int) -> str:
    return f"00000000-0000-0000-0000-{number:012}"


def took(path: Path, inside: str, **files: bytes) -> Taken:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("project.qde", f'<Project xmlns="urn:QDA-XML:project:1.0" name="P">{inside}</Project>')
        for name, content in files.items():
            archive.writestr(f"sources/{name.replace('_', '.')}", content)
    (path / "p.qdpx").write_bytes(target.getvalue())
    return taken.take(path / "p.qdpx")


def sentences(found: Taken) -> list[str]:
    return [one.sentence for one in found.losses]


WHOLE = f"""
  <Users><User guid="{guid(1)}" name="W-gebruiker" id="W-nummer"/></Users>
  <CodeBook><Codes><Code guid="{guid(2)}" name="W-code" isCodable="true" color="#123456">
    <Description>W-codewoorden</Description></Code></Codes></CodeBook>
  <Variables><Variable guid="{guid(3)}" name="W-variabele" typeOfVariable="Text">
      <Description>W-variabelewoorden</Description></Variable>
    <Variable guid="{guid(4)}" name="W-ongebruikt" typeOfVariable="Text"/>
    <Variable guid="{guid(5)}" name="W-leeg" typeOfVariable="Text"/></Variables>
  <Cases><Case guid="{guid(6)}" name="W-casus"><Description>W-casuswoorden</Description>
    <VariableValue><VariableRef targetGUID="{guid(3)}"/><TextValue>W-waarde</TextValue></VariableValue>
    <VariableValue><VariableRef targetGUID="{guid(5)}"/><TextValue/></VariableValue>
    <SourceRef targetGUID="{guid(7)}"/></Case></Cases>
  <Sources>
    <TextSource guid="{guid(7)}" name="W-bron" creatingUser="{guid(1)}" modifyingUser="{guid(1)}">
      <Description>W-bronwoorden</Description><PlainTextContent>Een tekst van woorden.</PlainTextContent>
      <PlainTextSelection guid="{guid(8)}" startPosition="4" endPosition="9"><Description>W-passagewoorden</Description>
      </PlainTextSelection>
      <PlainTextSelection guid="{guid(9)}" name="W-weg" startPosition="900" endPosition="909">
        <Description>W-wegwoorden</Description><NoteRef targetGUID="{guid(22)}"/></PlainTextSelection></TextSource>
    <AudioSource guid="{guid(10)}" name="W-opname">
      <Transcript guid="{guid(11)}" name="W-transcript"><Description>W-transcriptwoorden</Description>
        <PlainTextContent>Wat er gezegd werd.</PlainTextContent>
        <SyncPoint guid="{guid(12)}" position="0" timeStamp="0"/><NoteRef targetGUID="{guid(23)}"/></Transcript>
      <AudioSelection guid="{guid(13)}" name="W-deel" begin="0" end="9"><Description>W-deelwoorden</Description>
        <NoteRef targetGUID="{guid(24)}"/></AudioSelection></AudioSource>
  </Sources>
  <Notes>
    <Note guid="{guid(20)}" name="W-titel"><Description>W-notitiebeschrijving</Description>
      <PlainTextContent>W-notitiewoorden</PlainTextContent></Note>
    <Note guid="{guid(21)}" name="W-losse"><PlainTextContent>W-lossewoorden</PlainTextContent></Note>
    <Note guid="{guid(22)}"><PlainTextContent>W-bijweg</PlainTextContent></Note>
    <Note guid="{guid(23)}"><PlainTextContent>W-bijtranscript</PlainTextContent></Note>
    <Note guid="{guid(24)}"><PlainTextContent>W-bijdeel</PlainTextContent></Note>
    <Note guid="{guid(25)}" name="W-begint zo"><PlainTextContent>W-begint zo en gaat door</PlainTextContent></Note>
  </Notes>
  <Links><Link guid="{guid(30)}" name="W-koppeling" originGUID="{guid(20)}" targetGUID="{guid(2)}"/>
    <Link guid="{guid(31)}" name="W-tweede" originGUID="{guid(8)}" targetGUID="{guid(25)}"/>
    <Link guid="{guid(32)}" name="W-derde" originGUID="{guid(2)}" targetGUID="{guid(8)}"/></Links>
  <Sets><Set guid="{guid(40)}" name="W-groep"><Description>W-groepwoorden</Description>
    <MemberNote targetGUID="{guid(21)}"/></Set></Sets>"""
WORDS = sorted({part.split("<")[0].split('"')[0] for part in WHOLE.split("W-")[1:]})


@pytest.mark.parametrize("word", WORDS)
def test_each_value_of_a_file_comes_in_or_is_told(tmp_path: Path, word: str) -> None:
    found = took(tmp_path, WHOLE)

    came = json.dumps(found.to_json() | {"losses": []}, ensure_ascii=False)
    assert f"W-{word}" in came + " ".join(sentences(found))


def test_what_the_product_cannot_hold_is_told_in_its_own_sentence(tmp_path: Path) -> None:
    codes = {one.code for one in took(tmp_path, WHOLE).losses}

    assert codes >= {
        *("user_id", "code_colour", "variable_words", "variable_unused", "value_empty", "case_words"),
        *(
            "set_notes",
            "changed_by",
            "made_by",
            "text_name",
            "transcript_times",
        ),
    }


def test_a_link_keeps_what_the_standard_knows_and_tells_the_rest(tmp_path: Path) -> None:
    ends = f'originGUID="{guid(1)}" targetGUID="{guid(2)}"'
    found = took(
        tmp_path,
        f"""<Links><Link guid="{guid(3)}" name=" a  b " direction="OneWay" color="#AbC" {ends}/>
        <Link guid="{guid(4)}" name="{"x" * 301}" direction="Omhoog" color="rood"/>
        <Link guid="{guid(3)}" name="nog eens"/></Links>""",
    )

    kept = {"name": "a b", "direction": "OneWay", "colour": "#AbC", "origin": guid(1), "target": guid(2)}
    assert found.links[0] == {**kept, "guid": guid(3), "notes": [], "is_tied": False}
    assert (found.links[1]["name"], found.links[1]["direction"], found.links[1]["colour"]) == ("x" * 300, "", "")
    assert [one.code for one in found.losses] == ["link_cut", "link_value", "link_value", "same_guid"]
    assert len(found.links) == 2


def test_notes_go_where_they_are_named_or_linked_with_their_titles(tmp_path: Path) -> None:
    found = took(tmp_path, WHOLE)

    text, recording, loose = found.sources
    assert found.notes[guid(20)]["words"] == "W-titel\nW-notitiewoorden\n\nW-notitiebeschrijving"
    assert found.notes[guid(25)]["words"] == "W-begint zo en gaat door"
    assert found.codes[0]["notes"] == [guid(20)]
    assert text.passages[0].notes == [guid(25)]
    assert text.notes == [guid(22)]
    assert recording.notes == [guid(23), guid(24)]
    assert (loose.name, loose.notes) == (LOOSE, [guid(21)])
    assert text.written == "W-bronwoorden\n[900–909] W-wegwoorden"
    assert recording.written == "W-transcriptwoorden\n[W-deel] W-deelwoorden"


@needs_real
def test_a_memo_of_atlas_that_a_link_ties_to_a_passage_comes_along() -> None:
    found = taken.take(REAL / "skyloom_TestProject.qdpx")

    by_title = {one["words"].split("\n")[0]: guid for guid, one in found.notes.items()}
    (holder,) = (one for one in found.sources if by_title["My favorite Coke ad"] in one.notes)
    (loose,) = (one for one in found.sources if one.name == LOOSE)
    assert "Diet Coke" in holder.name
    assert loose.notes == [by_title["Research Plan"]]


def test_a_text_that_is_there_only_as_word_or_pdf_is_not_said_to_be_absent(tmp_path: Path) -> None:
    both = f"""<Sources><TextSource guid="{guid(1)}" name="A" richTextPath="internal://a.docx"/>
      <PDFSource guid="{guid(2)}" name="B" path="internal://b.pdf"/>
      <TextSource guid="{guid(3)}" name="C" richTextPath="internal://c.docx"/></Sources>"""

    told = [one.code for one in took(tmp_path, both, a_docx=b"PK", b_pdf=b"%PDF").losses]

    assert [one for one in told if one.startswith(("text_", "no_text"))] == ["text_in_word", "text_in_pdf", "no_text"]


def test_a_text_outside_the_package_is_a_placeholder_and_said_to_lie_outside(tmp_path: Path) -> None:
    passage = f'<PlainTextSelection guid="{guid(9)}" name="deze" startPosition="0" endPosition="4"/>'
    both = f"""<Sources><TextSource guid="{guid(1)}" name="A" plainTextPath="relative:///elders/t.txt">{passage}
      </TextSource><PDFSource guid="{guid(2)}" name="B" path="absolute:///C:/t.txt"/>
      <TextSource guid="{guid(3)}" name="C" plainTextPath="internal://weg.txt"/></Sources>"""

    found = took(tmp_path, both, t_txt=b"andere woorden")

    assert [(one.words, one.passages) for one in found.sources] == [(None, [])] * 3
    told = [(one.code, one.data["name"]) for one in found.losses if one.code in ("text_outside", "no_text")]
    assert told == [("text_outside", "A"), ("text_outside", "B"), ("no_text", "C")]
    assert "passage_lost" in [one.code for one in found.losses]


def counted(path: Path, passages: str, **files: bytes) -> list[tuple[str, object, object]]:
    """What is told of positions: the kind, the place and the other places."""
    source = f'<TextSource guid="{guid(1)}" name="A" plainTextPath="internal://a.txt">{passages}</TextSource>'
    found = took(path, f"<Sources>{source}</Sources>", **files)
    told = [one for one in found.losses if one.code.endswith("_unsure")]
    return [(one.code, one.data.get("start"), one.data.get("others")) for one in told]


def selected(number: int, start: int, end: int, name: str = "") -> str:
    return f'<PlainTextSelection guid="{guid(number)}" name="{name}" startPosition="{start}" endPosition="{end}"/>'


WINDOWS = b"Anna\r\nbelt en\r\nwacht en wacht"


def test_each_passage_of_which_nothing_shows_how_lines_are_counted_is_listed(tmp_path: Path) -> None:
    two = selected(2, 0, 4, "Anna") + selected(3, 6, 10, "Codering 2") + selected(4, 15, 20)

    told = counted(tmp_path, two, a_txt=WINDOWS)

    assert told == [
        ("positions_unsure", None, None),
        ("passage_unsure", 5, "6–10"),
        ("passage_unsure", 13, "15–20"),
    ]


def test_one_name_that_shows_how_lines_are_counted_leaves_nothing_to_check(tmp_path: Path) -> None:
    assert counted(tmp_path, selected(2, 5, 9, "belt") + selected(3, 13, 18), a_txt=WINDOWS) == []


def test_a_passage_whose_name_says_otherwise_than_all_the_others_is_listed(tmp_path: Path) -> None:
    two = selected(2, 6, 10, "belt") + selected(3, 15, 20, "wacht") + selected(4, 13, 21, "wacht en")

    told = counted(tmp_path, two, a_txt=WINDOWS)

    assert told == [("passage_unsure", 12, "13–21")]


def test_single_line_ends_leave_nothing_to_check(tmp_path: Path) -> None:
    assert counted(tmp_path, selected(2, 5, 9), a_txt=WINDOWS.replace(b"\r\n", b"\n")) == []


def test_of_a_file_of_ours_it_is_known_what_positions_count(tmp_path: Path) -> None:
    assert counted(tmp_path, selected(2, 6, 10), a_txt="🙂 Anna belt".encode()) != []

    with zipfile.ZipFile(tmp_path / "p.qdpx", "a") as archive:
        archive.writestr("sluitend/sluitend.json", "{}")

    assert [one.code for one in taken.take(tmp_path / "p.qdpx").losses if one.code.endswith("_unsure")] == []


PAGE = f"""<CodeBook><Codes><Code guid="{guid(2)}" name="W" isCodable="true"/></Codes></CodeBook>
  <Sources><PDFSource guid="{guid(7)}" name="Nota">
    <PDFSelection guid="{guid(8)}" page="0" firstX="0" firstY="0" secondX="9" secondY="9">
      <Representation guid="{guid(9)}"><Description>W-beeldwoorden</Description>
        <PlainTextContent>de regie ligt bij de gemeente</PlainTextContent>
        <PlainTextSelection guid="{guid(10)}" name="de regie" startPosition="0" endPosition="8">
          <Description>W-binnenwoorden</Description>
          <Coding guid="{guid(11)}"><CodeRef targetGUID="{guid(2)}"/></Coding>
          <Coding guid="{guid(12)}"><CodeRef targetGUID="{guid(2)}"/><NoteRef targetGUID="{guid(21)}"/></Coding>
        </PlainTextSelection>
        <Coding guid="{guid(13)}"><CodeRef targetGUID="{guid(2)}"/></Coding><NoteRef targetGUID="{guid(20)}"/>
      </Representation>
      <Coding guid="{guid(14)}"><CodeRef targetGUID="{guid(2)}"/></Coding></PDFSelection>
    <PDFSelection guid="{guid(15)}" page="1" firstX="0" firstY="0" secondX="9" secondY="9"/>
    <Representation guid="{guid(16)}"><PlainTextContent>Een hele nota.</PlainTextContent></Representation>
    <Representation guid="{guid(17)}"><PlainTextContent>Nog een tekst.</PlainTextContent>
      <PlainTextSelection guid="{guid(18)}" name="tekst" startPosition="8" endPosition="13">
        <Coding guid="{guid(19)}"><CodeRef targetGUID="{guid(2)}"/></Coding></PlainTextSelection></Representation>
  </PDFSource></Sources>
  <Notes><Note guid="{guid(20)}"><PlainTextContent>Een</PlainTextContent></Note>
    <Note guid="{guid(21)}"><PlainTextContent>Twee</PlainTextContent></Note></Notes>"""


def test_codings_within_the_words_of_a_part_of_a_page_are_listed(tmp_path: Path) -> None:
    found = took(tmp_path, PAGE)

    told = [(one.code, one.data["count"]) for one in found.losses if one.code.startswith(("part_", "passage_"))]
    assert sorted(told) == [("part_of_page", 0), ("part_with_words", 2), ("passage_lost", 1), ("passage_lost", 2)]
    assert sum(int(count) for _code, count in told) == found.figures["codings"]
    assert "de regie ligt bij de gemeente" in " ".join(sentences(found))


def test_what_stands_beside_the_words_of_a_part_of_a_page_comes_along(tmp_path: Path) -> None:
    (made,) = took(tmp_path, PAGE).sources

    assert sorted(made.notes) == [guid(20), guid(21)]
    assert "W-beeldwoorden" in made.written
    assert "W-binnenwoorden" in made.written


def test_values_of_the_words_of_a_page_come_along(tmp_path: Path) -> None:
    value = f'<VariableValue><VariableRef targetGUID="{guid(1)}"/><TextValue>noord</TextValue></VariableValue>'
    found = took(
        tmp_path,
        f"""<Variables><Variable guid="{guid(1)}" name="Regio" typeOfVariable="Text"/></Variables>
        <Sources><PDFSource guid="{guid(2)}" name="Nota"><Representation guid="{guid(3)}">
        <PlainTextContent>Een nota.</PlainTextContent>{value}</Representation></PDFSource></Sources>""",
    )

    assert found.sources[0].values == [["Regio", "noord", guid(1)]]
