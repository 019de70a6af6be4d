"""A file of another tool: taken in sealed, read in a limited process, looked at by a person, and brought in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sluitend.apps.coding.queries.blindness import refuse_while_blind
from sluitend.apps.design.access import may, require
from sluitend.apps.design.models import Evaluation, Membership
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting.actions import keeping
from sluitend.apps.reporting.actions.exchange import guids
from sluitend.apps.reporting.actions.exchange.asking import FOLDER
from sluitend.apps.reporting.actions.exchange.variables import Became
from sluitend.apps.reporting.models import ExchangeImport, ExchangeKind, ImportState
from sluitend.apps.sources import seals, store
from sluitend.apps.sources.receiving import Received
from sluitend.errors import InputError
from sluitend.formats import sealed
from sluitend.formats.documents import codes
from sluitend.formats.qdpx.losses import Loss
from sluitend.formats.qdpx.taken_parts import Taken
from sluitend.work import limits, runs, vault
from sluitend.work.models import FINISHED, Run

SUFFIXES = (".qdpx", ".qde", ".qdc")
GONE = "reporting.import_gone"
_OPEN = (ImportState.WAITING, ImportState.READ)
_NEEDED = (Action.EXCHANGE, Action.ADD_SOURCE, Action.EDIT_CODEBOOK, Action.CODE)


def take_in(*, actor: User, evaluation: Evaluation, file: Received, filename: str) -> ExchangeImport:
    """Keep a file and have it read. Raises NotFound, NotAllowed, InputError("reporting.import_kind" |
    "formats.too_big")."""
    _require(actor, evaluation.pk)
    suffix = PurePath(filename).suffix.lower()
    if suffix not in SUFFIXES:
        raise InputError("reporting.import_kind")
    path = keeping.keep(file, FOLDER)
    with transaction.atomic():
        made = ExchangeImport.objects.create(
            evaluation=evaluation,
            is_code_book=suffix == ".qdc",
            path=path,
            wrapped_key=file.wrapped_key,
            sha256=file.sha256,
            size=file.size,
            by=actor,
        )
        _start(made, "reporting.exchange_read")
        record(actor, "reporting.exchange_taken_in", made, evaluation=evaluation.pk, size=made.size)
    return made


def _require(actor: User, evaluation_id: int) -> None:
    for action in _NEEDED:
        require(actor, evaluation_id, action)


def require_all(actor: User, evaluation_id: int, taken: Taken) -> None:
    """What bringing in asks of who does it, and of the texts that are here: in one that is coded blind nobody else
    puts codings, and no finding shows the team a passage of it.

    Raises NotFound, NotAllowed, InputError("coding.blind_text").
    """
    _require(actor, evaluation_id)
    here = guids.known(evaluation_id, ExchangeKind.SOURCE)
    refuse_while_blind([here[one.guid] for one in taken.sources if one.guid in here])


def _start(made: ExchangeImport, kind: str) -> None:
    run = runs.start(kind, {"import_id": made.pk}, evaluation_id=made.evaluation_id, requested_by_id=made.by_id)
    made.run_id = str(run.pk)
    made.save(update_fields=["run_id"])


def read(import_id: int) -> None:
    """Read a file, or refuse it; a second call finds it done. Called by the worker. Whatever goes wrong, it goes."""
    made = ExchangeImport.objects.select_related("by").get(pk=import_id)
    if made.state != ImportState.WAITING:
        return
    try:
        _require(made.by, made.evaluation_id)
        taken = _taken(made)
    except InputError as error:
        refuse(made, error.code, error.data)
    except Exception:
        refuse(made)
        raise
    else:
        content = _sealed(made, json.dumps(taken, ensure_ascii=False).encode())
        _done(made, state=ImportState.READ, sealed_content=content, figures=taken["figures"])


def _taken(made: ExchangeImport) -> dict[str, Any]:
    """What the file holds; its texts come through a pipe, and lie on no disk."""
    assert made.wrapped_key is not None  # a constraint of the table: what waits has its key
    suffix = ".qdc" if made.is_code_book else ".qdpx"
    with seals.plain_copy(made.path, bytes(made.wrapped_key), f"uitwisseling{suffix}") as path:
        found: dict[str, Any] = limits.asked("sluitend.formats.qdpx", path, suffix=suffix, name="taken")
    return found


def refuse(made: ExchangeImport, code: str = codes.UNREADABLE, data: Mapping[str, object] | None = None) -> None:
    """The file goes, the reason stays: numbers, and of names of files only what every project has."""
    kept = {name: value if isinstance(value, int) else _harmless(str(value)) for name, value in (data or {}).items()}
    _done(made, state=ImportState.REFUSED, refusal={"code": code, "data": kept}, wrapped_key=None)


def _harmless(words: str) -> str:
    return {".qde": "project.qde", ".qdpx": "project.qde", ".qdc": "codebook.qdc"}.get(
        PurePath(words).suffix.lower(), "…"
    )


def _done(made: ExchangeImport, **fields: Any) -> None:
    path = made.path
    with transaction.atomic():
        still = ExchangeImport.objects.filter(pk=made.pk, state=ImportState.WAITING)
        if not still.update(path="", **fields):
            return
        refused = {"code": fields["refusal"]["code"]} if "refusal" in fields else {}
        record(made.by, f"reporting.exchange_{fields['state']}", made, evaluation=made.evaluation_id, **refused)
    store.remove(path)


def content_of(made: ExchangeImport) -> Taken:
    """What was read. Raises InputError("reporting.import_gone"), SealBroken."""
    if made.sealed_content is None or made.wrapped_key is None:
        raise InputError(GONE)
    key = vault.unwrap(made.wrapped_key)
    return Taken.from_json(json.loads(sealed.open_bytes(bytes(made.sealed_content), key, _context(made))))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What did not come along, and what variables and cases became."""

    losses: list[Loss] = field(default_factory=list)
    done: list[Loss] = field(default_factory=list)


def outcome_of(made: ExchangeImport) -> Outcome:
    """Of one that was brought in; empty once it was forgotten. Raises SealBroken."""
    if made.sealed_outcome is None or made.wrapped_key is None:
        return Outcome()
    key = vault.unwrap(made.wrapped_key)
    rows = json.loads(sealed.open_bytes(bytes(made.sealed_outcome), key, _context(made)))
    losses, done = (rows, []) if isinstance(rows, list) else (rows["losses"], rows["done"])  # those of before: a list
    return Outcome([Loss.from_json(one) for one in losses], [Loss.from_json(one) for one in done])


def sealed_outcome(made: ExchangeImport, losses: list[Loss], done: list[Loss]) -> bytes:
    rows = {"losses": [one.to_json() for one in losses], "done": [one.to_json() for one in done]}
    return _sealed(made, json.dumps(rows, ensure_ascii=False).encode())


def _sealed(made: ExchangeImport, content: bytes) -> bytes:
    assert made.wrapped_key is not None
    return sealed.seal_bytes(content, vault.unwrap(made.wrapped_key), _context(made))


def _context(made: ExchangeImport) -> bytes:
    return b"sluitend exchange import %d" % made.pk


def start_import(
    *,
    actor: User,
    imported: ExchangeImport,
    users: Mapping[str, int],
    is_public: bool = False,
    is_clean: bool = False,
    with_cases: bool = False,
    variables: Mapping[str, str] | None = None,
    with_new_values: bool = False,
    with_sets: bool = False,
) -> ExchangeImport:
    """Have a file brought in that was looked at. `users`: whom a coder of the file is here, by GUID; 0 for a new name.

    `is_public`: the texts are public documents. `is_clean`: the actor states that no personal data stand in them.
    `variables`: what becomes of each by GUID, one of ``variables.Became``; `with_new_values`: values that are not in
    the lists of the evaluation are added to them; `with_sets`: groups are kept, with names that the team reads.

    Raises NotFound, NotAllowed, InputError("reporting.import_gone" | "reporting.import_member" |
    "reporting.import_who_coded" | "reporting.import_variable" | "coding.blind_text").
    """
    _require(actor, imported.evaluation_id)
    require_all(actor, imported.evaluation_id, content_of(imported))
    if is_clean:
        require(actor, imported.evaluation_id, Action.RELEASE_SOURCE)
    if with_cases:
        require(actor, imported.evaluation_id, Action.EDIT_FIELDWORK)
    if with_new_values:
        require(actor, imported.evaluation_id, Action.EDIT_DESIGN)
    became = {str(UUID(guid)): value for guid, value in (variables or {}).items()}
    if not set(became.values()) <= set(Became.values):
        raise InputError("reporting.import_variable")
    who_is_who = {str(UUID(guid)): pk for guid, pk in users.items()}
    _check_who_coded(actor, imported.evaluation_id, who_is_who)
    chosen: dict[str, Any] = {"users": who_is_who}
    chosen |= {"is_public": is_public, "is_clean": is_clean and not is_public, "with_cases": with_cases}
    chosen |= {"variables": became, "with_new_values": with_new_values, "with_sets": with_sets}
    with transaction.atomic():
        read_one = ExchangeImport.objects.filter(pk=imported.pk, state=ImportState.READ)
        if not read_one.update(state=ImportState.BUSY, choices=chosen, by=actor):
            raise InputError(GONE)
        imported.refresh_from_db()
        _start(imported, "reporting.exchange_import")
        record(actor, "reporting.exchange_asked", imported, evaluation=imported.evaluation_id)
    return imported


def _check_who_coded(actor: User, evaluation_id: int, users: Mapping[str, int]) -> None:
    """Nobody makes codings a colleague's by saying so: the project leader does, or the GUID of an earlier file."""
    members = set(Membership.objects.filter(evaluation=evaluation_id).values_list("user", flat=True))
    if not {pk for pk in users.values() if pk} <= members:
        raise InputError("reporting.import_member")
    known = guids.known(evaluation_id, ExchangeKind.USER)
    said = {guid for guid, pk in users.items() if pk not in (0, actor.pk, known.get(guid))}
    if said and not may(actor, evaluation_id, Action.SAY_WHO_CODED):
        raise InputError("reporting.import_who_coded")


def discard_import(*, actor: User, imported: ExchangeImport) -> bool:
    """Destroy what was read, before it is brought in; whether it was still there. Raises NotFound, NotAllowed."""
    require(actor, imported.evaluation_id, Action.EXCHANGE)
    return end(imported, actor=actor)


def end(imported: ExchangeImport, *, actor: User | None = None, is_busy_too: bool = False) -> bool:
    """File, key and content go. One that is being brought in is nobody's to stop but who withdraws: nothing of it
    comes in then.
    """
    with transaction.atomic():
        row = ExchangeImport.objects.select_for_update().get(pk=imported.pk)
        if row.state not in _OPEN and not (is_busy_too and row.state == ImportState.BUSY):
            return False
        transaction.on_commit(partial(store.remove, row.path))
        row.state, row.path, row.wrapped_key, row.sealed_content = ImportState.DISCARDED, "", None, None
        row.save(update_fields=["state", "path", "wrapped_key", "sealed_content"])
        record(actor, "reporting.exchange_discarded", row, evaluation=row.evaluation_id)
    return True


def tidy_imports() -> int:
    """Refuse what no run will read any more, and destroy what nobody decided on for a week; how many."""
    waiting = list(ExchangeImport.objects.filter(state=ImportState.WAITING).exclude(run_id="").select_related("by"))
    known = Run.objects.in_bulk([int(one.run_id) for one in waiting])
    left = [one for one in waiting if (run := known.get(int(one.run_id))) is None or run.state in FINISHED]
    for one in left:
        refuse(one)
    old = timezone.now() - timedelta(days=7)
    late = ExchangeImport.objects.filter(state=ImportState.READ, at__lte=old)
    stuck = ExchangeImport.objects.filter(state=ImportState.BUSY).exclude(run_id="")
    runs_of = Run.objects.in_bulk([int(one.run_id) for one in stuck])
    for one in stuck:
        if (run := runs_of.get(int(one.run_id))) is None or run.state in FINISHED:
            ExchangeImport.objects.filter(pk=one.pk, state=ImportState.BUSY).update(state=ImportState.READ)
    return len(left) + sum(end(one) for one in late)
