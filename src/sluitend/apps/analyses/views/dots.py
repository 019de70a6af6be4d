"""A sample of cases as a drawing, in words, as a table, and as a file of each of these."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from sluitend.apps.analyses.kit import words
from sluitend.formats import dotted_chart
from sluitend.formats.dotted_chart import MOST_KINDS, Dot
from sluitend.formats.drawn_notes import with_notes
from sluitend.formats.report.pictures import png_of
from sluitend.formats.spreadsheet import Sheet, csv_of, xlsx_of

if TYPE_CHECKING:
    from sluitend.engines.chain.explorer import Dots


@dataclass(frozen=True, slots=True)
class Dotted:
    """`kinds`: activities with how often they stand in it, the most frequent first; `rows`: of every case its key, how
    many dots it has, and its first and last moment; `events`: of every dot its case, activity and moment."""

    svg: str
    text: str
    cases: int
    of_cases: int
    kinds: list[tuple[str, int]]
    rows: list[tuple[str, int, datetime, datetime]]
    events: list[tuple[str, str, str]]


def dotted(found: Dots) -> Dotted:
    """The drawing of a sample that has at least one event."""
    events = found.events.to_pylist()
    counts = Counter(one["activity"] for one in events)
    kinds = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    shown = [name for name, _count in kinds[:MOST_KINDS]]
    text = _text(found, kinds)
    svg = dotted_chart.draw(
        [_dot(one, shown) for one in events],
        shown,
        others=_("other activities") if len(kinds) > len(shown) else "",
        title=_("Cases as dots"),
        description=text,
    )
    told = [(one["case"], one["activity"], _moment(one["time"])) for one in events]
    return Dotted(svg, text, found.cases, found.of_cases, kinds, _rows(events), told)


def content(drawn: Dotted, kind: str, notes: Sequence[str]) -> bytes:
    """The drawing, or the events in it, as a file that says what it is."""
    if kind in ("svg", "png"):
        svg = with_notes(drawn.svg, [*notes, drawn.text])
        return png_of(svg) if kind == "png" else svg.encode()
    headings = [_("Case"), _("Activity"), _("Moment")]
    if kind == "csv":
        return csv_of([f"# {' '.join(notes)}"], [headings, *drawn.events])
    return xlsx_of([Sheet(_("Events"), headings, drawn.events, " ".join(notes))])


def _moment(at: datetime) -> str:
    return at.isoformat(" ", "minutes") if at.tzinfo or at.time() != time.min else at.date().isoformat()


def _dot(event: dict[str, Any], shown: list[str]) -> Dot:
    days = event["time"].timestamp() / 86400 if event["time"].tzinfo else _days(event["time"])
    kind = shown.index(event["activity"]) if event["activity"] in shown else len(shown)
    return Dot(event["row"], days, kind)


def _days(moment: datetime) -> float:
    """Since 1970, by the clock that gave it."""
    return (moment - datetime(1970, 1, 1)).total_seconds() / 86400  # noqa: DTZ001


def _text(found: Dots, kinds: list[tuple[str, int]]) -> str:
    named = ", ".join(f"{name} ({words.count(count)})" for name, count in kinds[:MOST_KINDS])
    return _(
        "A row for each of %(cases)s cases, the first to begin on top; a mark for every event, time to the right. "
        "Most frequent: %(named)s."
    ) % {"cases": words.count(found.cases), "named": named}


def _rows(events: list[dict[str, Any]]) -> list[tuple[str, int, datetime, datetime]]:
    cases: dict[int, list[dict[str, Any]]] = {}
    for one in events:
        cases.setdefault(one["row"], []).append(one)
    return [
        (own[0]["case"], len(own), min(one["time"] for one in own), max(one["time"] for one in own))
        for own in cases.values()
    ]
