"""Is this a conversation? A label must recur or be known, and labels must stand thick enough on the page.

A report with "Let op:", "Conclusie:" and "Vraag 1:" stays a report, minutes with "Besluit:" and "Actie:" stay minutes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from sluitend.formats.transcripts import labels, layouts
from sluitend.formats.transcripts.layouts import Layout, Mark
from sluitend.formats.transcripts.lines import Line

# Which part of the lines, from the first label on, begins with one. People talk in long paragraphs, so known labels
# may be rare; names that we do not know are believed only where half of the lines has one.
_KNOWN_SHARE = 0.1
_LETTER_SHARE = 0.25
_NAME_SHARE = 0.5
_ALMOST_ALL = 0.7
# An agenda has times as well, but nothing stands below most of its lines.
_WITH_WORDS = 0.6


def marks_of(lines: Sequence[Line]) -> list[Mark]:
    """Where speakers begin, in the layout that explains most; empty when this is no conversation."""
    found = [_believed(layout, lines) for layout in layouts.ALL]
    return max(found, key=len)  # of equals the first: the layouts with a time of their own


def _believed(layout: Layout, lines: Sequence[Line]) -> list[Mark]:
    marks = list(layout(lines))
    return _RULES[layout](marks, lines) if marks else []


def _arrows(marks: list[Mark], lines: Sequence[Line]) -> list[Mark]:
    return marks


def _headlines(marks: list[Mark], lines: Sequence[Line]) -> list[Mark]:
    """Every label counts once one of them recurs or is known."""
    counts = Counter(mark.key for mark in marks)
    heads = {mark.line for mark in marks} | {len(lines)}
    with_words = sum(mark.line + 1 not in heads for mark in marks)
    recur = any(count > 1 for count in counts.values()) or any(labels.is_known(mark.label) for mark in marks)
    return marks if recur and with_words >= _WITH_WORDS * len(marks) else []


def _alone(marks: list[Mark], lines: Sequence[Line]) -> list[Mark]:
    # "Spreker 2" may be a line of a programme; "SPEAKER_00" is nothing but what recognition writes.
    recurs = len({mark.key for mark in marks}) < len(marks)
    return marks if recurs or any("_" in mark.label for mark in marks) else []


def _prefixes(marks: list[Mark], lines: Sequence[Line]) -> list[Mark]:
    letters = {mark.key for mark in marks if labels.is_letter(mark.label)}
    speak = labels.letters_speak(letters) or any(labels.is_known(mark.label) for mark in marks)
    counts = Counter(mark.key for mark in marks)
    timed = _timed(marks)
    kept = [mark for mark in marks if _counts_in(mark, counts, speak, timed)]
    kept = _without_form(kept, counts)
    return _with_single(kept, marks, lines) if kept and _is_thick(kept, lines) else []


def _with_single(kept: list[Mark], marks: list[Mark], lines: Sequence[Line]) -> list[Mark]:
    """Who says one thing in a group counts where nearly every line is a turn: else the words go to another."""
    spoken = {mark.line for mark in kept}
    single = [
        mark
        for mark in marks
        if mark.line > kept[0].line and not labels.is_letter(mark.label) and labels.is_name(mark.label)
    ]
    every = [mark for mark in marks if mark.line in spoken or mark in single]
    return every if len(every) >= _ALMOST_ALL * (len(lines) - kept[0].line) else kept


def _rows(marks: list[Mark], lines: Sequence[Line]) -> list[Mark]:
    """Names recur in tables of figures too, so here somebody must be known, or speak at a time."""
    kept = _prefixes(marks, lines)
    return kept if _timed(kept) or any(labels.is_known(mark.label) for mark in kept) else []


def _timed(marks: list[Mark]) -> bool:
    """Whether labels come with a time as a rule: then one that comes once is somebody who speaks once."""
    return 2 * sum(mark.seconds is not None for mark in marks) > len(marks) > 0


def _counts_in(mark: Mark, counts: Counter[str], letters_speak: bool, timed: bool) -> bool:
    if labels.is_letter(mark.label):
        return letters_speak
    if labels.is_known(mark.label) or (timed and mark.seconds is not None):
        return True
    return counts[mark.key] > 1 and labels.is_name(mark.label)


def _without_form(kept: list[Mark], counts: Counter[str]) -> list[Mark]:
    """Without the lines at the top that say who took part ("Interviewer: …", "Respondent: …", once each)."""
    recurring = [mark.line for mark in kept if counts[mark.key] > 1]
    return [mark for mark in kept if not recurring or mark.line >= recurring[0] or mark.seconds is not None
            or not _is_field(mark)]  # fmt: skip


def _is_field(mark: Mark) -> bool:
    return len(mark.words.split()) <= 5 and not mark.words.endswith((".", "?", "!"))


def _is_thick(kept: list[Mark], lines: Sequence[Line]) -> bool:
    share = len(kept) / (len(lines) - kept[0].line)
    if not len({mark.key for mark in kept}) < len(kept):
        return len(kept) > 1 and share >= _ALMOST_ALL
    if any(labels.is_known(mark.label) for mark in kept) or _timed(kept):
        return share >= _KNOWN_SHARE
    if all(labels.is_letter(mark.label) for mark in kept):
        return share >= _LETTER_SHARE
    return share >= _NAME_SHARE and len({mark.key for mark in kept}) > 1


_RULES: dict[Layout, Callable[[list[Mark], Sequence[Line]], list[Mark]]] = {
    layouts.arrow: _arrows,
    layouts.headline: _headlines,
    layouts.alone: _alone,
    layouts.row: _rows,
    layouts.prefix: _prefixes,
}
