"""An exchange file asked for on screen: made by the worker, kept sealed for a day, and destroyed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override

from sluitend.apps.coding.models import CodingRound
from sluitend.apps.coding.queries.blindness import refuse_to_coder
from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.fieldwork.destruction import Destruction
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.reporting.exchange import codebook, leaving
from sluitend.apps.reporting.models import ExchangeExport, ExportState
from sluitend.apps.sources import store
from sluitend.apps.sources.aligning import Aligner
from sluitend.apps.sources.models import Source, SourceVersion
from sluitend.errors import InputError
from sluitend.formats import sealed
from sluitend.formats.qdpx import door, package, sidecar, writing
from sluitend.formats.qdpx.losses import SENTENCES, Loss, of_left
from sluitend.work import runs, vault
from sluitend.work.models import FINISHED, Run

KEPT_FOR = timedelta(hours=24)
FOLDER = "exchange"  # within the data folder
OPEN = (ExportState.WAITING, ExportState.READY)
GONE = "reporting.export_gone"
EXPORTS = "reporting.exports"


def request_export(
    *, actor: User, evaluation: Evaluation, with_names: bool = False, with_originals: bool = False
) -> ExchangeExport:
    """Ask the worker for a .qdpx; with originals only for who may open each of them.

    Raises NotFound, NotAllowed, InputError("reporting.export_busy").
    """
    require(actor, evaluation, Action.EXCHANGE)
    if with_originals:
        require(actor, evaluation, Action.VIEW_SOURCES)
    chosen = {"with_names": with_names, "with_originals": with_originals}
    with transaction.atomic():
        Evaluation.objects.select_for_update().get(pk=evaluation.pk)  # who asks at the same time waits here
        if evaluation.exchange_exports.filter(state=ExportState.WAITING).exists():
            raise InputError("reporting.export_busy")
        asked = ExchangeExport.objects.create(evaluation=evaluation, by=actor, **chosen)
        payload = {"export_id": asked.pk}
        run = runs.start("reporting.export", payload, evaluation_id=evaluation.pk, requested_by_id=actor.pk)
        asked.run_id = str(run.pk)
        asked.save(update_fields=["run_id"])
        record(actor, "reporting.export_asked", asked, evaluation=evaluation.pk, **chosen)
    return asked


def make_export(export_id: int, progress: Callable[[int], None] = lambda _percent: None) -> None:
    """Make the file; a second call finds it made. Called by the worker, for who asked: permission is asked again."""
    asked = ExchangeExport.objects.select_related("evaluation", "by").get(pk=export_id)
    if asked.state != ExportState.WAITING:
        return
    path, kept = store.new_path(FOLDER), False
    try:
        require(asked.by, asked.evaluation_id, Action.EXCHANGE)
        opener = asked.by if asked.with_originals else None
        made = leaving.made(asked.evaluation, with_names=asked.with_names, opener=opener, progress=progress)
        progress(90)
        kept = _kept(asked, path, made)
    except runs.Cancelled:
        raise
    except Exception:
        end(asked, ExportState.FAILED)
        raise
    finally:
        if not kept:
            store.remove(path)


def _kept(asked: ExchangeExport, path: str, made: leaving.Made) -> bool:
    """Seal the file; whether the row speaks of it: somebody may have given up on it meanwhile."""
    content = packed(made)
    wrapped = vault.new_wrapped_key()
    with store.create(path) as file:
        sealer = sealed.Sealer(file, vault.unwrap(wrapped), _context(asked))
        sealer.write(content)
        info = sealer.finish()
        store.to_disk(file, path)
    figures = door.Exchange(made.project).figures
    with transaction.atomic():
        waiting = ExchangeExport.objects.filter(pk=asked.pk, state=ExportState.WAITING)
        done = waiting.update(
            state=ExportState.READY,
            path=path,
            wrapped_key=wrapped,
            sha256=info.sha256,
            size=info.size,
            figures=figures,
            until=timezone.now() + KEPT_FOR,
        )
        if done:
            told = {name: figures[name] for name in ("sources", "codes", "codings")}
            record(asked.by, "reporting.exported", asked, evaluation=asked.evaluation_id, size=info.size, **told)
    return bool(done)


def packed(made: leaving.Made) -> bytes:
    """The .qdpx, with what stayed behind listed in it, in Dutch: the file goes to people who do not have Sluitend."""
    content, left = writing.project(made.project)
    losses = [*made.losses, *map(of_left, left)]
    beside = {sidecar.FILE: sidecar.write(made.more), sidecar.LOSSES: _listed(losses).encode()}
    return package.packed(content, made.files, beside)


def _listed(losses: Collection[Loss]) -> str:
    with override("nl"):
        lines = [gettext("What did not go along from Sluitend"), "", *(f"- {sentence_of(one)}" for one in losses), ""]
    return "\n".join(lines)


def sentence_of(one: Loss) -> str:
    """In the language of who reads."""
    return gettext(SENTENCES[one.code]) % one.data


def open_export(*, actor: User, asked: ExchangeExport) -> bytes:
    """The file; recorded. Raises NotFound, NotAllowed, InputError("reporting.export_gone" | "coding.blind_round"),
    sealed.SealBroken.
    """
    require(actor, asked.evaluation_id, Action.EXCHANGE)
    if CodingRound.objects.filter(evaluation=asked.evaluation_id, opened_at__gte=asked.at).exists():
        refuse_to_coder(actor, asked.evaluation_id)  # it may hold what others did in texts of that round
    if asked.wrapped_key is None or asked.until is None or asked.until <= timezone.now():
        raise InputError(GONE)
    try:
        with store.full(asked.path).open("rb") as file:
            content = b"".join(sealed.open_file(file, vault.unwrap(asked.wrapped_key), _context(asked)))
    except FileNotFoundError:
        raise InputError(GONE) from None
    if hashlib.sha256(content).hexdigest() != asked.sha256:
        raise sealed.SealBroken("another file than was made")
    record(actor, "reporting.export_fetched", asked, evaluation=asked.evaluation_id)
    return content


def discard_export(*, actor: User, asked: ExchangeExport) -> bool:
    """Destroy it, or stop the work on it; whether it was still there. Raises NotFound, NotAllowed."""
    require(actor, asked.evaluation_id, Action.EXCHANGE)
    was_there = end(asked, ExportState.DESTROYED, actor=actor)
    run = Run.objects.filter(pk=int(asked.run_id or 0)).first()
    if run is not None and not run.is_finished:
        runs.cancel(run)
    return was_there


def end(asked: ExchangeExport, state: ExportState, *, actor: User | None = None) -> bool:
    """Whether it was still there. File and key go as soon as the transaction stands."""
    with transaction.atomic():
        row = ExchangeExport.objects.select_for_update().get(pk=asked.pk)
        if row.state not in OPEN:
            return False
        transaction.on_commit(partial(store.remove, row.path))
        row.state, row.path, row.wrapped_key = state, "", None
        row.save(update_fields=["state", "path", "wrapped_key"])
        record(actor, f"reporting.export_{state}", row, evaluation=row.evaluation_id)
    return True


def destroy_removed(actor: User | None, destruction: Destruction) -> None:
    """For ``fieldwork.hooks.withdrawn`` and ``removed``: nobody knows what of it stands in a file that lies here."""
    for one in _destroyed(actor, destruction.evaluation_id):
        destruction.note(EXPORTS, object=str(timezone.localdate(one.at)), sha256=one.sha256)


def text_published(actor: User, _older: SourceVersion, newer: SourceVersion, _aligner: Aligner) -> None:
    """For ``sources.hooks.version_published``: the older words, in which a name may have been left, go at once."""
    _destroyed(actor, newer.source.evaluation_id)


def turned_confidential(actor: User, source: Source) -> None:
    """For ``sources.hooks.turned_confidential``: until it is released it goes along in no file."""
    _destroyed(actor, source.evaluation_id)


def _destroyed(actor: User | None, evaluation_id: int) -> list[ExchangeExport]:
    """Those that lay ready or were being made; who asks for one now waits, and has it made without what goes."""
    Evaluation.objects.select_for_update(no_key=True).get(pk=evaluation_id)
    rows = ExchangeExport.objects.filter(evaluation=evaluation_id, state__in=OPEN)
    return [one for one in rows if end(one, ExportState.DESTROYED, actor=actor)]


def tidy_exports() -> int:
    """Destroy those whose time is over, and give up those that no run will make; how many."""
    late = list(ExchangeExport.objects.filter(state=ExportState.READY, until__lte=timezone.now()))
    waiting = list(ExchangeExport.objects.filter(state=ExportState.WAITING).exclude(run_id=""))
    known = Run.objects.in_bulk([int(one.run_id) for one in waiting])
    left = [one for one in waiting if (run := known.get(int(one.run_id))) is None or run.state in FINISHED]
    ended = [end(one, ExportState.DESTROYED) for one in late] + [end(one, ExportState.FAILED) for one in left]
    return sum(ended)


def code_book(*, actor: User, evaluation: Evaluation) -> bytes:
    """The codebook as a .qdc; recorded. Raises NotFound, NotAllowed, InputError("reporting.export_no_codes")."""
    require(actor, evaluation, Action.EXCHANGE)
    with transaction.atomic():
        book = codebook.book(evaluation)
        if not book.codes:
            raise InputError("reporting.export_no_codes")
        record(actor, "reporting.code_book_exported", evaluation, evaluation=evaluation.pk, codes=len(book.codes))
    return writing.code_book(book)[0]


def _context(asked: ExchangeExport) -> bytes:
    return b"sluitend exchange file %d" % asked.pk
