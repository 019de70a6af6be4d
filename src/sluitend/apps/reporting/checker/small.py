"""Small counts of people in what somebody wrote beside a result."""

from __future__ import annotations

import re
from collections.abc import Iterator

_WORDS = "twee|drie|vier|vijf|zes|zeven|acht|negen"
# "7 kinderen", "zeven casussen", "3 van de 40 kinderen"; not "17 kinderen", "2,7 kinderen" or "één gezin", which is
# said of any.
_NUMBER = (
    rf"(?<![\d.,])\b(?:[1-9]|{_WORDS})[ \u00a0]"
    r"(?:van[ \u00a0](?:de|onze)[ \u00a0](?:[\w.]+[ \u00a0])?)?"
)
_SMALL = re.compile(
    _NUMBER + r"(?:casus(?:sen)?|zaak|zaken|kind(?:eren)?|jeugdigen?|gezin(?:nen)?|dossiers?|cliënt(?:en)?)\b",
    re.IGNORECASE,
)
# Of those who were heard words are told, and no numbers: "drie respondenten", "drie van de 12 respondenten".
_HEARD = re.compile(
    _NUMBER + r"(?:respondent(?:en)?|geïnterviewden?|deelnemers?|gesprekspartners?)\b",
    re.IGNORECASE,
)
_RESULT = re.compile(r"\[\[(U[0-9]{1,9})\]\]")
_PARAGRAPH = re.compile(r"\n\s*\n")


def small_in(text: str) -> tuple[str, ...]:
    """Counts of people under ten, each once, with one space between the words."""
    return tuple(dict.fromkeys(" ".join(found[0].split()) for found in _SMALL.finditer(text)))


def small_counts(text: str) -> Iterator[str]:
    """The same in paragraphs that cite a result."""
    for paragraph in _PARAGRAPH.split(text):
        if _RESULT.search(paragraph):
            yield from small_in(paragraph)


def small_voices(text: str) -> Iterator[tuple[str, str]]:
    """Counts under ten of those who were heard, each with a result that the same paragraph cites."""
    for paragraph in _PARAGRAPH.split(text):
        cited = _RESULT.findall(paragraph)
        for found in _HEARD.finditer(paragraph) if cited else ():
            yield from ((" ".join(found[0].split()), label) for label in cited)
