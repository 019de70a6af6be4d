"""Who says what, in every layout that programs and people write; and what is no conversation stays a document."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from sluitend.errors import InputError
from sluitend.formats import documents, transcripts
from sluitend.formats.documents import Document, codes
from tests.formats.document_files import REAL, by_pandoc, docx, paragraph

Heard = list[tuple[str, float | None, str]]


def read(folder: Path, name: str, data: bytes | str) -> Document:
    path = folder / "upload"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    document = documents.read(path, filename=name)
    assert_turns_fit(document)
    return document


def assert_turns_fit(document: Document | transcripts.Transcript) -> None:
    text = document.text
    assert text == unicodedata.normalize("NFC", text)
    assert "\r" not in text
    end = 0
    for turn in document.turns:
        assert end <= turn.start < turn.end <= len(text)
        assert text[turn.start : turn.end] == text[turn.start : turn.end].strip()
        assert document.speakers[turn.speaker]
        end = turn.end
    assert {turn.speaker for turn in document.turns} == set(range(len(document.speakers)))


def heard(document: Document | transcripts.Transcript) -> Heard:
    return [
        (document.speakers[turn.speaker], turn.seconds, " ".join(document.text[turn.start : turn.end].split()))
        for turn in document.turns
    ]


def test_webvtt_with_all_that_a_file_may_hold(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        "gesprek.vtt",
        "\ufeffWEBVTT - fictief gesprek\n\nSTYLE\n::cue(v) { color: lime }\n\nREGION\nid:fred\n\n"
        "NOTE\n00:00:00.000 staat hier niet als tijd\n\n"
        "7e1c9f42-0000-4000-8000-000000000000/12-0\n"
        "00:00:03.120 --> 00:00:05.240 align:start position:10%\n"
        "<v Voorbeeld, Jan (fictief)>Hallo &amp; <i>welkom</i>\nallemaal.</v>\n\n"
        "7e1c9f42-0000-4000-8000-000000000000/13-0\n00:00:05.300 --> 00:00:06.000\n"
        "<v Voorbeeld, Jan (fictief)>Fijn <00:00:05.500>dat u er bent.</v>\n\n"
        "00:06.000 --> 00:08.000\n<v.luid.snel Els Verzonnen>Ja.</v> <v Kees>Nee, &lt; drie.\n\n"
        "NOTE klaar\n",
    )

    assert heard(document) == [
        ("Voorbeeld, Jan (fictief)", 3.12, "Hallo & welkom allemaal. Fijn dat u er bent."),
        ("Els Verzonnen", 6.0, "Ja."),
        ("Kees", 6.0, "Nee, < drie."),
    ]
    assert document.text == (
        "Voorbeeld, Jan (fictief): Hallo & welkom allemaal. Fijn dat u er bent.\n\n"
        "Els Verzonnen: Ja.\n\nKees: Nee, < drie."
    )
    assert document.media_type == "text/vtt"


def test_webvtt_words_without_a_voice_belong_to_nobody(tmp_path: Path) -> None:
    vtt = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Jan>Een.\n\n00:02.000 --> 00:03.000\nTwee.\n"

    document = read(tmp_path, "a.vtt", vtt)

    assert heard(document) == [("Jan", 1.0, "Een.")]
    assert document.text == "Jan: Een.\n\nTwee."


def test_subrip_with_labels_in_windows_letters_and_overlapping_cues(tmp_path: Path) -> None:
    srt = (
        "1\r\n00:00:01,000 --> 00:00:04,000\r\nInterviewer: Eén vraag.\r\n\r\n"
        "3\r\n00:00:03,500 --> 00:00:05,000\r\nR1: Die mag <b>altijd</b>.\r\n\r\n"
        "2\r\n00:00:02,000 --> 00:00:03,000\r\n{\\an8}Hoe gaat het,\r\nin 2026?\r\n\r\n"
        "4\r\n00:00:06,000 --> 00:00:07,000\r\nInterviewer: Dank u.\r\n"
    )

    document = read(tmp_path, "a.srt", srt.encode("cp1252"))

    assert heard(document) == [
        ("Interviewer", 1.0, "Eén vraag. Hoe gaat het, in 2026?"),
        ("R1", 3.5, "Die mag altijd."),
        ("Interviewer", 6.0, "Dank u."),
    ]


def test_subtitles_without_speakers_are_a_text_without_turns(tmp_path: Path) -> None:
    document = read(
        tmp_path, "a.srt", "1\n00:00:01,000 --> 00:00:02,000\nDit is\n\n2\n00:00:02,000 --> 00:00:03,000\neen zin.\n"
    )

    assert document.text == "Dit is een zin."
    assert document.turns == ()


def test_a_long_monologue_gets_paragraphs_at_the_end_of_a_sentence(tmp_path: Path) -> None:
    sentence = "Dit is een zin van wel vijftig letters of daaromtrent."
    cues = "".join(f"00:{n:02}.000 --> 00:{n + 1:02}.000\n<v Jan>{sentence}\n\n" for n in range(24))

    document = read(tmp_path, "a.vtt", f"WEBVTT\n\n{cues}")

    assert len(document.turns) == 1
    assert len(document.blocks) == 3
    assert all(document.text[block.start : block.end].endswith(".") for block in document.blocks)


def test_teams_docx_has_name_and_time_above_the_words(tmp_path: Path) -> None:
    name = '<w:r><w:t xml:space="preserve">{}   {}</w:t></w:r><w:r><w:br/><w:t>{}</w:t></w:r>'
    said = [("Jan Voorbeeld", "0:04", "Goedemorgen."), ("Jan Voorbeeld", "0:09", "We beginnen."),
            ("Verzonnen, Els", "0:12", "Ik ben er."), ("Jan Voorbeeld", "1:00:02", "Tot slot.")]  # fmt: skip
    body = paragraph("Overleg fictief-Transcript") + paragraph("3 maart 2026, 10:00AM")
    body += paragraph("Jan Voorbeeld started transcription")
    body += "".join(f"<w:p>{name.format(*one)}</w:p>" for one in said)

    document = read(tmp_path, "a.docx", docx(body + paragraph("Jan Voorbeeld stopped transcription")))

    assert heard(document) == [
        ("Jan Voorbeeld", 4.0, "Goedemorgen. We beginnen."),
        ("Verzonnen, Els", 12.0, "Ik ben er."),
        ("Jan Voorbeeld", 3602.0, "Tot slot."),
    ]
    assert document.text.startswith("Overleg fictief-Transcript\n\n3 maart 2026, 10:00AM\n\n")
    assert document.text.endswith("Jan Voorbeeld 1:00:02\nTot slot.\n\nJan Voorbeeld stopped transcription")


def test_older_teams_docx_has_from_till_name_and_words(tmp_path: Path) -> None:
    said = [("0:0:0.0 --> 0:0:2.440", "Jan Voorbeeld", "Goedemorgen."),
            ("0:0:2.440 --> 0:0:3.0", "Jan Voorbeeld", "Dag."),
            ("0:0:5.70 --> 0:0:9.0", "Els Verzonnen", "Hallo.")]  # fmt: skip

    document = read(tmp_path, "a.docx", docx("".join(paragraph(line) for one in said for line in one)))

    assert heard(document) == [("Jan Voorbeeld", 0.0, "Goedemorgen. Dag."), ("Els Verzonnen", 5.7, "Hallo.")]
    assert "-->" not in document.text


@pytest.mark.parametrize("end", ["\n", " "])
def test_atrain_has_a_label_alone_and_times_before_the_words(end: str) -> None:
    lines = ["[00:00:00] - Hallo.", "[00:00:05] - Hoe gaat het?"]
    text = f"Transcription for 20260303\n\n\nSPEAKER_00\n{end.join(lines)}\n\nSPEAKER_01\n[00:00:09] - Goed.\n"

    found = transcripts.read(text)

    assert found is not None
    assert heard(found) == [("SPEAKER_00", 0.0, "Hallo. Hoe gaat het?"), ("SPEAKER_01", 9.0, "Goed.")]
    assert "00:00" not in found.text


def test_f4_has_the_time_behind_the_paragraph_so_it_begins_the_next(tmp_path: Path) -> None:
    markdown = (
        "I: Wat deed u? #00:00:12-3#\n\nB: Ik belde. #00:00:20-1#\n\nEn wachtte. #00:00:22-0#\n\nI: Ja. #00:00:30-9#\n"
    ).replace("#", "\\#")

    document = read(tmp_path, "a.odt", by_pandoc(markdown, "odt"))

    assert heard(document) == [("I", None, "Wat deed u?"), ("B", 12.3, "Ik belde. En wachtte."), ("I", 22.0, "Ja.")]
    assert "#" not in document.text


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            "Spreker 1 00:12:03\nGoedendag.\nSpreker 2 00:12:09\nDag.\nSpreker 1 00:13:00\nJa.",
            [("Spreker 1", 723.0, "Goedendag."), ("Spreker 2", 729.0, "Dag."), ("Spreker 1", 780.0, "Ja.")],
        ),
        (
            "Jannie | 00:00:12\nGoedendag.\nKees | 00:00:15\nDag.\nJannie | 00:00:19\nJa.",
            [("Jannie", 12.0, "Goedendag."), ("Kees", 15.0, "Dag."), ("Jannie", 19.0, "Ja.")],
        ),
        (
            "[00:12:03] Jannie de Voorbeeld: Goedendag.\n[00:12:09] Kees: Dag.\n[00:12:15] Jannie de Voorbeeld: Ja.",
            [("Jannie de Voorbeeld", 723.0, "Goedendag."), ("Kees", 729.0, "Dag."),
             ("Jannie de Voorbeeld", 735.0, "Ja.")],
        ),
        (
            "Jannie (00:12): Goedendag.\nKees (00:15): Dag.\nJannie (1:00:19): Ja.",
            [("Jannie", 12.0, "Goedendag."), ("Kees", 15.0, "Dag."), ("Jannie", 3619.0, "Ja.")],
        ),
        (
            "Interviewer: Hoe is het?\nR1: Goed.\n\nEigenlijk wel.\nR2 (moeder): Nou.\nR1: Toch.",
            [("Interviewer", None, "Hoe is het?"), ("R1", None, "Goed. Eigenlijk wel."),
             ("R2 (moeder)", None, "Nou."), ("R1", None, "Toch.")],
        ),
        ("V: Waarom?\nA: Daarom.\nV: O.\nA: Ja.",
         [("V", None, "Waarom?"), ("A", None, "Daarom."), ("V", None, "O."), ("A", None, "Ja.")]),
        (
            "Jannie: Ik vind van wel.\nMw. de Fictie: Ik niet.\nJannie: Let op: telt.\nMw. de Fictie: Vraag 1: nee.",
            [("Jannie", None, "Ik vind van wel."), ("Mw. de Fictie", None, "Ik niet."),
             ("Jannie", None, "Let op: telt."), ("Mw. de Fictie", None, "Vraag 1: nee.")],
        ),
        (
            "Interviewer:\nHoe is het?\nRespondent:\nGoed.\nInterviewer:\nMooi.",
            [("Interviewer", None, "Hoe is het?"), ("Respondent", None, "Goed."), ("Interviewer", None, "Mooi.")],
        ),
    ],
)  # fmt: skip
def test_layouts_of_plain_text(lines: str, expected: Heard) -> None:
    found = transcripts.read(lines)

    assert found is not None
    assert_turns_fit(found)
    assert heard(found) == expected


def test_who_says_one_thing_in_a_group_keeps_it() -> None:
    found = transcripts.read("Interviewer: Hoe?\nJannie: Goed.\nKees: Slecht.\nJannie: Nou.\nInterviewer: Dank.")

    assert found is not None
    assert heard(found)[2] == ("Kees", None, "Slecht.")


def test_lines_at_the_top_that_say_who_took_part_are_no_turns() -> None:
    text = "Interviewer: Jan Voorbeeld\nRespondent: consulent\n\nI: Hoe is het?\nR: Goed.\nI: Mooi.\nR: Ja hoor."

    found = transcripts.read(text)

    assert found is not None
    assert found.speakers == ("I", "R")
    assert found.text.startswith("Interviewer: Jan Voorbeeld\n\nRespondent: consulent\n\nI: Hoe is het?")


def test_a_heading_breaks_a_turn_and_is_said_by_nobody(tmp_path: Path) -> None:
    markdown = "I: Hoe is het?\n\nR: Goed.\n\n# Deel 2\n\nNog iets.\n\nI: Ja?\n\nR: Nee.\n"

    document = read(tmp_path, "a.docx", by_pandoc(markdown, "docx"))

    assert heard(document) == [
        ("I", None, "Hoe is het?"), ("R", None, "Goed."), ("R", None, "Nog iets."),
        ("I", None, "Ja?"), ("R", None, "Nee."),
    ]  # fmt: skip
    assert [document.text[b.start : b.end] for b in document.blocks if b.kind.value == "heading"] == ["Deel 2"]


def test_a_table_with_a_row_a_turn(tmp_path: Path) -> None:
    markdown = "| wie | tekst |\n|---|---|\n| Interviewer | Hoe is het? |\n| R1 | Goed. |\n| Interviewer | Mooi. |\n"

    document = read(tmp_path, "a.docx", by_pandoc(markdown, "docx"))

    assert heard(document) == [
        ("Interviewer", None, "Hoe is het?"), ("R1", None, "Goed."), ("Interviewer", None, "Mooi."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Verslag\n\nLet op: dit is een verslag.\nConclusie: het werkt.\nVraag 1: Wat is er?\nNiets.\nVraag 2: Wat?\n"
        "Let op: ook dit.\nConclusie: klaar.",
        "Agenda\nOpening 10:00\nMededelingen 10:05\nRondvraag 11:30",
        "Notulen\n\nBesluit: akkoord.\nActie: Jan belt.\nBesluit: niet akkoord.\nActie: Els belt.\nBesluit: later.",
        "Interviewer: Jan\nRespondent: consulent\n\nHet gesprek ging over de regie.\nZij noemde drie dingen.\n"
        "Het eerste was tijd.\nHet tweede was geld.\nHet derde niet.\nDaarna was het klaar.\nEinde.",
        "Welke kleur?\nA: rood\nB: groen\nC: blauw\nWelke vorm?\nA: rond\nB: vierkant\nC: plat",
        "Gemeente | Jeugdigen\nTestdorp | 12\nTestdorp | 13\nVoorbeeldstad | 14\nVoorbeeldstad | 15",
        "Het spreekuur is om 10:30 uur.\nZie https://voorbeeld.invalid: daar staat meer.\nTot dan.",
    ],
)
def test_what_is_no_conversation_stays_a_document(text: str) -> None:
    assert transcripts.read(text) is None


def test_real_reports_and_laws_are_no_conversations() -> None:
    if not REAL.is_dir():
        pytest.skip("the real documents are not next to the repository")
    read_as_document = 0
    for path in sorted(REAL.glob("*.*")):
        if path.suffix in documents.KINDS:
            assert documents.read(path, filename=path.name).turns == (), path.name
            read_as_document += 1

    assert read_as_document


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.vtt", "Dit zijn geen ondertitels.", codes.NOT_SUBTITLES),
        ("a.srt", "1\nInterviewer: Hallo.", codes.NOT_SUBTITLES),
        ("a.vtt", "WEBVTT\n\nNOTE alleen een noot\n", codes.NO_TEXT),
        ("a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Jan></v>\n", codes.NO_TEXT),
        ("a.vtt", b"WEBVTT\n\n\x00\x01\x02\x03" * 9, codes.NOT_TEXT),
        ("a.vtt", b"%PDF-1.4", codes.WRONG_EXTENSION),
        ("a.rtf", "Interviewer: Hallo.", codes.WRONG_EXTENSION),
        ("a.rtf", rb"{\rtf1\ansi }", codes.NO_TEXT),
    ],
)
def test_what_is_refused(tmp_path: Path, name: str, data: bytes | str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, name, data)

    assert caught.value.code == code
    assert caught.value.where == name


def test_rtf_with_letters_in_every_way_of_writing_them(tmp_path: Path) -> None:
    body = rb"I: Hoe is het met Andr\'e9?\par R: E\u235\'3fn en \'80 3, caf" + b"\xe9"
    body += rb"\line en verder.\par I: Mooi.\par "
    document = read(tmp_path, "a.rtf", rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}}\f0 " + body + b"}")

    assert heard(document) == [
        ("I", None, "Hoe is het met André?"), ("R", None, "Eën en € 3, café en verder."), ("I", None, "Mooi."),
    ]  # fmt: skip
