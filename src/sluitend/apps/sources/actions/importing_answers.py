"""A table of answers from the command line, read in the same process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.models import User
from sluitend.apps.sources.actions.answering import (
    choose_sheet,
    drop_answers,
    place_columns,
    start_reading,
    take_in_answers,
)
from sluitend.apps.sources.answers import guessing
from sluitend.apps.sources.answers.plan import Preview, Role, Value, key_of, open_preview
from sluitend.apps.sources.models import AnswerPlan, Upload
from sluitend.errors import InputError
from sluitend.work import runs
from sluitend.work.models import Run


def import_answers(
    *,
    actor: User,
    evaluation: Evaluation,
    path: Path,
    columns: Mapping[str, Role],
    sheet: int = 0,
    leave_empty: bool = False,
) -> Upload:
    """Take in and read one table; `columns` names what the columns hold, without any it is remembered or guessed.

    With `leave_empty` values that the evaluation does not know are left empty; else they refuse the table. What is
    refused leaves nothing. Raises NotFound, NotAllowed, InputError("sources.no_such_path",
    "sources.answers_no_such_column", "sources.answers_unknown_values") and those of the actions of ``answering``.
    """
    if not path.is_file():
        raise InputError("sources.no_such_path", where=str(path))
    with path.open("rb") as file:
        row = take_in_answers(actor=actor, evaluation=evaluation, file=file, filename=path.name)
    try:
        if sheet:
            row = choose_sheet(actor=actor, row=row, sheet=sheet)
        upload = start_reading(
            actor=actor, row=row, values=_values(actor, evaluation, row, columns, leave_empty=leave_empty)
        )
    except InputError:
        drop_answers(actor=actor, row=row)
        raise
    runs.run_now(Run.objects.get(pk=int(upload.run_id)))
    upload.refresh_from_db()
    return upload


def _values(
    actor: User, evaluation: Evaluation, row: AnswerPlan, columns: Mapping[str, Role], *, leave_empty: bool
) -> dict[str, dict[str, Value]]:
    preview = open_preview(row)
    roles = _roles(evaluation, preview, columns)
    unknown = place_columns(actor=actor, row=row, roles=roles)
    if unknown and not leave_empty:
        role, values = next(iter(unknown.items()))
        name = preview.columns[roles.index(role)].name
        raise InputError("sources.answers_unknown_values", column=name, values=", ".join(values[:10]))
    return {role: dict.fromkeys(values) for role, values in unknown.items()}


def _roles(evaluation: Evaluation, preview: Preview, columns: Mapping[str, Role]) -> Sequence[Role]:
    if not columns:
        memory = guessing.remembered(evaluation, preview)
        return guessing.suggested_roles(preview, guessing.known_values(evaluation), memory)
    names = {key_of(column.name): place for place, column in enumerate(preview.columns)}
    roles = [Role.LEAVE_OUT] * len(names)
    for name, role in columns.items():
        if key_of(name) not in names:
            known = ", ".join(column.name for column in preview.columns)
            raise InputError("sources.answers_no_such_column", name=name, columns=known)
        roles[names[key_of(name)]] = role
    return roles
