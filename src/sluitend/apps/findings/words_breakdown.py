"""Who supports a finding, in words: exact for the team, "enkele / meerdere / de meeste" for others (DESIGN.md §5)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from sluitend.apps.findings.queries import ATTRIBUTES, Breakdown, Count, Row, Share
from sluitend.web.registry import Text

HEADINGS: dict[str, Text] = {
    "perspective": gettext_lazy("Perspective"),
    "level": gettext_lazy("Level"),
    "place": gettext_lazy("Place"),
    "phase": gettext_lazy("Phase"),
}

SHARES: dict[Share, Text] = {
    Share.NONE: pgettext_lazy("people", "none"),
    Share.SOME: pgettext_lazy("people", "some"),
    Share.SEVERAL: pgettext_lazy("people", "several"),
    Share.MOST: pgettext_lazy("people", "most"),
}


def tables(breakdown: Breakdown) -> list[tuple[Text, tuple[Row, ...]]]:
    """Heading and rows of each attribute that says something: not where nobody's is known."""
    named = [(HEADINGS[name], breakdown.rows[name]) for name in ATTRIBUTES]
    return [(heading, rows) for heading, rows in named if any(row.name for row in rows)]


def in_favour(row: Row) -> Text:
    """For instance "3 mensen, 2 organisaties"."""
    return SHARES[row.share_in_favour] if row.in_favour is None else in_words(row.in_favour)


def against(row: Row) -> Text:
    """As `in_favour`."""
    return SHARES[row.share_against] if row.against is None else in_words(row.against)


def in_words(count: Count) -> str:
    """What there is of people, organisations and documents; "–" when there is nothing."""
    parts = (
        (count.people, ngettext("%(n)s person", "%(n)s people", count.people)),
        (count.organisations, ngettext("%(n)s organisation", "%(n)s organisations", count.organisations)),
        (count.documents, ngettext("%(n)s document", "%(n)s documents", count.documents)),
    )
    return ", ".join(words % {"n": n} for n, words in parts if n) or "–"
