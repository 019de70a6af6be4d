"""The answers of one version, to choose from by question, by what is known of the respondent, and by words."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sluitend.apps.design.models import Level, Perspective, Phase, Place
from sluitend.apps.people.models import Organisation
from sluitend.apps.sources.models import SourceKind, SourceVersion
from sluitend.formats.answers.compose import questions_of
from sluitend.formats.documents import Turn

ATTRIBUTES = ("perspective", "level", "place", "organisation", "phase")
_MODELS = {"perspective": Perspective, "place": Place, "organisation": Organisation, "phase": Phase}


def is_answer_set(version: SourceVersion) -> bool:
    """Whether this text is one of open answers, a turn each."""
    return version.source.kind == SourceKind.SURVEY_ANSWERS and bool(version.turns)


def turns_within(turns: Sequence[Turn], starts: Sequence[int], start: int, end: int) -> range:
    """Places of the turns that share something with ``[start, end)``; `starts` are where they begin."""
    first = max(0, bisect_right(starts, start) - 1)
    if first < len(turns) and turns[first].end <= start:
        first += 1
    last = first
    while last < len(turns) and turns[last].start < end:
        last += 1
    return range(first, last)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which answers to take: of one question, of respondents with these attributes (as text), with these words."""

    question: int | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    words: str = ""


class AnswerSet:
    """Every answer of a version in the order of its text; an answer is known by its place in that order.

    The caller was allowed to open the version. One query, however many answers there are.
    """

    def __init__(self, version: SourceVersion) -> None:
        self.text = version.text or ""
        self.turns: Sequence[Turn] = [Turn.from_json(turn) for turn in version.turns]
        self._starts = [turn.start for turn in self.turns]
        found = list(questions_of(self.text, self.turns))
        self.questions: Sequence[str] = list(dict.fromkeys(found))
        numbers = {question: number for number, question in enumerate(self.questions)}
        self.question_of = [numbers[question] for question in found]
        self._facts = _facts(version)

    def __len__(self) -> int:
        return len(self.turns)

    def at(self, start: int, end: int) -> range:
        """The answers that share something with ``[start, end)``."""
        return turns_within(self.turns, self._starts, start, end)

    def chosen(self, choice: Choice, among: Callable[[int], bool] = lambda _answer: True) -> list[int]:
        """The answers that meet every condition, in their order."""
        speakers = self._speakers(choice.attributes)
        needle = choice.words.casefold()
        return [
            answer
            for answer, turn in enumerate(self.turns)
            if (choice.question is None or self.question_of[answer] == choice.question)
            and (speakers is None or turn.speaker in speakers)
            and among(answer)
            and (not needle or needle in self.text[turn.start : turn.end].casefold())
        ]

    def _speakers(self, attributes: Mapping[str, str]) -> Collection[int] | None:
        wanted = {name: value for name, value in attributes.items() if value}
        if not wanted:
            return None
        return {number for number, facts in self._facts.items() if all(facts[name] == wanted[name] for name in wanted)}

    def values(self) -> dict[str, list[tuple[str, str, int]]]:
        """For each attribute that tells respondents apart: value, name and number of answers, the most frequent first.

        One query for each.
        """
        counted: dict[str, Counter[str]] = {name: Counter() for name in ATTRIBUTES}
        for turn in self.turns:
            for name, value in self._facts.get(turn.speaker, {}).items():
                counted[name][value] += 1
        found = {}
        for name, counts in counted.items():
            names = _names(name, counts)
            if names:
                found[name] = [(value, names[value], n) for value, n in counts.most_common() if value in names]
        return found


def _facts(version: SourceVersion) -> dict[int, dict[str, str]]:
    columns = [name if name == "level" else f"{name}_id" for name in ATTRIBUTES]
    rows = version.source.speakers.order_by().values_list("number", *columns)
    return {
        number: {name: str(value or "") for name, value in zip(ATTRIBUTES, values, strict=True)}
        for number, *values in rows
    }


def _names(attribute: str, values: Iterable[str]) -> dict[str, str]:
    known = [value for value in values if value]
    if not known:
        return {}
    if attribute == "level":
        return {value: str(Level(value).label) for value in known}
    return {str(row.pk): str(row) for row in _MODELS[attribute]._default_manager.filter(pk__in=known)}
