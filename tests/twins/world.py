"""A small evaluation as plain objects, drawn at random: what the slow twins read.

Nothing here knows the database or the product. Numbers stand for people, places and organisations; None and "" are what
nobody filled in. It has ties, passages across turns, people who speak in several conversations or under two labels,
texts that were not released, merged findings, archived codes, dropped questions, and one person who withdraws.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

LEVELS = ("official", "managerial", "executive")
STANCES = ("supports", "nuances", "contradicts")
LENGTH = 120  # characters of each text
GROUPS, PLACES, PHASES, ORGANISATIONS = 3, 2, 2, 3


@dataclass
class Where:
    """From which place somebody speaks, as far as it was filled in."""

    group: int | None = None
    level: str = ""
    place: int | None = None
    organisation: int | None = None
    phase: int | None = None


@dataclass
class Person:
    number: int
    where: Where
    gone: bool = False  # withdrew


@dataclass
class Label:
    """A label before turns. `same_as` is the place in the text's list of another label of the same speaker."""

    asks: bool = False
    person: int | None = None
    same_as: int | None = None
    where: Where = field(default_factory=Where)
    gone: bool = False


@dataclass
class Text:
    number: int
    kind: str  # document, transcript, interview_report
    public: bool
    released: bool
    where: Where
    labels: list[Label] = field(default_factory=list)
    turns: list[tuple[int, int, int]] = field(default_factory=list)  # start, end, place of the label
    named: list[int] = field(default_factory=list)  # numbers of people of whom the ground says that they speak
    gone: bool = False


@dataclass
class Passage:
    number: int
    text: Text
    start: int
    end: int
    codes: set[int] = field(default_factory=set)
    gone: bool = False


@dataclass
class Question:
    label: str
    parent: str = ""
    dropped: bool = False


@dataclass
class Finding:
    number: int
    questions: set[str]
    evidence: dict[int, str]  # number of a passage -> stance
    merged_into: int | None = None


@dataclass
class World:
    people: list[Person] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    codes: dict[int, bool] = field(default_factory=dict)  # number -> archived
    questions: list[Question] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    answers: dict[int, tuple[str, set[int]]] = field(default_factory=dict)  # number -> question, findings
    advice: dict[int, set[int]] = field(default_factory=dict)  # number -> answers
    agreements: dict[int, set[int]] = field(default_factory=dict)  # number -> passages that show it
    written: dict[int, int] = field(default_factory=dict)  # agreement -> passage in which it stands
    entries: dict[int, set[int]] = field(default_factory=dict)  # logbook -> findings
    plans: dict[tuple[str, int, str], tuple[int, bool]] = field(default_factory=dict)  # -> number, for each place
    topics: set[tuple[int, str]] = field(default_factory=set)  # group, question

    def passage(self, number: int) -> Passage:
        return next(one for one in self.passages if one.number == number)

    @property
    def standing(self) -> list[Finding]:
        return [one for one in self.findings if one.merged_into is None]


def drawn(seed: int) -> World:
    """One world; the same for the same seed."""
    return _Drawing(Random(seed)).world()


class _Drawing:
    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.made = World()

    def world(self) -> World:
        made, chance = self.made, self.chance
        made.people = [Person(number, self.where()) for number in range(1, 6)]
        made.texts = [self.text(number) for number in range(1, chance.randint(4, 8))]
        made.codes = {number: chance.random() < 0.3 for number in range(1, 5)}
        made.passages = self.passages()
        made.questions = [Question("V1"), Question("V1.1", "V1"), Question("V1.2", "V1"), Question("V2")]
        made.questions.append(Question("V3", dropped=True))
        made.findings = [self.finding(number) for number in range(1, 7)]
        self.merge()
        self.conclude()
        self.plan()
        return made

    def maybe(self, amount: int, share: float = 0.3) -> int | None:
        return None if self.chance.random() < share else self.chance.randrange(amount)

    def some(self, numbers: list[int], most: int) -> set[int]:
        return set(self.chance.sample(numbers, min(len(numbers), self.chance.randint(0, most))))

    def where(self, share: float = 0.3) -> Where:
        level = "" if self.chance.random() < share else self.chance.choice(LEVELS)
        maybe = self.maybe
        return Where(maybe(GROUPS, share), level, maybe(PLACES, share), maybe(ORGANISATIONS, share))

    def text(self, number: int) -> Text:
        kind = self.chance.choice(["document", "transcript", "transcript", "interview_report"])
        public = kind == "document" and self.chance.random() < 0.6
        text = Text(number, kind, public, public or self.chance.random() < 0.85, self.where())
        text.where.phase = self.maybe(PHASES)
        if kind == "transcript" and self.chance.random() < 0.75:
            self.speak(text)
        elif kind != "document":
            text.named = [one.number for one in self.chance.sample(self.made.people, self.chance.choice([0, 1, 1, 2]))]
        return text

    def speak(self, text: Text) -> None:
        """Labels, of which one answers at least, and turns with something or nothing between them."""
        text.labels = [Label(person=self.person(), where=self.where(0.6))]
        for _label in range(self.chance.randint(0, 3)):
            text.labels.append(self.label(text))
        at = self.chance.choice([0, 7])
        while at < LENGTH - 4:
            end = min(LENGTH, at + self.chance.choice([4, 9, 15]))
            text.turns.append((at, end, self.chance.randrange(len(text.labels))))
            at = end + self.chance.choice([0, 0, 5])

    def label(self, text: Text) -> Label:
        if self.chance.random() < 0.3:
            return Label(asks=True)
        where = self.where(0.6)
        where.phase = self.maybe(PHASES, 0.7)
        answering = [place for place, one in enumerate(text.labels) if not one.asks]
        same_as = self.chance.choice(answering) if self.chance.random() < 0.25 else None
        return Label(person=self.person(), same_as=same_as, where=where)

    def person(self) -> int | None:
        return None if self.chance.random() < 0.3 else self.chance.choice(self.made.people).number

    def passages(self) -> list[Passage]:
        found: dict[tuple[int, int, int], Passage] = {}
        for text in [one for one in self.made.texts if one.released]:
            for _passage in range(self.chance.randint(0, 6)):
                start = self.chance.randrange(LENGTH - 1)
                end = min(LENGTH, start + self.chance.choice([1, 6, 25, 60]))
                codes = self.some(list(self.made.codes), 2)
                known = found.setdefault((text.number, start, end), Passage(0, text, start, end))
                known.codes |= codes
        rows = list(found.values())
        self.chance.shuffle(rows)
        for number, row in enumerate(rows, 1):
            row.number = number
        return rows

    def finding(self, number: int) -> Finding:
        numbers = [one.number for one in self.made.passages]
        questions = {one.label for one in self.chance.sample(self.made.questions, self.chance.randint(0, 2))}
        evidence = {one: self.chance.choice(STANCES) for one in sorted(self.some(numbers, 7))}
        return Finding(number, questions, evidence)

    def merge(self) -> None:
        """The last finding into the first; what was not moved is still tied to it."""
        if self.chance.random() < 0.6:
            self.made.findings[-1].merged_into = 1

    def conclude(self) -> None:
        made, numbers = self.made, [one.number for one in self.made.findings]
        shown = [one.number for one in made.passages]
        asked = self.chance.sample([one.label for one in made.questions], 3)
        made.answers = {number: (label, self.some(numbers, 4)) for number, label in enumerate(asked, 1)}
        made.advice = {number: self.some(list(made.answers), 2) for number in range(1, 4)}
        made.agreements = {number: self.some(shown, 2) for number in range(1, 3)}
        made.written = {number: self.chance.choice(shown) for number in made.agreements if shown and self.maybe(2)}
        made.entries = {number: self.some(numbers, 2) for number in range(1, 3)}

    def plan(self) -> None:
        labels = [one.label for one in self.made.questions]
        for _plan in range(self.chance.randint(2, 8)):
            level = self.chance.choice(["", "", *LEVELS])
            key = self.chance.choice(labels), self.chance.randrange(GROUPS), level
            self.made.plans[key] = self.chance.randint(0, 4), self.chance.random() < 0.3
        self.made.topics = {(self.chance.randrange(GROUPS), self.chance.choice(labels)) for _topic in range(2)}
