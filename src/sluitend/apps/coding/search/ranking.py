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
    lengths = [stems.count(" ") + 1 for _id, stems in candidates]
    average = sum(lengths) / max(1, len(lengths))
    weights = [_K1 * (1 - _B + _B * length / average) for length in lengths]
    scores = dict.fromkeys((passage_id for passage_id, _stems in candidates), 0.0)
    for term in question.wanted:
        for (passage_id, _stems), count, weight in zip(candidates, _counts(term, candidates), weights, strict=True):
            scores[passage_id] += count * (_K1 + 1) / (count + weight)
    return sorted(scores, key=lambda passage_id: (-scores[passage_id], -passage_id))


def _counts(term: Term, candidates: Sequence[Candidate]) -> list[int]:
    """How often a term stands in each; of what is known by more than one stem, or by its beginning, once."""
    if term.kind is Kind.BEGINNING or len(term.stems) > 1:
        return [1] * len(candidates)
    whole = f" {term.stems[0]} "
    return [f" {stems} ".replace(" ", "  ").count(whole) for _id, stems in candidates]
