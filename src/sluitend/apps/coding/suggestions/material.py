"""What is learned from: the passages of texts that people coded, with their vectors and what people said of them."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models.functions import Coalesce
from numpy.typing import NDArray

from sluitend.apps.coding.meaning.vectors import eight_bits_from, spans_from
from sluitend.apps.coding.models import PassageVector, SuggestionDecision, TextMeaning
from sluitend.apps.coding.queries.blindness import blind_sources, settled_fragments
from sluitend.apps.coding.queries.material import outline_of
from sluitend.apps.coding.queries.origin import Origins, suggested_only
from sluitend.apps.design.models import Evaluation
from sluitend.engines.text.suggesting.training import Labels, Numbers

# A code counts for a passage when they share so much of the shorter of the two: a word over the edge is a slip.
SHARED = 0.3
Mark = tuple[int, int, int]  # start, end, code
Reason = tuple[int, int, int, int]  # the same, and the fragment there


@dataclass(frozen=True, slots=True)
class Text:
    """One text: its passages [n, 2], their vectors [n, d] in eight bits, and for each code [n, k] what people said.

    ``spoken`` [n] is False where the interviewer asks; ``reasons`` are the fragments at each (passage, code). All texts
    of an evaluation are here at once: a million passages are 0.4 GB in eight bits, and would be 3 GB in 64.
    """

    meaning_id: int
    source_id: int
    version_id: int
    is_blind: bool
    spans: NDArray[np.int32]
    compact: NDArray[np.int8]
    spoken: NDArray[np.bool_]
    labels: Labels
    refused: Labels
    accepted: Labels
    reasons: Mapping[tuple[int, int], list[int]]

    @property
    def is_coded(self) -> bool:
        """A text that nobody has coded yet says nothing of what does not belong to a code."""
        return bool(self.labels.any()) and not self.is_blind

    def vectors(self, some: NDArray[np.bool_] | slice = slice(None)) -> Numbers:
        """Of these passages, with length 1."""
        full = self.compact[some].astype(np.float64)
        return np.asarray(full / np.maximum(np.linalg.norm(full, axis=1, keepdims=True), 1e-9), np.float64)

    def vector(self, place: int) -> Numbers:
        """Of one passage."""
        return np.asarray(self.vectors(slice(place, place + 1))[0], np.float64)


@dataclass(frozen=True, slots=True)
class Known:
    """``codes`` are ids, in the order of the columns; ``left_out`` counts texts that are being coded blind."""

    codes: list[int]
    texts: list[Text]
    left_out: int


def known_of(evaluation: Evaluation, model_name: str) -> Known:
    """Everything in its place; the vectors of a text in one query, the rest in a fixed number."""
    made = outline_of(evaluation)
    codes = list(made.names)
    marks, silent = defaultdict[int, list[Mark]](list), defaultdict[int, list[tuple[int, int]]](list)
    for one in made.passages:
        marks[one.source].append((one.start, one.end, one.code))
    for turn in made.turns:
        if turn.speaker in made.nobody:
            silent[turn.source].append((turn.start, turn.end))
    marked, decisions = _fragments(evaluation, suggested_only(evaluation)), _decisions(evaluation)
    blind = set(blind_sources().values_list("version__source", flat=True))
    rows = TextMeaning.objects.select_related("version__source").filter(evaluation=evaluation, model__name=model_name)
    texts = []
    for row in rows.defer("version__text", "version__sealed_text", "version__blocks", "bits").order_by("pk"):
        if not row.passages:
            continue
        place = _Places(spans_from(row.spans), codes)
        number, version = row.version.source.number, row.version_id
        texts.append(
            Text(
                row.pk,
                row.version.source_id,
                version,
                row.version.source_id in blind,
                place.spans,
                _compact(row.pk),
                ~place.any_of(silent[number]),
                place.labels(marks[number]),
                place.labels(decisions[version, False]),
                place.labels(decisions[version, True]),
                place.fragments(marked(version, marks[number])),
            )
        )
    return Known(codes, texts, made.left_out)


def _compact(meaning_id: int) -> NDArray[np.int8]:
    rows = PassageVector.objects.filter(text=meaning_id).order_by("pk").values_list("vector", flat=True)
    return np.stack([eight_bits_from(row) for row in rows])


def _fragments(evaluation: Evaluation, suggested: Origins) -> Callable[[int, list[Mark]], list[Reason]]:
    """Of what holds in a version the fragments that lie exactly there: what a consensus rejected is no reason, nor what
    came from the computer itself and nobody else coded.
    """
    fields = ("version_id", "start", "end", "pk")
    rows = settled_fragments(evaluation).filter(withdrawn_at=None).values_list(*fields)
    there = {(version, start, end): fragment for version, start, end, fragment in rows}

    def of(version: int, marks: list[Mark]) -> list[Reason]:
        kept = (mark for mark in marks if (version, *mark) not in suggested)
        found = [(*mark, there[version, *mark[:2]]) for mark in kept if (version, *mark[:2]) in there]
        return sorted(found, key=lambda one: one[3])

    return of


def _decisions(evaluation: Evaluation) -> Mapping[tuple[int, bool], list[Mark]]:
    """By version and answer: what people said of earlier suggestions. What was accepted stands where its coding is:
    that may have been placed in a corrected text by a person.
    """
    found = defaultdict[tuple[int, bool], list[Mark]](list)
    rows = SuggestionDecision.objects.filter(evaluation=evaluation)
    places = [Coalesce(f"coding__fragment__{name}", name) for name in ("version_id", "start", "end")]
    for version, *mark, accepted in rows.values_list(*places, "code_id", "accepted"):
        start, end, code = mark
        found[version, accepted].append((start, end, code))
    return found


class _Places:
    """Which passages a span falls in."""

    def __init__(self, spans: NDArray[np.int32], codes: Sequence[int]) -> None:
        self.spans = spans
        self._ends = spans[:, 1].tolist()
        self._columns = {code: column for column, code in enumerate(codes)}

    def within(self, start: int, end: int) -> Iterable[int]:
        for place in range(bisect_left(self._ends, start + 1), len(self._ends)):
            left, right = (int(at) for at in self.spans[place])
            if left >= end:
                return
            if min(right, end) - max(left, start) >= SHARED * min(right - left, end - start):
                yield place

    def labels(self, marks: Iterable[Mark]) -> Labels:
        found = np.zeros((len(self.spans), len(self._columns)), np.bool_)
        for start, end, code in marks:
            if code in self._columns:
                found[list(self.within(start, end)), self._columns[code]] = True
        return found

    def any_of(self, spans: Iterable[tuple[int, int]]) -> NDArray[np.bool_]:
        found = np.zeros(len(self.spans), np.bool_)
        for start, end in spans:
            found[list(self.within(start, end))] = True
        return found

    def fragments(self, marks: Iterable[Reason]) -> Mapping[tuple[int, int], list[int]]:
        found = defaultdict[tuple[int, int], list[int]](list)
        for start, end, code, fragment in marks:
            for place in self.within(start, end) if code in self._columns else ():
                found[place, self._columns[code]].append(fragment)
        return found
