"""The labelled set of spoken Dutch for taking names out: its marks read into texts with spans.

A line is ``017 Toen kwam {Jannie|person|listed} langs.``; a mark is ``{text|kind|listed}`` or
``{text|kind|unlisted}``. Inside the text ``<…>`` holds letters that may go with the name but need not:
``{<basisschool De >Kameleon|school|unlisted}``. What a mark covers, and what is no name, stands in labelled/README.md.
Everything in the set is fictief.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "labelled"
NAME_KINDS = frozenset({"person", "address", "street", "school", "organisation", "place"})
PATTERN_KINDS = frozenset({"postcode", "phone", "email", "bsn", "birth_date"})
KINDS = NAME_KINDS | PATTERN_KINDS
PARTICLES = frozenset(["de", "der", "den", "van", "het", "t", "ten", "ter", "el", "dos", "en", "z", "d", "r"])

_LINE = re.compile(r"(\d{3}) (\S.*)")
_MARK = re.compile(r"\{([^{}|]*)\|([^{}|]*)\|([^{}|]*)\}")
_BODY = re.compile(r"(?:<([^<>]*)>)?([^<>]+)(?:<([^<>]*)>)?")


class MalformedError(ValueError):
    """A line of the set that can't be read; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Name:
    """Something to take out: code points ``[start, end)`` must go, ``[outer_start, outer_end)`` may go."""

    start: int
    end: int
    kind: str
    listed: bool
    outer_start: int
    outer_end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence or short turn without its marks, and what must be taken out of it, in order."""

    number: int
    text: str
    names: tuple[Name, ...]

    def said(self, name: Name) -> str:
        """Give the words that the mark covers."""
        return self.text[name.start : name.end]


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry of the evaluation's own list: its kind and its forms as somebody typed them."""

    kind: str
    forms: tuple[str, ...]


def parse(line: str) -> Sentence:
    """Read one line. Raises MalformedError."""
    found = _LINE.fullmatch(line)
    if found is None:
        raise MalformedError(f"no number and text: {line!r}")
    text, names, at = "", [], 0
    marked = found[2]
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        name, said = _name(mark, len(text))
        names.append(name)
        text += said
        at = mark.end()
    text += marked[at:]
    if set(text) & set("{}|<>"):
        raise MalformedError(f"a mark is not closed or not complete: {line!r}")
    return Sentence(int(found[1]), text, tuple(names))


def _name(mark: re.Match[str], at: int) -> tuple[Name, str]:
    body, kind, listed = mark.groups()
    parts = _BODY.fullmatch(body)
    if parts is None or not any(map(str.isalnum, parts[2])) or parts[2] != parts[2].strip():
        raise MalformedError(f"no name in {mark[0]!r}")
    if kind not in KINDS or listed not in {"listed", "unlisted"}:
        raise MalformedError(f"unknown kind or list in {mark[0]!r}")
    before, said, after = (part or "" for part in parts.groups())
    start = at + len(before)
    whole = before + said + after
    return Name(start, start + len(said), kind, listed == "listed", at, at + len(whole)), whole


def sentences(path: Path) -> Iterator[Sentence]:
    """Read a file of the set; lines that begin with # and empty lines are for people. Raises MalformedError."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield parse(line)


def development() -> tuple[Sentence, ...]:
    """Give the third of the set that the author of an engine may look at."""
    return tuple(sentences(FOLDER / "development.txt"))


def measurement() -> tuple[Sentence, ...]:
    """Give the two thirds that figures are measured on; the author of an engine does not read them."""
    return tuple(sentences(FOLDER / "measurement.txt"))


def own_list() -> tuple[Listed, ...]:
    """Give the evaluation's own list."""
    return tuple(Listed(entry["kind"], tuple(entry["forms"])) for entry in _yaml()["entries"])


def keep() -> tuple[str, ...]:
    """Give the public organisations and municipalities of the (fictitious) region, which stay."""
    return tuple(_yaml()["keep"])


def _yaml() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((FOLDER / "list.yaml").read_text(encoding="utf-8"))
    return content


def folded(text: str) -> str:
    """Give a text without capitals and accents, so that two spellings of one name are the same."""
    plain = text.casefold().replace("ı", "i").replace("ł", "l")
    return "".join(sign for sign in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(sign))


def name_words(text: str) -> frozenset[str]:
    """Give the words of a name that tell something: no particles, folded, cut at spaces and hyphens."""
    return frozenset(re.findall(r"[^\W_]+", folded(text))) - PARTICLES


def on_list(said: str, kind: str, entries: tuple[Listed, ...]) -> bool:
    """Whether a name shares a whole word with a form of its kind on the list (an address: with a street)."""
    wanted = "street" if kind == "address" else kind
    return any(
        name_words(said) & name_words(form.removesuffix(" (fictief)"))
        for entry in entries
        if entry.kind == wanted
        for form in entry.forms
    )


def only_in_measurement() -> frozenset[tuple[int, int]]:
    """Give (sentence number, start) of the names on no list that the measurement has and the development has not."""
    known = {folded(sentence.said(name)) for sentence in development() for name in sentence.names}
    return frozenset(
        (sentence.number, name.start)
        for sentence in measurement()
        for name in sentence.names
        if name.kind in NAME_KINDS and not name.listed and folded(sentence.said(name)) not in known
    )
