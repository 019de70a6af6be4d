"""Tables of open answers: read from csv and spreadsheets, refused with a place, written out as one text with turns."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sluitend.errors import InputError
from sluitend.formats import answers
from sluitend.formats.answers import Table, codes, compose, refusals, shape
from sluitend.formats.answers.compose import questions_of
from sluitend.formats.answers.model import letters
from sluitend.formats.documents import clean
from sluitend.formats.documents import codes as document_codes
from sluitend.work.limits import table_limited
from tests.formats.answer_files import Rows, write_csv, write_xlsx

HEAD = ("Functie", "Gemeente", "Wat gaat er goed?")
ROWS: Rows = (
    HEAD,
    ("Ouder", "Voorbeeldstad", "Het wijkteam; echt waar."),
    ("School", "Fictieveen", "Niets, “echt” niets"),
)


def _refused(path: Path, **more: object) -> InputError:
    with pytest.raises(InputError) as caught:
        answers.read(path, filename=path.name, **more)  # type: ignore[arg-type]
    return caught.value


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_csv_tells_its_separator_and_encoding(tmp_path: Path, delimiter: str, encoding: str) -> None:
    path = write_csv(tmp_path / "antwoorden.csv", ROWS, delimiter=delimiter, encoding=encoding)

    table = answers.read(path, filename=path.name)

    assert table == Table(HEAD, tuple(map(tuple, ROWS[1:])), (2, 3))  # type: ignore[arg-type]


def test_the_first_line_of_excel_names_the_separator(tmp_path: Path) -> None:
    path = tmp_path / "antwoorden.csv"
    path.write_text("sep=|\na;b|c\n1;2|3\n")

    assert answers.read(path, filename=path.name).columns == ("a;b", "c")


def test_one_column_needs_no_separator(tmp_path: Path) -> None:
    path = tmp_path / "antwoorden.csv"
    path.write_text("Wat kan beter?\nAlles, echt; alles\n\nNiets\n")

    table = answers.read(path, filename=path.name)

    assert table.rows == (("Alles, echt; alles",), ("Niets",))
    assert table.numbers == (2, 4)


_WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Co", "Cn")), max_size=30)
_CELLS = st.builds("".join, st.lists(st.one_of(_WORDS, st.sampled_from([";", ",", '"', "\n", "\t", "|"])), max_size=6))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.tuples(_CELLS, _CELLS, _CELLS), min_size=1, max_size=8),
    delimiter=st.sampled_from([";", ",", "\t", "|"]),
)
def test_what_a_csv_writer_wrote_comes_back(tmp_path: Path, rows: list[tuple[str, str, str]], delimiter: str) -> None:
    path = write_csv(tmp_path / "rond.csv", [HEAD, *rows], delimiter=delimiter)
    expected = [tuple(map(clean.piece, row)) for row in rows]
    filled = [(number, row) for number, row in enumerate(expected, start=2) if any(row)]

    if not filled:
        assert _refused(path).code == codes.NO_ROWS
        return
    table = answers.read(path, filename=path.name)

    assert table.columns == HEAD
    assert list(zip(table.numbers, table.rows, strict=True)) == filled


def test_a_spreadsheet_keeps_places_numbers_and_sheets(tmp_path: Path) -> None:
    other: Rows = (("Vraag",), ("",), ("ja",))
    path = write_xlsx(
        tmp_path / "a.xlsx", ("Antwoorden", ((*HEAD, "Nr"), (*ROWS[1], 7), (*ROWS[2], 1.5))), ("Twee", other)
    )

    first, second = answers.read(path, filename=path.name), answers.read(path, filename=path.name, sheet=1)

    assert [row[3] for row in first.rows] == ["7", "1.5"]
    assert first.sheets == ("Antwoorden", "Twee")
    assert (second.rows, second.numbers) == ((("ja",),), (3,))


def test_the_limited_process_gives_the_same_table_and_the_same_refusal(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", ("Antwoorden", ROWS))
    merged = write_xlsx(tmp_path / "b.xlsx", ("Antwoorden", ROWS), merged="A2:B2")

    assert table_limited(path, filename=path.name) == answers.read(path, filename=path.name)
    with pytest.raises(InputError) as caught:
        table_limited(merged, filename=merged.name)
    assert (caught.value.code, caught.value.data["cells"]) == (codes.MERGED_CELLS, "A2:B2")


@pytest.mark.parametrize(
    ("text", "code", "data"),
    [
        ("", codes.EMPTY, {}),
        ("\n\n", codes.EMPTY, {}),
        ("a;b\n", codes.NO_ROWS, {}),
        ("a;;c\n1;2;3\n", codes.NO_HEADER, {"column": "B"}),
        ("a;b\n1;2;3\n4;5;6\n", codes.NO_HEADER, {"column": "C"}),
        ("\na;b\n1;2\n", codes.NO_HEADER, {"column": "A"}),
        ("a;b\n1;2\n1;2;3\n1;2\n", codes.ROW_TOO_WIDE, {"row": 3, "found": 3, "most": 2}),
        ("Vraag;x;vraag\n1;2;3\n", codes.SAME_COLUMN, {"name": "vraag", "column": "A", "other": "C"}),
        ('a;b\n1;2\n3;"4\n', codes.OPEN_QUOTE, {"row": 3}),
        (f"a;{'b' * 501}\n1;2\n", codes.LONG_HEADER, {"column": "B", "most": 500}),
        (f"a;b\n1;{'x' * 32_768}\n", codes.CELL_TOO_LONG, {"row": 2, "column": "B", "most": 32_767}),
        (
            ";".join("abcdefghijklmnopqrstuvwxyz"[i % 26] + str(i) for i in range(301)) + "\n1\n",
            codes.TOO_MANY_COLUMNS,
            {"most": 300},
        ),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_with_its_place(
    tmp_path: Path, text: str, code: str, data: dict[str, object]
) -> None:
    path = tmp_path / "antwoorden.csv"
    path.write_text(text)

    error = _refused(path)

    assert (error.code, error.data) == (code, data)


def test_more_rows_than_are_read_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shape, "MAX_ROWS", 3)
    path = tmp_path / "antwoorden.csv"
    path.write_text("a\n1\n2\n3\n")

    assert len(answers.read(path, filename=path.name).rows) == 3
    path.write_text("a\n1\n2\n3\n4\n")
    assert _refused(path).code == codes.TOO_MANY_ROWS


def test_letters_in_no_known_encoding_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "antwoorden.csv"
    path.write_bytes("a;b\nprivé;één\n".encode("mac-roman"))

    assert _refused(path).code == document_codes.UNKNOWN_ENCODING


def test_other_files_are_no_table(tmp_path: Path) -> None:
    odd, locked, word = tmp_path / "a.xlsx", tmp_path / "b.xlsx", tmp_path / "c.docx"
    odd.write_bytes(b"PK\x03\x04 kapot")
    locked.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    word.write_bytes(b"PK")

    assert _refused(odd).code == codes.DAMAGED
    assert _refused(locked).code == codes.ENCRYPTED
    assert _refused(word).code == codes.UNSUPPORTED
    assert _refused(write_xlsx(tmp_path / "d.xlsx", ("Een", ROWS)), sheet=4).code == codes.NO_SUCH_SHEET


def test_a_spreadsheet_that_unpacks_too_far_is_not_opened(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", ("Een", ROWS))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/media/leeg.bin", bytes(30 * 1024**2))

    assert _refused(path).code == codes.ZIP_BOMB


TABLE = Table(
    ("Sleutel", "Wat gaat er goed?", "Wat kan er beter?"),
    (("A1", "Alles", "Niets"), ("A2", "", ""), ("A3", "", "Wachten\nen nog eens 👨‍👩‍👧 wachten")),
    (2, 3, 5),
)


def test_a_turn_an_answer_a_speaker_a_row() -> None:
    found = compose(TABLE, questions=[1, 2], key=None, media_type="text/csv", name="Inzending {number}")

    document = found.document
    assert [document.text[turn.start : turn.end] for turn in document.turns] == ["Alles", "Niets", TABLE.rows[2][2]]
    assert [turn.speaker for turn in document.turns] == [0, 0, 1]
    assert document.speakers == ("Inzending 1", "Inzending 2")
    assert found.rows == (0, 2)
    assert list(questions_of(document.text, document.turns)) == [
        "Wat gaat er goed?",
        "Wat kan er beter?",
        "Wat kan er beter?",
    ]
    for block in document.blocks:
        assert "\n" not in (document.text[block.start - 1 : block.start] or "\n").replace("\n", "")
    assert "A1" not in document.text


def test_a_key_names_the_speaker_once() -> None:
    with_key = compose(TABLE, questions=[1, 2], key=0, media_type="text/csv", name="Inzending {number}")
    twice = Table(TABLE.columns, (TABLE.rows[0], TABLE.rows[2], ("a1", "ja", "")), (2, 5, 9))

    assert with_key.document.speakers == ("A1", "A3")
    with pytest.raises(InputError) as caught:
        compose(twice, questions=[1], key=0, media_type="text/csv", name="Inzending {number}")
    assert (caught.value.code, caught.value.data) == (codes.SAME_KEY, {"row": 9, "other": 2})


def test_no_answers_are_no_source() -> None:
    empty = Table(("a", "b"), (("x", ""),), (2,))

    with pytest.raises(InputError) as caught:
        compose(empty, questions=[1], key=None, media_type="text/csv", name="{number}")
    assert caught.value.code == codes.NO_ANSWERS


def test_long_questions_are_shortened_and_stay_apart() -> None:
    long = (
        "Wat vindt u van de samenwerking tussen gemeente en gecertificeerde instelling in uw eigen regio, wat betreft "
    )
    table = Table((long + "snelheid?", long + "kwaliteit?"), (("ja", "nee"),), (2,))

    document = compose(table, questions=[0, 1], key=None, media_type="text/csv", name="{number}").document

    first, second = questions_of(document.text, document.turns)
    assert first != second
    assert long + "kwaliteit?" in document.text.split("\n")[1]


def test_columns_are_called_as_a_spreadsheet_does() -> None:
    assert [letters(column) for column in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_every_refusal_has_a_sentence() -> None:
    assert set(refusals.SENTENCES) == set(codes.ALL)
