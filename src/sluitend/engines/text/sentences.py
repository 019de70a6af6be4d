"""Where the sentences of a Dutch text begin and end: one plain rule, so that everybody can count them again.

A sentence ends at a full stop, question mark, exclamation mark or ellipsis, with the quotes and brackets that close
there, when white space follows and after it a capital, a digit, or a quote or bracket that opens. A question or
exclamation mark ends one before a small letter too, unless a quote closes there (“Kom je?” vroeg zij). No sentence ends
after an abbreviation or initials. White space between two sentences belongs to neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]  # [start, end) in code points

# Written with a full stop that ends no sentence. "enz.", "etc." and "e.d." may end one, and are left out.
_SHORT = (
    "a.h.w. a.s. afd. art. bijl. bijv. blz. bv. c.q. ca. d.d. d.m.v. d.w.z. dhr. dr. drs. evt. excl. fam. fig. "
    "hr. i.c. i.o. i.p.v. i.v.m. ing. incl. ir. jhr. jl. jr. m.a.w. m.b.t. m.b.v. m.i. m.i.v. m.n. m.u.v. mej. "
    "mevr. mr. mw. n.a.v. n.v.t. nl. nr. nrs. o.a. o.b.v. o.g.v. o.l.v. o.m. p. par. p.p. plm. plv. prof. resp. "
    "sr. st. t.a.v. t.b.v. t.g.v. t.h.v. t.o.v. t.w. tel. v.a. vgl. vlg. vnl. z.g. zgn. z.o.z. z.s.m."
)
_ABBREVIATIONS = frozenset(_SHORT.split())
LONGEST = 40  # characters of a word that may be an abbreviation
_STOP = re.compile(r"(?P<mark>\.\.\.|…|[.!?]+|[.!?]*…)(?P<closing>[\"'”’»)\]]*)(?=\s)")
_OPENS = re.compile(r"\s+(?P<next>[\"'“‘„«(\[]*\S)")
_WORD_BEFORE = re.compile(r"[^\s\"'“‘„«(\[]+\Z")
_INITIALS = re.compile(r"(?:\w\.)+\Z")


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The sentences of text[start:end], in order; none where there is only white space.

    Lines are not looked at: pass paragraph by paragraph, so that a heading is a sentence by itself.
    """
    end = len(text) if end is None else end
    found, here = [], start
    for stop in _ends(text, start, end):
        if (span := bare(text, here, stop)) is not None:
            found.append(span)
        here = stop
    last = bare(text, here, end)
    return found if last is None else [*found, last]


def _ends(text: str, start: int, end: int) -> Iterator[int]:
    for stop in _STOP.finditer(text, start, end):
        following = _OPENS.match(text, stop.end(), end)
        if following and _is_end(text[max(start, stop.start() - LONGEST) : stop.end("mark")], stop, following["next"]):
            yield stop.end()


def _is_end(before: str, stop: re.Match[str], following: str) -> bool:
    first = following[-1]
    begins = first.isupper() or first.isdigit() or len(following) > 1
    if stop["mark"] != ".":
        return begins or (stop["mark"][-1] in "!?" and not stop["closing"])
    word = _WORD_BEFORE.search(before)
    return begins and (word is None or not _is_short(word[0]))


def _is_short(word: str) -> bool:
    """An abbreviation, or initials: "J." and "A.B."; not "e.d.", which may end a sentence, nor "2." at its end."""
    if word.lower() in _ABBREVIATIONS:
        return True
    return bool(_INITIALS.fullmatch(word)) and word[0].isupper()


def bare(text: str, start: int, end: int) -> Span | None:
    """A span without the white space around its words; None when nothing is left."""
    words = text[start:end]
    left = len(words) - len(words.lstrip())
    stripped = words.strip()
    return (start + left, start + left + len(stripped)) if stripped else None
