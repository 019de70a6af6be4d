"""Whatever conversation is written down in whatever layout, it reads back to the same turns."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sluitend.formats import transcripts
from sluitend.formats.documents import Document, clean
from sluitend.formats.transcripts import subtitles

Turn = tuple[str, str]


@dataclass(frozen=True)
class Conversation:
    """Label and words, turn by turn; neighbours are never the same speaker."""

    turns: tuple[Turn, ...]


KNOWN = ("Interviewer", "R1", "R2", "Respondent 3", "Moeder A", "Deelnemer 2 (fictief)")
NAMES = ("Jannie de Voorbeeld", "Kees Verzonnen", "Mw. van der Fictie", "Özlem", "Verzonnen, Els", "Consulent wijkteam")
# Words as people say them: letters with and without accents (also loose ones), signs that no layout uses.
WORD = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzéëï\u0301ABCDE'’-,€&<"), min_size=1, max_size=9).map(
    lambda word: "w" + word
)
WORDS = st.lists(WORD, min_size=1, max_size=30).map(lambda words: " ".join(words) + ".")


@st.composite
def conversations(draw: st.DrawFn, labels: tuple[str, ...]) -> Conversation:
    """Everybody speaks at least twice, in any order."""
    speakers = draw(st.lists(st.sampled_from(labels), min_size=2, max_size=4, unique=True))
    order = [*speakers, *speakers, *draw(st.lists(st.sampled_from(speakers), max_size=12))]
    kept = [label for number, label in enumerate(order) if not number or label != order[number - 1]]
    return Conversation(tuple((label, draw(WORDS)) for label in kept))


def clock(number: int) -> str:
    seconds = 7 * number
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


Layout = Callable[[Conversation], str]


def lines(each: str, end: str = "\n") -> Layout:
    def write(conversation: Conversation) -> str:
        turns = enumerate(conversation.turns)
        return end.join(each.format(label=label, words=words, time=clock(n)) for n, (label, words) in turns)

    return write


UNTIMED = {"label and colon": lines("{label}: {words}"), "label above": lines("{label}:\n{words}", "\n\n")}
TIMED = {
    "time before": lines("[{time}] {label}: {words}"),
    "time behind": lines("{label} ({time}): {words}"),
    "teams": lines("{label}   {time}\n{words}", "\n\n"),
    "amberscript": lines("{label} | {time}\n{words}", "\n\n"),
    "older teams": lines("{time}.000 --> {time}.900\n{label}\n{words}"),
}
LABELS = {"known": KNOWN, "names": NAMES}


def expected(conversation: Conversation) -> list[Turn]:
    return [(clean.piece(label), clean.piece(words)) for label, words in conversation.turns]


def assert_sound(found: Document | transcripts.Transcript) -> list[Turn]:
    assert found.text == unicodedata.normalize("NFC", found.text)
    assert "\r" not in found.text
    end = 0
    for turn in found.turns:
        assert end <= turn.start < turn.end <= len(found.text)
        end = turn.end
    assert [turn.seconds for turn in found.turns] == sorted(turn.seconds or 0 for turn in found.turns) or all(
        turn.seconds is None for turn in found.turns
    )
    return [
        (found.speakers[turn.speaker], re.sub(r"\s+", " ", found.text[turn.start : turn.end])) for turn in found.turns
    ]


@pytest.mark.parametrize("labels", LABELS)
@pytest.mark.parametrize("layout", [*UNTIMED, *TIMED])
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_every_layout_reads_back(layout: str, labels: str, data: st.DataObject) -> None:
    conversation = data.draw(conversations(LABELS[labels]))
    text = clean.characters({**UNTIMED, **TIMED}[layout](conversation))

    found = transcripts.read(text)

    assert found is not None
    assert assert_sound(found) == expected(conversation)
    if layout in TIMED:
        assert [turn.seconds for turn in found.turns] == [7.0 * n for n in range(len(conversation.turns))]


def webvtt(conversation: Conversation) -> str:
    escaped = [(label, words.replace("&", "&amp;").replace("<", "&lt;")) for label, words in conversation.turns]
    cues = "".join(
        f"{n}-x\n{clock(n)}.000 --> {clock(n)}.900 align:start\n<v.luid {label}>{words}</v>\n\n"
        for n, (label, words) in enumerate(escaped)
    )
    return f"WEBVTT\n\nNOTE fictief\n\n{cues}"


def subrip(conversation: Conversation) -> str:
    turns = enumerate(conversation.turns, start=1)
    return "".join(
        f"{n}\n{clock(n)},000 --> {clock(n)},900\n{label}: {words.replace('<', '')}\n\n" for n, (label, words) in turns
    )


@pytest.mark.parametrize("labels", LABELS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_webvtt_reads_back(labels: str, data: st.DataObject) -> None:
    conversation = data.draw(conversations(LABELS[labels]))

    found = subtitles.read(clean.characters(webvtt(conversation)), ".vtt", "text/vtt")

    assert assert_sound(found) == expected(conversation)
    assert [turn.seconds for turn in found.turns] == [7.0 * n for n in range(len(conversation.turns))]


@pytest.mark.parametrize("labels", LABELS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_subrip_reads_back(labels: str, data: st.DataObject) -> None:
    conversation = data.draw(conversations(LABELS[labels]))

    found = subtitles.read(clean.characters(subrip(conversation)), ".srt", "application/x-subrip")

    assert assert_sound(found) == [(label, clean.piece(words.replace("<", ""))) for label, words in conversation.turns]


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("ab:I R1[]()|#<>-.,0123 \n\u0301é"), max_size=400))
def test_any_text_gives_turns_that_fit_or_none(text: str) -> None:
    found = transcripts.read(clean.characters(text))

    if found is not None:
        assert found.turns
        spans = [(turn.start, turn.end) for turn in found.turns]
        assert spans == sorted(spans)
        assert all(found.text[start:end].strip() for start, end in spans)
        assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from("ab<>/v .&;:-0123\n"), max_size=300))
def test_any_subtitles_give_turns_that_fit(payload: str) -> None:
    text = clean.characters(f"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Jan>woord</v>{payload}")

    found = subtitles.read(text, ".vtt", "text/vtt")

    assert found.turns
    assert all(0 <= turn.start < turn.end <= len(found.text) for turn in found.turns)
