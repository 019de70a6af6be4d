"""Where the positions of a project lead in its texts.

The standard counts characters (Unicode code points) from zero, and its prose names the last one of a passage; real
files have the place after it (62 to 69 is one word of seven letters). Some tools count something else: line ends of two
characters as one, halves of characters as UTF-16 has them, bytes, or the mark at the begin of a file. What a file
counts is found by the words that most tools give as the name of a passage. Where names do not show it, or contradict
each other, it is told of each passage where else it may lie.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, zip_longest
from typing import Final

from sluitend.errors import InputError
from sluitend.formats.documents.decoding import decode
from sluitend.formats.qdpx.package import Package
from sluitend.formats.qdpx.sources import TextSelection, TextSource, Transcript

_MARK: Final = "\ufeff"
_SPACE: Final = 2_000  # characters more than the name of a passage: white space counts once there
_NEAR: Final = 8  # characters on either side of a place, of which it is looked whether they become one


class Counted(StrEnum):
    """What a position counts."""

    CHARACTERS = "characters"
    LINES_AS_ONE = "lines_as_one"  # the two characters of a Windows line end together
    LINES_AS_TWO = "lines_as_two"  # those that were there before XML made one of them
    UTF16 = "utf16"
    BYTES = "bytes"


# What hardly any tool counts, so that a text in which it can differ is no reason to doubt.
_UNLIKELY: Final = (Counted.BYTES, Counted.LINES_AS_TWO)


@dataclass(frozen=True, slots=True)
class Text:
    """`raw` are the characters of the file without a mark before them; `text` is the same with its letters composed and
    its line ends single, as Sluitend keeps texts; `marked` tells that there was a mark."""

    raw: str
    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """Where selections lie in `Text.text`, by their GUID; None for what lies outside it. `counted` and `from_mark` say
    how the file counts, `sure` whether the names of its passages show that. `unsure` are the passages that may lie
    elsewhere, with where, since the file may count otherwise."""

    spans: dict[str, tuple[int, int] | None]
    counted: Counted
    from_mark: bool
    sure: bool
    unsure: dict[str, list[tuple[int, int]]]


def text_of(source: TextSource | Transcript, package: Package) -> Text | None:
    """The words of a source; None where they are not in the package, or are no text.

    Raises InputError("qdpx.too_much", "qdpx.damaged").
    """
    if source.content is not None:
        return _text(source.content)
    content = package.content(source.plain_path)
    if content is None:
        return None
    try:
        return _text(_marked(content))
    except InputError:
        return None


def _marked(content: bytes) -> str:
    """The characters, with a mark before them where the file has one: decoding takes it away."""
    has_mark = content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"))
    return (_MARK if has_mark else "") + decode(content).removeprefix(_MARK)


def _text(characters: str) -> Text:
    raw = characters.removeprefix(_MARK)
    return Text(raw, _composed(_single(raw)), marked=raw != characters)


def _single(raw: str) -> str:
    return raw.replace("\r\n", "\n").replace("\r", "\n")


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def placed(text: Text, selections: Iterable[TextSelection]) -> Placed:
    """Where the selections of one text lie in it."""
    wanted = [one for one in selections if 0 <= one.start <= one.end]
    ways = [(way, mark) for mark in ((False, True) if text.marked else (False,)) for way in _ways(text.raw)]
    tried = [_tried(text.raw, wanted, way, mark) for way, mark in ways]
    tried = [one for one in tried if one.way is not Counted.LINES_AS_TWO or any(one.named)]
    best = max(range(len(tried)), key=lambda at: (tried[at].score, -at))
    chosen, rivals = tried[best], [one for one in tried if _is_rival(one, tried[best])]
    lead = _leading(text, {place for one in (chosen, *rivals) for span in one.points if span for place in span})
    found = [(lead[span[0]], lead[span[1]]) if span else None for span in chosen.points]
    spans = {one.guid: None for one in selections} | {
        one.guid: span for one, span in zip(wanted, found, strict=True) if span
    }
    doubts = {one.guid: _elsewhere(at, chosen, rivals, lead) for at, one in enumerate(wanted) if found[at]}
    sure = any(chosen.named) and not any(one.named == chosen.named for one in rivals)
    return Placed(spans, chosen.way, chosen.mark, sure, {guid: some for guid, some in doubts.items() if some})


def _ways(raw: str) -> list[Counted]:
    """Those that differ for this text, the standard's first."""
    ways = [Counted.CHARACTERS]
    ways += [Counted.LINES_AS_ONE if "\r\n" in raw else Counted.LINES_AS_TWO] if "\n" in raw else []
    ways += [Counted.UTF16] if any(one > "\uffff" for one in raw) else []
    return [*ways, *([] if raw.isascii() else [Counted.BYTES])]


Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Tried:
    """Where the passages lie when a file counts in one way, and of which the words are those of their name."""

    way: Counted
    mark: bool
    points: list[Span | None]
    named: list[bool]

    @property
    def score(self) -> tuple[int, int]:
        """How many have the words of their name, and how many lie in the text."""
        return sum(self.named), len(self.points) - self.points.count(None)


def _tried(raw: str, wanted: Sequence[TextSelection], way: Counted, mark: bool) -> _Tried:
    points = _points(raw, wanted, way, mark)
    pairs = zip(wanted, points, strict=True)
    named = [span is not None and _has_its_words(raw, one, span) for one, span in pairs]
    return _Tried(way, mark, points, named)


def _is_rival(other: _Tried, chosen: _Tried) -> bool:
    """Whether the names leave it open that the file counts in this other way."""
    if other is chosen:
        return False
    pairs = [(mine, theirs) for mine, theirs in zip(chosen.named, other.named, strict=True) if mine is not theirs]
    return any(theirs for _mine, theirs in pairs) or (not pairs and other.way not in _UNLIKELY)


def _elsewhere(at: int, chosen: _Tried, rivals: Iterable[_Tried], lead: Mapping[int, int]) -> list[Span]:
    """Other places of a passage; none where its own name has the words of this one alone."""
    open_ = [one for one in rivals if one.named[at] or not chosen.named[at]]
    here, *there = ((lead[span[0]], lead[span[1]]) for one in (chosen, *open_) if (span := one.points[at]))
    return [span for span in dict.fromkeys(there) if span != here]


def _points(raw: str, wanted: Sequence[TextSelection], way: Counted, mark: bool) -> list[Span | None]:
    """The same places counted in characters of `raw`; None for what lies outside."""
    ends = [0, *accumulate(_widths(raw, way))]
    before = sum(_widths(_MARK, way)) if mark else 0
    return [_inside(ends, one.start - before, one.end - before) for one in wanted]


def _widths(raw: str, way: Counted) -> Iterator[int]:
    """What each character counts for."""
    match way:
        case Counted.CHARACTERS:
            return (1 for _one in raw)
        case Counted.LINES_AS_ONE:
            return (0 if pair == ("\r", "\n") else 1 for pair in zip_longest(raw, raw[1:]))
        case Counted.LINES_AS_TWO:
            return (2 if one == "\n" else 1 for one in raw)
        case Counted.UTF16:
            return (2 if one > "\uffff" else 1 for one in raw)
        case Counted.BYTES:
            return (len(one.encode("utf-8", "surrogatepass")) for one in raw)


def _inside(ends: list[int], start: int, end: int) -> Span | None:
    if start < 0 or end > ends[-1]:
        return None
    return bisect_left(ends, start), bisect_left(ends, end)


def _has_its_words(raw: str, one: TextSelection, span: Span) -> bool:
    start, end = span
    return _is_named(one.name, raw[start : min(end, start + _most(one))])


def _most(one: TextSelection) -> int:
    """Of the words of a passage more than its name can tell: thousands of passages may each span a whole book."""
    return _SPACE + 4 * len(one.name or "")


def _is_named(name: str | None, words: str) -> bool:
    """Whether the name of a passage is its words, or how they begin."""
    begin = _plain(re.sub(r"(\.\.\.|…)$", "", name or ""))
    return bool(begin) and _plain(words).startswith(begin)


def _plain(words: str) -> str:
    return " ".join(_composed(words).split())


def _leading(text: Text, places: set[int]) -> dict[int, int]:
    """From places in `raw` to places in `text`: with single line ends and composed letters there are fewer."""
    found, at, so_far = {}, 0, 0
    for place in sorted(places):
        end = _between(text.raw, place)
        so_far += len(_composed(_single(text.raw[at:end]))) if end > at else 0
        at = max(at, end)
        found[place] = so_far
    return found


def _between(raw: str, place: int) -> int:
    """The first place from here on that is not within a letter or a line end."""
    while place < len(raw) and not _parts(raw, place):
        place += 1
    return place


def _parts(raw: str, place: int) -> bool:
    before, after = raw[max(0, place - _NEAR) : place], raw[place : place + _NEAR]
    if before.endswith("\r") and after.startswith("\n"):
        return False
    return _composed(before + after) == _composed(before) + _composed(after)
