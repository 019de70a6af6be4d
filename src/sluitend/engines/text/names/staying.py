"""What stays although it looks like a name: municipalities, public organisations, methods, sayings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import yaml

from sluitend.engines.text.names import lexicon
from sluitend.engines.text.names.tokens import Token, tokens_of

PUBLIC: list[str] = yaml.safe_load(Path(__file__).with_name("public.yaml").read_text(encoding="utf-8"))
_SAYINGS = re.compile(
    r"\bvan Jantje naar Pietje\b|\bJan(?: en | )?alleman\b|\bJan met de pet\b|\bJan Modaal\b|\bJan Rap\b|\bPiet Snot\b"
    r"|\bJan Boerenfluitjes\b|\bbarbertje moet hangen\b|\bJantje Pietje\b|\bJoost mag (?:het )?weten\b|\bJan Klaassen\b"
    r"|\bgrote Piet\b|\bbij Joost\b|\bde naam is haas\b|\bmooi weer\b|\bHans en Grietje\b|\b[Bb]rave Hendrik(?:je)?\b"
    r"|\bPietje Precies\b|\b[Zz]warte Piet(?:en)?\b|\bheilige Maria\b|\bpaard van Troje\b",
    re.IGNORECASE,
)


# Bodies that carry the name of their region.
_REGIONAL = frozenset({"veilig", "jeugdbescherming", "ggd", "rechtbank", "reclassering", "veiligheidshuis"})


class Staying:
    """Finds the stretches that stay; made once for an evaluation."""

    def __init__(self, keep: Iterable[str]) -> None:
        self._phrases: dict[str, list[tuple[str, ...]]] = {}
        for phrase in (*PUBLIC, *keep):
            words = tuple(token.fold for token in tokens_of(phrase))
            if words:
                self._phrases.setdefault(words[0], []).append(words)
        for phrases in self._phrases.values():
            phrases.sort(key=len, reverse=True)

    def stretches(self, text: str, tokens: list[Token]) -> list[tuple[int, int]]:
        """Stretches ``[start, end)`` of the text that stay, in order."""
        found = [match.span() for match in _SAYINGS.finditer(text)]
        position = 0
        while position < len(tokens):
            length = self._length(tokens, position)
            if length:
                found.append((tokens[position].start, tokens[position + length - 1].end))
            position += max(1, length)
        return sorted(found)

    def _length(self, tokens: list[Token], position: int) -> int:
        """How many words from here are a body that stays, with the region behind its name."""
        length = self._phrase(tokens, position)
        if length == 0:
            return _municipality(tokens, position)
        if tokens[position].fold in _REGIONAL and position + length < len(tokens):
            following = tokens[position + length]
            if following.capital and not following.first and not lexicon.is_first_name(following.fold):
                length += 1
        while position + length < len(tokens) and (more := _municipality(tokens, position + length)):
            length += more
        return length

    def _phrase(self, tokens: list[Token], position: int) -> int:
        if not tokens[position].capital and not tokens[position].fold.startswith(("jeugdb", "veilig", "raad", "leger")):
            return 0
        folded = [token.fold for token in tokens[position : position + 8]]
        known = self._phrases.get(tokens[position].fold, [])
        return next((len(words) for words in known if tuple(folded[: len(words)]) == words), 0)


def _municipality(tokens: list[Token], position: int) -> int:
    """Words from here that are a municipality, province or region: capitalised, the longest first."""
    if not tokens[position].capital:
        return 0
    for length in (4, 3, 2, 1):
        words = tokens[position : position + length]
        if len(words) == length and lexicon.is_municipality(_joined(words)):
            return length
    return 0


def _joined(words: list[Token]) -> str:
    return " ".join(word.fold for word in words)
