"""A report and a mapping as they are read on screen."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from sluitend.apps.datasets.kinds import kind_of
from sluitend.apps.datasets.models import DatasetVersion, Waiver
from sluitend.apps.datasets.remark_words import (
    COUNTED,
    LEFT_OUT,
    LEVELS,
    NOT_KNOWN,
    REMARKS,
    ROWS_LEFT_OUT,
    column_of,
)
from sluitend.apps.datasets.report import SHOWN_ROWS, Line
from sluitend.apps.datasets.wording import ATTRIBUTE, with_subregion
from sluitend.engines.chain.remarks import Level
from sluitend.web.registry import Text

_OBJECTS = {"case": _("The case is"), "family": _("The family is"), "resource": _("Who did it is")}
_ICONS = {Level.ERROR: "alert-octagon", Level.WARNING: "alert-triangle", Level.NOTE: "info-circle"}


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A remark in words."""

    level: str
    level_words: Text
    icon: str
    code: str
    column: str  # as the report has it
    column_name: str
    what: Text
    mend: Text
    consequence: Text  # of letting it pass; empty for what is no error
    count: int
    rows: tuple[int, ...]
    more: int
    months: tuple[str, ...]  # first and last of those without events
    blocks: bool
    waiver: Waiver | None


def shown_lines(version: DatasetVersion, lines: list[Line]) -> list[ShownLine]:
    return [_shown(version, line) for line in lines]


def _shown(version: DatasetVersion, line: Line) -> ShownLine:
    remark, rows = line.remark, line.remark.rows[:SHOWN_ROWS]
    what, mend = REMARKS[remark.code]
    consequence: Text = _consequence(line) if line.is_error else ""
    return ShownLine(
        level=str(remark.level),
        level_words=LEVELS[remark.level],
        icon=_ICONS[remark.level],
        code=str(remark.code),
        column=remark.column,
        column_name=column_of(remark.column, version.mapping),
        what=what,
        mend=mend,
        consequence=consequence,
        count=remark.count,
        rows=rows,
        more=remark.count - len(rows) if rows else 0,
        months=tuple(str(month) for month in remark.data.values()),
        blocks=line.blocks,
        waiver=line.waiver,
    )


def _consequence(line: Line) -> Text:
    """What becomes of its rows when a person lets it pass."""
    if line.leaves_out:
        return LEFT_OUT
    if line.leaves_out_rows:
        return ROWS_LEFT_OUT
    return NOT_KNOWN if line.is_not_known else COUNTED


def shown_mapping(version: DatasetVersion) -> list[tuple[Text, str]]:
    """What each column holds, in words."""
    mapping = version.mapping
    roles = kind_of(version.dataset.kind).roles
    own = [(role.words, str(mapping[role.key])) for role in roles if mapping.get(role.key)]
    about = ", ".join(mapping.get("attributes", []))
    objects = mapping.get("objects", {})
    types = [(words, str(objects[name])) for name, words in _OBJECTS.items() if objects.get(name)]
    place = [(with_subregion(mapping["product"]), str(mapping["place"]))] if mapping.get("place") else []
    return [*types, *own, *([(ATTRIBUTE, about)] if about else []), *place]
