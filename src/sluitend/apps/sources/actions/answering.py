"""Open answers come in: looked at, told what their columns hold, and queued to be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import BinaryIO

from django.db import IntegrityError, transaction
from django.utils import timezone

from sluitend.apps.design import actions as design
from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation, PlaceKind
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources import seals
from sluitend.apps.sources.actions.reading import refuse_upload
from sluitend.apps.sources.actions.taking_in import duplicate, new_upload, queue_reading
from sluitend.apps.sources.answers import guessing
from sluitend.apps.sources.answers.plan import (
    Plan,
    Preview,
    Role,
    Value,
    key_of,
    open_plan,
    open_preview,
    seal_plan,
    seal_preview,
)
from sluitend.apps.sources.answers.reading import look
from sluitend.apps.sources.attributes import candidates
from sluitend.apps.sources.models import AnswerMemory, AnswerPlan, SourceKind, Upload, UploadState
from sluitend.apps.sources.receiving import Received, SealedUpload, receive
from sluitend.errors import InputError, NotFound
from sluitend.formats.answers import MAX_BYTES, codes

_PLACE_KIND = PlaceKind.OTHER  # the register knows which are municipalities; a person may say so later
DROPPED = "sources.answers_dropped"
KEEP_UNPLANNED = timedelta(days=7)


def take_in_answers(*, actor: User, evaluation: Evaluation, file: BinaryIO | SealedUpload, filename: str) -> AnswerPlan:
    """Keep a table in quarantine and look at its first rows; it waits until somebody said what its columns hold.

    A file that cannot be read leaves nothing. Raises NotFound, NotAllowed, InputError("sources.duplicate",
    "sources.duplicate_waiting") or with a code of ``formats.answers``.
    """
    require(actor, evaluation, Action.ADD_SOURCE)
    received = file.received if isinstance(file, SealedUpload) else receive(file)
    try:
        if received.size > MAX_BYTES or not received.path:
            raise InputError(codes.TOO_BIG, megabytes=-(-received.size // 1024**2), most=MAX_BYTES // 1024**2)
        upload = new_upload(actor, evaluation, received, filename, {"kind": SourceKind.SURVEY_ANSWERS})
        _refuse_duplicate(upload)
        with seals.plain_copy(received.path, received.wrapped_key, filename) as path:
            preview = look(path, filename)
        return _keep(actor, upload, received, preview)
    finally:
        received.discard()


def _refuse_duplicate(upload: Upload) -> None:
    refusal = duplicate(upload)
    if refusal is not None:
        code, data = refusal
        raise InputError(code, where=None, **data)


def _keep(actor: User, upload: Upload, received: Received, preview: Preview) -> AnswerPlan:
    upload.state, upload.path, upload.wrapped_key = UploadState.MAPPING, received.path, received.wrapped_key
    with transaction.atomic():
        upload.save()
        row = AnswerPlan.objects.create(upload=upload, sealed_preview=seal_preview(preview, received.wrapped_key))
        record(actor, "sources.uploaded", upload, evaluation=upload.evaluation_id, size=upload.size)
    received.adopted = True
    return row


def choose_sheet(*, actor: User, row: AnswerPlan, sheet: int) -> AnswerPlan:
    """Look at another sheet of the same file; what was said of the columns goes.

    Raises NotFound, NotAllowed, InputError with a code of ``formats.answers``.
    """
    upload = _own(actor, row)
    with seals.plain_copy(upload.path, _key(upload), seals.name_of(upload)) as path:
        preview = look(path, seals.name_of(upload), sheet)
    row.sealed_preview, row.sealed_plan = seal_preview(preview, _key(upload)), None
    row.save(update_fields=["sealed_preview", "sealed_plan"])
    return row


def place_columns(*, actor: User, row: AnswerPlan, roles: Sequence[Role]) -> dict[Role, list[str]]:
    """Say what each column holds; gives back the values of which it has to be said what they stand for.

    Raises NotFound, NotAllowed, InputError("sources.answers_no_question", "sources.answers_twice",
    "sources.answers_many_values").
    """
    upload = _own(actor, row)
    preview = open_preview(row)
    plan = Plan(preview.sheet, tuple(roles))
    plan.check(preview)
    evaluation = upload.evaluation
    wanted = guessing.values_to_map(plan, preview)
    memory = guessing.remembered(evaluation, preview)
    found = guessing.suggested_values(evaluation, wanted, guessing.known_values(evaluation), memory)
    row.sealed_plan = seal_plan(Plan(plan.sheet, plan.roles, found), _key(upload))
    row.save(update_fields=["sealed_plan"])
    return guessing.unknown_values(wanted, found)


def start_reading(*, actor: User, row: AnswerPlan, values: Mapping[str, Mapping[str, Value]] | None = None) -> Upload:
    """Queue the reading, with what the values stand for that were not known by name; it is remembered.

    Raises NotFound, NotAllowed, InputError("sources.answers_no_question", "sources.unknown_value",
    "sources.duplicate").
    """
    upload = _own(actor, row)
    preview, plan = open_preview(row), open_plan(row)
    if plan is None:
        raise InputError("sources.answers_no_question")
    plan = _with_values(upload.evaluation, plan, values or {})
    try:
        with transaction.atomic():
            if Upload.objects.select_for_update().get(pk=upload.pk).state != UploadState.MAPPING:
                raise NotFound("upload")  # a second click: it is being read already
            row.sealed_plan = seal_plan(plan, _key(upload))
            row.save(update_fields=["sealed_plan"])
            upload.state = UploadState.WAITING
            upload.save(update_fields=["state"])
            queue_reading(upload)
            _remember(upload.evaluation, preview, plan)
            columns = len(plan.columns(Role.QUESTION))
            record(actor, "sources.answers_planned", upload, evaluation=upload.evaluation_id, questions=columns)
    except IntegrityError:
        _refuse_duplicate(upload)
        raise
    return upload


def _with_values(evaluation: Evaluation, plan: Plan, values: Mapping[str, Mapping[str, Value]]) -> Plan:
    known = guessing.known_values(evaluation)
    merged = {role: dict(found) for role, found in plan.values.items()}
    for role, found in values.items():
        if role not in merged or not {*found.values()} <= {None, *known[role].values()}:
            raise InputError("sources.unknown_value", name=role)
        merged[role] |= {key_of(value): meant for value, meant in found.items()}
    return Plan(plan.sheet, plan.roles, merged)


def _remember(evaluation: Evaluation, preview: Preview, plan: Plan) -> None:
    values = {
        role: {guessing.value_hash(evaluation, role, value): meant for value, meant in found.items()}
        for role, found in plan.values.items()
    }
    AnswerMemory.objects.update_or_create(
        evaluation=evaluation,
        columns_sha256=guessing.columns_hash(evaluation, preview),
        defaults={"roles": list(plan.roles), "values": values},
    )


def drop_answers(*, actor: User, row: AnswerPlan) -> None:
    """Destroy a table that waits for its columns to be named. Raises NotFound, NotAllowed."""
    upload = _own(actor, row)
    refuse_upload(upload.pk, DROPPED, {})


def drop_old_answers() -> int:
    """Destroy the tables with which nobody went on for a week; how many. Run every day."""
    old = Upload.objects.filter(state=UploadState.MAPPING, created_at__lt=timezone.now() - KEEP_UNPLANNED)
    found = list(old.values_list("pk", flat=True))
    for pk in found:
        refuse_upload(pk, DROPPED, {})
    return len(found)


def _own(actor: User, row: AnswerPlan) -> Upload:
    """The upload, of whoever brought it in: the first rows are sealed for everybody else."""
    upload = row.upload
    require(actor, upload.evaluation_id, Action.ADD_SOURCE)
    if upload.uploaded_by_id != actor.pk or upload.state != UploadState.MAPPING:
        raise NotFound("upload")
    return upload


def _key(upload: Upload) -> bytes:
    assert upload.wrapped_key is not None
    return bytes(upload.wrapped_key)


def make_values(*, actor: User, evaluation: Evaluation, role: Role, names: Sequence[str]) -> dict[str, int]:
    """Add perspectives or places by these names to the evaluation: {name: id}; one that is there already is taken.

    Raises NotFound, NotAllowed, InputError("sources.unknown_value") for what cannot be made here.
    """
    if not names:
        return {}
    if role is Role.PLACE:
        design.add_places(actor=actor, evaluation=evaluation, names=[name[:120] for name in names], kind=_PLACE_KIND)
    elif role is Role.PERSPECTIVE:
        known = set(evaluation.perspectives.values_list("name", flat=True))
        for name in names:
            if name[:120] not in known:
                design.add_perspective(actor=actor, evaluation=evaluation, name=name[:120])
    else:
        raise InputError("sources.unknown_value", name=role)
    ids = dict(candidates(evaluation, role).values_list("name", "pk"))
    return {name: ids[name[:120]] for name in names}
