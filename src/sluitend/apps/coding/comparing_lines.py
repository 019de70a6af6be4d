"""The places of a text as the page of comparing shows them: beside each other what every coder marked."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from sluitend.apps.coding.agreement.differences import Marked, Place
from sluitend.apps.coding.agreement.units import Span
from sluitend.apps.coding.models import ConsensusDecision
from sluitend.apps.coding.queries.agreement import Compared, TextInRound
from sluitend.apps.coding.queries.consensus import decision_at
from sluitend.apps.coding.spans import surroundings

AROUND = 160  # characters before and after
LONGEST = 1500  # characters of a passage that are shown whole


@dataclass(frozen=True, slots=True)
class Piece:
    """Words, and whether this coder marked them: "shared" with everybody, "own" not with everybody, or ""."""

    words: str
    kind: str


@dataclass(frozen=True, slots=True)
class Column:
    """What one coder marked at a place."""

    name: str
    gave: bool
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A passage that the decision can be about, and whose it is."""

    value: str
    words: str
    whose: str
    chosen: bool


@dataclass(frozen=True)
class Line:
    """A place on the page."""

    key: str  # its anchor
    place: Place
    path: str
    before: str
    after: str
    columns: tuple[Column, ...]
    choices: tuple[Choice, ...]
    words: str  # of the whole extent, to choose a passage in
    decision: ConsensusDecision | None
    changed: bool  # the coders' work is another than when it was decided

    @property
    def decided_words(self) -> str:
        """The passage of the decision, as far as it lies here."""
        if self.decision is None:
            return ""
        first = self.place.extent[0]
        return self.words[max(0, self.decision.start - first) : max(0, self.decision.end - first)]


def lines_of(compared: Compared, text: TextInRound, decisions: Collection[ConsensusDecision]) -> list[Line]:
    """Every place of a text, in its order."""
    words = text.version.text or ""
    return [_line(compared, words, place, decision_at(place, decisions)) for place in compared.places(text)]


def chosen(
    lines: Iterable[Line], *, code: int | None, pair: tuple[int, int] | None, show: str, compared: Compared
) -> list[Line]:
    """Those of a code, of which two coders differ, or that are open; of a pair only their columns stay."""
    found = [one for one in lines if code is None or one.place.code == code]
    if pair is not None:
        found = [_of_pair(one, pair, compared) for one in found if any(one.place.by_coder.get(who) for who in pair)]
        differs = [one for one in found if not one.place.agrees(pair)]
    else:
        differs = [one for one in found if not one.place.is_agreed]
    if show == "all":
        return found
    return [one for one in differs if show != "open" or one.decision is None]


def orphans(lines: Sequence[Line], decisions: Iterable[ConsensusDecision]) -> list[ConsensusDecision]:
    """Decisions of places at which nobody has the code any more."""
    placed = {one.decision.pk for one in lines if one.decision is not None}
    return [one for one in decisions if one.pk not in placed]


def _line(compared: Compared, text: str, place: Place, decision: ConsensusDecision | None) -> Line:
    start, end = place.extent
    before, after = surroundings(text, start, end, AROUND)
    everybody = _shared(place)
    columns = tuple(
        Column(compared.people[who], bool(marks), _pieces(text, place.extent, marks, everybody))
        for who, marks in place.by_coder.items()
    )
    return Line(
        f"p{place.code}-{place.start}",
        place,
        compared.codes.get(place.code, ""),
        before,
        after,
        columns,
        _choices(compared, text, place, decision),
        text[start:end],
        decision,
        decision is not None and sorted(decision.from_codings.get("codings", [])) != place.codings,
    )


def _shared(place: Place) -> set[int]:
    """The characters that everybody marked; of ten coders at most a few thousand in one place."""
    sets = [{at for one in marks for at in range(one.start, one.end)} for marks in place.by_coder.values()]
    return set.intersection(*sets) if sets else set()


def _pieces(text: str, extent: Span, marks: Sequence[Marked], everybody: set[int]) -> tuple[Piece, ...]:
    """The words of a place, cut where what is marked changes."""
    kinds = [
        ("shared" if at in everybody else "own") if any(one.start <= at < one.end for one in marks) else ""
        for at in range(*extent)
    ]
    found: list[Piece] = []
    first = 0
    for at in range(1, len(kinds) + 1):
        if at == len(kinds) or kinds[at] != kinds[first]:
            found.append(Piece(_short(text[extent[0] + first : extent[0] + at]), kinds[first]))
            first = at
    return tuple(found)


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else _cut(words, LONGEST // 2, LONGEST // 2)


def _cut(words: str, first: int, last: int) -> str:
    """About as many characters of both ends, never half a word; a word that is longer than that is cut."""
    start, end = words[:first], words[-last:]
    if not words[first].isspace():
        start = re.sub(r"(?<=\s)\S+\Z", "", start)
    if not words[-last - 1].isspace():
        end = re.sub(r"\A\S+(?=\s)", "", end)
    return f"{start.rstrip()} … {end.lstrip()}"


def _choices(compared: Compared, text: str, place: Place, decision: ConsensusDecision | None) -> tuple[Choice, ...]:
    """The coders' passages, and all together; chosen is the decided one, else the first."""
    held = None if decision is None else (decision.start, decision.end)
    spans = place.spans
    if held is not None and held not in spans and place.holds(*held):
        spans = [held, *spans]
    first = held if held in spans else spans[0]
    return tuple(
        Choice(f"{start}-{end}", _teaser(text[start:end]), _whose(compared, place, (start, end)), (start, end) == first)
        for start, end in spans
    )


def _whose(compared: Compared, place: Place, span: Span) -> str:
    """Names of who marked exactly this; empty when nobody did."""
    who = [coder for coder, marks in place.by_coder.items() if any(one.span == span for one in marks)]
    return ", ".join(compared.people[coder] for coder in who)


def _teaser(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 120 else _cut(line, 70, 40)


def _of_pair(line: Line, pair: tuple[int, int], compared: Compared) -> Line:
    names = {compared.people[who] for who in pair}
    return replace(line, columns=tuple(one for one in line.columns if one.name in names))
