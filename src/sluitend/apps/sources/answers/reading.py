"""A table becomes a text with turns, and a speaker a row with what its columns say."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePath

from django.utils.translation import gettext as _

from sluitend.apps.sources.answers.plan import ATTRIBUTES, Plan, Preview, Role, Value, key_of, open_plan, preview_of
from sluitend.apps.sources.models import AnswerPlan
from sluitend.formats.answers import KINDS, Table, compose
from sluitend.formats.documents import Document
from sluitend.work import limits

# A person waits for it, so it is given less than a document; ten thousand rows take under a second.
LOOKING = limits.Limits(cpu_seconds=20, wall_seconds=30)


def look(path: Path, filename: str, sheet: int = 0) -> Preview:
    """What is shown of the table in a file. Raises InputError with a code of ``formats.answers``."""
    return preview_of(limits.table_limited(path, filename=filename, sheet=sheet, limits=LOOKING))


def read_answers(row: AnswerPlan, path: Path, filename: str) -> tuple[Document, list[Mapping[str, Value]]]:
    """The text, and for each of its speakers what is known of that person.

    Raises InputError with a code of ``formats.answers``.
    """
    plan = open_plan(row)
    assert plan is not None  # an upload waits to be read once everything was said of it
    table = limits.table_limited(path, filename=filename, sheet=plan.sheet)
    answers = compose(
        table,
        questions=plan.columns(Role.QUESTION),
        key=plan.column(Role.KEY),
        media_type=KINDS[PurePath(filename).suffix.lower()],
        name=_("Submission {number}"),
    )
    return answers.document, [_known(table, plan, index) for index in answers.rows]


def _known(table: Table, plan: Plan, index: int) -> Mapping[str, Value]:
    known: dict[str, Value] = {}
    for role in ATTRIBUTES:
        column = plan.column(role)
        if column is None or not table.rows[index][column]:
            continue
        value = plan.values.get(role, {}).get(key_of(table.rows[index][column]))
        if value is not None:
            known["level" if role is Role.LEVEL else f"{role}_id"] = value
    return known
