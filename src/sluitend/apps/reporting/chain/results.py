"""What the picture says of results of analyses: to everybody as they may leave the team."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from sluitend.apps.analyses.queries import Line
from sluitend.apps.reporting.chain.marks import Mark
from sluitend.apps.reporting.queries.gather_results import content_of


def origin(line: Line) -> str:
    """Its dataset or the coded texts, and over how many cases or people it is."""
    made_of = str(line.result.version or _("coded texts"))
    return " · ".join(filter(None, (made_of, "" if line.result.destroyed_at else line.size)))


def said(line: Line) -> str:
    """Its sentences; nothing of one of which nothing may be told."""
    row = line.result
    content = content_of(row.pk, row.content_sha256) if row.is_done else None
    return "\n".join(content.sentences) if content else ""


def marks(line: Line) -> Iterator[Mark]:
    """Whether it is still there, and still holds."""
    of_codings = line.result.is_of_codings
    if line.result.destroyed_at is not None:
        told = _("destroyed with words that it counted") if of_codings else _("destroyed with its data")
        yield Mark(told, "link-off", "danger")
    if line.data_changed:
        yield Mark(_("what was coded has changed") if of_codings else _("the data have changed"), "history", "warning")
    if line.blind_texts:
        yield Mark(_("not compared: texts are in a blind round"), "history", "neutral")
    if line.code_changed:
        yield Mark(_("the method has changed"), "history", "warning")
    if line.norms_changed:
        yield Mark(_("the norm has changed"), "history", "warning")
