"""Everything together: the list, the rules, the context and the detector, as stretches that do not overlap."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sluitend.engines.text.names import context, lexicon, mentions, rules
from sluitend.engines.text.names.listed import ListMatcher
from sluitend.engines.text.names.model import Detector, Entry, Found, FoundBy, Kind, Span
from sluitend.engines.text.names.staying import Staying
from sluitend.engines.text.names.streets import streets
from sluitend.engines.text.names.tokens import Token, tokens_of

_NAMES = frozenset({Kind.PERSON, Kind.SCHOOL, Kind.ORGANISATION, Kind.PLACE})
# Which of two overlapping proposals decides the kind: the list, then exact forms and addresses, context, deduce.
_RANK = {FoundBy.LIST: 0, FoundBy.RULE: 1, FoundBy.CONTEXT: 2, FoundBy.DETECTOR: 3}
_JOIN = re.compile(r"[ ]?-[ ]?|[ ]")


def propose(
    text: str, entries: Iterable[Entry], detector: Detector | None = None, *, keep: Iterable[str] = ()
) -> tuple[Span, ...]:
    """What may have to be taken out of this text, in order and without overlaps.

    ``entries`` is the evaluation's own list; ``keep`` are the municipalities and public organisations that stay
    besides the national ones. ``text`` is NFC. A proposal is no decision: a person goes over them.
    """
    return Proposer(entries, detector, keep=keep).propose(text)


class Proposer:
    """The same for several texts: list and detector are made ready once."""

    def __init__(self, entries: Iterable[Entry], detector: Detector | None = None, *, keep: Iterable[str] = ()) -> None:
        self._matcher = ListMatcher(entries)
        self._detector = detector
        self._staying = Staying(keep)

    def propose(self, text: str) -> tuple[Span, ...]:
        """See ``propose``."""
        tokens = tokens_of(text)
        exact = rules.exact(text)
        taken = _marked(text, [(span.start, span.end) for span in exact])
        listed = [span for span in self._matcher.find(text, tokens) if not any(taken[span.start : span.end])]
        staying = self._staying.stretches(text, tokens)
        listed = [span for span in listed if not _within(span, staying)]
        addresses = [span for span in streets(text, tokens) if not _stays(span, staying)]
        _mark(taken, [*((span.start, span.end) for span in [*listed, *addresses]), *staying])
        guessed = context.names(text, tokens, taken)
        guessed += _again(tokens, guessed, taken)
        heard = [span for found in self._heard(text) if (span := _trusted(text, tokens, found, staying)) is not None]
        return _joined(text, _merged([*exact, *listed, *addresses, *guessed, *heard]))

    def _heard(self, text: str) -> tuple[Found, ...]:
        return self._detector.find(text) if self._detector is not None else ()


def _marked(text: str, stretches: list[tuple[int, int]]) -> bytearray:
    taken = bytearray(len(text) + 1)
    _mark(taken, stretches)
    return taken


def _mark(taken: bytearray, stretches: Iterable[tuple[int, int]]) -> None:
    for start, end in stretches:
        taken[start:end] = b"\x01" * (end - start)


def _within(span: Span, staying: list[tuple[int, int]]) -> bool:
    """Whether a listed name is only part of what stays; a listed name that is also a town is the name."""
    return any(
        start <= span.start and span.end <= end and end - start > span.end - span.start for start, end in staying
    )


def _stays(span: Span, staying: list[tuple[int, int]]) -> bool:
    """Whether all of it stays: Oosterkade may be a municipality; "Oosterkade 3" is an address."""
    return any(start <= span.start and span.end <= end for start, end in staying)


def _again(tokens: list[Token], guessed: list[Span], taken: bytearray) -> list[Span]:
    """A person's name that was found once is proposed wherever it stands in the same text."""
    known = {
        token.fold: span.kind
        for span in guessed
        for token in tokens
        if span.start <= token.start
        and token.end <= span.end
        and len(token.fold) > 2
        and not lexicon.is_particle(token.fold)
    }
    _mark(taken, [(span.start, span.end) for span in guessed])
    return [
        Span(token.start, token.end, known[token.fold], FoundBy.CONTEXT)
        for position, token in enumerate(tokens)
        if token.fold in known and not taken[token.start] and _is_name_again(tokens, position)
    ]


def _is_name_again(tokens: list[Token], position: int) -> bool:
    token = tokens[position]
    if not lexicon.is_word(token.fold):
        return True
    return token.capital and (not token.first or mentions.after(tokens, position + 1) in mentions.VERBS)


def _trusted(text: str, tokens: list[Token], found: Found, staying: list[tuple[int, int]]) -> Span | None:
    """What the detector says, unless it stays, or is made of ordinary words of which no capital tells anything."""
    words = [token for token in tokens if found.start <= token.start and token.end <= found.end]
    while words and words[0].fold.rstrip(".") in mentions.TITLES | mentions.ROLES:
        words = words[1:]
    if found.kind not in _NAMES:
        return Span(found.start, found.end, found.kind, FoundBy.DETECTOR)
    if not words:
        return None
    span = Span(words[0].start, max(words[-1].end, found.end), found.kind, FoundBy.DETECTOR)
    if any(start < span.end and span.start < end for start, end in staying) or not any(map(_tells, words)):
        return None
    return span


def _tells(token: Token) -> bool:
    if lexicon.is_particle(token.fold) or not mentions.may_be_called(token):
        return False
    return not lexicon.is_word(token.fold) or (token.capital and not token.first and lexicon.is_first_name(token.fold))


def _merged(spans: list[Span]) -> list[Span]:
    """Overlapping proposals become one: as wide as all of them, of the kind of the surest."""
    merged: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if merged and span.start < merged[-1].end:
            merged[-1] = _both(merged[-1], span)
        else:
            merged.append(span)
    return merged


def _both(one: Span, other: Span) -> Span:
    surest = min(one, other, key=lambda span: (_RANK[span.found_by], span.start - span.end))
    entry = surest.entry if surest.start <= one.start and surest.end >= max(one.end, other.end) else _common(one, other)
    return Span(one.start, max(one.end, other.end), surest.kind, surest.found_by, entry)


def _common(one: Span, other: Span) -> int | None:
    """Whose name a wider stretch is: only when it is sure. "Sanne Visser" is not the listed Sanne de Wit."""
    return one.entry if one.entry == other.entry else None


def _joined(text: str, spans: list[Span]) -> tuple[Span, ...]:
    """First name and surname that were found apart are one person."""
    joined: list[Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        if last and last.kind == span.kind == Kind.PERSON and _JOIN.fullmatch(text[last.end : span.start]):
            joined[-1] = Span(
                last.start,
                span.end,
                span.kind,
                min(last.found_by, span.found_by, key=_RANK.__getitem__),
                _common(last, span),
            )
        else:
            joined.append(span)
    return tuple(joined)
