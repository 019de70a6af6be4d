"""Cues of subtitles: WebVTT (W3C Candidate Recommendation, section 4 and 6.4) and SubRip.

Read by hand: the packages for it keep one voice a cue, or none. Generous where programs are sloppy (a comma for a
point, a missing number, a blank line within a cue of SubRip); strict where nothing of a cue is to be seen.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_TIMING = re.compile(
    r"\s*(?P<start>(?:\d{1,3}:)?\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?)\s*-->\s*(?:\d{1,3}:)?\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?"
    r"(?:\s.*)?"
)
_NO_CUE = re.compile(r"(?:NOTE|STYLE|REGION)(?:[ \t].*)?")
_VOICE = re.compile(r"<(?P<close>/)?v(?:\.[^\s<>]{0,100})?(?:\s+(?P<name>[^<>]{0,300}))?>")
# A tag of WebVTT or SubRip, a time within a cue, and the commands of the format that SubRip grew from.
_TAG = re.compile(
    r"</?(?:b|i|u|c|s|v|lang|ruby|rt|font)(?:[.\s][^<>]{0,200})?>|<\d[\d:.]*>|\{\\[^{}]{0,80}\}", re.IGNORECASE
)
_SPACES = re.compile(r"\s+")


@dataclass(slots=True)
class Cue:
    """One subtitle: its start in seconds and its lines as they stand in the file."""

    seconds: float
    lines: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Voice:
    """A piece of a cue and who says it, when the cue tells."""

    label: str | None
    words: str


def cues_of(text: str, *, webvtt: bool) -> list[Cue]:
    """The cues in the order of their beginnings: cues may overlap, and files are not always in order."""
    return sorted(_cues(text.split("\n"), webvtt), key=lambda cue: cue.seconds)


def _cues(lines: list[str], webvtt: bool) -> Iterator[Cue]:
    cue: Cue | None = None
    skipping = False
    for number, line in enumerate(lines):
        timing = _TIMING.fullmatch(line)
        if timing:
            if cue is not None:
                yield _without_name(cue, lines, number)
            cue, skipping = Cue(_seconds(timing["start"])), False
        elif not line.strip():
            skipping = False
            if cue is not None:
                cue.lines.append("")
        elif webvtt and _begins_block(lines, number):
            skipping = True
        elif cue is not None and not skipping:
            cue.lines.append(line)
    if cue is not None:
        yield cue


def _begins_block(lines: list[str], number: int) -> bool:
    return bool(_NO_CUE.fullmatch(lines[number])) and (number == 0 or not lines[number - 1].strip())


def _without_name(cue: Cue, lines: list[str], timing: int) -> Cue:
    """Without the number or the name of the next cue, which stands on the line before its times."""
    alone = timing < 2 or not lines[timing - 2].strip()
    if cue.lines and cue.lines[-1] and (alone or cue.lines[-1].strip().isdecimal()):
        cue.lines.pop()
    return cue


def _seconds(clock: str) -> float:
    total = 0.0
    for part in clock.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return round(total, 3)


def voices_of(cue: Cue) -> Iterator[Voice]:
    """The pieces of a cue by voice, as plain words."""
    text = "\n".join(line for line in cue.lines if line.strip())
    label: str | None = None
    at = 0
    for tag in _VOICE.finditer(text):
        yield from _voice(label, text[at : tag.start()])
        label = None if tag["close"] else _plain(tag["name"] or "") or None
        at = tag.end()
    yield from _voice(label, text[at:])


def _voice(label: str | None, text: str) -> Iterator[Voice]:
    if words := _plain(text):
        yield Voice(label, words)


def _plain(text: str) -> str:
    bare = html.unescape(_TAG.sub("", text)).replace("\u200e", "").replace("\u200f", "")
    return _SPACES.sub(" ", bare).strip()
