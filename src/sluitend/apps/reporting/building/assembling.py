"""The whole report as one tree: sections with their references filled in, and the annexes that labels lead to."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sluitend.apps.reporting.building.directives import OF_RESULTS
from sluitend.apps.reporting.building.filler import ReportFiller
from sluitend.apps.reporting.material import Audience, Material, Passage, SectionEntry, Words
from sluitend.apps.reporting.models import Stage
from sluitend.formats import report
from sluitend.formats.report import Reference, nodes
from sluitend.formats.report.nodes import Node

NEEDED_ANNEXES = ("bewijs", "bronnen")  # in a file, every label leads to one of these
AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class LostReference:
    """A reference that points at nothing, and where it stands."""

    section: SectionEntry
    position: int  # of the section in the report, from 1
    reference: Reference


@dataclass(frozen=True, slots=True)
class Draft:
    """A report as a tree, and what stands in the way of building it."""

    material: Material
    blocks: list[Node]
    lost: list[LostReference]
    stage: str = Stage.DRAFT

    @property
    def withheld(self) -> list[Passage]:
        """Passages that this audience will not read; a note stands in their place."""
        return [one for one in self.material.passages if one.words in (Words.WITHHELD, Words.NEVER)]

    @property
    def quoted(self) -> list[Passage]:
        """Passages whose words stand in it: the annex of evidence gives those of all that may be given."""
        return [one for one in self.material.passages if one.text is not None]


def assemble(material: Material) -> Draft:
    """The whole report. Raises InputError("formats.report_too_large")."""
    filler = ReportFiller(material)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        parsed = list(pool.map(report.parse, [section.markdown for section in material.sections]))
    blocks: list[Node] = [nodes.page_break()]
    lost: list[LostReference] = []
    for position, (section, own) in enumerate(zip(material.sections, parsed, strict=True), start=1):
        inside, missing = filled(own, filler)
        lost += [LostReference(section, position, reference) for reference in missing]
        if not inside:  # a heading alone makes the reader look for what is missing
            continue
        blocks += [nodes.heading(1, nodes.text(section.title), f"hoofdstuk_{position}"), *inside]
    if material.audience is Audience.PUBLIC:
        blocks += _annexes(filler)
    return Draft(material, report.without_dead_links(blocks), lost)


def assemble_section(material: Material, markdown: str) -> Draft:
    """One section as it would stand in the report, for the preview; headings from the second level."""
    blocks, missing = filled(report.parse(markdown), ReportFiller(material))
    section = SectionEntry(0, "", markdown)
    return Draft(material, report.without_dead_links(blocks), [LostReference(section, 1, one) for one in missing])


def filled(blocks: list[Node], filler: ReportFiller, *, top: int = 2) -> tuple[list[Node], list[Reference]]:
    """A chapter with its references filled in and its headings from level `top`, and the references to nothing."""
    inside, lost = report.fill(report.without_writing_help(blocks), filler)
    return report.nested_headings(inside, top), lost


def _annexes(filler: ReportFiller) -> list[Node]:
    """The annexes that labels need and that the author did not place."""
    needed = (*NEEDED_ANNEXES, *(OF_RESULTS if filler.material.results else ()))
    missing = [name for name in needed if name not in filler.annexes_written]
    blocks = [block for name in missing for block in filler.annex(name)] + filler.named_only()
    if not blocks:
        return []
    title = nodes.heading(1, nodes.text(_("Evidence and sources")), "bewijs_en_bronnen")
    return [nodes.page_break(), title, *blocks]
