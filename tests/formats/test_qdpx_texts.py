"""Where passages lie, in files that count as the standard says and in files that count otherwise."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sluitend.formats.qdpx import package, texts
from sluitend.formats.qdpx.model import Project
from sluitend.formats.qdpx.sources import TextSelection, TextSource
from sluitend.formats.qdpx.texts import Counted, Text
from tests.formats.qdpx_drawing import HARD

RAW = st.text(st.sampled_from(HARD + "\u0301ab\r\n"), max_size=60)


def guid(number: int) -> str:
    return f"00000000-0000-0000-0000-{number:012}"


def passage(number: int, start: int, end: int, name: str | None = None) -> TextSelection:
    return TextSelection(guid=guid(number), start=start, end=end, name=name)


def text(raw: str, *, marked: bool = False) -> Text:
    return Text(raw, unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n")), marked)


def lying(found: texts.Placed, number: int, of: Text) -> str | None:
    span = found.spans[guid(number)]
    return None if span is None else of.text[slice(*span)]


def test_sixty_two_to_sixty_nine_is_a_word_of_seven_letters() -> None:
    of = text(f"{'x' * 62}granola en verder")

    found = texts.placed(of, [passage(1, 62, 69, "granola")])

    assert lying(found, 1, of) == "granola"
    assert found.counted is Counted.CHARACTERS
    assert found.sure


WORDS = "Zé 🙂 zei\r\ndat hij wacht\r\nop hulp"


@pytest.mark.parametrize(
    ("way", "count"),
    [
        (Counted.CHARACTERS, len),
        (Counted.LINES_AS_ONE, lambda words: len(words.replace("\r\n", "\n"))),
        (Counted.UTF16, lambda words: len(words.encode("utf-16-le")) // 2),
        (Counted.BYTES, lambda words: len(words.encode())),
    ],
)
@pytest.mark.parametrize("marked", [False, True])
def test_what_a_file_counts_shows_in_the_names_of_its_passages(way, count, marked) -> None:  # type: ignore[no-untyped-def]
    of = text(WORDS, marked=marked)
    mark = count("\ufeff") if marked else 0

    def at(words: str, number: int) -> TextSelection:
        start = count(WORDS[: WORDS.index(words)]) + mark
        return passage(number, start, start + count(words), words[:12] + "…")

    found = texts.placed(of, [at("dat hij wacht", 1), at("op hulp", 2), at("Zé", 3)])

    assert (found.counted, found.from_mark, found.sure) == (way, marked, True)
    assert lying(found, 1, of) == "dat hij wacht"
    assert lying(found, 2, of) == "op hulp"


def test_without_names_the_standard_is_followed_as_long_as_everything_lies_in_the_text() -> None:
    of = text("één 🙂 twee")

    found = texts.placed(of, [passage(1, 6, 10)])

    assert (found.counted, found.sure) == (Counted.CHARACTERS, False)
    assert lying(found, 1, of) == "twee"


def test_without_names_the_way_in_which_all_passages_fit_is_taken() -> None:
    of = text("één 🙂 twee")
    end = len(of.raw.encode())

    found = texts.placed(of, [passage(1, end - 4, end)])

    assert (found.counted, found.sure) == (Counted.BYTES, False)
    assert lying(found, 1, of) == "twee"


def test_of_a_passage_no_more_is_compared_than_its_name_can_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand passages over a whole book, and each is made plain for every way of counting."""
    looked: list[int] = []
    plain = texts._plain

    def counting(words: str) -> str:
        looked.append(len(words))
        return plain(words)

    monkeypatch.setattr(texts, "_plain", counting)
    of = text("é lang " * 50_000)

    found = texts.placed(of, [passage(1, 0, 350_000, "é lang é…"), passage(2, 2, 6, "é lang")])

    assert found.sure
    assert found.counted is Counted.CHARACTERS
    assert max(looked) < 3_000


def test_what_lies_outside_the_text_has_no_place() -> None:
    of = text("kort")

    found = texts.placed(of, [passage(1, 0, 4), passage(2, 2, 9), passage(3, 3, 1), passage(4, -1, 2)])

    assert found.spans == {guid(1): (0, 4), guid(2): None, guid(3): None, guid(4): None}


@given(RAW, st.data())
@settings(max_examples=200)
def test_places_in_a_text_of_composed_letters_are_those_of_whole_letters(raw: str, data: st.DataObject) -> None:
    """The naive twin composes what stands before every place, and goes on to where that can be done."""
    of = text(raw)
    places = st.integers(0, len(raw))
    spans = [sorted((data.draw(places), data.draw(places))) for _number in range(4)]

    found = texts.placed(of, [passage(number, *span) for number, span in enumerate(spans)])

    for number, (start, end) in enumerate(spans):
        assert found.spans[guid(number)] == (_naive(raw, start), _naive(raw, end))


def _naive(raw: str, place: int) -> int:
    while True:
        before, after = text(raw[:place]).text, text(raw[place:]).text
        if before + after == text(raw).text and not (raw[:place].endswith("\r") and raw[place:].startswith("\n")):
            return len(before)
        place += 1


@pytest.mark.parametrize(
    "content",
    [
        "één\r\ntwee".encode(),
        b"\xef\xbb\xbf" + "één\r\ntwee".encode(),
        "één\r\ntwee".encode("utf-16"),
        b"\xfe\xff" + "één\r\ntwee".encode("utf-16-be"),
        "één\r\ntwee".encode("cp1252"),
    ],
    ids=["utf-8", "utf-8 with a mark", "utf-16", "utf-16 the other way", "windows"],
)
def test_texts_are_read_in_their_own_encoding(tmp_path: Path, content: bytes) -> None:
    source = TextSource(guid=guid(1), plain_path="internal://a.txt")
    path = tmp_path / "p.qdpx"
    path.write_bytes(package.written(Project(name="P", sources=(source,)), {"a.txt": content})[0])

    with package.opened(path) as found:
        read = texts.text_of(source, found)

    assert read is not None
    assert (read.raw, read.text) == ("één\r\ntwee", "één\ntwee")
    assert read.marked == content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"))


def test_a_source_without_its_file_has_no_text(tmp_path: Path) -> None:
    source = TextSource(guid=guid(1), plain_path="internal://weg.txt")
    path = tmp_path / "p.qdpx"
    path.write_bytes(package.written(Project(name="P", sources=(source,)), {"a.txt": b"\x00\x01\x02"})[0])

    with package.opened(path) as found:
        assert texts.text_of(source, found) is None
        assert texts.text_of(TextSource(guid=guid(2), plain_path="a.txt"), found) is None  # no text at all
        assert texts.text_of(TextSource(guid=guid(3), content="ja"), found) == Text("ja", "ja", marked=False)


LINES = "Anna\r\nbelt en\r\nwacht en wacht"


def ends_counted(words: str, width: int, name: str | None = None, number: int = 1) -> TextSelection:
    """A passage of LINES, where the tool counts a line end for so much."""
    before = LINES[: LINES.index(words)]
    start = len(before) - (2 - width) * before.count("\r\n")
    return passage(number, start, start + len(words), name)


def others(found: texts.Placed, of: Text) -> dict[str, list[str]]:
    return {one: [of.text[slice(*span)] for span in spans] for one, spans in found.unsure.items()}


def test_without_a_name_that_tells_it_each_passage_behind_a_line_end_is_in_doubt() -> None:
    of = text(LINES)

    found = texts.placed(of, [passage(1, 0, 4), passage(2, 6, 10, "Codering 2")])

    assert lying(found, 2, of) == "belt"
    assert others(found, of) == {guid(2): ["elt "]}  # the first lies where it lies, however lines are counted


def test_a_name_that_fits_both_ways_shows_nothing_of_the_others() -> None:
    of = text(LINES)

    found = texts.placed(of, [passage(1, 0, 4, "Anna"), ends_counted("belt", 2, number=2)])

    assert found.sure is False
    assert list(found.unsure) == [guid(2)]


@pytest.mark.parametrize("width", [1, 2])
def test_one_name_that_fits_one_way_settles_all(width: int) -> None:
    of = text(LINES)
    named, nameless = ends_counted("belt", width, "belt"), ends_counted("wacht", width, number=2)

    found = texts.placed(of, [named, nameless])

    assert (lying(found, 1, of), lying(found, 2, of)) == ("belt", "wacht")
    assert found.unsure == {}


def test_names_that_contradict_each_other_leave_what_they_do_not_settle_in_doubt() -> None:
    of = text(LINES)
    two = [ends_counted("belt", 2, "belt"), ends_counted("en\r\n", 2, "en", number=2)]
    one = ends_counted("wacht en", 1, "wacht en", number=3)

    found = texts.placed(of, [*two, one, ends_counted("wacht", 2, number=4)])

    assert (lying(found, 1, of), lying(found, 4, of)) == ("belt", "wacht")
    assert others(found, of) == {guid(3): ["wacht en"], guid(4): ["cht e"]}


def test_line_ends_that_xml_made_single_are_found_by_names_alone() -> None:
    """A text within the XML comes out with single line ends, whatever the tool had written and counted."""
    of = text(LINES.replace("\r\n", "\n"))
    counted = [ends_counted(words, 2, words, number) for number, words in enumerate(("belt", "wacht en"))]

    found = texts.placed(of, counted)
    nameless = texts.placed(of, [ends_counted("belt", 2), passage(2, 20, len(LINES))])

    assert (lying(found, 0, of), lying(found, 1, of), found.unsure) == ("belt", "wacht en", {})
    assert found.counted is Counted.LINES_AS_TWO
    assert nameless.counted is Counted.CHARACTERS
    assert nameless.spans[guid(2)] is None
