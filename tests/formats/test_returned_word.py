"""Remarks in a Word file that came back: who said what of which words, and what was done to the text."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sluitend.errors import InputError
from sluitend.formats import returned_word
from sluitend.formats.returned_word import Change, ChangeKind, Reply, Returned, walking
from tests.formats.word_files import STRICT, TRANSITIONAL, Said, WordFile, begin, come, end, gone, para, run

SENT = datetime(2026, 10, 5, 9, 30, tzinfo=UTC)


def read(body: str, *comments: Said, **options: object) -> returned_word.Returned:
    return opened(WordFile(body, comments, **options).bytes())  # type: ignore[arg-type]


def opened(data: bytes) -> returned_word.Returned:
    with NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        return returned_word.read(Path(file.name))


def test_a_comment_comes_with_its_passage_and_its_answers() -> None:
    body = para(run("De regie "), begin(0), run("ligt bij"), run(" het team"), end(0), run(" sinds 2024."))
    said = [Said("Klopt niet.\nHet was 2023."), Said("Aangepast.", "K. Fictief", answers=0), Said("Dank!", answers=1)]

    (comment,) = read(body, *said).comments

    assert (comment.before, comment.anchor, comment.after) == ("De regie ", "ligt bij het team", " sinds 2024.")
    assert (comment.author, comment.date, comment.text) == ("M. Voorbeeld", SENT, "Klopt niet.\nHet was 2023.")
    assert [(one.author, one.text) for one in comment.replies] == [
        ("K. Fictief", "Aangepast."),
        ("M. Voorbeeld", "Dank!"),
    ]
    assert comment.replies[0] == Reply("K. Fictief", SENT, "Aangepast.")
    assert not comment.is_resolved


def test_it_stays_the_same_on_its_way_from_one_process_to_another() -> None:
    body = para(begin(0), run("ligt"), end(0), come("daar"), gone("hier"))

    found = read(body, Said("Waar?"), Said("Daar.", "K. Fictief", answers=0, date="gisteren"))

    assert Returned.from_json(json.loads(json.dumps(found.to_json()))) == found
    assert (len(found.comments[0].replies), len(found.changes)) == (1, 2)


def test_a_comment_that_was_settled_says_so() -> None:
    first, second = read(
        para(begin(0), run("a"), end(0), begin(1), run("b"), end(1)), Said("x", done=True), Said("y")
    ).comments

    assert (first.is_resolved, second.is_resolved) == (True, False)


def test_without_threads_every_comment_stands_alone() -> None:
    """Google Docs and older programs write no part about answers."""
    body = para(begin(0), begin(1), run("woord"), end(0), end(1))

    comments = read(body, Said("vraag"), Said("antwoord"), threads=False).comments

    assert [(one.anchor, one.text) for one in comments] == [("woord", "vraag"), ("woord", "antwoord")]


def test_a_comment_may_stand_over_paragraphs_at_a_point_or_nowhere() -> None:
    point = '<w:r><w:commentReference w:id="1"/></w:r>'
    body = (
        begin(0)
        + para(run("een"))
        + para(run("twee"), '<w:commentRangeEnd w:id="0"/>', run(" drie"), point, run(" vier"))
    )

    over, at, nowhere = read(body, Said("a"), Said("b"), Said("c")).comments

    assert (over.before, over.anchor, over.after) == ("", "een\ntwee", " drie vier")
    assert (at.before, at.anchor, at.after) == ("twee drie", "", " vier")
    assert (nowhere.text, nowhere.anchor, nowhere.before) == ("c", "", "")


def test_the_passage_is_as_it_was_sent() -> None:
    body = para(
        run("Wij "), begin(0), gone("vinden"), come("zien"), run(" dit"), end(0), begin(1), come(" vaak"), end(1)
    )

    on_words, on_new = read(body, Said("a"), Said("b")).comments

    assert (on_words.anchor, on_words.before) == ("vinden dit", "Wij ")
    assert on_new.anchor == " vaak"


def test_changes_come_with_their_paragraph_before_and_after() -> None:
    body = para(run("De wachttijd is "), gone("ze"), gone("ven"), come("acht"), run(" weken."))

    deleted, inserted = read(body).changes

    before, after = "De wachttijd is zeven weken.", "De wachttijd is acht weken."
    assert deleted == Change(
        ChangeKind.DELETED, "zeven", before, after, "M. Voorbeeld", datetime(2026, 10, 5, 9, 31, tzinfo=UTC)
    )
    assert (inserted.kind, inserted.text, inserted.paragraph_before, inserted.paragraph_after) == (
        ChangeKind.INSERTED, "acht", before, after
    )  # fmt: skip


def test_what_one_inserted_and_another_deleted_is_both() -> None:
    again = f'<w:ins w:author="A. Fictief">{gone("nieuw", "B. Fictief")}</w:ins>'

    changes = read(para(run("oud "), again)).changes

    assert [(one.kind, one.text, one.author) for one in changes] == [
        (ChangeKind.INSERTED, "nieuw", "A. Fictief"), (ChangeKind.DELETED, "nieuw", "B. Fictief")
    ]  # fmt: skip
    assert {one.paragraph_before for one in changes} == {one.paragraph_after for one in changes} == {"oud "}


def test_two_people_beside_each_other_are_two_changes() -> None:
    changes = read(para(come("a", "A. Fictief"), come("b", "B. Fictief"), run("c"), come("d", "B. Fictief"))).changes

    assert [(one.text, one.author) for one in changes] == [
        ("a", "A. Fictief"),
        ("b", "B. Fictief"),
        ("d", "B. Fictief"),
    ]


def test_a_move_is_one_change_with_both_places() -> None:
    left = '<w:moveFromRangeStart w:id="5" w:name="move1"/>' + para(run("Eerst. "), gone("Daarna.", kind="moveFrom"))
    came = '<w:moveToRangeStart w:id="6" w:name="move1"/>' + para(come("Daarna.", kind="moveTo"), run(" Slot."))

    (moved,) = read(f'{left}<w:moveFromRangeEnd w:id="5"/>{para(run("Tussen."))}{came}').changes

    assert (moved.kind, moved.text) == (ChangeKind.MOVED, "Daarna.")
    assert (moved.paragraph_before, moved.paragraph_after) == ("Eerst. Daarna.", "Daarna. Slot.")


def test_half_a_move_is_what_is_left_of_it() -> None:
    changes = read(para(gone("weg", kind="moveFrom")) + para(come("hier", kind="moveTo"))).changes

    assert [(one.kind, one.text) for one in changes] == [(ChangeKind.DELETED, "weg"), (ChangeKind.INSERTED, "hier")]


def test_text_in_tables_links_and_notes_counts_and_formatting_does_not() -> None:
    linked = para("<w:hyperlink>", run("cel "), come("erbij"), "</w:hyperlink>")
    cell = f"<w:tbl><w:tr><w:tc>{linked}</w:tc></w:tr></w:tbl>"
    styled = para('<w:r><w:rPr><w:rPrChange w:author="x"><w:rPr/></w:rPrChange></w:rPr><w:t>vet</w:t></w:r>')
    notes = f'<w:footnotes xmlns:w="{TRANSITIONAL}">{para(gone("noot"))}</w:footnotes>'

    changes = read(cell + styled, parts={"word/footnotes.xml": notes}).changes

    assert [(one.text, one.paragraph_after) for one in changes] == [("erbij", "cel erbij"), ("noot", "")]


def test_breaks_tabs_and_fixed_hyphens_are_characters() -> None:
    body = para(begin(0), "<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:noBreakHyphen/><w:softHyphen/></w:r>", end(0))

    assert read(body, Said("x")).comments[0].anchor == "a\nb\t\u2011\u00ad"


def test_the_strict_kind_and_other_names_of_parts_are_read() -> None:
    body = para(begin(0), run("woord"), end(0), come("erbij"))

    found = read(body, Said("x"), space=STRICT, main="word/document2.xml")

    assert (found.comments[0].anchor, found.changes[0].text) == ("woord", "erbij")


def test_a_date_that_is_none_is_none() -> None:
    assert read(para(begin(0), run("a"), end(0)), Said("x", date="gisteren")).comments[0].date is None


def test_answers_in_a_circle_end() -> None:
    said = [Said("a", answers=1), Said("b", answers=0)]

    assert [one.text for one in read(para(begin(0), run("w"), end(0)), *said).comments] == ["a", "b"]


ENTITY = "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"
WORDS = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cn", "Co", "Cc"]), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(paragraphs=st.lists(st.tuples(WORDS, WORDS, WORDS, WORDS, st.booleans()), max_size=8), nested=st.integers(0, 3))
def test_whatever_was_said_comes_back(paragraphs: list[tuple[str, str, str, str, bool]], nested: int) -> None:
    open_tables, close_tables = "<w:tbl><w:tr><w:tc>" * nested, "</w:tc></w:tr></w:tbl>" * nested
    body = "".join(
        para(run(before), begin(number), run(anchor), end(number), come(new) if is_new else gone(new), run(before))
        for number, (before, anchor, new, _said, is_new) in enumerate(paragraphs)
    )

    found = read(open_tables + body + close_tables, *(Said(said) for _b, _a, _n, said, _i in paragraphs))

    assert [one.anchor for one in found.comments] == [anchor for _before, anchor, *_rest in paragraphs]
    assert [one.before for one in found.comments] == [before for before, *_rest in paragraphs]
    assert [one.text for one in found.comments] == [said.strip() for _b, _a, _n, said, _i in paragraphs]
    assert [(one.kind is ChangeKind.INSERTED, one.text) for one in found.changes] == [
        (is_new, new) for _before, _anchor, new, _said, is_new in paragraphs
    ]
    for change, (before, anchor, new, _said, is_new) in zip(found.changes, paragraphs, strict=True):
        with_new, without = f"{before}{anchor}{new}{before}", f"{before}{anchor}{before}"
        expected = (without, with_new) if is_new else (with_new, without)
        assert (change.paragraph_before, change.paragraph_after) == expected


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "formats.empty"),
        (b"%PDF-1.7 ...", "formats.wrong_extension"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600, "formats.old_word"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"), "formats.encrypted"),
        (WordFile(para(run("a"))).bytes()[:-40], "formats.damaged"),
        (WordFile("<w:p>").bytes(), "formats.broken_xml"),
        (WordFile("", parts={"word/document.xml": ENTITY}).bytes(), "formats.xml_entities"),
        (WordFile("<w:tbl>" * 300 + "</w:tbl>" * 300).bytes(), "formats.too_deep"),
        (WordFile(" " * 30_000_000).bytes(), "formats.zip_bomb"),
    ],
)  # fmt: skip
def test_what_is_no_returned_report_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(InputError) as caught:
        opened(data)

    assert caught.value.code == code


def test_a_package_without_a_document_is_refused() -> None:
    whole = WordFile(para(run("a")), parts={"_rels/.rels": "<Relationships/>"}).bytes()

    with pytest.raises(InputError, match="missing_part"):
        opened(whole)


def test_more_than_people_write_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walking, "MAX_REMARKS", 3)

    with pytest.raises(InputError, match="too_many_blocks"):
        read(para(come("a"), run("b")) * 4)
    with pytest.raises(InputError, match="too_many_blocks"):
        read(para(run("b")), *[Said("x")] * 4)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_a_file_that_libreoffice_saved_says_the_same(tmp_path: Path) -> None:
    words = (run("De "), begin(0), begin(1), run("regie"), end(0), end(1), run(" ligt "))  # answers have a place too
    body = para(*words, gone("hier"), come("daar"), run("."))
    Path(tmp_path, "in.docx").write_bytes(WordFile(body, [Said("Wie?"), Said("Het team.", answers=0)]).bytes())
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/office",
        "--headless",
        "--convert-to",
        "docx:MS Word 2007 XML",
    ]

    subprocess.run(
        [*command, "--outdir", tmp_path / "out", tmp_path / "in.docx"], check=True, timeout=120, capture_output=True
    )
    found = returned_word.read(tmp_path / "out" / "in.docx")

    # Older ones make a comment of an answer; then both stand at the same words, in their order.
    said = [text for one in found.comments for text in (one.text, *(reply.text for reply in one.replies))]
    assert said == ["Wie?", "Het team."]
    assert {one.anchor for one in found.comments} == {"regie"}
    assert [(one.kind, one.text) for one in found.changes] == [
        (ChangeKind.DELETED, "hier"),
        (ChangeKind.INSERTED, "daar"),
    ]
    assert found.changes[0].paragraph_before == "De regie ligt hier."
