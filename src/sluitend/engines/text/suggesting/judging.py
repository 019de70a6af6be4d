"""How well suggestions agree with people, on texts that the classifier has not seen.

Texts are held out whole, one fold after another: passages of one conversation resemble each other, so that a division
by passages would flatter. The threshold of a code is chosen within the texts that are learned from, never on the ones
that are held out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sluitend.engines.agreement import Estimate, krippendorff_alpha
from sluitend.engines.text.suggesting.training import Labels, Numbers, Vectors, train

OUTER, INNER = 10, 4  # folds at most
FEWEST = 5  # passages with a code, below which nothing is learned of it
FEWEST_TEXTS = 3
NEVER = 1e9  # a threshold that no score reaches


@dataclass(frozen=True, slots=True)
class Judged:
    """One code. Without enough examples there is no threshold, no F1 and no agreement.

    ``never`` and ``always`` are the F1 of answering everywhere what is most frequent (nearly always: no), and of
    answering yes everywhere. ``agreement`` is Krippendorff's alpha between people and computer over all passages.
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
    for learned, held in _folds(texts, OUTER):
        said[held] = known.only(learned).said_of(vectors[held])
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


def _folds(texts: NDArray[np.int64], most: int) -> Iterator[tuple[NDArray[np.bool_], NDArray[np.bool_]]]:
    """Which passages are learned from and which are held out; every text is held out once."""
    known = np.unique(texts)
    for fold in range(min(most, len(known))):
        held = np.isin(texts, known[fold::most])
        if not held.all():
            yield ~held, held


@dataclass(frozen=True, slots=True)
class _Known:
    """What is learned from."""

    vectors: Vectors
    answers: Numbers
    labels: Labels
    texts: NDArray[np.int64]

    def only(self, some: NDArray[np.bool_]) -> _Known:
        return _Known(self.vectors[some], self.answers[some], self.labels[some], self.texts[some])

    def said_of(self, others: Vectors) -> Labels:
        """What is answered for other passages."""
        return np.asarray(train(self.vectors, self.answers).scores(others) >= self.thresholds())

    def thresholds(self) -> Numbers:
        """For each code the score above which saying it gives the best F1, on parts that were held out in turn."""
        scores = np.zeros(self.answers.shape)
        for learned, held in _folds(self.texts, INNER):
            scores[held] = train(self.vectors[learned], self.answers[learned]).scores(self.vectors[held])
        return np.array([_best(scores[:, code], self.labels[:, code]) for code in range(len(scores.T))])


def _best(scores: Numbers, labels: NDArray[np.bool_]) -> float:
    """The score with the highest F1 when it is the lowest that is said; out of reach when none is right."""
    order = np.argsort(-scores, kind="stable")
    right = np.cumsum(labels[order])
    found = 2 * right / (np.arange(1, len(order) + 1) + max(int(labels.sum()), 1))
    best = int(np.argmax(found))
    return float(scores[order][best]) if found[best] > 0 else NEVER


def _judged(people: NDArray[np.bool_], computer: NDArray[np.bool_], texts: NDArray[np.int64], limit: float) -> Judged:
    both, share = int((people & computer).sum()), float(people.mean()) if len(people) else 0.0
    ratings = [people.astype(float).tolist(), computer.astype(float).tolist()]
    return Judged(
        examples=int(people.sum()),
        texts=len(set(texts[people].tolist())),
        threshold=limit,
        f1=2 * both / max(1, int(people.sum()) + int(computer.sum())),
        precision=both / int(computer.sum()) if computer.any() else None,
        recall=both / int(people.sum()) if people.any() else None,
        never=0.0 if share < 0.5 else 2 * share / (1 + share),
        always=2 * share / (1 + share),
        agreement=krippendorff_alpha(ratings, unit="passage") if len(people) else None,
    )
