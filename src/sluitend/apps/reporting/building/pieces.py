"""What a finding, a conclusion and the like are shown with: the sentence itself, and a note under it."""

from __future__ import annotations

from sluitend.formats.report import nodes
from sluitend.formats.report.nodes import Node

NOTE = {"custom_style": "Toelichting"}
STATEMENT = {"custom_style": "Uitspraak"}


def statement(words: list[Node]) -> Node:
    """The sentence itself; in Word it stays on the page of what follows."""
    return nodes.div([nodes.para(nodes.strong(*words))], classes=["s-statement"], **STATEMENT)


def note(words: list[Node]) -> Node:
    """What is told beside it, in smaller letters."""
    return nodes.div([nodes.para(*words)], classes=["s-note"], **NOTE)
