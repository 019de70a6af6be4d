"""A result of an analysis as it stands in a report: what it says, its charts and tables, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from sluitend.apps.reporting.building.pieces import note, statement
from sluitend.apps.reporting.building.tables import NOTHING, cells, table, widths_for
from sluitend.apps.reporting.building.words import day, label_link
from sluitend.apps.reporting.material import Material
from sluitend.apps.reporting.outcomes import ChartEntry, OutsideEntry, ResultEntry, TableEntry
from sluitend.formats.report import nodes
from sluitend.formats.report.nodes import Node

_MANY = 8  # columns, next to each other on a page
_FEW = 12  # rows of a table that stands in the text
SHORT = 8  # characters of a hash that tell one version from another
Blocks = list[Node]


def named(material: Material, result: ResultEntry) -> Blocks:
    """In a sentence."""
    return [*nodes.text(_("result") + " "), label_link(material, result.label)]


def shown(material: Material, result: ResultEntry) -> Blocks:
    """Alone in a paragraph: what it says, drawn where that was done; the tables stand in the annex."""
    first = statement([label_link(material, result.label), *nodes.text(f" {result.title}")])
    told = _content(material, result, result.content) if result.content else [note(nodes.text(not_outside()))]
    return [nodes.div([first, *told, note(_origin(material, result))], classes=["s-result"])]


def not_outside() -> str:
    """What stands in the place of a result that nobody outside the team can see."""
    return _("This result was computed before results could leave the team. Compute it again to show it here.")


def _content(material: Material, result: ResultEntry, content: OutsideEntry) -> Iterator[Node]:
    yield from (nodes.para(*nodes.text(said)) for said in content.sentences)
    for place, chart in enumerate(content.charts, start=1):
        yield from _chart(result, chart, place)
    if not content.charts:
        yield from (node for one in content.tables if len(one.rows) <= _FEW for node in _table(one, one.title))
    figures = _("Small numbers are not told exactly. All figures:")
    yield note([*nodes.text(f"{counted(content)} {figures} "), label_link(material, result.label), *nodes.text(".")])
    if told := cautions(result):
        yield note(nodes.text(_("Take care: %(caveat)s") % {"caveat": " ".join(told)}))


def tables(content: OutsideEntry) -> Iterator[Node]:
    """Every table, those that a chart shows first."""
    drawn = {one.table: _("%(title)s, as a table") % {"title": one.title} for one in content.charts}
    for one in sorted(content.tables, key=lambda table: table.key not in drawn):
        yield from _table(one, drawn.get(one.key, one.title))


def counted(content: OutsideEntry) -> str:
    """Over how many cases or people it is."""
    if content.of_people:
        return _("n = %(n)s respondents.") % {"n": content.n}
    return _("n = %(n)s cases.") % {"n": content.n}


def cautions(result: ResultEntry) -> list[str]:
    """What must be known to read it rightly, and whether it still holds."""
    told = list(result.content.caveats) if result.content else []
    sentences = {
        "data": _("The data have changed since this was computed."),
        "code": _("The way it is computed has changed since."),
        "norms": _("The norm that it was held against has changed since."),
    }
    return [*told, *(sentences[one] for one in result.changed)]


def _chart(result: ResultEntry, chart: ChartEntry, place: int) -> Blocks:
    """Under its title, in a frame that scrolls on a small screen; the table with the same content comes behind it."""
    svg = nodes.with_own_ids(chart.svg, f"{result.label}-{place}-")
    drawn = nodes.drawing(svg, f"{chart.title}. {chart.text}")
    classes = ["s-table-region", nodes.DRAWN, *(["s-wide"] if chart.is_wide else [])]
    region = nodes.div([drawn], classes=classes, role="region", tabindex="0", aria_label=chart.title)
    return [statement(nodes.text(chart.title)), region]


def _table(one: TableEntry, caption: str) -> Blocks:
    if not one.rows:
        return [statement(nodes.text(caption)), note(nodes.text(_("Too few cases to show.")))]
    told = [place for place in range(len(one.columns)) if not place or any(row[place] != NOTHING for row in one.rows)]
    lines = [
        [one.columns[place].title for place in told]
    ]  # a column of which all is kept back takes the room of others
    lines += [[row[place] for place in told] for row in one.rows]
    if len(told) > _MANY >= len(lines):
        lines = [list(line) for line in zip(*lines, strict=True)]  # wide and low: it is read better on its side
    head, rows = lines[0], [cells(line) for line in lines[1:]]
    made = table(head, rows, caption, widths_for(head, rows))
    if one.total == len(one.rows):
        return [made]
    cut = _("The first %(shown)s of %(total)s rows. The page of the result has them all.")
    return [made, note(nodes.text(cut % {"shown": len(one.rows), "total": one.total}))]


def _origin(material: Material, result: ResultEntry) -> Blocks:
    """Source: D2 version 1, when and with which method."""
    told = _("computed on %(day)s, version of the method %(code)s") % {
        "day": computed_on(result), "code": result.code_version[:SHORT]
    }  # fmt: skip
    return [*nodes.text(_("Source:") + " "), *data(material, result), *nodes.text(f", {told}.")]


def data(material: Material, result: ResultEntry) -> Blocks:
    """The datasets that it was computed from, each with the version; or the coded texts."""
    if not result.versions:
        return nodes.text(_("coded texts of this evaluation"))
    words: Blocks = []
    for number, version in result.versions:
        words += nodes.text(", " if words else "")
        words += [label_link(material, f"D{number}"), *nodes.text(_(" version %(version)s") % {"version": version})]
    return words


def computed_on(result: ResultEntry) -> str:
    """The day in words."""
    return day(result.computed_at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()) if result.computed_at else ""
