"""The answers of everybody as one text with turns: a turn an answer, a speaker a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sluitend.errors import InputError
from sluitend.formats.answers import codes
from sluitend.formats.answers.model import Table
from sluitend.formats.documents import Block, BlockKind, Document, Turn
from sluitend.formats.documents.builder import check_length

LABEL = 120  # code points of a question above an answer


@dataclass(frozen=True, slots=True)
class Answers:
    """The text, and for each of its speakers the index of the row in the table."""

    document: Document
    rows: tuple[int, ...]


def compose(table: Table, *, questions: Sequence[int], key: int | None, media_type: str, name: str) -> Answers:
    """Write the answers in these columns out, row by row; rows without an answer are left out.

    The text begins with the questions in full. Then come, for each row, a line with its key or else its number (`name`
    with ``{number}``), and for each answer a line with the question and the answer itself: the turn.
    Raises InputError("answers.no_answers", "answers.same_key"), and "formats.too_long" or "formats.too_many_blocks".
    """
    labels = _labels([table.columns[column] for column in questions])
    paper = _Paper()
    paper.questions([table.columns[column] for column in questions])
    rows: list[int] = []
    speakers: list[str] = []
    for index, row in enumerate(table.rows):
        answers = [(label, row[column]) for label, column in zip(labels, questions, strict=True) if row[column]]
        if answers:
            speakers.append((row[key] if key is not None else "") or name.format(number=len(rows) + 1))
            paper.row(len(rows), speakers[-1], answers)
            rows.append(index)
    _check(table, rows, speakers)
    text = paper.text
    check_length(len(text), len(paper.blocks))
    return Answers(Document(text, tuple(paper.blocks), media_type, None, tuple(paper.turns), tuple(speakers)), (*rows,))


def _check(table: Table, rows: Sequence[int], speakers: Sequence[str]) -> None:
    if not rows:
        raise InputError(codes.NO_ANSWERS)
    known: dict[str, int] = {}
    for index, speaker in zip(rows, speakers, strict=True):
        first = known.setdefault(speaker.casefold(), index)
        if first != index:
            raise InputError(codes.SAME_KEY, row=table.numbers[index], other=table.numbers[first])


def _labels(questions: Sequence[str]) -> list[str]:
    """The questions, shortened where they are long; none twice."""
    labels = [one if len(one) <= LABEL else one[: LABEL - 1].rsplit(" ", 1)[0] + "…" for one in questions]
    return [label if labels.count(label) == 1 else f"{number}. {label}" for number, label in enumerate(labels, start=1)]


class _Paper:
    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self.blocks: list[Block] = []
        self.turns: list[Turn] = []

    @property
    def text(self) -> str:
        return "".join(self._parts).rstrip("\n")

    def questions(self, questions: Sequence[str]) -> None:
        for number, question in enumerate(questions, start=1):
            self._line(f"{number}. {question}", BlockKind.LIST_ITEM, 1)

    def row(self, speaker: int, label: str, answers: Sequence[tuple[str, str]]) -> None:
        self._gap()
        self._line(label, BlockKind.HEADING, 3)
        for question, answer in answers:
            self._line(question, BlockKind.NOTE, None)
            start = self._line(answer, BlockKind.PARAGRAPH, None)
            self.turns.append(Turn(start, start + len(answer), speaker))

    def _line(self, text: str, kind: BlockKind, level: int | None) -> int:
        start = self._length
        self.blocks.append(Block(start, start + len(text), kind, level))
        self._add(text + "\n")
        return start

    def _gap(self) -> None:
        self._add("\n")

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)


def questions_of(text: str, turns: Sequence[Turn]) -> Iterator[str]:
    """The question of each turn: the line above it. A turn that begins within its line has what stands before it."""
    for turn in turns:
        line = text.rfind("\n", 0, turn.start) + 1
        own = text[line : turn.start].strip()
        yield own or text[text.rfind("\n", 0, max(0, line - 1)) + 1 : max(0, line - 1)].strip()
