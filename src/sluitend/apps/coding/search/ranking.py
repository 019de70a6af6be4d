"""Which of the newest candidates come first.

As BM25 (Robertson & Zaragoza 2009, k1 = 1.2, b = 0.75), the length in characters, without the rarity of a word: every
candidate has all words that were asked, so that rarity would only weigh repetitions. Equals stand in the order of their
age, the newest first.
"""

from __future__ import annotations

from collections.abc import Sequence

from sluitend.apps.coding.search.asking import Found, Kind, Question, Term, spaced

_K1, _B = 1.2, 0.75


def ranked(question: Question, candidates: Sequence[Found]) -> list[int]:
    """The ids of the candidates, the best first."""
    lengths = [len(stems) for _id, stems, _spelt in candidates]
    average = sum(lengths) / max(1, len(lengths))
    weights = [_K1 * (1 - _B + _B * length / average) for length in lengths]
    scores = [0.0] * len(candidates)
    for term in question.wanted:
        counts = _counts(term, candidates)
        scores = [
            score + count * (_K1 + 1) / (count + weight)
            for score, count, weight in zip(scores, counts, weights, strict=True)
        ]
    ids = [passage_id for passage_id, *_words in candidates]
    return [passage_id for _score, passage_id in sorted(zip(scores, ids, strict=True), reverse=True)]


def _counts(term: Term, candidates: Sequence[Found]) -> list[int]:
    """How often a term stands in each; of what is known by more than one stem, or by its beginning, once."""
    if term.kind is Kind.BEGINNING or len(term.stems) > 1:
        return [1] * len(candidates)
    stem = spaced(term.stems)
    return [words.count(stem) for _id, words, _spelt in candidates]
