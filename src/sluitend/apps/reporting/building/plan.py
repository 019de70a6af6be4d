"""The evaluation plan, from the design: question, framework, matrix, methods, planning, privacy, team."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from sluitend.apps.reporting.account import PLAN, Account, BodyEntry
from sluitend.apps.reporting.building import annexes_account as parts
from sluitend.apps.reporting.building.assembling import Draft
from sluitend.apps.reporting.building.tables import cells, short_day, table
from sluitend.apps.reporting.material import Material
from sluitend.formats import report
from sluitend.formats.report import nodes
from sluitend.formats.report.nodes import Node

Blocks = list[Node]


def of_design(material: Material) -> Material:
    """What the plan is made of: findings and chapters may change without it, and so may the date."""
    account = Account(gathered=frozenset(PLAN), **{name: getattr(material.account, name) for name in PLAN})
    return replace(
        material,
        as_of=datetime(1970, 1, 1, tzinfo=UTC),
        sections=(),
        sources=(),
        passages=(),
        findings=(),
        conclusions=(),
        recommendations=(),
        merged=(),
        results=(),
        datasets=(),
        account=account,
    )


def plan(material: Material) -> Draft:
    """The plan as a tree."""
    chapters = [
        (_("What is evaluated"), _object(material)),
        (_("Questions"), _questions(material)),
        (_("Assessment framework"), parts.framework(material)[1:]),
        (_("Methods"), parts.methods(material)[1:]),
        (_("Who is heard"), [*parts.planned(material)[1:], *parts.instruments(material)[1:]]),
        (_("Planning"), parts.phases(material)[1:]),
        (_("Privacy"), _privacy(material)),
        (_("Team and bodies"), [*_team(material), *_bodies(material)]),
    ]
    blocks: Blocks = [nodes.page_break()]
    for number, (title, inside) in enumerate(chapters, start=1):
        blocks += [nodes.heading(1, nodes.text(title), f"hoofdstuk_{number}"), *report.nested_headings(inside, 2)]
    return Draft(material, report.without_dead_links(blocks), [])


def _object(material: Material) -> Blocks:
    if not material.account.objects:
        return nodes.paragraphs(_("Nothing has been recorded."))
    now = material.account.objects[-1]
    return [*nodes.paragraphs(f"{now.name}\n\n{now.description}"), *nodes.paragraphs(now.scope)]


def _questions(material: Material) -> Blocks:
    still = [one for one in material.questions if one.dropped_at is None]
    if not still:
        return nodes.paragraphs(_("There are no questions yet."))
    return [nodes.bullets([[nodes.plain(*nodes.text(f"{one.label} {one.text}"))] for one in still])]


def _privacy(material: Material) -> Blocks:
    told = _(
        "Names are replaced by numbers before anybody codes; the data are pseudonymised. Who somebody is lies "
        "encrypted, apart from what was said. Quotes leave the team only after they have been released."
    )
    rows = [cells([capfirst(one.what), one.state, short_day(one.on)]) for one in material.account.arranged]
    head = [_("What is arranged"), _("State"), _("Date")]
    return [*nodes.paragraphs(told), table(head, rows, _("Arranged before the fieldwork"), [0.5, 0.25, 0.25])]


def _team(material: Material) -> Blocks:
    rows = [cells([one.name, one.role]) for one in material.account.team]
    return [table([_("Name"), _("Role")], rows, _("Team"), [0.6, 0.4])]


def _bodies(material: Material) -> Blocks:
    return [block for one in material.account.bodies for block in _body(one)]


def _body(one: BodyEntry) -> Blocks:
    blocks = [nodes.heading(3, nodes.text(one.name)), *nodes.paragraphs(f"{capfirst(one.kind)}. {one.mandate}".strip())]
    members = [[nodes.plain(*nodes.text(member))] for member in one.members]
    return [*blocks, nodes.bullets(members)] if members else blocks
