"""Time codes as programs and people write them in a transcript."""

from __future__ import annotations

import re

# 0:12, 00:12, 1:02:03, 00:12:03.400, 00:12:03,4
CLOCK = r"\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
# f4: hours, minutes, seconds and the fraction behind a hyphen.
F4 = r"#\d{1,2}:\d{2}:\d{2}-\d{1,3}#"
CODE = rf"(?:\[{CLOCK}\]|\({CLOCK}\)|{F4}|{CLOCK})"

_DIGITS = re.compile(r"\d+")
_MARKED = re.compile(rf"(?:\[{CLOCK}\]|{F4})(?:[ \t]+[-–][ \t]+)?")
_FULL = r"\d{1,2}:\d{2}:\d{2}"
_LEADING = re.compile(rf"\s*(?:\[{CLOCK}\]|\({CLOCK}\)|{F4}|{_FULL}(?=\s+[-–]\s))(?:\s*[-–](?=\s))?\s*")
_TRAILING = re.compile(rf"\s*{F4}\s*")
_SPACES = re.compile(r"[ \t]{2,}")


def seconds(code: str) -> float:
    """Seconds from the beginning of the recording: ``[01:02:03.4]`` is 3723.4."""
    body = code.strip("#[]() ").replace(",", ".").replace("-", ".")
    clock, _, fraction = body.partition(".")
    total = 0
    for part in _DIGITS.findall(clock):
        total = total * 60 + int(part)
    return total + (float(f"0.{fraction}") if fraction else 0.0)


def leading(line: str) -> float | None:
    """The time code with which a line begins."""
    match = _LEADING.match(line)
    return seconds(match[0].strip(" \t-–")) if match else None


def trailing(line: str) -> float | None:
    """The time code with which a line ends: f4 puts it there when the typist presses Enter."""
    codes = re.findall(F4, line)
    return seconds(codes[-1]) if codes and _TRAILING.fullmatch(line[line.rindex(codes[-1]) :]) else None


def without(line: str) -> str:
    """What was said on a line: the line without its time codes."""
    line = _LEADING.sub("", line, count=1) if _LEADING.match(line) else line
    return _SPACES.sub(" ", _MARKED.sub(" ", line)).strip()
