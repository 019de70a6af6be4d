"""Tables and headings as every annex has them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from sluitend.apps.reporting.building.words import day
from sluitend.formats.report import nodes
from sluitend.formats.report.nodes import Node
from sluitend.formats.report.tree import plain_text

STAY = "\u00a0"  # a space at which no line is broken
NOTHING = "–"
LINE, MOST_OF_A_LINE = 100, 85  # characters of a line over the page
SHORT, MARGIN = 18, 4  # of a text or a word that is not broken, and beside it

Row = Sequence[list[Node]]


def titled(title: str, name: str) -> Node:
    """The heading of an annex, to which a reference may lead."""
    return nodes.heading(2, nodes.text(title), f"bijlage_{name}")


def short_day(value: date | None) -> str:
    """A date that stays on one line of its narrow column."""
    return day(value).replace(" ", STAY)


def cells(values: Sequence[str]) -> list[list[Node]]:
    """A row of plain texts; a dash where there is none."""
    return [[nodes.plain(*nodes.text(value or NOTHING))] for value in values]


def table(head: list[str], rows: Sequence[Row], caption: str, widths: list[float]) -> Node:
    """A table that can be scrolled sideways on a small screen, by keyboard too."""
    return _region(nodes.table(head, rows, caption, widths), caption)


def listing(name: str, head: list[str], rows: Sequence[Row]) -> Node:
    """A table under a heading that says what it is: without columns that tell nothing, each as wide as its words ask.

    `name` tells a screen reader which table it is.
    """
    told = [place for place in range(len(head)) if not place or any(not _is_empty(row[place]) for row in rows)]
    kept = [[row[place] for place in told] for row in rows]
    named = [head[place] for place in told]
    return _region(nodes.table(named, kept, "", widths_for(named, kept)), name)


def explained(told: str, made: Node) -> Node:
    """A table with what must be known to read it, on the same page where that can be."""
    return nodes.div([*nodes.paragraphs(told), made], classes=["s-explained"])


def _region(made: Node, name: str) -> Node:
    return nodes.div([made], classes=["s-table-region"], role="region", tabindex="0", aria_label=name)


def _is_empty(cell: list[Node]) -> bool:
    return plain_text(cell).strip() in ("", NOTHING)


def widths_for(head: Sequence[str], rows: Sequence[Row]) -> list[float]:
    """Shares of the line: each column has room for its longest word, and what is left goes to who has most to say."""
    columns = [[name, *(plain_text(row[place]) for row in rows)] for place, name in enumerate(head)]
    asked = next((one for one in _asked(columns) if sum(one) <= MOST_OF_A_LINE), [MARGIN] * len(columns))
    wanted = [max(0.0, _usual(texts) + MARGIN - width) for texts, width in zip(columns, asked, strict=True)]
    spare = max(0, LINE - sum(asked))
    shared = [one / (sum(wanted) or 1) * spare for one in wanted] if any(wanted) else [spare / len(asked)] * len(asked)
    made = [width + more for width, more in zip(asked, shared, strict=True)]
    return [round(width / sum(made), 3) for width in made]


def _asked(columns: Sequence[Sequence[str]]) -> Iterator[list[int]]:
    """What columns need at least: with short texts on one line, else with words that may be broken ever sooner."""
    lines = [max(map(len, texts)) for texts in columns]
    words = _longest_words(columns, SHORT)
    yield [MARGIN + (line if line <= SHORT else word) for line, word in zip(lines, words, strict=True)]
    for most in (SHORT, 13, 8):
        yield [MARGIN + word for word in _longest_words(columns, most)]


def _longest_words(columns: Sequence[Sequence[str]], most: int) -> list[int]:
    """Of each column; a word may be broken behind so many characters, what must stay on one line (a date) never."""
    return [max(_unbroken(word, most) for text in texts for word in re.split("[ \n]", text)) for texts in columns]


def _unbroken(word: str, most: int) -> int:
    return len(word) if STAY in word.strip(STAY) else min(most, len(word))


def _usual(texts: Sequence[str]) -> float:
    """How long a text is here, where long ones count for more: these make a row high."""
    return float((sum(len(text) ** 2 for text in texts) / len(texts)) ** 0.5)
