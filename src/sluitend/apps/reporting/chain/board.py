"""The picture as columns, from question to recommendation: a page of each, since a conclusion may rest on hundreds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy

from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.reporting.chain.graph import Graph, graph_of
from sluitend.apps.reporting.chain.items import Item, Items
from sluitend.apps.reporting.chain.passages import CODE
from sluitend.apps.reporting.chain.walk import Found, around, letter_of
from sluitend.errors import NotFound
from sluitend.web import registry

SHOWN = 40  # in one column at once
GIST = 180  # characters of what is not chosen
SPINE = {
    "V": gettext_lazy("question"),
    "S": gettext_lazy("source"),
    "F": gettext_lazy("fragment"),
    CODE: gettext_lazy("code"),
    "B": gettext_lazy("finding"),
    "C": gettext_lazy("conclusion"),
    "A": gettext_lazy("recommendation"),
}
ORDER = ("V", "AF", "S", "F", CODE, "D", "U", "L", "B", "C", "A")
BESIDE = {"V", CODE, "L"}  # they rest on nothing, and nothing rests on them: they tell what the others are about
RANK = {"S": 0, "D": 0, "F": 1, "U": 1, "AF": 2, "B": 2, "C": 3, "A": 4}  # each rests on what has a lower one
MOST = 5


@dataclass(frozen=True, slots=True)
class Column:
    """One kind of object. `page` counts from 1."""

    letter: str
    kind: str
    side: str  # "centre", "below" (the centre rests on it), "above" (it rests on the centre), "beside"
    items: tuple[Item, ...]
    total: int
    page: int

    @property
    def first(self) -> int:
        return (self.page - 1) * SHOWN + 1

    @property
    def last(self) -> int:
        return self.first + len(self.items) - 1

    @property
    def earlier(self) -> int | None:
        """The page before this one."""
        return self.page - 1 if self.page > 1 else None

    @property
    def later(self) -> int | None:
        """The page after this one."""
        return self.page + 1 if self.last < self.total else None


@dataclass(frozen=True, slots=True)
class Board:
    """The chosen object with everything around it; without one, everything there is."""

    centre: Item | None
    kind: str
    columns: tuple[Column, ...]

    @property
    def below(self) -> int:
        """How many objects it rests on."""
        return sum(column.total for column in self.columns if column.side == "below")

    @property
    def above(self) -> int:
        """How many objects rest on it."""
        return sum(column.total for column in self.columns if column.side == "above")


def board_for(user: User, evaluation: Evaluation, label: str, pages: Mapping[str, str]) -> Board:
    """The picture around the object with this label; `pages` says by letter which page of a column is asked for.

    Raises NotFound (also for what this user may not know exists), NotAllowed.
    """
    graph = graph_of(user, evaluation)
    letter = letter_of(label)
    rests_on, rest_on_it = _neighbours(user, evaluation, graph, label)
    items = Items(user, evaluation, graph)
    centre = next(items.of(letter, [label]))
    if not centre.may_choose:
        raise NotFound("label")
    drawing = _Drawing(items, graph, label, around(graph, label, rests_on, rest_on_it), pages)
    return Board(centre, _kind(letter), tuple(drawing.columns()))


def whole_board_for(user: User, evaluation: Evaluation, pages: Mapping[str, str]) -> Board:
    """Everything of the evaluation, to choose from. Raises NotFound, NotAllowed."""
    graph = graph_of(user, evaluation)
    everything = {letter: list(graph.known(letter)) for letter in ORDER}
    found = {letter: labels for letter, labels in everything.items() if labels or letter in SPINE}
    drawing = _Drawing(Items(user, evaluation, graph), graph, "", found, pages)
    return Board(None, "", tuple(drawing.columns()))


def _neighbours(user: User, evaluation: Evaluation, graph: Graph, label: str) -> tuple[list[str], list[str]]:
    """What other rooms tie to the centre, beside what the graph holds itself. Raises NotFound."""
    letter = letter_of(label)
    if letter in SPINE and letter != "S" and label not in graph.known(letter):
        raise NotFound("label")
    if letter == CODE:  # no kind of evidence, so no other room knows it
        return [], []
    reference = registry.Reference.parse(label)
    if reference is None or reference.number.startswith("0"):  # S007 is no other way to write S7
        raise NotFound("label")
    kind = registry.evidence_kinds[reference.letter]
    kind.resolve(user, evaluation, reference.number)
    rests_on = kind.up_links(user, evaluation, reference.number)
    rest_on_it = kind.down_links(user, evaluation, reference.number)
    return _foreign(rests_on, graph, letter), _foreign(rest_on_it, graph, letter)


def _foreign(references: Iterable[registry.Reference], graph: Graph, letter: str) -> list[str]:
    """Between two objects of the spine the graph knows the ties itself."""
    labels = [str(reference) for reference in references]
    if letter in SPINE:
        return [label for label in labels if letter_of(label) not in SPINE]
    return [one for one in labels if letter_of(one) not in SPINE or one in graph.known(letter_of(one))]


def _kind(letter: str) -> str:
    return str(SPINE[letter] if letter in SPINE else registry.evidence_kinds[letter].label)


@dataclass(frozen=True)
class _Drawing:
    items: Items
    graph: Graph
    centre: str  # empty: nothing was chosen
    found: Found
    pages: Mapping[str, str]

    def columns(self) -> Iterator[Column]:
        others = sorted(set(self.found) - set(ORDER))
        letters = [letter for letter in (*ORDER, *others) if letter in SPINE or letter in self.found]
        if not self.graph.codes:
            letters.remove(CODE)  # nothing was coded, or this user may not know
        shown = {letter: self._page(letter) for letter in letters}
        labels = {label for _number, these in shown.values() for label in these}
        for letter, (page, these) in shown.items():
            drawn = tuple(self._drawn(item, labels) for item in self.items.of(letter, these))
            yield Column(letter, _kind(letter), self._side(letter), drawn, len(self.found.get(letter, ())), page)

    def _page(self, letter: str) -> tuple[int, list[str]]:
        labels = self.found.get(letter, [])
        last = max(1, -(-len(labels) // SHOWN))
        asked = self.pages.get(letter, "")
        known = asked.isascii() and asked.isdecimal() and len(asked) < 6
        page = min(max(int(asked), 1), last) if known else 1
        return page, labels[(page - 1) * SHOWN : page * SHOWN]

    def _side(self, letter: str) -> str:
        own = letter_of(self.centre)
        if letter == own:
            return "centre"
        if not own or {letter, own} & BESIDE:
            return "beside"
        return "below" if RANK.get(letter, MOST) < RANK.get(own, MOST) else "above"

    def _drawn(self, item: Item, shown: set[str]) -> Item:
        """Short, with what it is tied to; a passage says what it means for the findings in the picture."""
        beside = list(dict.fromkeys(label for label in self.graph.beside(item.label) if label in shown))
        findings = [label for label in beside if letter_of(label) == "B"]
        note = " · ".join(filter(None, (item.note, self.items.note(item.label, self.centre))))
        marks = item.marks + tuple(self.items.stances(item.label, findings))
        return replace(item, text=_gist(item.text), note=note, marks=marks, beside=tuple(beside))


def _gist(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= GIST else f"{words[: GIST - 1].rstrip()}…"
