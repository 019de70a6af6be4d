"""Tables and charts that fill themselves: {{tabel steun}}, {{grafiek steun V1.2}}. A chart always has its table."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sluitend.apps.reporting.account import FIGURES
from sluitend.apps.reporting.building import figures_counted, figures_crossed
from sluitend.apps.reporting.building.content import Content
from sluitend.apps.reporting.building.pieces import note, statement
from sluitend.apps.reporting.building.tables import table
from sluitend.apps.reporting.material import Material
from sluitend.formats.report import nodes
from sluitend.formats.report.nodes import Node
from sluitend.web.registry import Text


@dataclass(frozen=True, slots=True)
class Figure:
    """One kind of table and chart; `by_question`: it can be made of the findings of one question."""

    title: Text
    content: Callable[[Material, str], Content]
    by_question: bool = False


KINDS: dict[str, Figure] = {
    "steun": Figure(gettext_lazy("Support of the findings by perspective"), figures_crossed.support, by_question=True),
    "dekking": Figure(gettext_lazy("How far the questions are covered, by perspective"), figures_crossed.coverage),
    "zekerheid": Figure(gettext_lazy("Confidence in the findings"), figures_counted.confidence, by_question=True),
    "afspraken": Figure(gettext_lazy("Agreements, and whether they were kept"), figures_counted.agreements),
    "bronnen": Figure(gettext_lazy("Sources by kind"), figures_counted.sources),
    "respondenten": Figure(gettext_lazy("Respondents by perspective"), figures_counted.respondents),
}
assert KINDS.keys() == FIGURES.keys()


def is_figure(words: list[str], questions: Collection[str]) -> bool:
    """Whether there is a figure by this name; some can be about one question."""
    match words:
        case [name]:
            return name in KINDS
        case [name, label]:
            return name in KINDS and KINDS[name].by_question and label in questions
    return False


def _empty(content: Content) -> str:
    return _("Too few people to show.") if content.few else _("Nothing has been recorded.")


def figure(material: Material, name: str, about: str, *, drawn: bool) -> list[Node]:
    """The table with what it means, or the chart with both."""
    kind = KINDS[name]
    content, title = kind.content(material, about), f"{kind.title}{f' ({about})' if about else ''}"
    if not content.rows:
        return [statement(nodes.text(title)), note(nodes.text(_empty(content)))]
    told = note(nodes.text(content.told))
    if not drawn:
        return [table(content.head, content.rows, title, content.widths), told]
    charts = [nodes.drawing(one, f"{title}. {content.in_words}") for one in content.charts]
    region = nodes.div(charts, classes=["s-table-region", nodes.DRAWN], role="region", tabindex="0", aria_label=title)
    same = table(content.head, content.rows, _("%(title)s, as a table") % {"title": title}, content.widths)
    return [statement(nodes.text(title)), region, told, same]
