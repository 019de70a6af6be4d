"""Regularised least squares, one code apart from another, on vectors of passages.

As good at telling classes apart as support vectors (Rifkin & Klautau, In Defense of One-Vs-All Classification, JMLR 5,
2004), and solved once for all codes: w = (XᵀX + λI)⁻¹XᵀY. What it gives is a score, no probability.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve

Numbers = NDArray[np.float64]
Labels = NDArray[np.bool_]  # [passages, codes]
Vectors = NDArray[np.floating]  # [passages, dimensions]

PENALTY = 10.0  # times the mean of the diagonal of XᵀX


@dataclass(frozen=True, slots=True)
class Classifier:
    """``weights`` is [dimensions, codes]; ``level`` what is answered on average."""

    mean: Numbers
    level: Numbers
    weights: Numbers

    def scores(self, vectors: Vectors) -> Numbers:
        """How much each code fits each passage: about 1 for what carries it and 0 for what does not."""
        return np.asarray((vectors - self.mean) @ self.weights + self.level, np.float64)


@dataclass(frozen=True, slots=True)
class Sums:
    """All that learning needs of passages. Those of two parts are added, so that a part is read once however often
    another is held out.
    """

    count: int
    vectors: Numbers  # [d]
    answers: Numbers  # [k]
    square: Numbers  # XᵀX, [d, d]
    across: Numbers  # XᵀY, [d, k]

    @classmethod
    def of(cls, vectors: Vectors, answers: NDArray[np.floating] | Labels) -> Sums:
        """Of passages [n, d] and what people said of them [n, k]."""
        rows, said = np.asarray(vectors, np.float64), np.asarray(answers, np.float64)
        return cls(len(rows), rows.sum(axis=0), said.sum(axis=0), rows.T @ rows, rows.T @ said)

    def __add__(self, other: Sums) -> Sums:
        return Sums(
            self.count + other.count,
            self.vectors + other.vectors,
            self.answers + other.answers,
            self.square + other.square,
            self.across + other.across,
        )

    def learned(self, penalty: float | None = None) -> Classifier:
        """Raises ValueError without any passage or code."""
        if not self.count or not self.across.size:
            raise ValueError("nothing to learn from")
        mean, level = self.vectors / self.count, self.answers / self.count
        square = self.square - self.count * np.outer(mean, mean)  # of what lies around the mean
        across = self.across - self.count * np.outer(mean, level)
        held = (PENALTY if penalty is None else penalty) * max(0.0, float(np.trace(square))) / len(square) or 1.0
        solved = cho_solve(cho_factor(square + held * np.eye(len(square))), across)
        return Classifier(mean, level, np.asarray(solved, np.float64))


def train(vectors: Vectors, answers: NDArray[np.floating] | Labels, penalty: float | None = None) -> Classifier:
    """Learn from passages [n, d] and what people said of them [n, k]: 1 for yes, 0 for no, -1 for a firm no.

    Raises ValueError without any passage or code.
    """
    return Sums.of(vectors, answers).learned(penalty)
