"""Messages with numbers of people: keyed at the door, so that nothing of them is kept as it came in.

While they are read they lie, as any file does then, in a private folder for the length of the reading. What is taken in
is the events with keys; they pass the same door as every other file.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from sluitend.apps.datasets import grounds
from sluitend.apps.datasets.actions.changing import About, checked
from sluitend.apps.datasets.actions.taking_in import take_in, take_in_version
from sluitend.apps.datasets.models import Dataset, DatasetVersion
from sluitend.apps.design.access import require
from sluitend.apps.design.models import Evaluation
from sluitend.apps.people.audit import record
from sluitend.apps.people.models import User
from sluitend.apps.people.permissions import Action
from sluitend.apps.sources import seals
from sluitend.apps.sources import store as files
from sluitend.apps.sources.receiving import Received, SealedUpload, receive
from sluitend.errors import InputError
from sluitend.formats import sealed
from sluitend.formats.documents import MAX_BYTES
from sluitend.work import messages, vault

PURPOSE = b"dataset messages"
NAME = "gebeurtenissen.parquet"  # the name of the file that came in may name somebody


def take_in_messages(
    *,
    actor: User,
    evaluation: Evaluation,
    kind: str,
    file: BinaryIO | SealedUpload,
    filename: str,
    about: About | None = None,
    dataset: Dataset | None = None,
    layout: BinaryIO | SealedUpload | None = None,
    organisations: Sequence[str] = (),
) -> DatasetVersion:
    """Keyed events as a new dataset, or as a newer delivery of one; the messages themselves are destroyed, whatever
    comes of it.

    `about` or `dataset` is given, not both. A newer delivery takes the place of the one before it: what was removed
    by a message is known only where all messages are read together. `kind` is one of `work.messages.SUFFIXES`;
    `layout` says of records of fixed width where what stands; `organisations` keep their names in messages of CORV.
    Messages of iJw, of either kind, have to follow the XSDs of the installation, where it has them
    (`SLUITEND_SCHEMAS`).

    Raises NotFound, NotAllowed, InputError("datasets.messages_refused", "datasets.not_key_holder",
    "datasets.unsupported_messages", "datasets.too_big", "datasets.no_schemas"), what the readers of messages raise, and
    as `take_in` or `take_in_version`.
    """
    require(actor, evaluation, Action.EDIT_DATASETS)
    if (about is None) is (dataset is None) or (dataset and dataset.evaluation_id != evaluation.pk):
        raise ValueError("messages are of a new dataset or of one of this evaluation")
    received = file.received if isinstance(file, SealedUpload) else receive(file)
    try:
        _check(actor, evaluation, kind, filename, received)
        with _plain(received, messages.suffix_of(filename, kind)) as path, _layout(layout) as where:
            to = checked(about) if about is not None else dataset
            assert to is not None  # one of both was given
            return _keyed(actor, evaluation, kind, path, where, organisations, to, received)
    finally:
        received.discard()


def _check(actor: User, evaluation: Evaluation, kind: str, filename: str, received: Received) -> None:
    ground = grounds.ground_of(evaluation.pk)
    if ground is None:
        raise InputError("datasets.messages_refused")
    if ground.key_holder_id != actor.pk:
        raise InputError("datasets.not_key_holder")
    if not messages.suffix_of(filename, kind):
        raise InputError("datasets.unsupported_messages")
    _check_size(received)


def _check_size(received: Received) -> None:
    if received.size > MAX_BYTES:
        raise InputError("datasets.too_big", megabytes=-(-received.size // 1024**2), most=MAX_BYTES // 1024**2)


def _keyed(
    actor: User,
    evaluation: Evaluation,
    kind: str,
    path: Path,
    layout: Path | None,
    organisations: Sequence[str],
    to: About | Dataset,
    received: Received,
) -> DatasetVersion:
    context = f"evaluation {evaluation.pk}"
    with files.plain_folder() as folder:
        out = folder / NAME
        more = layout, _schemas(kind), _listed(folder, organisations)
        try:
            found = messages.keyed(path, kind, vault.derived(PURPOSE), context, out, *more)
        except InputError as error:
            raise _told(error) from None
        with out.open("rb") as events:
            version = _taken_in(actor, evaluation, events, to)
    told = {"version": version.number, "kind": kind, "size": received.size, "events": found["events"]}
    record(actor, "datasets.messages_keyed", version.dataset, evaluation=evaluation.pk, sha256=received.sha256, **told)
    return version


def _taken_in(actor: User, evaluation: Evaluation, events: BinaryIO, to: About | Dataset) -> DatasetVersion:
    if isinstance(to, Dataset):
        return take_in_version(actor=actor, dataset=to, file=events, filename=NAME)
    return take_in(actor=actor, evaluation=evaluation, file=events, filename=NAME, about=to)


def _schemas(kind: str) -> Path | None:
    """The folder that the installation was given; messages are not let in unchecked because it went.

    Raises InputError("datasets.no_schemas").
    """
    folder: Path | None = settings.SCHEMAS if kind in messages.HELD else None
    if folder is not None and not (folder.is_dir() and os.access(folder, os.R_OK | os.X_OK)):
        raise InputError("datasets.no_schemas")
    return folder


def _listed(folder: Path, organisations: Sequence[str]) -> Path | None:
    """In a file, because anybody on the machine can see the arguments of a process."""
    if not organisations:
        return None
    path = folder / "organisaties.txt"
    path.write_text("\n".join(" ".join(one.split()) for one in organisations), encoding="utf-8")
    return path


def _told(error: InputError) -> InputError:
    """Without what a file said: which message it was is told by its number."""
    told = {name: _harmless(name, value) for name, value in error.data.items()}
    if isinstance(number := error.data.get("number"), int):
        told["file"] = _("message %(number)s in the order of the names") % {"number": number}
    return InputError(error.code, **told)


# Names from a standard, an ending: not from the file.
_OURS = frozenset({"element", "field", "schema", "standard", "suffix"})
_PLACES = frozenset({"line", "most", "number", "row"})


def _harmless(name: str, value: object) -> Any:
    """What a reader tells of a file may be a name or a number in it: only what it says of its own stays."""
    return value if name in _OURS or (name in _PLACES and isinstance(value, int)) else "…"


@contextmanager
def _plain(received: Received, suffix: str) -> Iterator[Path]:
    """A readable copy of what was received, for as long as it is read."""
    with files.plain_file(suffix) as place:
        with files.full(received.path).open("rb") as file, place.open("wb") as plain:
            plain.writelines(sealed.open_file(file, vault.unwrap(received.wrapped_key), seals.FILE))
        yield place


@contextmanager
def _layout(file: BinaryIO | SealedUpload | None) -> Iterator[Path | None]:
    """The layout as a file that can be read; nothing where none was given."""
    if file is None:
        yield None
        return
    received = file.received if isinstance(file, SealedUpload) else receive(file)
    try:
        _check_size(received)
        with _plain(received, ".csv") as path:
            yield path
    finally:
        received.discard()
