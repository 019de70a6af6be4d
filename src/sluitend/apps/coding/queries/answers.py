"""Which answers of a questionnaire are on the screen: a window on those that were chosen, and how far the coding is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sluitend.apps.coding.models import Coding, Fragment
from sluitend.apps.coding.queries.blindness import seen_codings, seen_fragments
from sluitend.apps.people.models import User
from sluitend.apps.sources.answer_sets import AnswerSet, Choice
from sluitend.apps.sources.models import SourceVersion

PAGE = 200
CODED, UNCODED = "yes", "no"


@dataclass(frozen=True, slots=True)
class Window:
    """A page of the chosen answers (by their places in the set), and the numbers of the fragments in them."""

    answers: AnswerSet
    shown: Sequence[int]
    total: int  # of the chosen answers
    coded: int  # of all answers
    page: int  # from 1
    pages: int
    next_uncoded: int | None  # the page where the next answer without a code is, beyond this one
    fragments: frozenset[int]

    @property
    def first(self) -> int:
        return (self.page - 1) * PAGE + 1 if self.shown else 0

    @property
    def last(self) -> int:
        return (self.page - 1) * PAGE + len(self.shown)


class CodedAnswers:
    """Which answers of a version have a code that this user may see. Two queries."""

    def __init__(self, user: User, version: SourceVersion, answers: AnswerSet) -> None:
        fragments = seen_fragments(user, Fragment.objects.filter(version=version))
        spans = fragments.order_by().values_list("pk", "number", "start", "end")
        self._answers = {pk: answers.at(start, end) for pk, _number, start, end in spans}
        self._numbers = {pk: number for pk, number, _start, _end in spans}
        self._by_code: dict[int, set[int]] = {}
        codings = seen_codings(user, Coding.objects.filter(fragment__in=fragments))
        for fragment_id, code_id in codings.order_by().values_list("fragment_id", "code_id"):
            self._by_code.setdefault(code_id, set()).update(self._answers.get(fragment_id, ()))
        self.all: set[int] = set().union(*self._by_code.values())

    def meets(self, answer: int, wanted: str) -> bool:
        """Whether an answer is coded as wanted: with a code, without, with the code of this id, or either way."""
        if wanted == CODED:
            return answer in self.all
        if wanted == UNCODED:
            return answer not in self.all
        return not wanted.isdecimal() or answer in self._by_code.get(int(wanted), ())

    def fragments_in(self, shown: Sequence[int]) -> frozenset[int]:
        """Numbers of the fragments that have a part in these answers."""
        there = set(shown)
        return frozenset(self._numbers[pk] for pk, found in self._answers.items() if not there.isdisjoint(found))


def window_on(
    user: User,
    version: SourceVersion,
    answers: AnswerSet,
    choice: Choice,
    *,
    coded: str = "",
    page: int = 1,
    focus: Fragment | None = None,
) -> Window:
    """The page of the chosen answers, or the one on which a fragment lies: a choice that leaves it out is let go.

    The caller was allowed to open the version, of which these are the answers. Two queries, however many there are.
    """
    known = CodedAnswers(user, version, answers)
    chosen = answers.chosen(choice, lambda answer: known.meets(answer, coded))
    if focus is not None:
        at = next(iter(answers.at(focus.start, focus.end)), 0)
        chosen = chosen if at in chosen else list(range(len(answers)))
        page = chosen.index(at) // PAGE + 1
    pages = max(1, -(-len(chosen) // PAGE))
    page = min(max(1, page), pages)
    shown = chosen[(page - 1) * PAGE : page * PAGE]
    following = _following(chosen, page, known.all, coded)
    return Window(answers, shown, len(chosen), len(known.all), page, pages, following, known.fragments_in(shown))


def _following(chosen: Sequence[int], page: int, coded: set[int], wanted: str) -> int | None:
    """The page to go to from the last answer of this one: after it, else from the beginning."""
    places = [place for place, answer in enumerate(chosen) if answer not in coded and place // PAGE + 1 != page]
    if not places:
        return None
    if wanted == UNCODED:  # what gets a code leaves the choice, and the rest moves up
        return 1
    return next((place for place in places if place >= page * PAGE), places[0]) // PAGE + 1
