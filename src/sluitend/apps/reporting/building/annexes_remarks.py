"""The table of comments, and what reads otherwise than in the draft (DAC 3.15)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sluitend.apps.reporting.account import ChangeEntry, RemarkEntry
from sluitend.apps.reporting.building.tables import listing, titled
from sluitend.apps.reporting.building.words import anchor, label_links
from sluitend.apps.reporting.material import Material
from sluitend.apps.reporting.models import Outcome, RemarkKind
from sluitend.formats.report import nodes
from sluitend.formats.report.nodes import Node

Cell = list[Node]


def remarks(material: Material) -> list[Node]:
    """Every comment with what was done with it; then the conclusions that changed since the draft."""
    account = material.account
    blocks = [titled(_("Table of comments"), "commentaar")]
    if not account.remarks:
        blocks.append(nodes.para(*nodes.text(_("Nobody has commented on the draft."))))
    else:
        head = [_("No."), _("Passage"), _("Comment"), _("Fact or opinion"), _("What was done")]
        rows = [_remark(material, one) for one in account.remarks]
        blocks.append(listing(_("Comments on the draft"), head, rows))
    return [*blocks, *_changes(material)]


def _remark(material: Material, one: RemarkEntry) -> list[Cell]:
    label = nodes.span(nodes.text(one.label), identifier=anchor(one.label))
    where = nodes.paragraphs(one.section) + [nodes.para(nodes.emph(*nodes.text(one.passage)))] * bool(one.passage)
    kind = str(RemarkKind(one.kind).label) if one.kind else _("not judged yet")
    said = [nodes.para(nodes.strong(*nodes.text(one.by))), *nodes.paragraphs(one.text)]
    return [[nodes.plain(label)], where or _plain("–"), said, _plain(kind), _done(material, one)]


def _done(material: Material, one: RemarkEntry) -> Cell:
    blocks = [nodes.para(nodes.strong(*nodes.text(str(Outcome(one.outcome).label)))), *nodes.paragraphs(one.reason)]
    if one.changed_text:
        blocks += nodes.paragraphs(_("It now reads: %(text)s") % {"text": one.changed_text})
    if one.conclusions:
        links = label_links(material, [f"C{number}" for number in one.conclusions])
        blocks.append(nodes.para(*nodes.text(_("Changed:") + " "), *links))
    return blocks


def _changes(material: Material) -> list[Node]:
    changes = material.account.changes
    blocks = [nodes.heading(3, nodes.text(_("Changed since the draft")))]
    if not changes:
        return [
            *blocks,
            nodes.para(*nodes.text(_("No conclusion, recommendation or result reads otherwise than in the draft."))),
        ]
    head = [_("No."), _("In the draft"), _("Now"), _("Asked in")]
    rows = [_change(material, one) for one in changes]
    return [*blocks, listing(_("Conclusions, recommendations and results that changed"), head, rows)]


def _change(material: Material, one: ChangeEntry) -> list[Cell]:
    before = nodes.paragraphs(one.before) or _plain(_("(was not in it)"))
    after = nodes.paragraphs(one.after) or _plain(_("(no longer there)"))
    asked = ", ".join(one.asked) or _("by the team itself")
    return [[nodes.plain(*label_links(material, [one.label]))], before, after, _plain(asked)]


def _plain(text: str) -> Cell:
    return [nodes.plain(*nodes.text(text))]
