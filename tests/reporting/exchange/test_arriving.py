"""Files of other tools come in: known by GUID, sealed until release, everything that stays behind told."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from sluitend.apps.coding.models import Code, Coding, Fragment, Memo
from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork.models import Respondent
from sluitend.apps.people.models import AuditEvent, User
from sluitend.apps.reporting.actions.exchange import guids, receiving
from sluitend.apps.reporting.actions.exchange.asking import FOLDER, sentence_of
from sluitend.apps.reporting.exchange import queries
from sluitend.apps.reporting.models import ExchangeImport, ExchangeKind, ExchangeWaiting
from sluitend.apps.sources import store
from sluitend.apps.sources.actions import publish_version, release_version
from sluitend.apps.sources.models import Source
from sluitend.errors import InputError, NotAllowed
from sluitend.formats.documents import Block, BlockKind
from tests.reporting.exchange.conftest import REAL, brought_in, needs_real, taken_in

pytestmark = pytest.mark.django_db

CODE, UNDER, OTHER, SOURCE, USER = (f"00000000-0000-0000-0000-00000000000{number}" for number in range(1, 6))
WORDS = "Jan belde. De regie lag bij niemand 🙂, zei zij.\r\nDaarna werd het stil."
QUOTE = "De regie lag bij niemand 🙂"


def project(inside: str = "", text: str = WORDS) -> bytes:
    start = text.index("De")
    xml = f"""<Project xmlns="urn:QDA-XML:project:1.0" name="P" origin="Ander (fictief)">
      <Users><User guid="{USER}" name="Codeur Elders (fictief)"/></Users>
      <CodeBook><Codes><Code guid="{CODE}" name="Overig" isCodable="true" color="#7b3fc5">
        <Code guid="{UNDER}" name="Overig" isCodable="true"/></Code>
        <Code guid="{OTHER}" name="Overig" isCodable="false"/></Codes></CodeBook>
      <Sources><TextSource guid="{SOURCE}" name="Gesprek (fictief)" plainTextPath="internal://T.TXT">
        <PlainTextSelection guid="10000000-0000-0000-0000-000000000001" name="{QUOTE}" startPosition="{start}"
            endPosition="{start + len(QUOTE)}">
          <Coding guid="20000000-0000-0000-0000-000000000001" creatingUser="{USER}"
            creationDateTime="2020-02-03T04:05:06Z"><CodeRef targetGUID="{UNDER}"/></Coding>
          <NoteRef targetGUID="30000000-0000-0000-0000-000000000001"/></PlainTextSelection>
        <PlainTextSelection guid="10000000-0000-0000-0000-000000000002" startPosition="4" endPosition="4">
          <Coding guid="20000000-0000-0000-0000-000000000002" creatingUser="{USER}"><CodeRef targetGUID="{CODE}"/>
          </Coding></PlainTextSelection>
        <PlainTextSelection guid="10000000-0000-0000-0000-000000000003" name="weg" startPosition="9000"
            endPosition="9003"/>{inside}
      </TextSource></Sources>
      <Notes><Note guid="30000000-0000-0000-0000-000000000001"><PlainTextContent>Wie dan?</PlainTextContent></Note>
      </Notes></Project>"""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("Project.QDE", xml)
        archive.writestr("Sources/t.txt", text.encode())
    return target.getvalue()


def losses(made: ExchangeImport) -> list[str]:
    return [sentence_of(one) for one in receiving.outcome_of(made).losses]


def test_codings_wait_sealed_until_a_person_releases_their_text(leader: User, empty: Evaluation) -> None:
    made = brought_in(leader, empty, project())

    source = Source.objects.get(evaluation=empty)
    assert (source.title, source.versions.get().text) == ("", None)
    assert Fragment.objects.filter(evaluation=empty).count() == 0
    assert queries.overview_for(leader, empty).waiting == 1
    waiting = ExchangeWaiting.objects.get(imported=made)
    assert b"Wie dan" not in bytes(waiting.sealed_content)

    release_version(actor=leader, version=source.versions.get(), ground="no_personal_data")

    coding = Coding.objects.get(fragment__evaluation=empty)
    fragment = coding.fragment
    assert (fragment.version.text or "")[fragment.start : fragment.end] == QUOTE
    assert coding.created_at.isoformat() == "2020-02-03T04:05:06+00:00"
    assert (coding.coder.name, coding.coder.is_active) == ("Codeur Elders (fictief)", False)
    texts = Memo.objects.filter(evaluation=empty).values_list("text", flat=True)
    assert set(texts) == {"Wie dan?", "[4–4] Overig"}
    assert queries.overview_for(leader, empty).waiting == 0


def test_a_passage_goes_along_with_pseudonyms_and_waits_for_a_hand_where_words_changed(
    leader: User, empty: Evaluation
) -> None:
    made = brought_in(leader, empty, project())
    source = Source.objects.get(evaluation=empty)
    text = "Roos belde. De regie lag nergens, zei zij.\nDaarna werd het stil."
    block = [Block(0, len(text), BlockKind.PARAGRAPH)]
    version = publish_version(actor=leader, source=source, text=text, blocks=block, kind="corrected", reason="x")

    release_version(actor=leader, version=version, ground="no_personal_data")

    assert Coding.objects.filter(fragment__evaluation=empty).count() == 0
    left = queries.look_for(leader, empty, made.pk).left
    assert left == ["“S1” (11–37): deze woorden zijn veranderd voor de vrijgave. Codeer ze met de hand."]


def test_one_name_at_two_places_stays_and_beside_each_other_gets_a_number(leader: User, empty: Evaluation) -> None:
    made = brought_in(leader, empty, project(), is_public=True)

    codes = {str(code.pk): code for code in Code.objects.filter(evaluation=empty)}
    tops = [code for code in codes.values() if code.parent_id is None]
    assert [code.name for code in tops] == ["Overig", "Overig (2)"]
    assert [code.name for code in codes.values() if code.parent_id] == ["Overig"]
    assert tops[0].colour == 2
    assert "De code “Overig” heet nu “Overig (2)”, omdat die naam er al was." in losses(made)
    assert "“Overig” was alleen een groep van codes. Hier kan die ook op passages worden gezet." in losses(made)


def test_what_stays_behind_is_told_one_by_one(leader: User, empty: Evaluation) -> None:
    made = brought_in(leader, empty, project(), is_public=True)

    told = losses(made)
    assert "De passage “weg” van “Gesprek (fictief)” (9000–9003; codes: 0): die ligt in geen tekst." in told
    assert "Een passage zonder woorden in “Gesprek (fictief)” (4–4; codes: 1). Die blijft als memo." in told
    assert "De kleur #7b3fc5 van de code “Overig” wordt hier een van de twaalf kleuren." in told
    assert len(told) == 5


def test_a_passage_behind_a_line_end_that_nothing_names_is_on_the_list_to_check(
    leader: User, empty: Evaluation
) -> None:
    nameless = '<PlainTextSelection guid="10000000-0000-0000-0000-000000000009" startPosition="49" endPosition="55"/>'

    made = brought_in(leader, empty, project(nameless))

    (told,) = (one for one in losses(made) if one.startswith("Kijk de passage"))
    assert told == (
        "Kijk de passage “Daarna” van “Gesprek (fictief)” na: zij staat nu op 48–54. Telt het bestand regeleinden of "
        "tekens anders, dan hoort zij op 49–55, 48–53."
    )


def test_a_coder_is_who_a_person_said(leader: User, empty: Evaluation) -> None:
    brought_in(leader, empty, project(), is_public=True, users={USER: leader.pk})

    assert Coding.objects.get(fragment__evaluation=empty).coder == leader


def test_a_coder_can_only_be_a_member(leader: User, outsider: User, empty: Evaluation) -> None:
    made = taken_in(leader, empty, project())

    with pytest.raises(InputError) as caught:
        receiving.start_import(actor=leader, imported=made, users={USER: outsider.pk})

    assert caught.value.code == "reporting.import_member"


def test_a_placeholder_gets_its_text_from_a_later_file(leader: User, empty: Evaluation) -> None:
    without = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(project())) as whole, zipfile.ZipFile(without, "w") as archive:
        archive.writestr("project.qde", whole.read("Project.QDE"))
    brought_in(leader, empty, without.getvalue(), is_public=True)
    assert Coding.objects.filter(fragment__evaluation=empty).count() == 0

    brought_in(leader, empty, project(), is_public=True)

    source = Source.objects.get(evaluation=empty)
    assert source.versions.count() == 2
    assert Coding.objects.get(fragment__evaluation=empty).fragment.version.number == 2


def test_cases_become_respondents_by_choice_with_their_names_sealed(leader: User, empty: Evaluation) -> None:
    person = "Janneke Canarie"
    case = f'<Cases><Case guid="40000000-0000-0000-0000-000000000001" name="{person}"/></Cases><Sources>'
    content = project()
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as whole, zipfile.ZipFile(changed, "w") as archive:
        archive.writestr("project.qde", whole.read("Project.QDE").decode().replace("<Sources>", case, 1))

    first = brought_in(leader, empty, changed.getvalue())
    assert not empty.respondents.exists()
    assert f"De casus “{person}”." in losses(first)
    brought_in(leader, empty, changed.getvalue(), with_cases=True)

    assert str(Respondent.objects.get(evaluation=empty)) == "R1"
    rows = AuditEvent.objects.values_list("data", flat=True)
    assert person not in str(list(rows))


KINDS = ("Text", "Picture", "PDF", "Audio", "Video")


@needs_real
@pytest.mark.parametrize("path", sorted(REAL.glob("*.qd*")), ids=lambda path: path.name)
def test_real_files_come_in_with_the_counts_of_their_own_xml(leader: User, empty: Evaluation, path: Path) -> None:
    made = brought_in(leader, empty, path.read_bytes(), path.name)

    counts = own_counts(path)
    names = {"codes": "Code", "codings": "Coding", "users": "User", "notes": "Note", "sets": "Set", "links": "Link"}
    assert made.state == "done"
    assert {name: made.figures[name] for name in names} == {name: counts[tag] for name, tag in names.items()}
    assert made.figures["sources"] == sum(counts[f"{kind}Source"] for kind in KINDS)
    assert Code.objects.filter(evaluation=empty).count() == counts["Code"]
    assert Source.objects.filter(evaluation=empty).count() >= made.figures["sources"]


SELECTIONS = ("PlainText", "Picture", "PDF", "Audio", "Video", "Transcript")
PARTS = ("part_of_page", "part_with_words", "part_of_picture", "part_of_recording", "passage_lost", "passage_empty")


@needs_real
@pytest.mark.parametrize("path", sorted(REAL.glob("*.qd*")), ids=lambda path: path.name)
def test_of_real_files_what_came_and_what_is_listed_is_all_that_their_own_xml_holds(
    leader: User, empty: Evaluation, path: Path
) -> None:
    made = brought_in(leader, empty, path.read_bytes(), path.name, is_public=True, with_cases=True, with_sets=True)

    counts, told = own_counts(path), receiving.outcome_of(made).losses
    parts = [one for one in told if one.code in PARTS]
    whole = sum(one.code == "whole_source" for one in told)  # a passage that the file does not have
    brought = Counter(made.brought)
    selections = sum(counts[f"{kind}Selection"] for kind in SELECTIONS)
    assert brought["selections"] - whole + len(parts) == selections
    codings = sum(int(one.data["count"]) for one in parts) + sum(one.code == "code_unknown" for one in told)
    assert brought["codings"] + codings == counts["Coding"] == counts["CodeRef"]
    assert brought["codes"] == Code.objects.filter(evaluation=empty).count() == counts["Code"]
    known = guids.known(empty, ExchangeKind.NOTE)
    ids = [known[guid] for guid in own_guids(path, "Note") if guid in known]
    notes = Memo.objects.filter(evaluation=empty, pk__in=ids)
    assert notes.count() + sum(one.code in ("note_lost", "note_in_word") for one in told) == counts["Note"]
    assert brought["sets"] + sum(one.code == "set" for one in told) == counts["Set"]
    assert brought["cases"] + sum(one.code == "case" for one in told) == counts["Case"]
    members = Coding.objects.filter(fragment__evaluation=empty).values_list("coder", flat=True).distinct().count()
    assert members <= max(1, counts["User"])
    assert sum(one.code in ("link", "link_note") for one in told) == counts["Link"]
    assert sum(one.code == "graph" for one in told) == counts["Graph"]


def own_xml(path: Path) -> ET.Element:
    content = path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            content = archive.read(next(name for name in archive.namelist() if name.lower() == "project.qde"))
    return ET.fromstring(content)


def own_guids(path: Path, tag: str) -> list[str]:
    rows = (one for one in own_xml(path).iter() if one.tag.rpartition("}")[2] == tag)
    return [one.get("guid", "").strip("{}").lower() for one in rows]


def own_counts(path: Path) -> Counter[str]:
    return Counter(one.tag.rpartition("}")[2] for one in own_xml(path).iter())


def bare(codes: str, sources: str = "", words: str = "eerste tweede derde") -> bytes:
    """A project with these elements, and one text."""
    target = io.BytesIO()
    xml = f"<CodeBook><Codes>{codes}</Codes></CodeBook><Sources>{sources}</Sources>"
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("project.qde", f'<Project xmlns="urn:QDA-XML:project:1.0" name="P">{xml}</Project>')
        archive.writestr("sources/t.txt", words)
    return target.getvalue()


def test_things_of_two_files_that_have_no_guid_are_not_one_thing(leader: User, empty: Evaluation) -> None:
    for name in ("Wachttijd", "Vertrouwen", "Vertrouwen"):  # the last file comes in twice
        text = f'<TextSource name="{name}" plainTextPath="internal://t.txt"/>'
        content = bare(f'<Code name="{name}" isCodable="true"/>', text, f"Over {name}.")
        brought_in(leader, empty, content, is_public=True)

    codes = Code.objects.filter(evaluation=empty).values_list("name", flat=True)
    assert sorted(codes) == ["Vertrouwen", "Wachttijd"]
    assert sorted(one.title for one in Source.objects.filter(evaluation=empty)) == ["Vertrouwen", "Wachttijd"]


def test_codes_below_one_that_stands_twice_come_along(leader: User, empty: Evaluation) -> None:
    twice = f'''<Code guid="{CODE}" name="A" isCodable="true"/>
      <Code guid="{CODE}" name="B" isCodable="true"><Code guid="{UNDER}" name="Kind" isCodable="true"/></Code>'''
    text = f'''<TextSource guid="{SOURCE}" name="T" plainTextPath="internal://t.txt">
      <PlainTextSelection guid="10000000-0000-0000-0000-000000000001" startPosition="0" endPosition="6">
      <Coding guid="20000000-0000-0000-0000-000000000001"><CodeRef targetGUID="{UNDER}"/></Coding>
      </PlainTextSelection></TextSource>'''

    made = brought_in(leader, empty, bare(twice, text), is_public=True)

    below = Code.objects.get(evaluation=empty, name="Kind")
    assert (below.parent.name if below.parent else "") == "A"
    assert Coding.objects.get(fragment__evaluation=empty).code == below
    assert "“B” heeft dezelfde GUID" in " ".join(losses(made))


@pytest.mark.parametrize("colour", ["ab  cd", "a b", "#1 2", "#12 34 56"])
def test_what_is_no_colour_is_passed_over(leader: User, empty: Evaluation, colour: str) -> None:
    brought_in(leader, empty, bare(f'<Code guid="{CODE}" name="A" isCodable="true" color="{colour}"/>'))

    assert Code.objects.get(evaluation=empty).name == "A"


def test_of_two_passages_with_one_guid_the_first_stays_where_it_was(leader: User, empty: Evaluation) -> None:
    passage = """<PlainTextSelection guid="10000000-0000-0000-0000-000000000001" name="%s" startPosition="%d"
      endPosition="%d"/>"""
    both = passage % ("eerste", 0, 6) + passage % ("tweede", 7, 13)
    text = f'<TextSource guid="{SOURCE}" name="T" plainTextPath="internal://t.txt">{both}</TextSource>'

    made = brought_in(leader, empty, bare("", text), is_public=True)

    fragment = Fragment.objects.get(evaluation=empty)
    assert (fragment.start, fragment.end) == (0, 6)
    assert "“tweede” heeft dezelfde GUID" in " ".join(losses(made))


def test_a_name_that_was_cut_off_is_told(leader: User, empty: Evaluation) -> None:
    guid = "00000000-0000-0000-0000-00000000009"
    xml = f"""<Project xmlns="urn:QDA-XML:project:1.0" name="P"><Variables>
      <Variable guid="{guid}1" name="Perspectief" typeOfVariable="Text"/></Variables>
      <Sources><TextSource guid="{guid}2" name="{"titel " * 60}"><PlainTextContent>Een tekst.</PlainTextContent>
      <VariableValue><VariableRef targetGUID="{guid}1"/><TextValue>{"waarde " * 60}</TextValue></VariableValue>
      </TextSource></Sources><Sets><Set guid="{guid}3" name="{"groep " * 60}"><Description>{"uitleg " * 3000}
      </Description><MemberSource targetGUID="{guid}2"/></Set></Sets></Project>""".encode()

    made = brought_in(leader, empty, xml, "p.qde", with_sets=True, with_new_values=True, is_public=True)

    cut = [str(one.data["name"]).split()[0] for one in receiving.outcome_of(made).losses if one.code == "name_cut"]
    assert sorted(cut) == ["groep", "titel", "uitleg", "waarde"]


def test_a_code_book_comes_in(leader: User, empty: Evaluation) -> None:
    book = f"""<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes><Code guid="{CODE}" name="Keten" isCodable="true">
      <Description>Wat telt.</Description></Code></Codes></CodeBook>"""

    made = brought_in(leader, empty, book.encode(), "boek.qdc")

    assert made.brought["codes"] == 1
    assert Code.objects.get(evaluation=empty).definition == "Wat telt."


BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "x">]><Project xmlns="urn:QDA-XML:project:1.0" name="&b;"/>'


def zipped(name: str, content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return target.getvalue()


def claiming(size: int) -> bytes:
    """A project whose zip says that it unpacks to this many bytes."""
    content = bytearray(zipped("project.qde", b'<Project xmlns="urn:QDA-XML:project:1.0" name="P"/>'))
    for sign, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = content.find(sign) + place
        content[at : at + 4] = size.to_bytes(4, "little")
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (project()[:-60], "Dit is geen uitwisselbestand, of het is onderweg afgebroken. Exporteer het project"),
        (BOMB, "“project.qde” heeft een eigen documenttype of entiteiten."),
        (zipped("lees.txt", b"niets"), "In dit bestand zit geen project: project.qde ontbreekt."),
        (zipped("project.qde", b" " * 30_000_000), "Iets in dit bestand is uitgepakt groter dan 256 MB."),
        (claiming(2 * 1024**3), "Iets in dit bestand is uitgepakt groter dan 256 MB."),
    ],
    ids=["cut off", "entities", "no project", "zip bomb", "claims two gigabytes"],
)
def test_a_bad_file_is_refused_in_one_sentence_and_leaves_nothing(
    leader: User, empty: Evaluation, content: bytes, sentence: str
) -> None:
    before = _lying()
    made = taken_in(leader, empty, content)

    (line,) = queries.overview_for(leader, empty).imports
    assert made.state == "refused"
    assert line.refusal.startswith(sentence)
    assert (made.path, made.wrapped_key, made.sealed_content) == ("", None, None)
    assert _lying() == before
    assert Source.objects.filter(evaluation=empty).count() == 0


def _lying() -> set[str]:
    """Names of what lies on disk; files of tests whose rows were rolled back lie there too."""
    return {path.name for name in (FOLDER, store.QUARANTINE, store.PLAIN) for path in _inside(store.full(name))}


def _inside(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []


def test_a_failing_import_stores_nothing(leader: User, empty: Evaluation, monkeypatch: pytest.MonkeyPatch) -> None:
    made = taken_in(leader, empty, project())
    originals = store.full(store.ORIGINALS)
    before = sorted(originals.iterdir()) if originals.is_dir() else []
    monkeypatch.setattr("sluitend.apps.reporting.actions.exchange.arriving._Arriving._finish", _fail)

    from sluitend.work import runs

    receiving.start_import(actor=leader, imported=made, users={})
    runs.drain()

    assert Code.objects.filter(evaluation=empty).count() == 0
    assert Source.objects.filter(evaluation=empty).count() == 0
    assert sorted(originals.iterdir()) == before


def _fail(_self: object) -> None:
    raise RuntimeError


def test_who_only_reads_brings_nothing_in_or_out(reader: User, evaluation: Evaluation) -> None:
    with pytest.raises(NotAllowed):
        queries.overview_for(reader, evaluation)
    with pytest.raises(NotAllowed):
        taken_in(reader, evaluation, project())
