"""Score proposed names against the labelled set.

The rule: only letters and digits count. A true name is found when every one of them lies in a proposed span (together
they may cover it). A proposed span is right when at least half of its letters and digits lie in true names, the letters
that may go along included; whose kind they are does not matter. Counts are micro: every mention weighs the same.

Listed and unlisted are told of names (persons, addresses, streets, schools, organisations, places) only; what has a
fixed shape (postcode, phone, e-mail, BSN, date of birth) is counted as `shaped`, so that the easy ones do not lift the
figure of the names.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from tests.engines.text.labelled import NAME_KINDS, Name, Sentence


class Proposed(Protocol):
    """A proposed span: code points ``[start, end)`` of the sentence's text, and a kind whose str() is its name."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def kind(self) -> object: ...


@dataclass(slots=True)
class Count:
    """How many of how many."""

    hits: int = 0
    total: int = 0

    @property
    def share(self) -> float:
        """Give hits / total; of nothing it is 1.0: nothing was missed."""
        return self.hits / self.total if self.total else 1.0

    def add(self, hit: bool) -> None:
        """Count one more."""
        self.hits += hit
        self.total += 1


def _counts() -> defaultdict[str, Count]:
    return defaultdict(Count)


@dataclass(slots=True)
class Score:
    """Recall of names on the list, on no list and of what has a fixed shape; precision; both by kind too."""

    listed: Count = field(default_factory=Count)
    unlisted: Count = field(default_factory=Count)
    shaped: Count = field(default_factory=Count)
    precision: Count = field(default_factory=Count)
    recall_by_kind: defaultdict[str, Count] = field(default_factory=_counts)
    precision_by_kind: defaultdict[str, Count] = field(default_factory=_counts)
    missed: list[tuple[int, str, str]] = field(default_factory=list)
    wrong: list[tuple[int, str, str]] = field(default_factory=list)


def score(predicted: Sequence[Iterable[Proposed]], truth: Sequence[Sentence]) -> Score:
    """Score the proposals for each sentence; `missed` and `wrong` tell (sentence number, kind, words).

    Raises ValueError when the two have not the same length or a span lies outside its sentence.
    """
    result = Score()
    for proposals, sentence in zip(predicted, truth, strict=True):
        _score_one(list(proposals), sentence, result)
    return result


def _score_one(proposals: list[Proposed], sentence: Sentence, result: Score) -> None:
    covered = set[int]()
    for span in proposals:
        if not 0 <= span.start < span.end <= len(sentence.text):
            raise ValueError(f"span {span.start}-{span.end} lies outside sentence {sentence.number}")
        covered |= _letters(sentence.text, span.start, span.end)
    for name in sentence.names:
        _count_name(name, sentence, covered, result)
    true = set[int]().union(*(_letters(sentence.text, name.outer_start, name.outer_end) for name in sentence.names))
    for span in proposals:
        _count_proposal(span, sentence, true, result)


def _count_name(name: Name, sentence: Sentence, covered: set[int], result: Score) -> None:
    found = _letters(sentence.text, name.start, name.end) <= covered
    result.recall_by_kind[name.kind].add(found)
    if name.kind not in NAME_KINDS:
        result.shaped.add(found)
    else:
        (result.listed if name.listed else result.unlisted).add(found)
    if not found:
        result.missed.append((sentence.number, name.kind, sentence.said(name)))


def _count_proposal(span: Proposed, sentence: Sentence, true: set[int], result: Score) -> None:
    letters = _letters(sentence.text, span.start, span.end)
    right = bool(letters) and 2 * len(letters & true) >= len(letters)
    result.precision.add(right)
    result.precision_by_kind[str(span.kind)].add(right)
    if not right:
        result.wrong.append((sentence.number, str(span.kind), sentence.text[span.start : span.end]))


def _letters(text: str, start: int, end: int) -> set[int]:
    return {at for at in range(start, end) if text[at].isalnum()}
