"""How well suggestions agree with people, on texts that the classifier has not seen.

Each text is held out whole, in turn: passages of one conversation resemble each other, so that a division by passages
would flatter. The threshold of a code is chosen within the texts that are learned from, never on the one that is held
out, and so is the answer that is most frequent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sluitend.engines.agreement import Estimate, krippendorff_alpha
from sluitend.engines.text.suggesting.held_out import Counted, f1
from sluitend.engines.text.suggesting.training import Labels, Numbers, Sums, Vectors

MOST_TURNS = 200  # of more texts some are held out together, every text once
INNER = 4
FEWEST = 5  # passages with a code, below which nothing is learned of it
FEWEST_TEXTS = 3
NEVER = 1e9  # a threshold that no score reaches


@dataclass(frozen=True, slots=True)
class Judged:
    """One code. Without enough examples there is no threshold, no F1 and no agreement.

    ``never`` and ``always`` are the F1 of answering everywhere what is most frequent elsewhere (nearly always: no), and
    of answering yes everywhere. ``agreement`` is Krippendorff's alpha between people and computer over all passages.
    ``held`` has what was counted in every text while it was held out, by text.
    """

    examples: int
    texts: int
    threshold: float | None = None
    f1: float | None = None
    precision: float | None = None
    recall: float | None = None
    never: float = 0.0
    always: float = 0.0
    agreement: Estimate | None = None
    held: dict[int, Counted] = field(default_factory=dict)


def judge(
    vectors: Vectors,
    labels: Labels,
    texts: NDArray[np.int64],
    *,
    firm: Labels | None = None,
    left: Labels | None = None,
) -> list[Judged]:
    """What may be expected of suggestions for each code: passages [n, d], answers [n, k], the text of each passage [n].

    ``firm`` marks what a person refused, which teaches more than silence; ``left`` what does not count in the measures,
    since the computer itself brought it up.
    """
    answers = labels.astype(np.float64) - (0.0 if firm is None else firm.astype(np.float64))
    counted = np.ones(labels.shape, np.bool_) if left is None else ~left
    enough = [code for code in range(labels.shape[1]) if is_enough(labels[:, code], texts)]
    found = [_too_few(labels[:, code], texts) for code in range(labels.shape[1])]
    if not enough:
        return found
    known = _Known(vectors, answers[:, enough], labels[:, enough], texts)
    said = np.zeros((len(labels), len(enough)), np.bool_)
    for held in _turns(texts):
        said[held] = known.said_of(held)
    thresholds = known.thresholds()
    for place, code in enumerate(enough):
        some = counted[:, code]
        found[code] = _judged(labels[some, code], said[some, place], texts[some], float(thresholds[place]))
    return found


def is_enough(answers: NDArray[np.bool_], texts: NDArray[np.int64]) -> bool:
    """Whether anything can be learned of a code: from so many passages, in so many texts."""
    return int(answers.sum()) >= FEWEST and len(set(texts[answers].tolist())) >= FEWEST_TEXTS


def _too_few(answers: NDArray[np.bool_], texts: NDArray[np.int64]) -> Judged:
    return Judged(int(answers.sum()), len(set(texts[answers].tolist())))


def _turns(texts: NDArray[np.int64]) -> Iterator[NDArray[np.bool_]]:
    """Which passages are held out; every text is, once."""
    known = np.unique(texts)
    for turn in range(min(MOST_TURNS, len(known))):
        yield np.isin(texts, known[turn::MOST_TURNS])


class _Known:
    """What is learned from, in parts of whole texts."""

    def __init__(self, vectors: Vectors, answers: Numbers, labels: Labels, texts: NDArray[np.int64]) -> None:
        self._vectors, self._answers, self._labels = vectors, answers, labels
        self._part = np.unique(texts, return_inverse=True)[1] % INNER
        self._sums = [self._of(self._part == part) for part in range(INNER)]

    def said_of(self, held: NDArray[np.bool_]) -> Labels:
        """What is answered for these passages by who has not seen them."""
        parts = self._without(held)
        classifier = _together(parts).learned()
        return np.asarray(classifier.scores(self._vectors[held]) >= self._limits(parts, ~held))

    def thresholds(self) -> Numbers:
        """Those that follow from all texts."""
        return self._limits(self._sums, np.ones(len(self._part), np.bool_))

    def _of(self, some: NDArray[np.bool_]) -> Sums:
        return Sums.of(self._vectors[some], self._answers[some])

    def _without(self, held: NDArray[np.bool_]) -> list[Sums]:
        """A part that held some of it is read again: taking it off would leave a trace, however small."""
        touched = set(self._part[held].tolist())
        return [
            self._of((self._part == part) & ~held) if part in touched else sums for part, sums in enumerate(self._sums)
        ]

    def _limits(self, parts: Sequence[Sums], learned: NDArray[np.bool_]) -> Numbers:
        """For each code the score above which saying it gives the best F1, on parts that were held out in turn."""
        scores = np.zeros(self._answers.shape)
        for part in range(INNER):
            here = learned & (self._part == part)
            if here.any() and here.sum() < learned.sum():
                others = _together([sums for place, sums in enumerate(parts) if place != part])
                scores[here] = others.learned().scores(self._vectors[here])
        columns = range(len(scores.T))
        return np.array([_best(scores[learned, code], self._labels[learned, code]) for code in columns])


def _together(parts: Sequence[Sums]) -> Sums:
    first, *others = parts
    for one in others:
        first = first + one
    return first


def _best(scores: Numbers, labels: NDArray[np.bool_]) -> float:
    """The score with the highest F1 when it is the lowest that is said; out of reach when none is right."""
    order = np.argsort(-scores, kind="stable")
    right = np.cumsum(labels[order])
    found = 2 * right / (np.arange(1, len(order) + 1) + max(int(labels.sum()), 1))
    best = int(np.argmax(found))
    return float(scores[order][best]) if found[best] > 0 else NEVER


def _judged(people: NDArray[np.bool_], computer: NDArray[np.bool_], texts: NDArray[np.int64], limit: float) -> Judged:
    ratings = [people.astype(float).tolist(), computer.astype(float).tolist()]
    held = _held(people, computer, texts)
    whole = sum(held.values(), Counted())
    return Judged(
        examples=whole.given,
        texts=sum(1 for one in held.values() if one.given),
        threshold=limit,
        f1=f1(whole.given, whole.said, whole.both) or 0.0,
        precision=whole.both / whole.said if whole.said else None,
        recall=whole.both / whole.given if whole.given else None,
        never=f1(whole.given, whole.usual, whole.usual_both) or 0.0,
        always=f1(whole.given, whole.passages, whole.given) or 0.0,
        agreement=krippendorff_alpha(ratings, unit="passage") if len(people) else None,
        held=held,
    )


def _held(people: NDArray[np.bool_], computer: NDArray[np.bool_], texts: NDArray[np.int64]) -> dict[int, Counted]:
    found = {}
    for text in np.unique(texts):
        here = texts == text
        given, passages = int(people[here].sum()), int(here.sum())
        elsewhere = people[~here]
        usual = bool(len(elsewhere)) and 2 * int(elsewhere.sum()) >= len(elsewhere)
        both = int((people & computer)[here].sum())
        said = int(computer[here].sum())
        found[int(text)] = Counted(passages, given, said, both, usual * passages, usual * given)
    return found
