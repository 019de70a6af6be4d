"""How a recommendation is carried out, as far as that was written down."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sluitend.apps.findings.models import Feasibility, Priority
from sluitend.apps.reporting.building.pieces import note
from sluitend.apps.reporting.material import RecommendationEntry
from sluitend.formats.report import nodes
from sluitend.formats.report.nodes import Node


def advice(one: RecommendationEntry, *, brief: bool) -> list[Node]:
    """For whom, what first, when, how urgent and feasible, and by what one sees that it worked; nothing for nothing."""
    words: list[Node] = []
    for line in _told(one, brief=brief):
        words += [{"t": "LineBreak"}] if words else []
        words += nodes.text(line)
    return [note(words)] if words else []


def _told(one: RecommendationEntry, *, brief: bool) -> Iterator[str]:
    """A line each; what is one word long shares one."""
    lines = [
        [(pgettext("recommendation", "For"), one.addressee)],
        [(_("First action"), one.action)],
        [(_("Term"), one.term)],
        [
            (_("Priority"), str(Priority(one.priority).label) if one.priority else ""),
            (_("Feasibility"), str(Feasibility(one.feasibility).label) if one.feasibility else ""),
        ],
        [(_("It has worked when"), one.measure_of_success)],
    ]
    for line in lines[:1] if brief else lines:
        if words := " · ".join(f"{name}: {value}" for name, value in line if value):
            yield words
