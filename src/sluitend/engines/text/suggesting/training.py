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


def train(vectors: Vectors, answers: NDArray[np.floating] | Labels, penalty: float | None = None) -> Classifier:
    """Learn from passages [n, d] and what people said of them [n, k]: 1 for yes, 0 for no, -1 for a firm no.

    Raises ValueError without any passage or code.
    """
    if not vectors.size or not answers.size:
        raise ValueError("nothing to learn from")
    mean, level = vectors.mean(axis=0, dtype=np.float64), answers.mean(axis=0, dtype=np.float64)
    rows = vectors - mean
    square = rows.T @ rows
    held = (PENALTY if penalty is None else penalty) * float(np.trace(square)) / len(square) or 1.0
    solved = cho_solve(cho_factor(square + held * np.eye(len(square))), rows.T @ (answers - level))
    return Classifier(mean, level, np.asarray(solved, np.float64))
