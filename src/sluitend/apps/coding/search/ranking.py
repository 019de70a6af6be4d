"""Which of the newest candidates come first.

As BM25 (Robertson & Zaragoza 2009, k1 = 1.2, b = 0.75) without the rarity of a word: every candidate has all words that
were asked, so that rarity would only weigh repetitions. Equals stand in the order of their age, the newest first.
"""

from __future__ import annotations

from collections.abc import Sequence

from sluitend.apps.coding.search.asking import Kind, Question, Term

_K1, _B = 1.2, 0.75
Candidate = tuple[int, str]  # id, and the stems of the passage with a space between them


def ranked(question: Question, candidates: Sequence[Candidate]) -> list[int]:
    """The ids of the candidates, the best first."""
    padded = [f" {stems} " for _id, stems in candidates]
    lengths = [words.count(" ") - 1 for words in padded]
    average = sum(lengths) / max(1, len(lengths))
    weights = [_K1 * (1 - _B + _B * length / average) for length in lengths]
    scores = [0.0] * len(candidates)
    for term in question.wanted:
        counts = _counts(term, padded)
        scores = [
            score + count * (_K1 + 1) / (count + weight)
            for score, count, weight in zip(scores, counts, weights, strict=True)
        ]
    ids = [passage_id for passage_id, _stems in candidates]
    return [passage_id for _score, passage_id in sorted(zip(scores, ids, strict=True), reverse=True)]


def _counts(term: Term, padded: Sequence[str]) -> list[int]:
    """How often a term stands in each; of what is known by more than one stem, or by its beginning, once."""
    if term.kind is Kind.BEGINNING or len(term.stems) > 1:
        return [1] * len(padded)
    stem = term.stems[0]
    once, twice = f" {stem} ", f" {stem} {stem} "  # of two next to each other the space between counts for one only
    return [words.split().count(stem) if twice in words else words.count(once) for words in padded]
