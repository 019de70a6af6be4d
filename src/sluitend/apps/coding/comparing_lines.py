"""The places of a text as the page of comparing shows them: a passage once, and below it what every coder gave."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from django.utils.translation import gettext as _

from sluitend.apps.coding.agreement.differences import Marked, Place
from sluitend.apps.coding.agreement.units import Span, UnitKind, Units, units_of
from sluitend.apps.coding.models import ConsensusDecision
from sluitend.apps.coding.queries.agreement import Compared, TextInRound
from sluitend.apps.coding.queries.consensus import decisions_at
from sluitend.apps.coding.spans import surroundings

NEAR = 240  # characters at most before and after, of one sentence on either side
WIDE = 600  # characters of the context that somebody asks for
LONGEST = 500  # characters of a passage that are shown whole
LONGEST_WIDE = 1500  # and in the context that somebody asks for


@dataclass(frozen=True, slots=True)
class Piece:
    """Words, and who marked them: "shared" everybody, "own" not everybody, or "" nobody."""

    words: str
    kind: str


@dataclass(frozen=True, slots=True)
class Column:
    """What one coder gave at a place; ``own`` are the words where they are not all that is shown, ``others`` the paths
    of other codes on some of the same words."""

    coder: int
    name: str
    gave: bool
    own: tuple[str, ...]
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A passage that the decision can be about, and whose it is."""

    value: str
    words: str
    whose: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """What was marked at a place, with words before and after."""

    before: str
    pieces: tuple[Piece, ...]
    after: str


@dataclass(frozen=True)
class Line:
    """A place on the page."""

    key: str  # its anchor
    place: Place
    path: str
    near: Passage  # a sentence on either side
    wide: Passage
    columns: tuple[Column, ...]
    choices: tuple[Choice, ...]
    words: str  # of the whole extent, to choose a passage in
    decisions: tuple[ConsensusDecision, ...]  # one for every passage
    changed: bool  # the coders' work is another than when it was decided

    @property
    def decision(self) -> ConsensusDecision | None:
        """The one that says what was decided, and why."""
        return next(iter(self.decisions), None)

    @property
    def decided_words(self) -> str:
        """The passages of the decision, as far as they lie here."""
        first = self.place.extent[0]
        spans = ((max(0, one.start - first), max(0, one.end - first)) for one in self.decisions)
        return " … ".join(self.words[start:end] for start, end in spans)


def lines_of(compared: Compared, text: TextInRound, decisions: Collection[ConsensusDecision]) -> list[Line]:
    """Every place of a text, in its order."""
    version = text.version
    words = version.text or ""
    sentences = units_of(UnitKind.SENTENCE, words, version.blocks, version.turns)
    return [_line(compared, words, sentences, place, decisions_at(place, decisions)) for place in compared.places(text)]


def chosen(
    lines: Iterable[Line], *, code: int | None, pair: tuple[int, int] | None, show: str, compared: Compared
) -> list[Line]:
    """Those of a code, of which two coders differ, or that are open; of a pair only their work stays."""
    found = [one for one in lines if code is None or one.place.code == code]
    if pair is not None:
        found = [_of_pair(one, pair, compared) for one in found if any(one.place.by_coder.get(who) for who in pair)]
        differs = [one for one in found if not one.place.agrees(pair)]
    else:
        differs = [one for one in found if not one.place.is_agreed]
    if show == "all":
        return found
    return [one for one in differs if show != "open" or one.decision is None]


def side_by_side(shown: Iterable[Line], every: Sequence[Line]) -> list[Line]:
    """With the other codes of each coder at the same words: who gave another code often meant the same thing."""
    return [replace(one, columns=tuple(_with_others(column, one, every) for column in one.columns)) for one in shown]


def _with_others(column: Column, line: Line, every: Iterable[Line]) -> Column:
    start, end = line.place.start, line.place.end
    found = (
        other.path
        for other in every
        if other.place.code != line.place.code
        and any(mark.start < end and mark.end > start for mark in other.place.by_coder.get(column.coder, ()))
    )
    return replace(column, others=tuple(dict.fromkeys(found)))


def orphans(lines: Sequence[Line], decisions: Iterable[ConsensusDecision]) -> list[ConsensusDecision]:
    """Decisions of places at which nobody has the code any more."""
    placed = {decision.pk for one in lines for decision in one.decisions}
    return [one for one in decisions if one.pk not in placed]


def _line(
    compared: Compared, text: str, sentences: Units, place: Place, decisions: Sequence[ConsensusDecision]
) -> Line:
    decision = next(iter(decisions), None)
    start, end = place.extent
    words = text[start:end]
    pieces = _pieces(words, place, place.by_coder)
    columns = tuple(_column(who, compared.people[who], text, place, marks) for who, marks in place.by_coder.items())
    return Line(
        f"p{place.code}-{place.start}",
        place,
        compared.codes.get(place.code, ""),
        _passage(_sentence_around(text, place, sentences), pieces, LONGEST),
        _passage(surroundings(text, place.start, place.end, WIDE), pieces, LONGEST_WIDE),
        columns,
        _choices(compared, text, place, decisions),
        words,
        tuple(decisions),
        decision is not None and sorted(decision.from_codings.get("codings", [])) != place.codings,
    )


def _sentence_around(text: str, place: Place, sentences: Units) -> tuple[str, str]:
    """The rest of the sentences that were marked, and one sentence on either side."""
    start, end = place.start, place.end
    first, after = sentences.touched((start, end))
    begins = int(sentences.starts[first - 1]) if first else 0
    ends = int(sentences.ends[after]) if after < len(sentences) else len(text)
    cut_before, cut_after = surroundings(text, start, end, NEAR)
    return (
        text[begins:start] if start - begins <= NEAR else cut_before,
        text[end:ends] if ends - end <= NEAR else cut_after,
    )


def _passage(around: tuple[str, str], pieces: Iterable[Piece], longest: int) -> Passage:
    return Passage(around[0], tuple(Piece(_short(one.words, longest), one.kind) for one in pieces), around[1])


def _column(coder: int, name: str, text: str, place: Place, marks: Sequence[Marked]) -> Column:
    spans = [one.span for one in marks]
    own = () if spans == [(place.start, place.end)] else tuple(_teaser(text[start:end]) for start, end in spans)
    return Column(coder, name, bool(marks), own)


def _pieces(words: str, place: Place, coders: Iterable[int]) -> list[Piece]:
    """What was marked at a place, cut where what these coders marked changes; ``words`` are those of its extent."""
    each = [{at for one in place.by_coder.get(who, ()) for at in range(one.start, one.end)} for who in coders]
    everybody, anybody = set.intersection(*each), set.union(*each)
    kinds = ["shared" if at in everybody else "own" if at in anybody else "" for at in range(place.start, place.end)]
    found, at = [], place.start - place.extent[0]
    for kind, run in groupby(kinds):
        length = len(list(run))
        found.append(Piece(words[at : at + length], kind))
        at += length
    return found


def _short(words: str, longest: int) -> str:
    return words if len(words) <= longest else _cut(words, longest // 2, longest // 2)


def _cut(words: str, first: int, last: int) -> str:
    """About as many characters of both ends, never half a word; a word that is longer than that is cut."""
    start, end = words[:first], words[-last:]
    if not words[first].isspace():
        start = re.sub(r"(?<=\s)\S+\Z", "", start)
    if not words[-last - 1].isspace():
        end = re.sub(r"\A\S+(?=\s)", "", end)
    return f"{start.rstrip()} … {end.lstrip()}"


def _choices(compared: Compared, text: str, place: Place, decisions: Sequence[ConsensusDecision]) -> tuple[Choice, ...]:
    """The coders' passages, and all together; chosen is what was decided, else the first."""
    held = tuple((one.start, one.end) for one in decisions if place.holds(one.start, one.end))
    offered: list[tuple[Span, ...]] = [(one,) for one in place.spans]
    if held and held not in offered:
        offered = [held, *offered]
    first = held or offered[0]
    return tuple(_choice(compared, text, place, spans, spans == first) for spans in offered)


def _choice(compared: Compared, text: str, place: Place, spans: Sequence[Span], is_chosen: bool) -> Choice:
    value = "+".join(f"{start}-{end}" for start, end in spans)
    words = " … ".join(_teaser(text[start:end]) for start, end in spans)
    is_offered = len(spans) == 1 and spans[0] in place.spans
    whose = _whose(compared, place, spans[0]) if is_offered else _("as decided now")
    return Choice(value, words, whose, is_chosen)


def _whose(compared: Compared, place: Place, span: Span) -> str:
    """Names of who marked exactly this; empty when nobody did."""
    who = [coder for coder, marks in place.by_coder.items() if any(one.span == span for one in marks)]
    return ", ".join(compared.people[coder] for coder in who)


def _teaser(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 120 else _cut(line, 70, 40)


def _of_pair(line: Line, pair: tuple[int, int], compared: Compared) -> Line:
    pieces = _pieces(line.words, line.place, pair)
    return replace(
        line,
        near=_passage((line.near.before, line.near.after), pieces, LONGEST),
        wide=_passage((line.wide.before, line.wide.after), pieces, LONGEST_WIDE),
        columns=tuple(one for one in line.columns if one.coder in pair),
    )
