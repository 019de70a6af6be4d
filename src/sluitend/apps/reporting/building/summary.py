"""The summary that can be read by itself: the chapter that the team wrote for it, else what was concluded."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sluitend.apps.reporting.building.assembling import Draft, LostReference, filled
from sluitend.apps.reporting.building.filler import ReportFiller
from sluitend.apps.reporting.material import Material, SectionEntry
from sluitend.formats import report
from sluitend.formats.report import nodes
from sluitend.formats.report.nodes import Node

MOST_PAGES = 2


def summary(material: Material) -> Draft:
    """The summary as a tree. Raises InputError("formats.report_too_large")."""
    filler = ReportFiller(material, brief=True)
    section = next((one for one in material.sections if one.is_summary and not report.is_empty(one.markdown)), None)
    if section is None:
        return Draft(material, report.without_dead_links(_composed(material, filler)), [])
    blocks, missing = filled(report.parse(section.markdown), filler, top=1)
    position = material.sections.index(section) + 1
    lost = [LostReference(section, position, one) for one in missing]
    return Draft(material, report.without_dead_links(blocks), lost)


def _composed(material: Material, filler: ReportFiller) -> list[Node]:
    """Question by question the answer, and then what is recommended."""
    blocks: list[Node] = []
    for one in (("conclusies", _("What we found")), ("aanbevelingen", _("What we recommend"))):
        blocks += [nodes.heading(1, nodes.text(one[1])), *(filler.directive([one[0]]) or [])]
    return report.nested_headings(blocks, 1)


def has_own_text(sections: tuple[SectionEntry, ...]) -> bool:
    """Whether the team wrote a summary itself."""
    return any(one.is_summary and not report.is_empty(one.markdown) for one in sections)
